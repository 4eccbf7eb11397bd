/* Counting room nights. Guarantee: see report.h. Inside a transaction, on its thread. */
#include "report/report.h"

#include "day/day.h"
#include "hotel/catalogue.h"
#include "limits.h"

static const struct field day_fields[] = {
    FIELD(struct occupancy_day, date, F_DATE, .flags = F_HIDE_NONE),
    FIELD(struct occupancy_day, rooms, F_I64, .about = "sellable rooms"),
    FIELD(struct occupancy_day, sold, F_I64),
    FIELD(struct occupancy_day, occupancy, F_DOUBLE, .flags = F_NULLABLE, .about = "sold / rooms, four decimals"),
    FIELD_AS("adr_fen", struct occupancy_day, adr, F_FEN, .flags = F_NULLABLE, .about = "revenue / sold, rounded half up"),
    FIELD_AS("revpar_fen", struct occupancy_day, revpar, F_FEN, .flags = F_NULLABLE, .about = "revenue / rooms, rounded half up"),
    FIELD_AS("revenue_fen", struct occupancy_day, revenue, F_FEN, .about = "of the nights sold, after discounts"),
};
const struct shape occupancy_day_shape = SHAPE_OUT("OccupancyDay", struct occupancy_day, day_fields);

static const struct field occupancy_fields[] = {
    FIELD_AS("branch_id", struct occupancy, range.branch_id, F_ID),
    FIELD_AS("from", struct occupancy, range.from, F_DATE),
    FIELD_AS("to", struct occupancy, range.to, F_DATE),
    FIELD_AS("items", struct occupancy, days, F_LIST, .shape = &occupancy_day_shape),
    FIELD(struct occupancy, total, F_OBJECT, .shape = &occupancy_day_shape),
};
const struct shape occupancy_shape = SHAPE_OUT("Occupancy", struct occupancy, occupancy_fields);

static const struct field revenue_fields[] = {
    FIELD(struct revenue_line, room_type_id, F_ID),
    FIELD(struct revenue_line, room_type_name, F_STR),
    FIELD(struct revenue_line, sold, F_I64, .about = "room nights"),
    FIELD_AS("adr_fen", struct revenue_line, adr, F_FEN, .flags = F_NULLABLE, .about = "revenue / sold, rounded half up"),
    FIELD_AS("revenue_fen", struct revenue_line, revenue, F_FEN, .about = "of the nights sold, after discounts"),
};
const struct shape revenue_line_shape = SHAPE_OUT("RevenueLine", struct revenue_line, revenue_fields);

static void work_out(struct occupancy_day *d)
{
  d->adr = day_average(d->revenue, d->sold);
  d->revpar = day_average(d->revenue, d->rooms);
  d->occupancy = day_share(d->sold, d->rooms);
}

static enum err check(struct tx *tx, const struct actor *staff, const struct report_range *range, struct branch *b)
{
  enum err e = branch_find(tx, staff, range->branch_id, b);
  if (!e && range->to < range->from)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  if (!e && (int64_t)range->to - range->from >= REPORT_DAYS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_MAX_DAYS, REPORT_DAYS);
  return e;
}

/* Room nights of a type on a date that count as sold. */
struct sale { int32_t date; int64_t room_type_id, rooms, sold; struct money revenue; };
typedef void (*count_fn)(void *ctx, const struct sale *s);

/* What closed days came to was written down; `closed` gets which these are. */
static void each_frozen(struct tx *tx, const struct report_range *range, bool closed[REPORT_DAYS], count_fn count, void *ctx)
{
  struct rows *r = tx_query(tx, SQL_REPORT_FROZEN, BI("branch", range->branch_id), BI("from", range->from), BI("to", range->to));
  while (row_next(r)) {
    struct sale s = {.date = (int32_t)row_i64(r)};
    s.room_type_id = row_i64(r);
    s.rooms = row_i64(r);
    s.sold = row_i64(r);
    s.revenue = row_fen(r);
    closed[s.date - range->from] = true;
    count(ctx, &s);
  }
}

static void each_sale(struct tx *tx, const struct report_range *range, const bool closed[REPORT_DAYS], count_fn count, void *ctx)
{
  struct rows *r = tx_query(tx, SQL_REPORT_SOLD, BI("branch", range->branch_id), BI("from", range->from), BI("to", range->to),
      BI("earliest", range->from - LIMIT_NIGHTS + 1));
  while (row_next(r)) {
    struct sale s = {.date = (int32_t)row_i64(r), .sold = 1};
    s.room_type_id = row_i64(r);
    s.revenue = row_fen(r);
    if (!closed[s.date - range->from])
      count(ctx, &s);
  }
}

/* The stock of all types on sale, laid under what the calendar says of single nights. */
static void count_rooms(struct tx *tx, const struct report_range *range, const bool closed[REPORT_DAYS],
    struct occupancy_day *days)
{
  int64_t stock = tx_i64(tx, SQL_REPORT_STOCK, 0, BI("branch", range->branch_id));
  for (int32_t i = 0; i <= range->to - range->from; i++)
    days[i].rooms = closed[i] ? days[i].rooms : stock;
  struct rows *r = tx_query(tx, SQL_REPORT_NIGHTS, BI("branch", range->branch_id), BI("from", range->from), BI("to", range->to));
  while (row_next(r)) {
    int64_t i = row_i64(r) - range->from;
    struct occupancy_day *d = &days[i];
    int64_t sellable = row_i64(r), sold = row_i64(r), of_type = row_i64(r);
    bool on = row_i64(r);
    d->rooms += closed[i] ? 0 : on ? sellable - of_type : sold ? sellable : 0;
  }
}

static void count_day(void *ctx, const struct sale *s)
{
  struct occupancy *o = ctx;
  struct occupancy_day *d = (struct occupancy_day *)o->days.items + (s->date - o->range.from);
  d->rooms += s->rooms;
  d->sold += s->sold;
  d->revenue = money_add(d->revenue, s->revenue);
}

enum err report_occupancy(struct tx *tx, const struct actor *staff, const struct report_range *range, struct occupancy *out)
{
  struct branch b = {0};
  enum err e = check(tx, staff, range, &b);
  if (e)
    return e;
  size_t count = (size_t)(range->to - range->from) + 1;
  struct occupancy_day *days = arena_array(tx_arena(tx), struct occupancy_day, count);
  *out = (struct occupancy){.range = *range, .days = {days, count}, .total = {.date = DATE_NONE}};
  bool closed[REPORT_DAYS] = {0};
  each_frozen(tx, range, closed, count_day, out);
  count_rooms(tx, range, closed, days);
  each_sale(tx, range, closed, count_day, out);
  for (size_t i = 0; i < count; i++) {
    days[i].date = range->from + (int32_t)i;
    out->total.rooms += days[i].rooms;
    out->total.sold += days[i].sold;
    out->total.revenue = money_add(out->total.revenue, days[i].revenue);
    work_out(&days[i]);
  }
  work_out(&out->total);
  return OK;
}

static void count_type(void *ctx, const struct sale *s)
{
  struct list *lines = ctx;
  struct revenue_line *l = lines->items;
  for (size_t i = 0; i < lines->count; i++)
    if (l[i].room_type_id == s->room_type_id) {
      l[i].sold += s->sold;
      l[i].revenue = money_add(l[i].revenue, s->revenue);
    }
}

enum err report_revenue(struct tx *tx, const struct actor *staff, const struct report_range *range, struct list *out)
{
  struct branch b = {0};
  enum err e = check(tx, staff, range, &b);
  if (e)
    return e;
  *out = tx_list(tx, SQL_REPORT_TYPES, &revenue_line_shape, 0, BI("branch", range->branch_id));
  bool closed[REPORT_DAYS] = {0};
  each_frozen(tx, range, closed, count_type, out);
  each_sale(tx, range, closed, count_type, out);
  struct revenue_line *l = out->items;
  for (size_t i = 0; i < out->count; i++)
    l[i].adr = day_average(l[i].revenue, l[i].sold);
  return OK;
}
