/* Closing rooms by dates: see closing.h. */
#include "stock/closing.h"

#include "base/id.h"
#include "limits.h"
#include "store/audit.h"

const char *const cleanliness_names[] = {"dirty", "clean", "inspected", NULL};
const char *const closing_kind_names[] = {"out_of_order", "out_of_service", NULL};

static const struct field fields[] = {
    FIELD(struct closing, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct closing, room_id, F_ID, .flags = F_REQUIRED, .about = "fixed once created"),
    FIELD(struct closing, room_number, F_STR, .flags = F_READ_ONLY),
    FIELD(struct closing, branch_id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct closing, from, F_DATE, .flags = F_REQUIRED, .about = "first night"),
    FIELD(struct closing, to, F_DATE, .flags = F_REQUIRED, .about = "last night, included"),
    FIELD(struct closing, kind, F_ENUM, .names = closing_kind_names, .preset = "out_of_order",
        .about = "out of order: not for sale; out of service: for sale, but to be spared"),
    FIELD(struct closing, reason, F_STR, .flags = F_REQUIRED, .max = 200),
    FIELD(struct closing, returns, F_ENUM, .names = cleanliness_names, .preset = "dirty",
        .about = "what the room is when it comes back"),
    FIELD(struct closing, by, F_STR, .flags = F_READ_ONLY),
    FIELD(struct closing, created_at, F_INSTANT, .flags = F_READ_ONLY),
};
const struct shape closing_shape = SHAPE("Closing", struct closing, fields, given);

/* The row: `from` and `to` are words of SQL. */
static const struct field row_fields[] = {
    FIELD(struct closing, id, F_ID),
    FIELD(struct closing, room_id, F_ID),
    FIELD(struct closing, room_type_id, F_ID),
    FIELD(struct closing, branch_id, F_ID),
    FIELD(struct closing, room_number, F_STR),
    FIELD_AS("from_day", struct closing, from, F_DATE),
    FIELD_AS("to_day", struct closing, to, F_DATE),
    FIELD(struct closing, kind, F_ENUM, .names = closing_kind_names),
    FIELD(struct closing, reason, F_STR),
    FIELD(struct closing, returns, F_ENUM, .names = cleanliness_names),
    FIELD(struct closing, by, F_STR),
    FIELD(struct closing, created_at, F_INSTANT),
};
static const struct shape row_shape = SHAPE_OUT("ClosingRow", struct closing, row_fields);

enum err room_check_vacant(struct tx *tx, int64_t room_id, int64_t but, const char *field)
{
  int64_t guests = tx_i64(tx, SQL_ROOM_LIVED_IN, 0, BI("id", room_id), BI("but", but));
  return guests ? tx_refuse(tx, ERR_ROOM_TAKEN, field, TXT_ROOM_OF_ORDER, guests) : OK;
}

int64_t room_order_ahead(struct tx *tx, int64_t room_id, int32_t since)
{
  return tx_i64(tx, SQL_ROOM_ORDER_AHEAD, 0, BI("id", room_id), BI("since", since));
}

enum err room_check_free(struct tx *tx, int64_t room_id, int32_t from, int32_t to, int64_t but, const char *field)
{
  struct rows *r = tx_query(tx, SQL_ROOM_USER, BI("id", room_id), BI("from", from), BI("to", to), BI("but", but));
  bool used = row_next(r);
  int64_t order_id = used ? row_i64(r) : 0;
  row_end(r);
  if (!used)
    return OK;
  return order_id ? tx_refuse(tx, ERR_ROOM_TAKEN, field, TXT_ROOM_OF_ORDER, order_id)
                  : tx_refuse(tx, ERR_ROOM_CLOSED, field, TXT_NONE, 0);
}

static enum err check_dates(struct tx *tx, const struct closing *c, int32_t today)
{
  if (c->to < c->from)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  if ((int64_t)c->to - today >= LIMIT_CLOSING_DAYS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_TOO_FAR, LIMIT_CLOSING_DAYS);
  return OK;
}

/* From the night `from` on: nobody may be there or have it. */
static enum err check_room(struct tx *tx, const struct closing *c, int32_t from, int32_t today)
{
  enum err e = from <= today ? room_check_vacant(tx, c->room_id, 0, "room_id") : OK;
  return e ? e : room_check_free(tx, c->room_id, from, c->to, c->id, "room_id");
}

/* Lays the closing's nights from `from` on anew, and counts what there is to sell. */
static void put_nights(struct tx *tx, const struct closing *c, int32_t from)
{
  tx_run(tx, SQL_CLOSING_NIGHTS_DELETE, BI("id", c->id), BI("from_day", from));
  if (from < c->from)
    from = c->from;
  if (from <= c->to) {
    tx_run(tx, SQL_CLOSING_NIGHTS_PUT, BI("id", c->id), BI("room_id", c->room_id), BI("from_day", from), BI("to_day", c->to));
    tx_run(tx, SQL_CLOSING_NIGHTS_FILL, BI("room_type_id", c->room_type_id), BI("from_day", from), BI("to_day", c->to));
  }
  room_type_recount(tx, c->room_type_id);
}

enum err closing_create(struct tx *tx, const struct actor *actor, const struct closing *in, struct closing *out)
{
  shape_presets(&closing_shape, out, tx_arena(tx));
  shape_take_given(&closing_shape, in, out);
  out->branch_id = in->branch_id;
  out->room_type_id = in->room_type_id;
  int32_t today = branch_date(tx, in->branch_id);
  enum err e = scope_check(tx, actor, out->branch_id);
  if (e == OK)
    e = check_dates(tx, out, today);
  if (e == OK && out->from < today)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "from", TXT_BEFORE_TODAY, 0);
  if (e == OK)
    e = check_room(tx, out, out->from, today);
  if (e != OK)
    return e;
  out->id = id_next();
  out->by = actor->name;
  out->created_at = tx_now(tx);
  tx_run_object(tx, SQL_CLOSING_INSERT, &row_shape, out);
  put_nights(tx, out, out->from);
  e = closing_find(tx, actor, out->id, out);
  if (e == OK)
    audit_change(tx, actor, out->branch_id, "closing.create", "room", out->room_id, &closing_shape, NULL, out);
  return e;
}

enum err closing_until_mended(struct tx *tx, const struct actor *actor, const struct closing *room)
{
  struct closing out = {0}, in = *room;
  in.from = branch_date(tx, room->branch_id);
  in.to = in.from + LIMIT_CLOSING_DAYS - 1;
  in.reason = "";
  in.given = UINT64_MAX;
  return closing_create(tx, actor, &in, &out);
}

bool closing_get(struct tx *tx, int64_t id, struct closing *out)
{
  return tx_object(tx, SQL_CLOSING_GET, &row_shape, out, BI("id", id));
}

enum err closing_find(struct tx *tx, const struct actor *actor, int64_t id, struct closing *out)
{
  *out = (struct closing){0};
  if (!closing_get(tx, id, out))
    return not_found(tx);
  return scope_check(tx, actor, out->branch_id);
}

enum err closing_change(struct tx *tx, const struct actor *actor, int64_t id, const struct closing *in, struct closing *out)
{
  enum err e = closing_find(tx, actor, id, out);
  if (e != OK)
    return e;
  struct closing before = *out;
  int32_t today = branch_date(tx, out->branch_id);
  shape_take_given(&closing_shape, in, out);
  if (out->room_id != before.room_id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_id", TXT_FIXED, 0);
  e = check_dates(tx, out, today);
  if (e == OK && out->from != before.from && (out->from < today || before.from < today))
    e = tx_refuse(tx, ERR_BAD_REQUEST, "from", TXT_BEFORE_TODAY, 0);
  if (e == OK && out->to != before.to && out->to < today - 1)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_BEFORE_TODAY, 0);
  if (e == OK && out->to >= today)
    e = check_room(tx, out, out->from > today ? out->from : today, today);
  if (e != OK)
    return e;
  tx_run_object(tx, SQL_CLOSING_UPDATE, &row_shape, out);
  put_nights(tx, out, today);
  audit_change(tx, actor, out->branch_id, "closing.update", "room", out->room_id, &closing_shape, &before, out);
  return OK;
}

enum err closing_end(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct closing c;
  enum err e = closing_find(tx, actor, id, &c);
  if (e != OK)
    return e;
  int32_t today = branch_date(tx, c.branch_id);
  if (c.to < today)
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_BEFORE_TODAY, 0);
  tx_run(tx, SQL_CLOSING_NIGHTS_DELETE, BI("id", id), BI("from_day", today));
  if (c.from >= today) {
    tx_run(tx, SQL_CLOSING_DELETE, BI("id", id));
  } else {
    struct closing ended = c;
    ended.to = today - 1;
    tx_run_object(tx, SQL_CLOSING_UPDATE, &row_shape, &ended);
  }
  room_type_recount(tx, c.room_type_id);
  audit_change(tx, actor, c.branch_id, "closing.end", "room", c.room_id, &closing_shape, &c, NULL);
  return OK;
}

void closing_end_all(struct tx *tx, int64_t room_id, int32_t today)
{
  tx_run(tx, SQL_CLOSING_ROOM_NIGHTS_DELETE, BI("room_id", room_id), BI("today", today));
  tx_run(tx, SQL_CLOSING_ROOM_DELETE, BI("room_id", room_id), BI("today", today));
  tx_run(tx, SQL_CLOSING_ROOM_END, BI("room_id", room_id), BI("today", today));
}

void closing_retype(struct tx *tx, int64_t room_id, int64_t room_type_id, int32_t today)
{
  struct rows *r = tx_query(tx, SQL_CLOSING_AHEAD, BI("room_id", room_id), BI("today", today));
  while (row_next(r)) {
    int64_t from = row_i64(r);
    tx_run(tx, SQL_CLOSING_NIGHTS_FILL, BI("room_type_id", room_type_id), BI("from_day", from > today ? from : today),
        BI("to_day", row_i64(r)));
  }
  tx_run(tx, SQL_CLOSING_RETYPE, BI("room_id", room_id), BI("room_type_id", room_type_id));
}

struct list closing_list(struct tx *tx, const struct actor *actor, const struct closing_filter *f, struct slice slice)
{
  return tx_list(tx, SQL_CLOSING_ALL, &row_shape, 0, BI("staff", actor_scope(actor)), BI("branch_id", f->branch_id),
      BI("room_id", f->room_id), f->from == DATE_NONE ? BN("since") : BI("since", f->from),
      BI("until", f->to == DATE_NONE ? INT32_MAX : f->to), BI("most", slice.limit + 1), BI("offset", slice.offset));
}
