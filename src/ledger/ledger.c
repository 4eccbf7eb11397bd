/* Accounts and lines: see ledger.h. Inside a transaction, on its thread. */
#include "ledger/ledger.h"

#include "base/date.h"
#include "base/id.h"
#include "ledger/hold.h"
#include "ledger/shift.h"

const char *const account_kind_names[] = {"stay", "order", "company", "house", NULL};
const char *const line_kind_names[] = {"charge", "payment", "refund", "allowance", "deposit", "deposit_use", "deposit_return",
    "transfer", "adjustment", NULL};
const char *const tender_names[] = {"cash", "wechat", "alipay", "card", "transfer", "ota", "account", "coupon", "house", NULL};
static const char *const origin_names[] = {"desk", "stay", "money", NULL};

#define LINE_SHOWN \
  FIELD(struct line, id, F_ID), \
  FIELD(struct line, code, F_STR, .about = "of a charge its charge code, of money how it was paid"), \
  FIELD(struct line, kind, F_ENUM, .names = line_kind_names), \
  FIELD(struct line, quantity, F_I64), \
  FIELD_AS("unit_fen", struct line, unit, F_FEN), \
  FIELD_AS("amount_fen", struct line, amount, F_FEN, .about = "signed: what the guest owes more is positive"), \
  FIELD(struct line, tax_rate, F_I64, .about = "percent"), \
  FIELD_AS("tax_fen", struct line, tax, F_FEN, .about = "within the amount"), \
  FIELD(struct line, service_date, F_DATE), \
  FIELD(struct line, business_date, F_DATE), \
  FIELD(struct line, at, F_INSTANT), \
  FIELD(struct line, by, F_STR), \
  FIELD(struct line, shift_id, F_ID, .flags = F_NULLABLE), \
  FIELD(struct line, reverses, F_ID, .flags = F_NULLABLE), \
  FIELD(struct line, adjusts, F_ID, .flags = F_NULLABLE), \
  FIELD(struct line, moved_from, F_ID, .flags = F_NULLABLE), \
  FIELD(struct line, hold_id, F_ID, .flags = F_NULLABLE, .about = "of a payment: the hold that it was captured of"), \
  FIELD(struct line, extra_id, F_ID, .flags = F_NULLABLE, .about = "the daily extra that it is a night of"), \
  FIELD(struct line, routed_from, F_ID, .flags = F_NULLABLE, .about = "the account whose rule led it here"), \
  FIELD(struct line, note, F_STR)

static const struct field line_fields[] = {LINE_SHOWN};
const struct shape line_shape = SHAPE_OUT("LedgerLine", struct line, line_fields);

static const struct field row_fields[] = {LINE_SHOWN,
    FIELD(struct line, account_id, F_ID), FIELD(struct line, branch_id, F_ID),
    FIELD(struct line, origin, F_ENUM, .names = origin_names), FIELD(struct line, stay_id, F_ID),
    FIELD(struct line, payment_id, F_ID), FIELD(struct line, refund_id, F_ID), FIELD(struct line, standing, F_BOOL)};
static const struct shape row_shape = SHAPE_OUT("LedgerLineRow", struct line, row_fields);

static const struct field to_come_fields[] = {
    FIELD(struct line, code, F_STR),
    FIELD(struct line, quantity, F_I64),
    FIELD_AS("unit_fen", struct line, unit, F_FEN),
    FIELD_AS("amount_fen", struct line, amount, F_FEN),
    FIELD(struct line, service_date, F_DATE),
    FIELD(struct line, extra_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct line, note, F_STR),
};
static const struct shape to_come_shape = SHAPE_OUT("LedgerToCome", struct line, to_come_fields);

static const struct field window_fields[] = {
    FIELD(struct account, id, F_ID),
    FIELD_AS("window", struct account, number, F_I64),
    FIELD(struct account, name, F_STR),
    FIELD_AS("balance_fen", struct account, balance, F_FEN),
};
static const struct shape window_shape = SHAPE_OUT("AccountWindow", struct account, window_fields);

static const struct field house_fields[] = {
    FIELD(struct account, id, F_ID),
    FIELD(struct account, branch_id, F_ID),
    FIELD(struct account, name, F_STR),
    FIELD_AS("balance_fen", struct account, balance, F_FEN, .about = "positive: somebody owes it"),
    FIELD(struct account, closed_on, F_DATE, .flags = F_NULLABLE, .about = "since this business date it takes nothing"),
};
const struct shape house_account_shape = SHAPE_OUT("HouseAccount", struct account, house_fields);

static const struct field account_fields[] = {
    FIELD(struct account, id, F_ID),
    FIELD(struct account, kind, F_ENUM, .names = account_kind_names),
    FIELD(struct account, branch_id, F_ID, .flags = F_NULLABLE, .about = "null: a company's, of the whole group"),
    FIELD_AS("order_no", struct account, order_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct account, stay_id, F_ID, .flags = F_NULLABLE),
    FIELD_AS("window", struct account, number, F_I64),
    FIELD(struct account, name, F_STR),
    FIELD_AS("balance_fen", struct account, balance, F_FEN, .about = "posted, deposits aside; positive: the guest owes"),
    FIELD_AS("due_fen", struct account, due, F_FEN,
        .about = "with the nights to come, and the share of what was paid for the whole order"),
    FIELD_AS("deposit_fen", struct account, deposit, F_FEN, .about = "held"),
    FIELD(struct account, opened_on, F_DATE, .flags = F_NULLABLE,
        .about = "the business date on which it takes charges though its stay is over"),
    FIELD(struct account, closed_on, F_DATE, .flags = F_NULLABLE,
        .about = "of a house account: since this business date it takes nothing"),
    FIELD(struct account, windows, F_LIST, .shape = &window_shape),
    FIELD(struct account, lines, F_LIST, .shape = &line_shape),
    FIELD(struct account, to_come, F_LIST, .shape = &to_come_shape,
        .about = "nights of its stay, with their extras, that will be posted on it"),
    FIELD(struct account, routes, F_LIST, .shape = &account_route_shape,
        .about = "where charges of a code go that are posted on it"),
    FIELD(struct account, holds, F_LIST, .shape = &hold_shape, .about = "pre-authorised: no payment, and in none of the sums"),
};
const struct shape account_shape = SHAPE_OUT("Account", struct account, account_fields);

bool ledger_account(struct tx *tx, int64_t id, struct account *out)
{
  static const struct field fields[] = {
      FIELD(struct account, id, F_ID), FIELD(struct account, kind, F_ENUM, .names = account_kind_names),
      FIELD(struct account, branch_id, F_ID), FIELD(struct account, order_id, F_ID), FIELD(struct account, stay_id, F_ID),
      FIELD(struct account, number, F_I64), FIELD(struct account, name, F_STR), FIELD(struct account, opened_on, F_DATE),
      FIELD(struct account, closed_on, F_DATE),
      FIELD_AS("balance_fen", struct account, balance, F_FEN), FIELD_AS("deposit_fen", struct account, deposit, F_FEN)};
  static const struct shape shape = SHAPE_OUT("AccountRow", struct account, fields);
  *out = (struct account){0};
  return tx_object(tx, SQL_LEDGER_ACCOUNT, &shape, out, BI("id", id));
}

void ledger_open(struct tx *tx, const struct account *a)
{
  tx_run_object(tx, SQL_LEDGER_ACCOUNT_PUT, &account_shape, a, a->order_id ? BI("order_id", a->order_id) : BN("order_id"));
}

void ledger_set_opened(struct tx *tx, int64_t account_id, int32_t day)
{
  tx_run(tx, SQL_LEDGER_ACCOUNT_OPENED, BI("id", account_id), day == DATE_NONE ? BN("day") : BI("day", day));
}

void ledger_set_closed(struct tx *tx, int64_t account_id, int32_t day)
{
  tx_run(tx, SQL_LEDGER_ACCOUNT_CLOSED, BI("id", account_id), day == DATE_NONE ? BN("day") : BI("day", day));
}

struct list ledger_houses(struct tx *tx, const struct actor *staff, int64_t branch_id, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_LEDGER_HOUSES, &house_account_shape, 0, BI("staff", actor_scope(staff)), BI("branch", branch_id),
      BI("after", after), BI("most", limit));
}

struct list ledger_windows(struct tx *tx, int64_t stay_id)
{
  static const struct field fields[] = {FIELD(struct account, id, F_ID)};
  static const struct shape shape = SHAPE_OUT("AccountId", struct account, fields);
  struct list l = tx_list(tx, SQL_LEDGER_WINDOWS, &shape, 0, BI("stay", stay_id));
  struct account *a = l.items;
  for (size_t i = 0; i < l.count; i++)
    ledger_account(tx, a[i].id, &a[i]);
  return l;
}

struct list ledger_lines(struct tx *tx, int64_t account_id)
{
  return tx_list(tx, SQL_LEDGER_LINES, &row_shape, 0, BI("account", account_id));
}

bool ledger_line(struct tx *tx, int64_t id, struct line *out)
{
  *out = (struct line){0};
  return tx_object(tx, SQL_LEDGER_LINE, &row_shape, out, BI("id", id));
}

/* Prices hold their tax; rounded half away from 0, once a line. */
static struct money tax_within(struct money amount, int64_t rate)
{
  int64_t of = 100 + rate, twice = money_times(amount, 2 * rate).fen;
  return fen((twice + (twice < 0 ? -of : of)) / (2 * of));
}

static bool is_taxed(const struct line *l)
{
  return l->kind == LINE_CHARGE || l->kind == LINE_ALLOWANCE || l->kind == LINE_ADJUSTMENT;
}

static bool is_money(const struct line *l)
{
  return l->kind == LINE_PAYMENT || l->kind == LINE_REFUND || l->kind == LINE_DEPOSIT || l->kind == LINE_DEPOSIT_RETURN;
}

static void add_to_day(struct tx *tx, const struct line *l)
{
  bool deposit = l->kind == LINE_DEPOSIT || l->kind == LINE_DEPOSIT_USE || l->kind == LINE_DEPOSIT_RETURN;
  int64_t debit = l->amount.fen > 0 ? l->amount.fen : 0;
  tx_run(tx, SQL_LEDGER_DAY_PUT, BI("branch", l->branch_id), BI("day", l->business_date), BI("deposit", deposit),
      BI("account", l->account_id), BI("debit", debit), BI("credit", debit - l->amount.fen));
}

int64_t ledger_post(struct tx *tx, const struct actor *by, struct line *l)
{
  struct charge_code code;
  bool counter = l->reverses || l->adjusts; /* has the rate of the line it answers */
  if (!counter && is_taxed(l) && charge_code_named(tx, l->code, &code))
    l->tax_rate = code.tax_rate;
  l->id = id_next();
  l->at = tx_now(tx);
  l->by = by->kind == ACTOR_STAFF ? by->name : actor_kind_name(by); /* no guest's name: lines stay when a member is wiped */
  l->quantity = l->quantity ? l->quantity : 1;
  l->unit = l->unit.fen ? l->unit : l->amount;
  l->tax = is_taxed(l) ? tax_within(l->amount, l->tax_rate) : fen(0);
  l->note = l->note ? l->note : "";
  if (is_money(l))
    l->shift_id = shift_of(tx, by, l->branch_id);
  tx_run_object(tx, SQL_LEDGER_LINE_PUT, &row_shape, l, BS("by_kind", actor_kind_name(by)), BI("by_id", by->id));
  add_to_day(tx, l);
  return l->id;
}

/* What takes a line off again. */
static struct line counter_line(const struct line *l, int32_t today)
{
  struct line c = *l;
  c.amount = fen(-l->amount.fen);
  c.quantity = -l->quantity;
  c.reverses = l->id;
  c.adjusts = c.moved_from = c.payment_id = c.refund_id = c.hold_id = 0;
  c.business_date = today;
  c.shift_id = 0;
  return c;
}

enum err ledger_check_reversible(struct tx *tx, const struct line *l, int32_t today)
{
  if (l->reverses || tx_i64(tx, SQL_LEDGER_REVERSED, 0, BI("id", l->id)))
    return tx_refuse(tx, ERR_REVERSED, NULL, TXT_NONE, 0);
  if (l->business_date != today)
    return tx_refuse(tx, ERR_DAY_CLOSED, "business_date", TXT_ADJUST_INSTEAD, 0);
  return OK;
}

void ledger_reverse(struct tx *tx, const struct actor *by, const struct line *l, int32_t today, const char *note)
{
  struct line c = counter_line(l, today);
  c.origin = LINE_OF_DESK;
  c.note = note;
  ledger_post(tx, by, &c);
}

void ledger_take_back(struct tx *tx, const struct actor *by, const struct line *l, int32_t today)
{
  struct line c = counter_line(l, today);
  c.standing = false;
  if (tx_i64(tx, SQL_LEDGER_REVERSED, 0, BI("id", l->id))) { /* the desk gave it away before: that is its own line */
    c.reverses = 0;
    c.adjusts = l->id;
  }
  tx_run(tx, SQL_LEDGER_FALL, BI("id", l->id));
  ledger_post(tx, by, &c);
}

struct ledger_sums ledger_of_order(struct tx *tx, int64_t order_id)
{
  struct ledger_sums sums = {{0}, {0}, {0}};
  struct rows *r = tx_query(tx, SQL_LEDGER_OF_ORDER, BI("order", order_id));
  if (row_next(r)) {
    sums.extras = row_fen(r);
    sums.all = row_fen(r);
    sums.held = row_fen(r);
  }
  row_end(r);
  return sums;
}

struct list ledger_of_stays(struct tx *tx, int64_t order_id)
{
  return tx_list(tx, SQL_LEDGER_OF_STAYS, &row_shape, 0, BI("order", order_id));
}

static const struct field day_fields[] = {
    FIELD_AS("opening", struct ledger_day, opening, F_FEN), FIELD_AS("debit", struct ledger_day, debit, F_FEN),
    FIELD_AS("credit", struct ledger_day, credit, F_FEN), FIELD_AS("closing", struct ledger_day, closing, F_FEN)};
static const struct shape day_shape = SHAPE_OUT("LedgerDay", struct ledger_day, day_fields);
static const struct field trial_fields[] = {
    FIELD(struct trial_balance, business_date, F_DATE),
    FIELD(struct trial_balance, guest, F_OBJECT, .shape = &day_shape, .about = "in fen: opening + debit - credit = closing"),
    FIELD(struct trial_balance, deposit, F_OBJECT, .shape = &day_shape),
    FIELD(struct trial_balance, receivable, F_OBJECT, .shape = &day_shape),
    FIELD_AS("sum_fen", struct trial_balance, sum, F_FEN,
        .about = "what the day brought to the three, less the sum of its lines: 0"),
};
const struct shape trial_balance_shape = SHAPE_OUT("TrialBalance", struct trial_balance, trial_fields);

void ledger_trial_balance(struct tx *tx, int64_t branch_id, int32_t date, struct trial_balance *out)
{
  *out = (struct trial_balance){.business_date = date};
  struct ledger_day *of[] = {&out->guest, &out->deposit, &out->receivable};
  struct rows *r = tx_query(tx, SQL_LEDGER_TRIAL, BI("branch", branch_id), BI("date", date));
  while (row_next(r)) {
    struct ledger_day *d = of[row_i64(r)];
    d->opening = row_fen(r);
    d->debit = row_fen(r);
    d->credit = row_fen(r);
    d->closing = money_sub(money_add(d->opening, d->debit), d->credit);
  }
  out->sum = fen(-tx_i64(tx, SQL_LEDGER_TRIAL_LINES, 0, BI("branch", branch_id), BI("date", date)));
  for (size_t i = 0; i < sizeof of / sizeof *of; i++)
    out->sum = money_add(out->sum, money_sub(of[i]->closing, of[i]->opening));
}
