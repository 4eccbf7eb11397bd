/* What staff keeps: branches and room types, with the rules for changing them.
 *
 * Guarantee: a change checks the actor's branch scope, leaves an audit row, and keeps the search index and the room
 * views equal to the tables, all in the caller's transaction. Nothing that orders depend on disappears. All functions
 * run inside a transaction on its thread; `in` is never changed, so the work may run again. */
#ifndef YIZHAN_HOTEL_CATALOGUE_H
#define YIZHAN_HOTEL_CATALOGUE_H

#include "base/actor.h"
#include "base/date.h"
#include "store/store.h"

/* What the end of a business date does about what is not done: it stops, lets it be, or does it itself. */
enum audit_policy { AUDIT_STOP, AUDIT_KEEP, AUDIT_ACT };
struct audit_policies {
  int due_in;          /* not arrived; AUDIT_ACT: no-show */
  int due_out;         /* still in house; AUDIT_ACT: a further night */
  int shift_open;      /* AUDIT_ACT: closed, not counted */
  int price_zero, deposit_held; /* a night for nothing; who is due in has left a deposit: AUDIT_STOP or AUDIT_KEEP */
};
extern const struct shape audit_policies_shape;

struct branch {
  int64_t id;
  const char *name;
  int64_t sort;
  bool open;
  const char *image;   /* "", "/media/…" or "https://…" */
  struct list images, tags;
  const char *phone, *intro, *address;
  const char *name_en, *intro_en, *address_en; /* "": the others stand in; the same of all that ends in _en */
  struct list tags_en;
  double lat, lng;     /* degrees; both NaN when unknown */
  const char *timezone;
  int32_t audit_hour, hold_until, free_cancel_hours, arrival_hour, departure_hour;
  int32_t early_in_percent, late_out_percent, late_full_hour; /* see order_stay_fees */
  bool one_room;       /* a stay is sold in one room only: see stock/fit.h */
  bool shifts;         /* money is taken in an open shift only */
  int32_t business_date; /* the open one; a new branch has the clock's */
  struct audit_policies audit_policies; /* of the close by schedule */
  uint64_t given;
};
extern const struct shape branch_shape;

enum stock_mode { STOCK_AT_ORDER, STOCK_AT_PAYMENT, STOCK_NEVER }; /* 拍下减库存, 付款减库存, 不减库存 */
enum room_type_status { ROOM_TYPE_ON, ROOM_TYPE_OFF };
struct room_type {
  int64_t id, branch_id;
  const char *name;
  struct money price, market_price;
  int64_t stock;       /* rooms for sale each night */
  bool by_rooms;       /* stock is the number of its rooms */
  int stock_mode;      /* enum stock_mode */
  struct list images;
  double area_m2;
  const char *bed, *breakfast;
  const char *name_en, *bed_en, *breakfast_en, *intro_en;
  int64_t guests;      /* adults at most */
  const char *intro;
  int64_t sort;
  int status;          /* enum room_type_status */
  int64_t version;     /* raised with each change of it or its branch */
  uint64_t given;
};
extern const struct shape room_type_shape;
extern const char *const stock_mode_names[], *const room_type_status_names[];

/* OK, or ERR_BRANCH_SCOPE refused. */
enum err scope_check(struct tx *tx, const struct actor *actor, int64_t branch_id);
/* ERR_NOT_FOUND, refused. */
enum err not_found(struct tx *tx);

/* The branch, as it is; false when there is none. */
bool branch_get(struct tx *tx, int64_t id, struct branch *out);
/* One branch for staff: ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err branch_find(struct tx *tx, const struct actor *actor, int64_t id, struct branch *out);
/* Branches in the actor's scope, by sort: list of struct branch. */
struct list branch_list(struct tx *tx, const struct actor *actor, struct slice slice);
/* Makes a branch out of `in` and the defaults; ERR_BAD_REQUEST naming fields. */
enum err branch_create(struct tx *tx, const struct actor *actor, const struct branch *in, struct branch *out);
/* Takes over the given fields of `in`. *touched (may be NULL) gets the ids of the room types whose views changed. */
enum err branch_change(struct tx *tx, const struct actor *actor, int64_t id, const struct branch *in,
    struct branch *out, struct list *touched);
/* ERR_HAS_ORDERS while it has orders or room types. */
enum err branch_delete(struct tx *tx, const struct actor *actor, int64_t id);
/* The open business date of a branch; 0 when there is no such branch. */
int32_t branch_date(struct tx *tx, int64_t id);
/* The business date that it would be by the clock; the time zone was checked when it was written. */
int32_t branch_clock_date(struct tx *tx, const char *timezone, int32_t audit_hour);
/* The first night that is sold: no night of a closed date, and none that has passed while its date stays open. */
int32_t branch_sale_date(struct tx *tx, const char *timezone, int32_t audit_hour, int32_t business_date);
/* The instant until which a stay is cancelled for nothing: so many hours before the one at which its rooms are ready. */
int64_t branch_free_until(const char *timezone, int32_t arrival_hour, int32_t free_cancel_hours, int32_t arrival);
/* False when the search index stands in an older form. */
bool branch_search_current(struct tx *tx);
/* Then writes it anew; at start, writer only. */
void branch_search_refresh(struct tx *tx);
/* A time zone that some branch is in and this machine has no data of; NULL when there is none. */
const char *branch_zone_missing(struct tx *tx);

/* The room type, as it is; false when there is none or it was deleted. */
bool room_type_get(struct tx *tx, int64_t id, struct room_type *out);
enum err room_type_find(struct tx *tx, const struct actor *actor, int64_t id, struct room_type *out);
/* Room types in the actor's scope, of one branch or of all (branch_id 0): list of struct room_type. */
struct list room_type_list(struct tx *tx, const struct actor *actor, int64_t branch_id, struct slice slice);
enum err room_type_create(struct tx *tx, const struct actor *actor, const struct room_type *in, struct room_type *out);
/* A new stock goes to all future nights that were not set by hand; ERR_STOCK_BELOW_SOLD when a night sold more. */
enum err room_type_change(struct tx *tx, const struct actor *actor, int64_t id, const struct room_type *in,
    struct room_type *out);
/* Its stock follows its rooms from now on, of which one came or went. */
void room_type_follow_rooms(struct tx *tx, int64_t id);
/* What there is to sell from tonight on, counted anew from stock, closings and what was set by hand; a night that has sold more
 * stays sold and says how many too many. */
void room_type_recount(struct tx *tx, int64_t id);
/* ERR_HAS_ORDERS while an order on it is open; with past orders it is only hidden. Its rooms go with it. */
enum err room_type_delete(struct tx *tx, const struct actor *actor, int64_t id);

#endif
