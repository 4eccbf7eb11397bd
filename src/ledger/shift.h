/* Shifts: whose drawer money went through, and whether it is all there.
 *
 * Guarantee: a person has one open shift at a branch, decided by a key; what came and went is the sum of the lines that were
 * posted in it, so the two cannot differ; a count that differs is written down and never refused. Inside a transaction, on its
 * thread. */
#ifndef YIZHAN_LEDGER_SHIFT_H
#define YIZHAN_LEDGER_SHIFT_H

#include "base/actor.h"
#include "store/tx.h"

enum shift_state { SHIFT_OPEN, SHIFT_CLOSED };
struct shift_kind { const char *kind; struct money in, out; bool in_drawer; }; /* of a tender; deposits too */
struct shift_move { int64_t id, at; const char *kind, *reason, *by; struct money amount; };
struct shift {
  int64_t id, branch_id, staff_id, opened_at, closed_at; /* closed_at: 0 while open */
  int state;                /* enum shift_state */
  const char *staff_name, *reason, *handed_to;
  struct money float_, drop, expected; /* expected: cash in the drawer, before the last drop */
  struct money counted, variance;      /* NONE_I64 while open or not counted; variance: counted − expected */
  struct list by_kind, moves;          /* struct shift_kind, struct shift_move */
};
extern const struct shape shift_shape;

/* Members that a route does not have are NONE_I64 or NULL. */
struct shift_request {
  int64_t branch_id;
  struct money float_, counted, drop, amount;
  const char *reason, *to;
};

/* Newest first, of the actor's branches; `branch_id` 0: of all. state -1: both. */
struct list shift_list(struct tx *tx, const struct actor *actor, int64_t branch_id, int state, int64_t after, int64_t limit);
/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err shift_find(struct tx *tx, const struct actor *actor, int64_t id, struct shift *out);
/* The actor's own. ERR_EXISTS when one is open, ERR_BAD_REQUEST naming branch_id. */
enum err shift_begin(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *out);
/* Counted and closed, one's own or by a manager; `to`: that person's shift begins with what is left. ERR_SHIFT_CLOSED,
 * ERR_FORBIDDEN, ERR_BAD_REQUEST naming drop_fen or to, ERR_EXISTS naming to. */
enum err shift_close(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s);
/* Closed by the end of the business date: nobody counted. False when it is closed already. */
bool shift_end(struct tx *tx, const struct actor *by, int64_t id);
/* Cash leaves the drawer: to the safe, or paid for something. Refusals as above; naming amount_fen when there is less. */
enum err shift_drop(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s);
enum err shift_pay_out(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s);

/* The actor's open shift at a branch, 0 for none. */
int64_t shift_of(struct tx *tx, const struct actor *actor, int64_t branch_id);
/* ERR_SHIFT_CLOSED when the branch takes money in shifts only and this clerk or manager has none open. */
enum err shift_check(struct tx *tx, const struct actor *actor, int64_t branch_id);

#endif
