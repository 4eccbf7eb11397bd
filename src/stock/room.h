/* Physical rooms.
 *
 * Guarantee: a number is unique among a branch's rooms; a room that comes, goes or closes moves what there is to sell in the
 * same transaction; a change checks the actor's branch scope and leaves an audit row. All functions run inside a
 * transaction on its thread; `in` is never changed, so the work may run again. */
#ifndef YIZHAN_STOCK_ROOM_H
#define YIZHAN_STOCK_ROOM_H

#include "stock/closing.h"

enum room_status { ROOM_CLEAN, ROOM_DIRTY, ROOM_OUT_OF_ORDER }; /* of tonight, from the two facts below */
struct room {
  int64_t id, branch_id, room_type_id;
  const char *number;  /* unique within the branch */
  int64_t floor;
  int cleanliness;     /* enum cleanliness */
  int status;          /* enum room_status */
  int64_t closing_id;
  struct closing *closed; /* tonight; NULL when it is not */
  uint64_t given;
};
extern const struct shape room_shape;
extern const char *const room_status_names[];

/* The room, as it is; false when there is none or it was deleted. */
bool room_get(struct tx *tx, int64_t id, struct room *out);
enum err room_find(struct tx *tx, const struct actor *actor, int64_t id, struct room *out);
struct room_filter {
  int64_t branch_id, room_type_id; /* 0 = all */
  int status;                      /* enum room_status, -1 = all */
};
/* Rooms in the actor's scope, by branch, floor and number: list of struct room. */
struct list room_list(struct tx *tx, const struct actor *actor, const struct room_filter *filter, struct slice slice);
/* ERR_EXISTS when the number is taken in the branch. Its type sells by its rooms from now on. */
enum err room_create(struct tx *tx, const struct actor *actor, const struct room *in, struct room *out);
/* The front desk may change status and cleanliness alone; anything else needs a manager (ERR_FORBIDDEN). Out of order: closed
 * from tonight until mended, with the refusals of closing_create; clean or dirty: a closing of tonight ends. */
enum err room_change(struct tx *tx, const struct actor *actor, int64_t id, const struct room *in, struct room *out);
/* Hides it: its past stays keep pointing at it, and its number is free again. ERR_ROOM_TAKEN while somebody lives in it or has
 * it for a night to come. */
enum err room_delete(struct tx *tx, const struct actor *actor, int64_t id);
/* Sets how clean it is, for check-out and the like; the caller has checked and audits. */
void room_mark(struct tx *tx, int64_t id, enum cleanliness cleanliness);

#endif
