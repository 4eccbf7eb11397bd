/* Adding up closed days. Guarantee: see manager.h. Inside a transaction, on its thread. */
#include "report/manager.h"

#include <inttypes.h>
#include <string.h>

static const char *const span_names[] = {"day", "week_before", "month", "month_before", "month_last_year", "year", "last_year",
    NULL};

static const struct field span_fields[] = {
    FIELD(struct manager_span, name, F_ENUM, .names = span_names),
    FIELD(struct manager_span, from, F_DATE),
    FIELD(struct manager_span, to, F_DATE),
    FIELD_AS("days", struct manager_span, figures.days, F_I64, .about = "that were closed; of a group each branch's counts"),
    FIELD_AS("days_expected", struct manager_span, expected, F_I64, .about = "since each branch began"),
    DAY_FIGURES(struct manager_span, figures.),
    FIELD_AS("total_fen", struct manager_span, total, F_FEN, .about = "room_fen + other_fen"),
    DAY_RATIOS(struct manager_span, figures.),
    FIELD_AS("deposit_fen", struct manager_span, deposit, F_FEN, .about = "held at its end"),
    FIELD_AS("guest_fen", struct manager_span, guest, F_FEN, .about = "owed by guests at its end, prepayments off"),
    FIELD_AS("receivable_fen", struct manager_span, receivable, F_FEN, .about = "owed by companies at its end"),
};
const struct shape manager_span_shape = SHAPE_OUT("ManagerSpan", struct manager_span, span_fields);

#define BY_SPAN \
  FIELD_AS("day_fen", struct manager_sum, of[SPAN_DAY], F_FEN), \
  FIELD_AS("week_before_fen", struct manager_sum, of[SPAN_WEEK_BEFORE], F_FEN), \
  FIELD_AS("month_fen", struct manager_sum, of[SPAN_MONTH], F_FEN), \
  FIELD_AS("month_before_fen", struct manager_sum, of[SPAN_MONTH_BEFORE], F_FEN), \
  FIELD_AS("month_last_year_fen", struct manager_sum, of[SPAN_MONTH_LAST_YEAR], F_FEN), \
  FIELD_AS("year_fen", struct manager_sum, of[SPAN_YEAR], F_FEN), \
  FIELD_AS("last_year_fen", struct manager_sum, of[SPAN_LAST_YEAR], F_FEN)
static const struct field code_fields[] = {FIELD(struct manager_sum, code, F_STR), FIELD(struct manager_sum, name, F_STR),
    FIELD(struct manager_sum, name_en, F_STR), BY_SPAN};
const struct shape manager_code_shape = SHAPE_OUT("ManagerCode", struct manager_sum, code_fields);
static const struct field kind_fields[] = {FIELD(struct manager_sum, kind, F_ENUM, .names = tender_names), BY_SPAN};
const struct shape manager_kind_shape = SHAPE_OUT("ManagerKind", struct manager_sum, kind_fields);

static const struct field taking_fields[] = {
    FIELD(struct manager_taking, kind, F_ENUM, .names = tender_names),
    FIELD(struct manager_taking, by, F_STR, .about = "a name of the staff, or system"),
    FIELD_AS("in_fen", struct manager_taking, in, F_FEN), FIELD_AS("out_fen", struct manager_taking, out, F_FEN),
    FIELD_AS("month_in_fen", struct manager_taking, month_in, F_FEN),
    FIELD_AS("month_out_fen", struct manager_taking, month_out, F_FEN),
};
const struct shape manager_taking_shape = SHAPE_OUT("ManagerTaking", struct manager_taking, taking_fields);

#define BRANCH_NAMED \
  FIELD(struct manager_branch, branch_id, F_ID), FIELD(struct manager_branch, name, F_STR), \
      FIELD(struct manager_branch, name_en, F_STR)
static const struct field branch_fields[] = {
    BRANCH_NAMED,
    FIELD(struct manager_branch, closed, F_DATE, .flags = F_NULLABLE, .about = "the last date that it closed"),
    FIELD_AS("days", struct manager_branch, figures.days, F_I64, .about = "0: it did not close the date"),
    DAY_FIGURES(struct manager_branch, figures.), FIELD_AS("total_fen", struct manager_branch, total, F_FEN),
    DAY_RATIOS(struct manager_branch, figures.),
};
const struct shape manager_branch_shape = SHAPE_OUT("ManagerBranch", struct manager_branch, branch_fields);
static const struct field begun_fields[] = {
    BRANCH_NAMED,
    FIELD(struct manager_branch, begun, F_DATE), FIELD(struct manager_branch, closed, F_DATE)};
static const struct shape begun_shape = SHAPE_OUT("ManagerBranchBegun", struct manager_branch, begun_fields);

static const struct field correction_fields[] = {
    FIELD(struct manager_correction, at, F_INSTANT), FIELD(struct manager_correction, branch_id, F_ID),
    FIELD(struct manager_correction, branch_name, F_STR), FIELD(struct manager_correction, branch_name_en, F_STR),
    FIELD_AS("order_no", struct manager_correction, order_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct manager_correction, kind, F_ENUM, .names = line_kind_names), FIELD(struct manager_correction, code, F_STR),
    FIELD_AS("amount_fen", struct manager_correction, amount, F_FEN), FIELD(struct manager_correction, by, F_STR),
    FIELD(struct manager_correction, note, F_STR, .about = "the reason"),
};
const struct shape manager_correction_shape = SHAPE_OUT("ManagerCorrection", struct manager_correction, correction_fields);

static const struct field report_fields[] = {
    FIELD(struct manager_report, branch_id, F_ID, .flags = F_NULLABLE, .about = "null: all in scope"),
    FIELD(struct manager_report, date, F_DATE, .flags = F_NULLABLE, .about = "null: no day was closed yet"),
    FIELD(struct manager_report, spans, F_LIST, .shape = &manager_span_shape),
    FIELD(struct manager_report, branches, F_LIST, .shape = &manager_branch_shape, .about = "what the date came to in each"),
    FIELD(struct manager_report, codes, F_LIST, .shape = &manager_code_shape, .about = "what was charged, corrections off"),
    FIELD(struct manager_report, kinds, F_LIST, .shape = &manager_kind_shape, .about = "money that came, less what went back"),
    FIELD(struct manager_report, takings, F_LIST, .shape = &manager_taking_shape, .about = "of the date and its month"),
    FIELD(struct manager_report, corrections, F_LIST, .shape = &manager_correction_shape, .about = "of the date"),
    FIELD(struct manager_report, more, F_BOOL, .about = "there are further corrections"),
};
const struct shape manager_report_shape = SHAPE_OUT("ManagerReport", struct manager_report, report_fields);

/* Who is asked for, and the spans as the statements take them. */
struct question { int64_t staff, branch; int32_t date; const char *spans; };
#define SCOPE(q) BI("staff", (q)->staff), BI("branch", (q)->branch)

static void lay_out(int32_t date, struct manager_span spans[SPANS])
{
  int32_t month = date_months_before(date, 1), year = date_months_before(date, 12);
  const struct manager_span of[SPANS] = {
      [SPAN_DAY] = {.from = date, .to = date},
      [SPAN_WEEK_BEFORE] = {.from = date - 7, .to = date - 7},
      [SPAN_MONTH] = {.from = date_month_start(date), .to = date},
      [SPAN_MONTH_BEFORE] = {.from = date_month_start(month), .to = month},
      [SPAN_MONTH_LAST_YEAR] = {.from = date_month_start(year), .to = year},
      [SPAN_YEAR] = {.from = date_year_start(date), .to = date},
      [SPAN_LAST_YEAR] = {.from = date_year_start(year), .to = year},
  };
  for (int i = 0; i < SPANS; i++) {
    spans[i] = of[i];
    spans[i].name = i;
  }
}

static int64_t expected(const struct manager_span *s, const struct list *branches)
{
  const struct manager_branch *b = branches->items;
  int64_t days = 0;
  for (size_t i = 0; i < branches->count; i++) {
    int32_t from = b[i].begun > s->from ? b[i].begun : s->from;
    days += from <= s->to ? s->to - from + 1 : 0;
  }
  return days;
}

/* What the ledgers of guests, deposits and companies stood at: the ends of the spans are four dates. */
static void read_balances(struct tx *tx, const struct question *q, struct manager_span spans[SPANS])
{
  static const int end_of[SPANS] = {
      [SPAN_WEEK_BEFORE] = 1, [SPAN_MONTH_BEFORE] = 2, [SPAN_MONTH_LAST_YEAR] = 3, [SPAN_LAST_YEAR] = 3};
  struct rows *r = tx_query(tx, SQL_REPORT_BALANCES, SCOPE(q), BI("date", q->date), BI("week", spans[SPAN_WEEK_BEFORE].to),
      BI("month", spans[SPAN_MONTH_BEFORE].to), BI("year", spans[SPAN_LAST_YEAR].to));
  while (row_next(r)) {
    int64_t ledger = row_i64(r);
    struct money at[4];
    for (int i = 0; i < 4; i++)
      at[i] = row_fen(r);
    for (int i = 0; i < SPANS; i++) {
      struct money m = at[end_of[i]];
      *(ledger == 0 ? &spans[i].guest : ledger == 1 ? &spans[i].deposit : &spans[i].receivable) =
          ledger == 1 ? money_sub(fen(0), m) : m;
    }
  }
}

/* Rows of a key, its names and a sum of one span, ordered by key, become a row per key. */
static struct list read_sums(struct tx *tx, enum sql statement, const struct question *q)
{
  struct list out = {0};
  struct rows *r = tx_query(tx, statement, SCOPE(q), BS("spans", q->spans));
  const char *last = NULL;
  while (row_next(r)) {
    struct manager_sum s = {.code = row_str(r)};
    s.name = row_str(r);
    s.name_en = row_str(r);
    s.kind = enum_find(tender_names, s.code);
    if (!last || strcmp(last, s.code))
      list_add(tx_arena(tx), &out, &s, sizeof s);
    last = s.code;
    int64_t span = row_i64(r);
    ((struct manager_sum *)out.items)[out.count - 1].of[span] = row_fen(r);
  }
  return out;
}

static const char *spans_text(struct arena *a, const struct manager_span spans[SPANS])
{
  struct buf b;
  buf_init(&b, a);
  for (int i = 0; i < SPANS; i++)
    buf_printf(&b, "%s[%" PRId32 ",%" PRId32 "]", i ? "," : "[", spans[i].from, spans[i].to);
  buf_lit(&b, "]");
  return b.data;
}

/* Each branch in scope, and the last date that one of them closed. */
static int32_t read_branches(struct tx *tx, const struct question *q, struct list *out)
{
  *out = tx_list(tx, SQL_REPORT_BRANCHES, &begun_shape, 0, SCOPE(q));
  const struct manager_branch *b = out->items;
  int32_t last = DATE_NONE;
  for (size_t i = 0; i < out->count; i++)
    last = b[i].closed > last ? b[i].closed : last;
  return last;
}

static void read_spans(struct tx *tx, const struct actor *staff, const struct question *q, struct manager_report *out)
{
  struct manager_span *s = out->spans.items;
  struct manager_branch *b = out->branches.items;
  for (int i = 0; i < SPANS; i++) {
    day_sum(tx, staff, q->branch, s[i].from, s[i].to, &s[i].figures);
    s[i].total = money_add(s[i].figures.room, s[i].figures.other);
    s[i].expected = expected(&s[i], &out->branches);
  }
  for (size_t i = 0; i < out->branches.count; i++) {
    day_sum(tx, staff, b[i].branch_id, q->date, q->date, &b[i].figures);
    b[i].total = money_add(b[i].figures.room, b[i].figures.other);
  }
  read_balances(tx, q, s);
}

enum err report_manager(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t date, struct manager_report *out)
{
  struct branch b;
  struct question q = {.staff = actor_scope(staff), .branch = branch_id, .date = date};
  enum err e = branch_id ? branch_find(tx, staff, branch_id, &b) : OK;
  if (e)
    return e;
  *out = (struct manager_report){.branch_id = branch_id, .date = date};
  int32_t last = read_branches(tx, &q, &out->branches);
  if (date == DATE_NONE)
    out->date = q.date = last;
  if (q.date == DATE_NONE) { /* nothing was closed, nothing is told */
    out->branches = (struct list){0};
    return OK;
  }
  out->spans = (struct list){arena_array(tx_arena(tx), struct manager_span, SPANS), SPANS};
  lay_out(q.date, out->spans.items);
  q.spans = spans_text(tx_arena(tx), out->spans.items);
  read_spans(tx, staff, &q, out);
  if (!((const struct manager_span *)out->spans.items)[SPAN_DAY].figures.days)
    return tx_refuse(tx, ERR_NOT_FOUND, "date", TXT_DAY_NOT_CLOSED, 0);
  out->codes = read_sums(tx, SQL_REPORT_CODES, &q);
  out->kinds = read_sums(tx, SQL_REPORT_KINDS, &q);
  out->takings = tx_list(tx, SQL_REPORT_TAKINGS, &manager_taking_shape, 0, SCOPE(&q), BI("date", q.date),
      BI("month", date_month_start(q.date)));
  out->corrections = day_corrections(tx, staff, branch_id, q.date, &manager_correction_shape, MANAGER_CORRECTIONS + 1);
  out->more = out->corrections.count > MANAGER_CORRECTIONS;
  out->corrections.count -= out->more;
  return OK;
}
