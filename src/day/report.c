/* What a closed day came to: written down once, read as it was. See day.h. Inside a transaction, on its thread. */
#include <math.h>
#include "base/id.h"
#include "day/day.h"
#include "limits.h"

#define DAY_COLUMNS \
  FIELD(struct day_row, id, F_ID), \
  FIELD(struct day_row, branch_id, F_ID), \
  FIELD(struct day_row, business_date, F_DATE), \
  FIELD(struct day_row, closed_at, F_INSTANT), \
  FIELD(struct day_row, by, F_STR, .about = "who closed it: a name of the staff, or system"), \
  DAY_FIGURES(struct day_row, figures.)

static const struct field column_fields[] = {DAY_COLUMNS};
static const struct shape column_shape = SHAPE_OUT("DayColumns", struct day_row, column_fields);
static const struct field row_fields[] = {DAY_COLUMNS, DAY_RATIOS(struct day_row, figures.)};
const struct shape day_row_shape = SHAPE_OUT("ClosedDay", struct day_row, row_fields);
static const struct field figure_fields[] = {FIELD(struct day_figures, days, F_I64, .about = "that were closed"),
    DAY_FIGURES(struct day_figures, ), DAY_RATIOS(struct day_figures, )};
static const struct shape figures_shape = SHAPE_OUT("DayFigures", struct day_figures, figure_fields);

static const struct field type_fields[] = {
    FIELD(struct day_type, room_type_id, F_ID), FIELD(struct day_type, name, F_STR), FIELD(struct day_type, rooms, F_I64),
    FIELD(struct day_type, out_of_order, F_I64), FIELD(struct day_type, sold, F_I64), FIELD(struct day_type, comp, F_I64),
    FIELD_AS("revenue_fen", struct day_type, revenue, F_FEN)};
static const struct shape type_shape = SHAPE_OUT("DayRoomType", struct day_type, type_fields);

static const struct field code_fields[] = {
    FIELD(struct day_code, code, F_STR), FIELD(struct day_code, name, F_STR), FIELD(struct day_code, name_en, F_STR),
    FIELD(struct day_code, lines, F_I64), FIELD_AS("amount_fen", struct day_code, amount, F_FEN),
    FIELD_AS("tax_fen", struct day_code, tax, F_FEN)};
static const struct shape code_shape = SHAPE_OUT("DayCode", struct day_code, code_fields);

static const struct field taking_fields[] = {
    FIELD(struct day_taking, kind, F_STR), FIELD(struct day_taking, by, F_STR),
    FIELD_AS("in_fen", struct day_taking, in, F_FEN), FIELD_AS("out_fen", struct day_taking, out, F_FEN)};
static const struct shape taking_shape = SHAPE_OUT("DayTaking", struct day_taking, taking_fields);

static const struct field note_fields[] = {
    FIELD(struct day_note, code, F_STR, .about = "as of a blocker"),
    FIELD(struct day_note, done, F_STR, .about = "keep, no_show, extend or close"),
    FIELD_AS("order_no", struct day_note, order_id, F_ID, .flags = F_HIDE_NONE),
    FIELD(struct day_note, stay_id, F_ID, .flags = F_HIDE_NONE), FIELD(struct day_note, shift_id, F_ID, .flags = F_HIDE_NONE),
    FIELD(struct day_note, who, F_STR), FIELD(struct day_note, room_number, F_STR)};
static const struct shape note_shape = SHAPE_OUT("DayNote", struct day_note, note_fields);

static const struct field report_fields[] = {
    FIELD(struct day_report, day, F_OBJECT, .shape = &day_row_shape),
    FIELD(struct day_report, month, F_OBJECT, .shape = &figures_shape, .about = "from its first day to the date"),
    FIELD(struct day_report, year, F_OBJECT, .shape = &figures_shape, .about = "from its first day to the date"),
    FIELD(struct day_report, last_year, F_OBJECT, .shape = &figures_shape, .about = "the same day a year before"),
    FIELD(struct day_report, types, F_LIST, .shape = &type_shape),
    FIELD(struct day_report, codes, F_LIST, .shape = &code_shape),
    FIELD(struct day_report, takings, F_LIST, .shape = &taking_shape),
    FIELD(struct day_report, notes, F_LIST, .shape = &note_shape, .about = "what stood in the way, and what was done"),
    FIELD(struct day_report, corrections, F_LIST, .shape = &line_shape),
    FIELD(struct day_report, ledgers, F_OBJECT, .shape = &trial_balance_shape),
};
const struct shape day_report_shape = SHAPE_OUT("DayReport", struct day_report, report_fields);

static const struct field overview_fields[] = {
    FIELD(struct overview_row, branch_id, F_ID),
    FIELD(struct overview_row, business_date, F_DATE),
    FIELD(struct overview_row, late, F_BOOL, .about = "its audit hour has passed, and the day is still open"),
    FIELD(struct overview_row, rooms, F_I64, .about = "of the types on sale"),
    FIELD(struct overview_row, in_house, F_I64),
    FIELD(struct overview_row, due_in, F_I64, .about = "rooms to come, of days before too"),
    FIELD(struct overview_row, due_out, F_I64, .about = "of those in house"),
    FIELD(struct overview_row, dirty, F_I64, .about = "rooms, occupied ones aside"),
    FIELD(struct overview_row, closed, F_DATE, .flags = F_NULLABLE, .about = "the date of `last`"),
    FIELD(struct overview_row, last, F_OBJECT, .shape = &figures_shape),
    FIELD(struct overview_row, week_before, F_OBJECT, .shape = &figures_shape, .about = "the same weekday"),
};
const struct shape overview_row_shape = SHAPE_OUT("BranchOverview", struct overview_row, overview_fields);

void day_freeze(struct tx *tx, const struct actor *by, int64_t branch_id, int32_t date)
{
  tx_run(tx, SQL_DAY_TYPES_PUT, BI("branch", branch_id), BI("date", date), BI("earliest", date - LIMIT_NIGHTS + 1));
  tx_run(tx, SQL_DAY_CODES_PUT, BI("branch", branch_id), BI("date", date));
  tx_run(tx, SQL_DAY_TAKINGS_PUT, BI("branch", branch_id), BI("date", date));
  tx_run(tx, SQL_DAY_PUT, BI("branch", branch_id), BI("date", date), BI("id", id_next()), BI("now", tx_now(tx)),
      BS("by_kind", actor_kind_name(by)), BI("by_id", by->id), BS("by", by->name));
}

struct money day_average(struct money sum, int64_t n)
{
  return fen(n > 0 ? (sum.fen + n / 2) / n : NONE_I64);
}

double day_share(int64_t part, int64_t whole)
{
  return whole > 0 ? (double)((part * 10000 + whole / 2) / whole) / 10000 : NAN;
}

static void work_out(struct day_figures *f)
{
  int64_t base = f->rooms - f->out_of_order;
  f->adr = day_average(f->room, f->sold);
  f->revpar = day_average(f->room, base);
  f->occupancy = day_share(f->sold, base);
}

void day_sum(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t from, int32_t to, struct day_figures *out)
{
  tx_object(tx, SQL_DAY_SUM, &figures_shape, out, BI("staff", actor_scope(staff)), BI("branch", branch_id), BI("from", from),
      BI("to", to));
  work_out(out);
}

struct list day_corrections(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t date, const struct shape *shape,
    size_t at_most)
{
  return tx_list(tx, SQL_DAY_CORRECTIONS, shape, at_most, BI("staff", actor_scope(staff)), BI("branch", branch_id),
      BI("date", date));
}

enum err day_report(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t date, struct day_report *out)
{
  struct branch b;
  enum err e = branch_find(tx, staff, branch_id, &b);
  *out = (struct day_report){0};
  if (!e && !tx_object(tx, SQL_DAY_GET, &column_shape, &out->day, BI("branch", branch_id), BI("date", date)))
    e = tx_refuse(tx, ERR_NOT_FOUND, "date", TXT_DAY_NOT_CLOSED, 0);
  if (e)
    return e;
  int32_t before = date_months_before(date, 12);
  work_out(&out->day.figures);
  day_sum(tx, staff, branch_id, date_month_start(date), date, &out->month);
  day_sum(tx, staff, branch_id, date_year_start(date), date, &out->year);
  day_sum(tx, staff, branch_id, before, before, &out->last_year);
  out->types = tx_list(tx, SQL_DAY_TYPES, &type_shape, 0, BI("branch", branch_id), BI("date", date));
  out->codes = tx_list(tx, SQL_DAY_CODES, &code_shape, 0, BI("branch", branch_id), BI("date", date));
  out->takings = tx_list(tx, SQL_DAY_TAKINGS, &taking_shape, 0, BI("branch", branch_id), BI("date", date));
  out->notes = tx_list(tx, SQL_DAY_NOTES, &note_shape, 0, BI("branch", branch_id), BI("date", date));
  out->corrections = day_corrections(tx, staff, branch_id, date, &line_shape, 0);
  ledger_trial_balance(tx, branch_id, date, &out->ledgers);
  return OK;
}

enum err day_list(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t before, int64_t limit, struct list *out)
{
  struct branch b;
  enum err e = branch_find(tx, staff, branch_id, &b);
  if (e)
    return e;
  *out = tx_list(tx, SQL_DAY_LIST, &column_shape, 0, BI("branch", branch_id), BI("before", before), BI("most", limit));
  struct day_row *d = out->items;
  for (size_t i = 0; i < out->count; i++)
    work_out(&d[i].figures);
  return OK;
}

struct list day_overview(struct tx *tx, const struct actor *staff)
{
  struct list branches = branch_list(tx, staff, (struct slice){.limit = INT32_MAX});
  const struct branch *b = branches.items;
  struct overview_row *out = arena_array(tx_arena(tx), struct overview_row, branches.count + 1);
  for (size_t i = 0; i < branches.count; i++) {
    out[i] = (struct overview_row){.branch_id = b[i].id, .business_date = b[i].business_date,
        .late = branch_clock_date(tx, b[i].timezone, b[i].audit_hour) > b[i].business_date,
        .closed = (int32_t)tx_i64(tx, SQL_DAY_LAST, DATE_NONE, BI("branch", b[i].id))};
    tx_object(tx, SQL_DAY_NOW, &overview_row_shape, &out[i], BI("branch", b[i].id), BI("date", b[i].business_date));
    int32_t before = out[i].closed == DATE_NONE ? DATE_NONE : out[i].closed - 7;
    day_sum(tx, staff, b[i].id, out[i].closed, out[i].closed, &out[i].last);
    day_sum(tx, staff, b[i].id, before, before, &out[i].week_before);
  }
  return (struct list){out, branches.count};
}
