/* Editing nights and price rules. Guarantee: see calendar.h. Inside a transaction, on its thread. */
#include "stock/calendar.h"

#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "limits.h"
#include "stock/plan.h"
#include "store/audit.h"

static const char *const weekday_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};

static const struct field night_fields[] = {
    FIELD(struct calendar_night, date, F_DATE),
    FIELD_AS("price_fen", struct calendar_night, price, F_FEN, .about = "the price in force"),
    FIELD(struct calendar_night, price_set, F_BOOL, .about = "the night has a price of its own"),
    FIELD(struct calendar_night, sellable, F_I64),
    FIELD(struct calendar_night, sellable_set, F_BOOL, .about = "set by hand: does not follow the room type's stock"),
    FIELD(struct calendar_night, rooms, F_I64, .about = "rooms entered, or the number it is sold by"),
    FIELD(struct calendar_night, out_of_order, F_I64, .about = "of them closed, and not for sale"),
    FIELD(struct calendar_night, sold, F_I64),
    FIELD(struct calendar_night, over, F_I64, .about = "sold beyond what there is, since something was taken away"),
    FIELD(struct calendar_night, left, F_I64, .flags = F_NULLABLE, .about = "null when not counted"),
    FIELD(struct calendar_night, closed, F_BOOL),
    FIELD(struct calendar_night, min_stay, F_I64),
};
const struct shape calendar_night_shape = SHAPE_OUT("CalendarNight", struct calendar_night, night_fields);

static const struct field edit_fields[] = {
    FIELD(struct calendar_edit, room_type_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct calendar_edit, from, F_DATE, .flags = F_REQUIRED, .about = "first night"),
    FIELD(struct calendar_edit, to, F_DATE, .flags = F_REQUIRED, .about = "last night, included"),
    FIELD(struct calendar_edit, weekdays, F_STRS, .max = 7,
        .about = "only these nights: mon, tue, wed, thu, fri, sat, sun"),
    FIELD_AS("price_fen", struct calendar_edit, price, F_FEN, .flags = F_NULLABLE, .min = 1, .max = LIMIT_FEN,
        .about = "null: back to the rule's or the room type's"),
    FIELD(struct calendar_edit, sellable, F_I64, .flags = F_NULLABLE, .min = 0, .max = 10000,
        .about = "null: back to the room type's stock"),
    FIELD(struct calendar_edit, closed, F_BOOL),
    FIELD(struct calendar_edit, min_stay, F_I64, .min = 1, .max = LIMIT_NIGHTS),
};
const struct shape calendar_edit_shape = SHAPE("CalendarEdit", struct calendar_edit, edit_fields, given);

static const struct field rule_fields[] = {
    FIELD(struct price_rule, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct price_rule, room_type_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct price_rule, name, F_STR, .max = 60, .preset = ""),
    FIELD(struct price_rule, from, F_DATE, .flags = F_REQUIRED, .about = "first night"),
    FIELD(struct price_rule, to, F_DATE, .flags = F_REQUIRED, .about = "last night, included"),
    FIELD(struct price_rule, weekdays, F_STRS, .max = 7, .about = "mon … sun; every day unless given"),
    FIELD_AS("price_fen", struct price_rule, price, F_FEN, .flags = F_REQUIRED, .min = 1, .max = LIMIT_FEN),
    FIELD(struct price_rule, priority, F_I64, .min = -1000, .max = 1000, .preset = "0", .about = "higher wins"),
};
const struct shape price_rule_shape = SHAPE("PriceRule", struct price_rule, rule_fields, given);

/* The row: `from` and `to` are words of SQL, and weekdays are bits there. */
static const struct field rule_row_fields[] = {
    FIELD(struct price_rule, id, F_ID),
    FIELD(struct price_rule, room_type_id, F_ID),
    FIELD(struct price_rule, branch_id, F_ID),
    FIELD(struct price_rule, name, F_STR),
    FIELD_AS("from_day", struct price_rule, from, F_DATE),
    FIELD_AS("to_day", struct price_rule, to, F_DATE),
    FIELD(struct price_rule, weekday_mask, F_I64),
    FIELD_AS("price_fen", struct price_rule, price, F_FEN),
    FIELD(struct price_rule, priority, F_I64),
};
static const struct shape rule_row_shape = SHAPE_OUT("PriceRuleRow", struct price_rule, rule_row_fields);

/* Bits of the named weekdays, all of them for an empty list, 0 after refusing an unknown name. */
static int64_t weekday_mask(struct tx *tx, struct list names)
{
  const char *const *name = names.items;
  int64_t mask = names.count ? 0 : WEEKDAYS_ALL;
  for (size_t i = 0; i < names.count; i++) {
    int day = enum_find(weekday_names, name[i]);
    if (day < 0) {
      tx_refuse(tx, ERR_BAD_REQUEST, "weekdays", TXT_WEEKDAY, 0);
      return 0;
    }
    mask |= (int64_t)1 << day;
  }
  return mask;
}

static struct list weekday_list(struct arena *a, int64_t mask)
{
  struct list out = {.items = arena_array(a, const char *, 7)};
  for (int day = 0; day < 7; day++)
    if (mask >> day & 1)
      ((const char **)out.items)[out.count++] = weekday_names[day];
  return out;
}

static enum err range_check(struct tx *tx, int32_t from, int32_t to)
{
  if (to < from)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  if ((int64_t)to - from >= CALENDAR_DAYS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_MAX_DAYS, CALENDAR_DAYS);
  return OK;
}

static struct list calendar_nights(struct tx *tx, const struct room_type *t, int32_t from, int32_t to)
{
  struct plan plan = {.room_type_id = t->id, .mode = (enum stock_mode)t->stock_mode};
  plan_init(&plan, tx_arena(tx), from, (size_t)(to - from) + 1, t->price, t->stock);
  plan_read(tx, &plan, true);
  struct calendar_night *out = arena_array(tx_arena(tx), struct calendar_night, plan.count);
  for (size_t i = 0; i < plan.count; i++) {
    const struct plan_night *n = &plan.nights[i];
    out[i] = (struct calendar_night){.date = n->date,
        .price = n->price,
        .price_set = n->price_set,
        .sellable = n->sellable,
        .rooms = n->rooms,
        .out_of_order = n->out_of_order,
        .sold = n->sold,
        .over = n->sold > n->sellable ? n->sold - n->sellable : 0,
        .left = plan_left(&plan, n),
        .sellable_set = n->custom,
        .closed = n->closed,
        .min_stay = n->min_stay};
  }
  return (struct list){.items = out, .count = plan.count};
}

enum err calendar_read(struct tx *tx, const struct actor *actor, const struct calendar_range *range, struct list *out)
{
  struct room_type t;
  enum err e = room_type_find(tx, actor, range->room_type_id, &t);
  if (e != OK)
    return e;
  int32_t from = range->from == DATE_NONE ? branch_date(tx, t.branch_id) : range->from;
  int32_t to = range->to == DATE_NONE ? from + 29 : range->to;
  e = range_check(tx, from, to);
  if (e == OK)
    *out = calendar_nights(tx, &t, from, to);
  return e;
}

static enum err below_sold_check(struct tx *tx, const struct calendar_edit *in, int64_t mask)
{
  enum err e = OK;
  struct rows *r = tx_query(tx, SQL_CALENDAR_BELOW_SOLD, BI("room_type_id", in->room_type_id), BI("from_day", in->from),
      BI("to_day", in->to), BI("by_hand", in->sellable != NONE_I64), BI("quota", in->sellable));
  while (e == OK && row_next(r)) {
    int32_t night = (int32_t)row_i64(r);
    int64_t sold = row_i64(r);
    if (!(mask >> date_weekday(night) & 1))
      continue;
    char date[DATE_TEXT], name[64];
    date_format(night, date);
    snprintf(name, sizeof name, "sellable[%s]", date);
    e = tx_refuse(tx, ERR_STOCK_BELOW_SOLD, name, TXT_BELOW_SOLD, sold);
  }
  row_end(r);
  return e;
}

static void calendar_write(struct tx *tx, const struct calendar_edit *in, int64_t mask, int64_t rooms)
{
  const struct shape *s = &calendar_edit_shape;
  bool set_sellable = shape_given(s, in, "sellable");
  bool set_price = shape_given(s, in, "price_fen");
  bool set_closed = shape_given(s, in, "closed");
  bool set_min_stay = shape_given(s, in, "min_stay");
  bool has_price = set_price && in->price.fen != NONE_I64;
  bool by_hand = set_sellable && in->sellable != NONE_I64;
  for (int32_t night = in->from; night <= in->to; night++)
    if (mask >> date_weekday(night) & 1)
      tx_run(tx, SQL_CALENDAR_PUT, BI("room_type_id", in->room_type_id), BI("night", night), BI("rooms", rooms),
          by_hand ? BI("quota", in->sellable) : BN("quota"), BI("closed", set_closed && in->closed),
          BI("min_stay", set_min_stay ? in->min_stay : 1), has_price ? BM("price_fen", in->price) : BN("price_fen"),
          BI("set_sellable", set_sellable), BI("set_closed", set_closed), BI("set_min_stay", set_min_stay),
          BI("set_price", set_price));
}

enum err calendar_edit(struct tx *tx, const struct actor *actor, const struct calendar_edit *in, struct list *out)
{
  struct room_type t;
  const struct shape *s = &calendar_edit_shape;
  enum err e = room_type_find(tx, actor, in->room_type_id, &t);
  if (e == OK)
    e = range_check(tx, in->from, in->to);
  if (e != OK)
    return e;
  bool set_sellable = shape_given(s, in, "sellable");
  if (!set_sellable && !shape_given(s, in, "price_fen") && !shape_given(s, in, "closed") &&
      !shape_given(s, in, "min_stay"))
    return tx_refuse(tx, ERR_BAD_REQUEST, "body", TXT_NO_NIGHT_CHANGE, 0);
  if (in->from < branch_date(tx, t.branch_id))
    return tx_refuse(tx, ERR_BAD_REQUEST, "from", TXT_BEFORE_TODAY, 0);
  int64_t mask = weekday_mask(tx, in->weekdays);
  if (!mask)
    return ERR_BAD_REQUEST;
  e = set_sellable ? below_sold_check(tx, in, mask) : OK;
  if (e != OK)
    return e;
  calendar_write(tx, in, mask, t.stock);
  if (set_sellable)
    room_type_recount(tx, t.id);
  audit_change(tx, actor, t.branch_id, "calendar.edit", "room_type", t.id, s, NULL, in);
  *out = calendar_nights(tx, &t, in->from, in->to);
  return OK;
}

struct list price_rule_list(
    struct tx *tx, const struct actor *actor, int64_t room_type_id, int64_t offset, int64_t limit)
{
  struct list out = tx_list(tx, SQL_PRICE_RULE_ALL, &rule_row_shape, 0, BI("staff", actor_scope(actor)),
      BI("room_type_id", room_type_id), BI("most", limit + 1), BI("offset", offset));
  struct price_rule *rule = out.items;
  for (size_t i = 0; i < out.count; i++)
    rule[i].weekdays = weekday_list(tx_arena(tx), rule[i].weekday_mask);
  return out;
}

enum err price_rule_create(
    struct tx *tx, const struct actor *actor, const struct price_rule *in, struct price_rule *out)
{
  struct room_type t;
  shape_presets(&price_rule_shape, out, tx_arena(tx));
  shape_take_given(&price_rule_shape, in, out);
  enum err e = room_type_find(tx, actor, out->room_type_id, &t);
  if (e == ERR_NOT_FOUND)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_UNKNOWN_REFERENCE, 0);
  if (e != OK)
    return e;
  if (out->to < out->from)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  out->weekday_mask = weekday_mask(tx, out->weekdays);
  if (!out->weekday_mask)
    return ERR_BAD_REQUEST;
  out->weekdays = weekday_list(tx_arena(tx), out->weekday_mask);
  out->branch_id = t.branch_id;
  out->id = id_next();
  tx_run_object(tx, SQL_PRICE_RULE_INSERT, &rule_row_shape, out);
  audit_change(tx, actor, out->branch_id, "price_rule.create", "price_rule", out->id, &price_rule_shape, NULL, out);
  return OK;
}

enum err price_rule_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct price_rule rule = {0};
  if (!tx_object(tx, SQL_PRICE_RULE_GET, &rule_row_shape, &rule, BI("id", id)))
    return not_found(tx);
  enum err e = scope_check(tx, actor, rule.branch_id);
  if (e != OK)
    return e;
  rule.weekdays = weekday_list(tx_arena(tx), rule.weekday_mask);
  tx_run(tx, SQL_PRICE_RULE_DELETE, BI("id", id));
  audit_change(tx, actor, rule.branch_id, "price_rule.delete", "price_rule", id, &price_rule_shape, &rule, NULL);
  return OK;
}
