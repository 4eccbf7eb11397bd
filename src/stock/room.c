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
    FIELD(struct room, cleanliness, F_ENUM, .names = cleanliness_names,
        .about = "the front desk may change it; of a new room clean, unless its status is dirty"),
    FIELD(struct room, status, F_ENUM, .names = room_status_names,
        .about = "tonight; written, it closes the room until mended, or opens it and says how clean it is"),
    FIELD_AS("closed", struct room, closed, F_POINTER, .shape = &closing_shape, .flags = F_READ_ONLY | F_NULLABLE,
        .about = "the closing that is on tonight"),
};
const struct shape room_shape = SHAPE("Room", struct room, fields, given);

/* What a change leaves in the trail; a closing has rows of its own. */
static const struct field trail_fields[] = {
    FIELD(struct room, room_type_id, F_ID),
    FIELD(struct room, number, F_STR),
    FIELD(struct room, floor, F_I64),
    FIELD(struct room, cleanliness, F_ENUM, .names = cleanliness_names),
    FIELD(struct room, status, F_ENUM, .names = room_status_names),
};
static const struct shape trail_shape = SHAPE_OUT("RoomTrail", struct room, trail_fields);

static const struct field row_fields[] = {
    FIELD(struct room, id, F_ID),
    FIELD(struct room, branch_id, F_ID),
    FIELD(struct room, room_type_id, F_ID),
    FIELD(struct room, number, F_STR),
    FIELD(struct room, floor, F_I64),
    FIELD(struct room, cleanliness, F_ENUM, .names = cleanliness_names),
    FIELD(struct room, status, F_ENUM, .names = room_status_names),
    FIELD(struct room, closing_id, F_ID),
};
static const struct shape row_shape = SHAPE_OUT("RoomRow", struct room, row_fields);

static void add_closing(struct tx *tx, struct room *room)
{
  room->closed = NULL;
  if (!room->closing_id)
    return;
  struct closing *c = arena_new(tx_arena(tx), struct closing);
  if (closing_get(tx, room->closing_id, c))
    room->closed = c;
}

bool room_get(struct tx *tx, int64_t id, struct room *out)
{
  if (!tx_object(tx, SQL_ROOM_GET, &row_shape, out, BI("id", id)))
    return false;
  add_closing(tx, out);
  return true;
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
  struct list out = tx_list(tx, SQL_ROOM_ALL, &row_shape, 0, BI("staff", actor_scope(actor)), BI("branch_id", filter->branch_id),
      BI("room_type_id", filter->room_type_id), BS("status", filter->status < 0 ? "" : room_status_names[filter->status]),
      BI("most", slice.limit + 1), BI("offset", slice.offset));
  struct room *room = out.items;
  for (size_t i = 0; i < out.count; i++)
    add_closing(tx, &room[i]);
  return out;
}

static enum err number_check(struct tx *tx, const struct room *room)
{
  int64_t taken = tx_i64(
      tx, SQL_ROOM_NUMBER_TAKEN, 0, BI("branch_id", room->branch_id), BS("number", room->number), BI("id", room->id));
  return taken ? tx_refuse(tx, ERR_EXISTS, "number", TXT_NONE, 0) : OK;
}

/* Nobody lives in it or has it for a night to come; a closing does not count. */
static enum err check_unused(struct tx *tx, const struct room *room, const char *field)
{
  enum err e = room_check_vacant(tx, room->id, 0, field);
  if (e != OK)
    return e;
  int64_t order_id = room_order_ahead(tx, room->id, branch_date(tx, room->branch_id));
  return order_id ? tx_refuse(tx, ERR_ROOM_TAKEN, field, TXT_ROOM_OF_ORDER, order_id) : OK;
}

/* What the request says of status and cleanliness; the room's row stands already. */
static enum err set_state(struct tx *tx, const struct actor *actor, const struct room *in, struct room *out)
{
  bool status = shape_given(&room_shape, in, "status"), cleanliness = shape_given(&room_shape, in, "cleanliness");
  bool closes = status && in->status == ROOM_OUT_OF_ORDER;
  enum err e = OK;
  if (closes && !(out->closed && out->closed->kind == CLOSING_OUT_OF_ORDER)) {
    struct closing whole = {.room_id = out->id, .room_type_id = out->room_type_id, .branch_id = out->branch_id};
    e = closing_until_mended(tx, actor, &whole);
  } else if (status && !closes && out->closed) {
    e = closing_end(tx, actor, out->closed->id);
  }
  if (status && !closes && !cleanliness)
    room_mark(tx, out->id, in->status == ROOM_DIRTY ? CLEANLINESS_DIRTY : CLEANLINESS_CLEAN);
  if (cleanliness)
    room_mark(tx, out->id, (enum cleanliness)in->cleanliness);
  return e == OK && !room_get(tx, out->id, out) ? not_found(tx) : e;
}

enum err room_create(struct tx *tx, const struct actor *actor, const struct room *in, struct room *out)
{
  struct room_type type = {0};
  *out = (struct room){.cleanliness = CLEANLINESS_CLEAN};
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
  tx_run_object(tx, SQL_ROOM_INSERT, &row_shape, out, BI("today", branch_date(tx, out->branch_id)), BI("now", tx_now(tx)));
  room_type_follow_rooms(tx, out->room_type_id);
  e = set_state(tx, actor, in, out);
  if (e != OK)
    return e;
  audit_change(tx, actor, out->branch_id, "room.create", "room", out->id, &trail_shape, NULL, out);
  return OK;
}

static enum err type_check(struct tx *tx, const struct room *room)
{
  struct room_type type = {0};
  if (!room_type_get(tx, room->room_type_id, &type))
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_UNKNOWN_REFERENCE, 0);
  if (type.branch_id != room->branch_id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_FIXED, 0);
  return check_unused(tx, room, "room_type_id");
}

static void retype(struct tx *tx, const struct room *before, const struct room *room)
{
  closing_retype(tx, room->id, room->room_type_id, branch_date(tx, room->branch_id));
  room_type_follow_rooms(tx, before->room_type_id);
  room_type_follow_rooms(tx, room->room_type_id);
}

enum err room_change(struct tx *tx, const struct actor *actor, int64_t id, const struct room *in, struct room *out)
{
  enum err e = room_find(tx, actor, id, out);
  if (e != OK)
    return e;
  struct room before = *out;
  bool beyond_state = shape_given(&room_shape, in, "room_type_id") || shape_given(&room_shape, in, "number") ||
                      shape_given(&room_shape, in, "floor");
  if (beyond_state && actor->kind == ACTOR_STAFF && actor->role < ROLE_MANAGER)
    return tx_refuse(tx, ERR_FORBIDDEN, NULL, TXT_NONE, 0);
  shape_take_given(&room_shape, in, out);
  if (out->room_type_id != before.room_type_id)
    e = type_check(tx, out);
  if (e == OK && shape_given(&room_shape, in, "number"))
    e = number_check(tx, out);
  if (e != OK)
    return e;
  tx_run_object(tx, SQL_ROOM_UPDATE, &row_shape, out, BI("now", tx_now(tx)));
  if (out->room_type_id != before.room_type_id)
    retype(tx, &before, out);
  e = set_state(tx, actor, in, out);
  if (e == OK)
    audit_change(tx, actor, out->branch_id, "room.update", "room", id, &trail_shape, &before, out);
  return e;
}

enum err room_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct room room;
  enum err e = room_find(tx, actor, id, &room);
  if (e == OK)
    e = check_unused(tx, &room, "room_id");
  if (e != OK)
    return e;
  closing_end_all(tx, id, branch_date(tx, room.branch_id));
  tx_run(tx, SQL_ROOM_HIDE, BI("id", id), BI("now", tx_now(tx)));
  room_type_follow_rooms(tx, room.room_type_id);
  audit_change(tx, actor, room.branch_id, "room.delete", "room", id, &trail_shape, &room, NULL);
  return OK;
}

void room_mark(struct tx *tx, int64_t id, enum cleanliness cleanliness)
{
  tx_run(tx, SQL_ROOM_MARK, BI("id", id), BS("cleanliness", cleanliness_names[cleanliness]), BI("now", tx_now(tx)));
}
