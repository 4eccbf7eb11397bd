/* Posting what an order's stays and money ask for: see account.h. Inside a transaction, on its thread. */
#include "order/account.h"

#include <string.h>
#include "hotel/catalogue.h"
#include "pay/pay.h"

struct account order_account_of(const struct order *o, const struct stay *s)
{
  return (struct account){.id = s ? s->id : o->id, .kind = s ? ACCOUNT_STAY : ACCOUNT_ORDER, .branch_id = o->branch_id,
      .order_id = o->id, .stay_id = s ? s->id : 0, .number = 1, .name = "", .opened_on = DATE_NONE,
      .closed_on = DATE_NONE};
}

/* Who writes on an order's accounts, on which business date. */
struct pen { struct tx *tx; const struct order *o; const struct actor *by; int32_t today; };

static struct pen pen_of(struct tx *tx, const struct order *o, const struct actor *by)
{
  return (struct pen){tx, o, by, branch_date(tx, o->branch_id)};
}

static void post(const struct pen *pen, const struct stay *s, struct line l)
{
  struct account a = order_account_of(pen->o, s);
  struct list routes = s ? ledger_routes(pen->tx, a.id) : (struct list){0};
  ledger_open(pen->tx, &a);
  l.account_id = ledger_routed(&routes, l.code, a.id);
  l.routed_from = l.account_id == a.id ? 0 : a.id;
  l.branch_id = a.branch_id;
  l.stay_id = s ? s->id : 0;
  l.origin = LINE_OF_STAY;
  l.standing = true;
  l.business_date = pen->today;
  ledger_post(pen->tx, pen->by, &l);
}

/* What a stay's lines are to be: its nights before a date, and one fee. Nights of who is still in house are posted by the end of
 * each day, those before `slept`, or when they leave. */
struct wanted { int32_t keep, nights; struct money fee; const char *code; };

static struct wanted wanted_of(const struct stay *s, int32_t slept)
{
  struct wanted w = {s->arrival, s->arrival, fen(0), s->state == STAY_NO_SHOW ? "no_show_fee" : "cancel_fee"};
  if (s->state == STAY_IN_HOUSE) {
    w.keep = s->departure;
    w.nights = slept < s->departure ? slept : s->departure;
  }
  if (s->state == STAY_DEPARTED) {
    w.keep = w.nights = s->departure;
    w.fee = money_sub(stay_charge(s).net, stay_sum(s, s->departure).net);
  }
  if (s->state == STAY_CANCELLED || s->state == STAY_NO_SHOW)
    w.fee = stay_charge(s).net;
  return w;
}

/* What it is charged by night: the room and the daily extras of those before `until`. */
static struct list nightly(struct tx *tx, const struct stay *s, int32_t until)
{
  struct list out = {0};
  const struct stay_night *n = s->nights.items;
  const struct stay_extra *e = s->extras.items;
  for (size_t i = 0; i < s->nights.count && n[i].date < until; i++) {
    struct line l = {.kind = LINE_CHARGE, .code = "room", .quantity = 1, .unit = n[i].net, .amount = n[i].net,
        .service_date = n[i].date, .stay_id = s->id, .note = ""};
    list_add(tx_arena(tx), &out, &l, sizeof l);
    for (size_t k = 0; k < s->extras.count; k++) {
      if (!stay_extra_on(&e[k], n[i].date))
        continue;
      l = (struct line){.kind = LINE_CHARGE, .code = e[k].code, .quantity = e[k].quantity, .unit = e[k].unit,
          .amount = money_times(e[k].unit, e[k].quantity), .service_date = n[i].date, .stay_id = s->id, .extra_id = e[k].id,
          .note = e[k].note};
      list_add(tx_arena(tx), &out, &l, sizeof l);
    }
  }
  return out;
}

static bool is_nightly(const struct line *l)
{
  return l->extra_id || !strcmp(l->code, "room");
}

/* The one among those of its stay that a line is; NULL: none. */
static struct line *same_night(const struct list *nights, const struct line *l)
{
  struct line *n = nights->items;
  for (size_t i = 0; i < nights->count; i++)
    if (n[i].service_date == l->service_date && n[i].extra_id == l->extra_id)
      return &n[i];
  return NULL;
}

/* `night`: the one among those that it is to be charged, NULL: none. */
static bool stands(const struct line *l, const struct line *night, const struct wanted *w, int32_t today)
{
  if (!is_nightly(l))
    return !strcmp(l->code, w->code) && l->amount.fen == w->fee.fen;
  bool past = l->business_date != today && l->service_date < today; /* slept, and its day is closed */
  return night && (past || night->amount.fen == l->amount.fen);
}

static void post_stay(const struct pen *pen, const struct stay *s, const struct list *lines, int32_t slept)
{
  struct wanted w = wanted_of(s, slept);
  struct list nights = nightly(pen->tx, s, w.keep);
  const struct line *l = lines->items;
  struct line *n = nights.items;
  bool fee = false;
  for (size_t i = 0; i < lines->count; i++) {
    if (l[i].stay_id != s->id)
      continue;
    struct line *night = is_nightly(&l[i]) ? same_night(&nights, &l[i]) : NULL;
    bool stays = stands(&l[i], night, &w, pen->today);
    if (!stays)
      ledger_take_back(pen->tx, pen->by, &l[i], pen->today);
    else if (night)
      night->standing = true;
    else
      fee = true;
  }
  for (size_t k = 0; k < nights.count; k++)
    if (!n[k].standing && n[k].service_date < w.nights && n[k].amount.fen)
      post(pen, s, n[k]);
  if (!fee && w.fee.fen)
    post(pen, s, (struct line){.kind = LINE_CHARGE, .code = w.code, .amount = w.fee, .service_date = s->arrival});
}

/* What is owed besides the rooms: what the desk posted, and the daily extras, those to come too. */
static struct ledger_sums sum_posted(struct tx *tx, struct order *o)
{
  struct ledger_sums sums = ledger_of_order(tx, o->id);
  const struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count; i++)
    sums.extras = money_add(sums.extras, stay_extras_charge(&s[i]));
  if (sums.extras.fen != o->extras.fen || sums.held.fen != o->held.fen) {
    o->extras = sums.extras;
    o->held = sums.held;
    tx_run(tx, SQL_ORDER_SET_POSTED, BI("id", o->id), BM("extras", sums.extras), BM("held", sums.held));
  }
  return sums;
}

void order_post_nights(struct tx *tx, const struct order *o, const struct actor *by, int32_t slept)
{
  struct list lines = ledger_of_stays(tx, o->id);
  struct pen pen = pen_of(tx, o, by);
  const struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count; i++)
    post_stay(&pen, &s[i], &lines, slept);
}

void order_post_stays(struct tx *tx, struct order *o, const struct actor *by)
{
  order_post_nights(tx, o, by, INT32_MIN);
  sum_posted(tx, o);
}

struct list order_to_come(struct tx *tx, const struct stay *s, const struct list *posted)
{
  struct list all = {0};
  if (s->state == STAY_HELD || s->state == STAY_DUE_IN || s->state == STAY_IN_HOUSE)
    all = nightly(tx, s, s->departure);
  const struct line *l = posted->items;
  struct line *n = all.items;
  size_t count = 0;
  for (size_t i = 0; i < posted->count; i++) {
    struct line *is = l[i].stay_id == s->id && is_nightly(&l[i]) ? same_night(&all, &l[i]) : NULL;
    if (is)
      is->standing = true;
  }
  for (size_t i = 0; i < all.count; i++)
    if (!n[i].standing && n[i].amount.fen)
      n[count++] = n[i];
  return (struct list){n, count};
}

/* A payment or refund that has no line yet. */
struct money_row { int64_t id, account_id, payment_line; const char *tender; struct money amount; };
static const struct field money_fields[] = {
    FIELD(struct money_row, id, F_ID), FIELD(struct money_row, account_id, F_ID), FIELD(struct money_row, payment_line, F_ID),
    FIELD(struct money_row, tender, F_STR),
    FIELD_AS("amount_fen", struct money_row, amount, F_FEN)};
static const struct shape money_shape = SHAPE_OUT("MoneyRow", struct money_row, money_fields);

/* The sandbox stands in for WeChat. */
static const char *tender_of(const struct money_row *m)
{
  return strcmp(m->tender, "sandbox") ? m->tender : tender_names[TENDER_WECHAT];
}

static struct line money_line(const struct pen *pen, const struct money_row *m, int64_t account_id)
{
  return (struct line){.account_id = account_id, .branch_id = pen->o->branch_id, .code = tender_of(m),
      .service_date = pen->today, .business_date = pen->today, .origin = LINE_OF_MONEY, .standing = true};
}

static void post_payments(const struct pen *pen, const struct new_payment *to)
{
  struct account own = order_account_of(pen->o, NULL);
  struct list in = tx_list(pen->tx, SQL_ORDER_PAYMENTS_TO_POST, &money_shape, 0, BI("order", own.id));
  const struct money_row *m = in.items;
  int64_t account_id = to && to->account_id ? to->account_id : own.id;
  if (in.count && account_id == own.id)
    ledger_open(pen->tx, &own);
  for (size_t i = 0; i < in.count; i++) {
    struct line l = money_line(pen, &m[i], account_id);
    l.kind = LINE_PAYMENT;
    l.amount = fen(-m[i].amount.fen);
    l.payment_id = m[i].id;
    l.note = to ? to->note : NULL;
    l.hold_id = to ? to->hold_id : 0;
    ledger_post(pen->tx, pen->by, &l);
  }
}

static void post_refunds(const struct pen *pen)
{
  struct list out = tx_list(pen->tx, SQL_ORDER_REFUNDS_TO_POST, &money_shape, 0, BI("order", pen->o->id));
  const struct money_row *m = out.items;
  for (size_t i = 0; i < out.count; i++) {
    struct line l = money_line(pen, &m[i], m[i].account_id);
    l.kind = LINE_REFUND;
    l.amount = m[i].amount;
    l.refund_id = m[i].id;
    ledger_post(pen->tx, pen->by, &l);
    if (!strcmp(l.code, tender_names[TENDER_ACCOUNT]))
      company_give_back(pen->tx, pen->by, &l, m[i].payment_line);
  }
}

/* Nothing is claimed, and nothing is left over, of an order that came to nothing. */
static void write_off(const struct pen *pen, struct money all)
{
  if (all.fen)
    post(pen, NULL, (struct line){.kind = LINE_ADJUSTMENT, .code = "other", .amount = fen(-all.fen), .service_date = pen->today});
}

/* It is one again. */
static void take_write_offs_back(const struct pen *pen)
{
  struct list lines = ledger_lines(pen->tx, pen->o->id);
  const struct line *l = lines.items;
  for (size_t i = 0; i < lines.count; i++)
    if (l[i].origin == LINE_OF_STAY && l[i].standing && !l[i].stay_id) /* else a charge that was led here */
      ledger_take_back(pen->tx, pen->by, &l[i], pen->today);
}

void order_keep_books(struct tx *tx, struct order *o, const struct actor *by, const struct new_payment *to)
{
  struct pen pen = pen_of(tx, o, by);
  post_payments(&pen, to);
  post_refunds(&pen);
  struct ledger_sums sums = sum_posted(tx, o);
  if (order_came_to_nothing(o))
    write_off(&pen, sums.all);
  else
    take_write_offs_back(&pen);
}

void order_allow(struct tx *tx, const struct order *o, const struct actor *by, struct money amount, const char *reason)
{
  struct account a = order_account_of(o, NULL);
  int32_t today = branch_date(tx, o->branch_id);
  struct line l = {.account_id = a.id, .branch_id = o->branch_id, .kind = LINE_ALLOWANCE, .code = "other",
      .amount = fen(-amount.fen), .service_date = today, .business_date = today,
      .origin = LINE_OF_DESK, .standing = true, .note = reason};
  ledger_open(tx, &a);
  ledger_post(tx, by, &l);
}
