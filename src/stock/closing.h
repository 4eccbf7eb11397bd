/* Rooms closed by dates: out of order (not for sale) or out of service (for sale, but to be spared).
 *
 * Guarantee: a room has one party or one closing a night, the table's key decides; what there is to sell moves in the same
 * transaction, and a night that sold too much by it says so. Nobody's room is closed over them. A change checks the branch
 * scope and leaves an audit row. Inside a transaction, on its thread. */
#ifndef YIZHAN_STOCK_CLOSING_H
#define YIZHAN_STOCK_CLOSING_H

#include "hotel/catalogue.h"

enum cleanliness { CLEANLINESS_DIRTY, CLEANLINESS_CLEAN, CLEANLINESS_INSPECTED };
enum closing_kind { CLOSING_OUT_OF_ORDER, CLOSING_OUT_OF_SERVICE };
extern const char *const cleanliness_names[], *const closing_kind_names[];

struct closing {
  int64_t id, room_id, room_type_id, branch_id;
  const char *room_number;
  int32_t from, to;     /* nights, both included */
  int kind;             /* enum closing_kind */
  const char *reason;
  int returns;          /* enum cleanliness: what the room is when it comes back */
  const char *by;
  int64_t created_at;
  uint64_t given;
};
extern const struct shape closing_shape;

/* Closes the room `in` is about, whose room_type_id and branch_id the caller has put there: ERR_BAD_REQUEST, ERR_ROOM_TAKEN
 * naming the order whose room it is, ERR_ROOM_CLOSED. */
enum err closing_create(struct tx *tx, const struct actor *actor, const struct closing *in, struct closing *out);
/* As long as anybody can book: for a room that is out of order until somebody says otherwise. */
enum err closing_until_mended(struct tx *tx, const struct actor *actor, const struct closing *room);
/* The closing, as it is; false when there is none. */
bool closing_get(struct tx *tx, int64_t id, struct closing *out);
/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err closing_find(struct tx *tx, const struct actor *actor, int64_t id, struct closing *out);
/* Takes over the given dates, kind, reason and return; what has passed stays. Refusals as above. */
enum err closing_change(struct tx *tx, const struct actor *actor, int64_t id, const struct closing *in, struct closing *out);
/* The room is back: from tonight on; a closing that had not begun never was. */
enum err closing_end(struct tx *tx, const struct actor *actor, int64_t id);
/* All of a room that is no more, from tonight on; the caller counts its type anew and audits. */
void closing_end_all(struct tx *tx, int64_t room_id, int32_t today);
/* Its room's closings follow it to another type; both types are counted anew by the caller. */
void closing_retype(struct tx *tx, int64_t room_id, int64_t room_type_id, int32_t today);

struct closing_filter {
  int64_t branch_id, room_id; /* 0 = all */
  int32_t from, to;           /* that touch these nights; DATE_NONE = tonight, and no end */
};
/* In the actor's scope, the first to begin first: list of struct closing. */
struct list closing_list(struct tx *tx, const struct actor *actor, const struct closing_filter *f, struct slice slice);

/* Who uses the room on the nights [from, to], as a refusal naming `field`; OK when nobody does. `but`: a closing that does
 * not count. ERR_ROOM_TAKEN, ERR_ROOM_CLOSED. */
enum err room_check_free(struct tx *tx, int64_t room_id, int32_t from, int32_t to, int64_t but, const char *field);
/* The first order that has the room from the night `since` on; 0 when none has. */
int64_t room_order_ahead(struct tx *tx, int64_t room_id, int32_t since);
/* ERR_ROOM_TAKEN naming `field` when guests of an order other than `but` are in the room now, whatever its dates say. */
enum err room_check_vacant(struct tx *tx, int64_t room_id, int64_t but, const char *field);

#endif
