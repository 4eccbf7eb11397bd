/* Room types. Guarantee: stock never falls below what a future night has sold, and the version grows with each change.
 * Inside a transaction, on its thread. */
#include "base/id.h"
#include "hotel/change.h"
#include "hotel/view.h"
#include "limits.h"

const char *const stock_mode_names[] = {"order", "payment", "never", NULL};
const char *const room_type_status_names[] = {"on", "off", NULL};

static const struct field fields[] = {
    FIELD(struct room_type, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct room_type, branch_id, F_ID, .flags = F_REQUIRED, .about = "fixed once created"),
    FIELD(struct room_type, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct room_type, name_en, F_STR, .max = 60, .preset = "", .about = "for readers of English; empty: name stands in"),
    FIELD_AS("price_fen", struct room_type, price, F_FEN, .flags = F_REQUIRED, .min = 1, .max = LIMIT_FEN,
        .about = "per night, unless a price rule or the calendar says otherwise"),
    FIELD_AS("market_price_fen", struct room_type, market_price, F_FEN, .min = 0, .max = LIMIT_FEN,
        .preset = "0", .about = "shown struck through; 0 = none"),
    FIELD(struct room_type, stock, F_I64, .min = 0, .max = 10000, .preset = "0",
        .about = "rooms for sale each night; once rooms are entered, their number, and then read-only"),
    FIELD(struct room_type, by_rooms, F_BOOL, .preset = "false",
        .about = "stock is the number of rooms entered; becomes true with the first of them"),
    FIELD(struct room_type, stock_mode, F_ENUM, .names = stock_mode_names, .preset = "order",
        .about = "when an order takes its nights: when placed, when paid, never"),
    FIELD(struct room_type, images, F_STRS, .max = 20),
    FIELD(struct room_type, area_m2, F_DOUBLE, .min = 0, .max = 10000, .preset = "0"),
    FIELD(struct room_type, bed, F_STR, .max = 60, .preset = ""),
    FIELD(struct room_type, bed_en, F_STR, .max = 60, .preset = ""),
    FIELD(struct room_type, breakfast, F_STR, .max = 60, .preset = ""),
    FIELD(struct room_type, breakfast_en, F_STR, .max = 60, .preset = ""),
    FIELD(struct room_type, guests, F_I64, .min = 1, .max = 20, .preset = "2", .about = "adults at most"),
    FIELD(struct room_type, intro, F_STR, .flags = F_MULTILINE, .max = 2000, .preset = ""),
    FIELD(struct room_type, intro_en, F_STR, .flags = F_MULTILINE, .max = 2000, .preset = ""),
    FIELD(struct room_type, sort, F_I64, .min = -1000000, .max = 1000000, .preset = "0", .about = "lowest first"),
    FIELD(struct room_type, status, F_ENUM, .names = room_type_status_names, .preset = "on"),
    FIELD(struct room_type, version, F_I64, .flags = F_READ_ONLY),
};
const struct shape room_type_shape = SHAPE("RoomType", struct room_type, fields, given);

bool room_type_get(struct tx *tx, int64_t id, struct room_type *out)
{
  return tx_object(tx, SQL_ROOM_TYPE_GET, &room_type_shape, out, BI("id", id));
}

enum err room_type_find(struct tx *tx, const struct actor *actor, int64_t id, struct room_type *out)
{
  *out = (struct room_type){0};
  if (!room_type_get(tx, id, out))
    return not_found(tx);
  return scope_check(tx, actor, out->branch_id);
}

struct list room_type_list(struct tx *tx, const struct actor *actor, int64_t branch_id, struct slice slice)
{
  return tx_list(tx, SQL_ROOM_TYPE_ALL, &room_type_shape, 0, BI("staff", actor_scope(actor)), BI("branch_id", branch_id),
      BI("most", slice.limit + 1), BI("offset", slice.offset));
}

enum err room_type_create(struct tx *tx, const struct actor *actor, const struct room_type *in, struct room_type *out)
{
  struct branch branch = {0};
  shape_presets(&room_type_shape, out, tx_arena(tx));
  shape_take_given(&room_type_shape, in, out);
  out->by_rooms = false; /* it has none yet */
  if (!branch_get(tx, out->branch_id, &branch))
    return tx_refuse(tx, ERR_BAD_REQUEST, "branch_id", TXT_UNKNOWN_REFERENCE, 0);
  enum err e = scope_check(tx, actor, out->branch_id);
  if (e == OK)
    e = images_check(tx, "images", out->images);
  if (e != OK)
    return e;
  out->id = id_next();
  out->version = 1;
  tx_run_object(tx, SQL_ROOM_TYPE_INSERT, &room_type_shape, out, BI("now", tx_now(tx)));
  room_view_refresh(tx, out->id, actor->request_id);
  branch_index(tx, out->branch_id);
  audit_change(tx, actor, out->branch_id, "room_type.create", "room_type", out->id, &room_type_shape, NULL, out);
  return OK;
}

void room_type_recount(struct tx *tx, int64_t id)
{
  struct room_type t = {0};
  if (!room_type_get(tx, id, &t))
    return;
  int32_t today = branch_date(tx, t.branch_id);
  tx_run(tx, SQL_ROOM_TYPE_RECOUNT_BEGIN, BI("id", id), BI("today", today));
  tx_run(tx, SQL_ROOM_TYPE_RECOUNT, BI("id", id), BI("today", today), BI("stock", t.stock), BI("by_rooms", t.by_rooms));
  tx_run(tx, SQL_ROOM_TYPE_RECOUNT_END, BI("id", id), BI("today", today));
}

void room_type_follow_rooms(struct tx *tx, int64_t id)
{
  tx_run(tx, SQL_ROOM_TYPE_FOLLOW_ROOMS, BI("id", id), BI("now", tx_now(tx)));
  room_type_recount(tx, id);
}

/* A number of its own, unless the rooms are counted; back to a number only while there are none. */
static enum err check_stock(struct tx *tx, const struct room_type *before, struct room_type *t)
{
  int64_t rooms = tx_i64(tx, SQL_ROOM_TYPE_ROOMS, 0, BI("id", t->id));
  if (before->by_rooms && !t->by_rooms && rooms > 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, "by_rooms", TXT_HAS_ROOMS, rooms);
  if (before->by_rooms && t->by_rooms && t->stock != before->stock)
    return tx_refuse(tx, ERR_BAD_REQUEST, "stock", TXT_ROOMS_COUNT, rooms);
  if (t->by_rooms)
    t->stock = rooms;
  int64_t sold = tx_i64(tx, SQL_ROOM_TYPE_MOST_SOLD, 0, BI("id", t->id), BI("today", branch_date(tx, t->branch_id)));
  return t->stock < before->stock && t->stock < sold ? tx_refuse(tx, ERR_STOCK_BELOW_SOLD, "stock", TXT_BELOW_SOLD, sold) : OK;
}

enum err room_type_change(
    struct tx *tx, const struct actor *actor, int64_t id, const struct room_type *in, struct room_type *out)
{
  enum err e = room_type_find(tx, actor, id, out);
  if (e != OK)
    return e;
  struct room_type before = *out;
  shape_take_given(&room_type_shape, in, out);
  if (out->branch_id != before.branch_id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "branch_id", TXT_FIXED, 0);
  if (images_check(tx, "images", out->images) != OK)
    return ERR_BAD_REQUEST;
  bool restocks = out->stock != before.stock || out->by_rooms != before.by_rooms;
  e = restocks ? check_stock(tx, &before, out) : OK;
  if (e != OK)
    return e;
  out->version++;
  tx_run_object(tx, SQL_ROOM_TYPE_UPDATE, &room_type_shape, out, BI("now", tx_now(tx)));
  if (restocks)
    room_type_recount(tx, id);
  room_view_refresh(tx, id, actor->request_id);
  branch_index(tx, out->branch_id);
  audit_change(tx, actor, out->branch_id, "room_type.update", "room_type", id, &room_type_shape, &before, out);
  return OK;
}

enum err room_type_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct room_type t;
  enum err e = room_type_find(tx, actor, id, &t);
  if (e != OK)
    return e;
  if (tx_i64(tx, SQL_ROOM_TYPE_OPEN_ORDERS, 0, BI("id", id)) > 0)
    return tx_refuse(tx, ERR_HAS_ORDERS, NULL, TXT_NONE, 0);
  bool used = tx_i64(tx, SQL_ROOM_TYPE_ANY_ORDERS, 0, BI("id", id)) > 0 ||
              tx_i64(tx, SQL_ROOM_TYPE_ROOMS_USED, 0, BI("id", id)) > 0;
  tx_run(tx, SQL_ROOM_TYPE_RULES_DELETE, BI("id", id));
  tx_run(tx, SQL_ROOM_TYPE_HIDE, BI("id", id), BI("now", tx_now(tx)));
  room_view_refresh(tx, id, actor->request_id);
  branch_index(tx, t.branch_id);
  if (used) {
    tx_run(tx, SQL_ROOM_TYPE_ROOMS_HIDE, BI("id", id), BI("now", tx_now(tx)));
  } else {
    tx_run(tx, SQL_ROOM_TYPE_ROOMS_DELETE, BI("id", id));
    tx_run(tx, SQL_ROOM_TYPE_NIGHTS_DELETE, BI("id", id));
    tx_run(tx, SQL_ROOM_TYPE_DELETE, BI("id", id));
  }
  audit_change(tx, actor, t.branch_id, "room_type.delete", "room_type", id, &room_type_shape, &t, NULL);
  return OK;
}
