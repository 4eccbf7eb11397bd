/* Rooms and days: see desk.h. */
#include "desk/desk.h"
#include "limits.h"
#include "stock/fit.h"

static const struct field room_fields[] = {
    FIELD(struct board_row, room_id, F_ID),
    FIELD(struct board_row, number, F_STR),
    FIELD(struct board_row, floor, F_I64),
    FIELD(struct board_row, room_type_id, F_ID),
    FIELD(struct board_row, room_type_name, F_STR),
};
static const struct shape room_row = SHAPE_OUT("TimelineRoom", struct board_row, room_fields);

static const struct field bar_fields[] = {
    FIELD(struct bar, stay_id, F_ID),
    FIELD_AS("order_no", struct bar, order_id, F_ID),
    FIELD(struct bar, room_id, F_ID, .flags = F_NULLABLE, .about = "null: it has no room for these nights yet"),
    FIELD(struct bar, room_type_id, F_ID, .about = "of the stay"),
    FIELD(struct bar, from, F_DATE, .about = "first night; may lie before the range"),
    FIELD(struct bar, to, F_DATE, .about = "the day after the last night; may lie behind the range"),
    FIELD(struct bar, state, F_ENUM, .names = stay_shown_names),
    FIELD(struct bar, guest_name, F_STR),
    FIELD_AS("owing_fen", struct bar, owing, F_FEN, .about = "what its order still owes"),
    FIELD(struct bar, fits, F_BOOL, .about = "false: it has no room yet, and none is free for all its nights"),
};
static const struct shape bar_shape = SHAPE_OUT("TimelineBar", struct bar, bar_fields);

static const struct field closing_fields[] = {
    FIELD(struct closing, id, F_ID),
    FIELD(struct closing, room_id, F_ID),
    FIELD(struct closing, from, F_DATE, .about = "first night"),
    FIELD(struct closing, to, F_DATE, .about = "last night, included"),
    FIELD(struct closing, kind, F_ENUM, .names = closing_kind_names),
    FIELD(struct closing, reason, F_STR),
};
static const struct shape closing_out = SHAPE_OUT("TimelineClosing", struct closing, closing_fields);

static const struct field fields[] = {
    FIELD(struct timeline, business_date, F_DATE),
    FIELD(struct timeline, rooms, F_LIST, .shape = &room_row, .about = "all rooms, by floor and number"),
    FIELD(struct timeline, bars, F_LIST, .shape = &bar_shape,
        .about = "runs of nights of one stay in one room that touch the range; today, also of who should have left and has not"),
    FIELD(struct timeline, closings, F_LIST, .shape = &closing_out),
};
const struct shape timeline_shape = SHAPE_OUT("Timeline", struct timeline, fields);

static enum err check_range(struct tx *tx, const struct timeline_range *range)
{
  if (range->to < range->from)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  if ((int64_t)range->to - range->from >= LIMIT_TIMELINE_DAYS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_MAX_DAYS, LIMIT_TIMELINE_DAYS);
  return OK;
}

static void tell_fits(struct tx *tx, int64_t branch_id, struct timeline *t)
{
  struct bar *bar = t->bars.items;
  struct list types = {0};
  struct rows *r = tx_query(tx, SQL_DESK_TYPES, BI("branch", branch_id));
  while (row_next(r)) {
    int64_t id = row_i64(r);
    list_add(tx_arena(tx), &types, &id, sizeof id);
  }
  for (size_t i = 0; i < types.count; i++) {
    struct list waiting = fit_waiting(tx, ((const int64_t *)types.items)[i], t->business_date);
    const struct waiting *w = waiting.items;
    for (size_t n = 0; n < waiting.count; n++)
      for (size_t k = 0; !w[n].fits && k < t->bars.count; k++)
        if (bar[k].stay_id == w[n].stay_id)
          bar[k].fits = false;
  }
}

enum err desk_timeline(struct tx *tx, const struct actor *staff, const struct timeline_range *range, struct timeline *out)
{
  struct branch b;
  enum err e = check_range(tx, range);
  if (e == OK)
    e = branch_find(tx, staff, range->branch_id, &b);
  if (e != OK)
    return e;
  out->business_date = b.business_date;
  out->rooms = tx_list(tx, SQL_DESK_ROOMS, &room_row, 0, BI("branch", range->branch_id));
  out->bars = tx_list(tx, SQL_DESK_BARS, &bar_shape, 0, BI("branch", range->branch_id), BI("from", range->from),
      BI("to", range->to), BI("today", out->business_date));
  out->closings = tx_list(tx, SQL_DESK_CLOSINGS, &closing_out, 0, BI("branch", range->branch_id), BI("from", range->from),
      BI("to", range->to));
  tell_fits(tx, range->branch_id, out);
  return OK;
}
