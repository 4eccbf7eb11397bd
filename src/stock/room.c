/* Physical rooms. Guarantee: a number is unique among a branch's rooms. Inside a transaction, on its thread. */
#include "stock/room.h"

#include "base/id.h"
#include "store/audit.h"

const char *const room_status_names[] = {"clean", "dirty", "out_of_order", NULL};

static const struct field fields[] = {
    FIELD(struct room, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct room, branch_id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct room, room_type_id, F_ID, .flags = F_REQUIRED, .about = "a room type of the same branch"),
    FIELD(struct room, number, F_STR, .flags = F_REQUIRED, .min = 1, .max = 20, .about = "unique within the branch"),
    FIELD(struct room, floor, F_I64, .min = -10, .max = 200),
    FIELD(
        struct room, status, F_ENUM, .names = room_status_names, .about = "housekeeping; the front desk may change it"),
};
const struct shape room_shape = SHAPE("Room", struct room, fields, given);

bool room_get(struct tx *tx, int64_t id, struct room *out)
{
  return tx_object(tx, SQL_ROOM_GET, &room_shape, out, BI("id", id));
}

enum err room_find(struct tx *tx, const struct actor *actor, int64_t id, struct room *out)
{
  *out = (struct room){0};
  if (!room_get(tx, id, out))
    return not_found(tx);
  return scope_check(tx, actor, out->branch_id);
}

struct list room_list(struct tx *tx, const struct actor *actor, const struct room_filter *filter, struct slice slice)
{
  return tx_list(tx, SQL_ROOM_ALL, &room_shape, 0, BI("staff", actor_scope(actor)), BI("branch_id", filter->branch_id),
      BI("room_type_id", filter->room_type_id), BI("any_status", filter->status < 0),
      BS("status", filter->status < 0 ? "" : room_status_names[filter->status]), BI("most", slice.limit + 1),
      BI("offset", slice.offset));
}

static enum err number_check(struct tx *tx, const struct room *room)
{
  int64_t taken = tx_i64(
      tx, SQL_ROOM_NUMBER_TAKEN, 0, BI("branch_id", room->branch_id), BS("number", room->number), BI("id", room->id));
  return taken ? tx_refuse(tx, ERR_EXISTS, "number", TXT_NONE, 0) : OK;
}

enum err room_create(struct tx *tx, const struct actor *actor, const struct room *in, struct room *out)
{
  struct room_type type = {0};
  *out = (struct room){0};
  shape_take_given(&room_shape, in, out);
  if (!room_type_get(tx, out->room_type_id, &type))
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_UNKNOWN_REFERENCE, 0);
  out->branch_id = type.branch_id;
  enum err e = scope_check(tx, actor, out->branch_id);
  if (e == OK)
    e = number_check(tx, out);
  if (e != OK)
    return e;
  out->id = id_next();
  tx_run_object(tx, SQL_ROOM_INSERT, &room_shape, out, BI("now", tx_now(tx)));
  audit_change(tx, actor, out->branch_id, "room.create", "room", out->id, &room_shape, NULL, out);
  return OK;
}

/* True while an order that is not over holds the room; the last night of a guest who is still there was yesterday. */
static bool taken_ahead(struct tx *tx, const struct room *room)
{
  struct branch b = {0};
  int32_t today = branch_get(tx, room->branch_id, &b) ? branch_today(tx, b.timezone, b.audit_hour) : 0;
  return tx_i64(tx, SQL_ROOM_NIGHTS_AHEAD, 0, BI("id", room->id), BI("since", today - 1)) > 0;
}

static enum err type_check(struct tx *tx, const struct room *room)
{
  struct room_type type = {0};
  if (!room_type_get(tx, room->room_type_id, &type))
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_UNKNOWN_REFERENCE, 0);
  if (type.branch_id != room->branch_id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_FIXED, 0);
  return taken_ahead(tx, room) ? tx_refuse(tx, ERR_ROOM_TAKEN, "room_type_id", TXT_NONE, 0) : OK;
}

enum err room_change(struct tx *tx, const struct actor *actor, int64_t id, const struct room *in, struct room *out)
{
  enum err e = room_find(tx, actor, id, out);
  if (e != OK)
    return e;
  struct room before = *out;
  bool beyond_status = shape_given(&room_shape, in, "room_type_id") || shape_given(&room_shape, in, "number") ||
                       shape_given(&room_shape, in, "floor");
  if (beyond_status && actor->kind == ACTOR_STAFF && actor->role < ROLE_MANAGER)
    return tx_refuse(tx, ERR_FORBIDDEN, NULL, TXT_NONE, 0);
  shape_take_given(&room_shape, in, out);
  if (out->room_type_id != before.room_type_id)
    e = type_check(tx, out);
  if (e == OK && shape_given(&room_shape, in, "number"))
    e = number_check(tx, out);
  if (e != OK)
    return e;
  tx_run_object(tx, SQL_ROOM_UPDATE, &room_shape, out, BI("now", tx_now(tx)));
  audit_change(tx, actor, out->branch_id, "room.update", "room", id, &room_shape, &before, out);
  return OK;
}

enum err room_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct room room;
  enum err e = room_find(tx, actor, id, &room);
  if (e != OK)
    return e;
  if (taken_ahead(tx, &room))
    return tx_refuse(tx, ERR_HAS_ORDERS, NULL, TXT_NONE, 0);
  tx_run(tx, SQL_ROOM_HIDE, BI("id", id), BI("now", tx_now(tx)));
  audit_change(tx, actor, room.branch_id, "room.delete", "room", id, &room_shape, &room, NULL);
  return OK;
}

void room_mark(struct tx *tx, int64_t id, enum room_status status)
{
  tx_run(tx, SQL_ROOM_MARK, BI("id", id), BS("status", room_status_names[status]), BI("now", tx_now(tx)));
}
