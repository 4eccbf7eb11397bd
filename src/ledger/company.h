/* Companies: guests' bills are put on their account, within a limit, and they pay it later.
 *
 * Guarantee: what a company owes is the sum of its account's lines, and never more than its limit by a new line; two that are put
 * on it at once are one after the other. Its account has its id and is the group's: each line is of the branch it came from.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_LEDGER_COMPANY_H
#define YIZHAN_LEDGER_COMPANY_H

#include "ledger/ledger.h"

struct company {
  int64_t id, created_at;
  const char *name, *tax_number, *contact, *phone, *note;
  struct money credit_limit, balance; /* balance: what it owes */
  bool active;
  uint64_t given;
};
extern const struct shape company_shape;

/* By name; `after`: how many came before. */
struct list company_list(struct tx *tx, int64_t after, int64_t limit);
/* One; false when there is none. */
bool company_get(struct tx *tx, int64_t id, struct company *out);
/* ERR_NOT_FOUND. */
enum err company_find(struct tx *tx, int64_t id, struct company *out);
/* ERR_EXISTS naming name. */
enum err company_create(struct tx *tx, const struct actor *by, const struct company *in, struct company *out);
enum err company_change(struct tx *tx, const struct actor *by, int64_t id, const struct company *in, struct company *out);
/* ERR_CONFLICT once something was put on its account. */
enum err company_delete(struct tx *tx, const struct actor *by, int64_t id);

/* Its account as it is before anything was put on it. */
struct account company_account(int64_t id);
/* Puts a payment line of a guest's on it: ERR_BAD_REQUEST naming company_id for one that is not there or not active,
 * ERR_CREDIT_LIMIT naming amount_fen. */
enum err company_take(struct tx *tx, const struct actor *by, int64_t id, const struct line *payment);
/* Takes so much off again when the payment goes back the way it came; nothing for a payment that no company made. */
void company_give_back(struct tx *tx, const struct actor *by, const struct line *refund, int64_t payment_line);
/* A row of the trail: what was done with this amount. */
void company_note(struct tx *tx, const struct actor *by, int64_t id, const char *action, struct money amount);
/* It pays: at most what it owes the branches that the actor may act on, to the one it owes most first; `today`: a branch's
 * business date. ERR_BAD_REQUEST naming amount_fen. */
enum err company_pay(struct tx *tx, const struct actor *by, int64_t id, struct money amount, const char *tender,
    const char *reference, int32_t (*today)(struct tx *tx, int64_t branch_id));

#endif
