/* What the desk posts on an order's accounts: see account.h. Inside a transaction, on its thread. */
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "hotel/catalogue.h"
#include "ledger/payment_kind.h"
#include "limits.h"
#include "order/account.h"
#include "pay/pay.h"
#include "store/audit.h"

static bool is_house(const struct order_account *a)
{
  return a->account.kind == ACCOUNT_HOUSE;
}

/* The order's sums follow; what was done is in the trail. */
static enum err finish(struct tx *tx, const struct actor *staff, struct order_account *a, const char *action)
{
  static const struct field fields[] = {
      FIELD_AS("balance_fen", struct account, balance, F_FEN), FIELD_AS("deposit_fen", struct account, deposit, F_FEN),
      FIELD_AS("due_fen", struct account, due, F_FEN)};
  static const struct shape shape = SHAPE_OUT("AccountTrail", struct account, fields);
  if (is_house(a))
    return account_house_finish(tx, staff, a, action);
  struct account before = a->account;
  int64_t id = before.id;
  order_keep_books(tx, &a->order, staff, NULL);
  order_announce(tx, &a->order, "stay_changed", staff->request_id);
  enum err e = order_account_find(tx, staff, id, a);
  if (!e)
    audit_change(tx, staff, a->order.branch_id, action, "order", a->order.id, &shape, &before, &a->account);
  return e;
}

/* Neither for an order that came to nothing, nor on an account that is closed. */
static bool takes_corrections(struct tx *tx, const struct order_account *a)
{
  return is_house(a) ? account_takes_charges(tx, a) : !order_came_to_nothing(&a->order);
}

enum err account_charge(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  struct charge_code code;
  int32_t today = account_today(tx, a), day = in->service_date == DATE_NONE ? today : in->service_date;
  if (!account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (!charge_code_named(tx, in->code, &code))
    return tx_refuse(tx, ERR_BAD_REQUEST, "code", TXT_NO_CHARGE_CODE, 0);
  if (is_house(a) && !strcmp(code.code, "room"))
    return tx_refuse(tx, ERR_BAD_REQUEST, "code", TXT_NO_ROOM_HERE, 0); /* revenue of rooms is some room type's */
  struct money unit = in->unit.fen == NONE_I64 ? code.price : in->unit;
  if (unit.fen == 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, "unit_fen", TXT_NO_CHARGE_PRICE, 0);
  if (abs(day - today) > LIMIT_ADVANCE_DAYS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "service_date", TXT_TOO_FAR, LIMIT_ADVANCE_DAYS);
  struct money amount = money_times(unit, in->quantity);
  enum err e = order_check_total(tx, "quantity", money_add(account_charged(a), amount));
  if (e)
    return e;
  struct order_account *to = a, other;
  int64_t led_to = ledger_routed(&a->account.routes, code.code, a->account.id);
  if (led_to != a->account.id) {
    e = order_account_find(tx, staff, led_to, &other);
    to = &other;
  }
  if (e)
    return e;
  account_put(tx, staff, to, (struct line){.kind = LINE_CHARGE, .code = code.code, .quantity = in->quantity, .unit = unit,
      .amount = amount, .service_date = day, .note = in->note, .routed_from = to == a ? 0 : a->account.id});
  return finish(tx, staff, a, "account.charge");
}

enum err account_allow(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  struct money most = account_charged(a);
  if (!takes_corrections(tx, a) || (!is_house(a) && a->order.status == ORDER_PENDING))
    return order_refuse_state(tx);
  if (in->amount.fen > most.fen)
    return account_refuse_over(tx, most);
  struct line l = {.kind = LINE_ALLOWANCE, .code = "other", .amount = fen(-in->amount.fen), .note = in->note};
  account_put(tx, staff, a, l);
  return finish(tx, staff, a, "account.allowance");
}

/* The payment just made is what the company owes from now on. */
static enum err put_on_company(struct tx *tx, const struct actor *staff, const struct order_account *a, int64_t company_id)
{
  const struct line *l = a->account.lines.items;
  return company_take(tx, staff, company_id, &l[a->account.lines.count - 1]);
}

static enum err pay_of_company(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  int64_t id = a->account.id;
  if (in->kind == TENDER_ACCOUNT || in->company_id)
    return tx_refuse(tx, ERR_BAD_REQUEST, in->company_id ? "company_id" : "kind", TXT_COMPANY_NOT_ASKED, 0);
  enum err e = payment_kind_check(tx, tender_names[in->kind], in->reference);
  if (!e)
    e = company_pay(tx, staff, id, in->amount, tender_names[in->kind], in->reference, branch_date);
  return e ? e : order_account_find(tx, staff, id, a);
}

enum err account_pay(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  int64_t id = a->account.id;
  bool later = in->kind == TENDER_ACCOUNT;
  if (a->account.kind == ACCOUNT_COMPANY)
    return pay_of_company(tx, staff, a, in);
  if (later != (in->company_id != 0))
    return tx_refuse(tx, ERR_BAD_REQUEST, "company_id", later ? TXT_REQUIRED : TXT_COMPANY_NOT_ASKED, 0);
  ledger_open(tx, &a->account);
  enum err e = is_house(a) ? account_house_pay(tx, staff, a, in)
                           : order_pay_at_desk(tx, staff, &a->order, in->amount, tender_names[in->kind],
                                 &(struct new_payment){id, in->reference, 0});
  if (!e)
    e = order_account_find(tx, staff, id, a);
  return e || !later ? e : put_on_company(tx, staff, a, in->company_id);
}

enum err account_refund(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  int64_t id = a->account.id;
  if (is_house(a))
    return account_house_refund(tx, staff, a, in);
  enum err e = order_refund(tx, staff, &a->order, in->amount, in->note, tender_names[in->kind], in->mode == REFUND_UNDO);
  return e ? e : order_account_find(tx, staff, id, a);
}

/* Somebody's word is held by nobody. */
static enum err check_in_hand(struct tx *tx, enum tender kind)
{
  struct payment_kind k;
  bool money = payment_kind_named(tx, tender_names[kind], &k) && k.is_money;
  return money ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "kind", TXT_NOT_IN_HAND, 0);
}

enum err account_deposit(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  if (is_house(a) || !account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (in->amount.fen > LIMIT_ORDER_FEN - a->account.deposit.fen)
    return account_refuse_over(tx, fen(LIMIT_ORDER_FEN - a->account.deposit.fen));
  enum err e = check_in_hand(tx, (enum tender)in->kind);
  if (!e)
    e = payment_kind_check(tx, tender_names[in->kind], in->reference);
  if (!e)
    e = shift_check(tx, staff, a->order.branch_id);
  if (e)
    return e;
  account_put(tx, staff, a, (struct line){.kind = LINE_DEPOSIT, .code = tender_names[in->kind], .amount = fen(-in->amount.fen),
      .note = in->reference});
  return finish(tx, staff, a, "account.deposit");
}

enum err account_deposit_return(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  if (in->amount.fen > a->account.deposit.fen)
    return account_refuse_over(tx, a->account.deposit);
  enum err e = check_in_hand(tx, (enum tender)in->kind);
  if (!e)
    e = shift_check(tx, staff, a->order.branch_id);
  if (e)
    return e;
  account_put(tx, staff, a, (struct line){.kind = LINE_DEPOSIT_RETURN, .code = tender_names[in->kind], .amount = in->amount,
      .note = in->reference});
  return finish(tx, staff, a, "account.deposit_return");
}

enum err account_deposit_use(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  int64_t id = a->account.id;
  struct money most = money_min(a->account.deposit, a->order.due);
  if (in->amount.fen > most.fen)
    return account_refuse_over(tx, most);
  account_put(tx, staff, a, (struct line){.kind = LINE_DEPOSIT_USE, .code = "deposit", .amount = in->amount});
  enum err e = order_pay_at_desk(tx, staff, &a->order, in->amount, "deposit", &(struct new_payment){.account_id = id});
  return e ? e : order_account_find(tx, staff, id, a);
}

/* Whether some of a line was moved to another account. */
static bool was_moved(const struct order_account *a, const struct line *l)
{
  const struct line *all = a->account.lines.items;
  for (size_t i = 0; i < a->account.lines.count; i++)
    if (all[i].id != l->id && all[i].moved_from == l->id)
      return true;
  return false;
}

/* What of a line is still on its account, and was not taken off. */
static struct money left_of(const struct order_account *a, const struct line *l)
{
  const struct line *all = a->account.lines.items;
  struct money left = l->amount;
  for (size_t i = 0; i < a->account.lines.count; i++)
    if (all[i].id != l->id && (all[i].moved_from == l->id || all[i].reverses == l->id || all[i].adjusts == l->id))
      left = money_add(left, all[i].amount);
  return left;
}

/* What is moved: a line, or so much of it as its sign allows; without a line an amount of what is owed. */
static enum err what_moves(struct tx *tx, const struct order_account *a, const struct posting *in, struct line *l)
{
  if (!in->line_id) {
    *l = (struct line){.code = "other", .amount = in->amount};
    if (in->amount.fen == NONE_I64)
      return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_REQUIRED, 0);
    return in->amount.fen > a->account.balance.fen ? account_refuse_over(tx, a->account.balance) : OK;
  }
  if (!ledger_line(tx, in->line_id, l) || l->account_id != a->account.id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "line_id", TXT_UNKNOWN_REFERENCE, 0);
  if (!line_can_move(l))
    return tx_refuse(tx, ERR_CONFLICT, "line_id", TXT_TAKEN_BACK_ELSEWHERE, 0);
  struct money left = left_of(a, l);
  if (left.fen == 0)
    return tx_refuse(tx, ERR_REVERSED, "line_id", TXT_NONE, 0);
  l->amount = in->amount.fen == NONE_I64 ? left : in->amount;
  return in->amount.fen != NONE_I64 && in->amount.fen > left.fen ? account_refuse_over(tx, left) : OK;
}

enum err account_transfer(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  struct order_account to;
  struct line l = {0};
  if (in->to_account_id == a->account.id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to_account_id", TXT_SAME_ACCOUNT, 0);
  enum err e = order_account_find(tx, staff, in->to_account_id, &to);
  if (e)
    return e == ERR_NOT_FOUND ? tx_refuse(tx, ERR_BAD_REQUEST, "to_account_id", TXT_UNKNOWN_REFERENCE, 0) : e;
  if (to.order.branch_id != a->order.branch_id)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to_account_id", TXT_UNKNOWN_REFERENCE, 0);
  if (!account_takes_charges(tx, &to) || !account_takes_charges(tx, a))
    return order_refuse_state(tx);
  e = what_moves(tx, a, in, &l);
  if (!e && l.amount.fen > 0)
    e = order_check_total(tx, "amount_fen", money_add(account_charged(&to), l.amount));
  if (e)
    return e;
  struct line move = {.kind = LINE_TRANSFER, .code = l.code, .amount = fen(-l.amount.fen), .moved_from = in->line_id,
      .service_date = l.service_date};
  account_put(tx, staff, a, move);
  move.amount = l.amount;
  account_put(tx, staff, &to, move);
  e = finish(tx, staff, a, "account.transfer");
  if (!e && (to.order.id != a->order.id || is_house(&to)))
    e = finish(tx, staff, &to, "account.transfer");
  return e;
}

enum err account_window(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  if (!a->stay || !account_takes_charges(tx, a))
    return order_refuse_state(tx);
  struct list windows = ledger_windows(tx, a->stay->id);
  if (windows.count + 1 >= LIMIT_WINDOWS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "name", TXT_TOO_MANY, LIMIT_WINDOWS);
  struct account further = a->account, first = a->account;
  first.id = a->stay->id;
  first.number = 1;
  first.name = "";
  ledger_open(tx, &first);
  further.id = id_next();
  further.number = (int64_t)windows.count + 2;
  further.name = in->name;
  ledger_open(tx, &further);
  enum err e = order_account_find(tx, staff, further.id, a);
  return e ? e : finish(tx, staff, a, "account.window");
}

/* A window of the same stay, or the account of its order. */
static enum err check_target(struct tx *tx, const struct order_account *a, int64_t to)
{
  struct account t;
  bool fits = ledger_account(tx, to, &t) && t.stay_id == a->stay->id;
  return fits || to == a->order.id ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "to_account_id", TXT_NO_ROUTE, 0);
}

enum err account_lead(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  static const struct field fields[] = {
      FIELD(struct posting, codes, F_STRS), FIELD(struct posting, to_account_id, F_ID, .flags = F_NULLABLE)};
  static const struct shape shape = SHAPE_OUT("AccountRouteTrail", struct posting, fields);
  int64_t own = a->account.id, to = in->to_account_id == own ? 0 : in->to_account_id;
  const char *const *code = in->codes.items;
  struct charge_code known;
  if (!a->stay || a->account.number > 1 || !account_takes_charges(tx, a))
    return order_refuse_state(tx);
  enum err e = to ? check_target(tx, a, to) : OK;
  for (size_t i = 0; !e && i < in->codes.count; i++)
    if (!charge_code_named(tx, code[i], &known))
      e = tx_refuse(tx, ERR_BAD_REQUEST, "codes", TXT_NO_CHARGE_CODE, 0);
  if (e)
    return e;
  struct account whole = order_account_of(&a->order, NULL);
  ledger_open(tx, &a->account);
  ledger_open(tx, &whole);
  for (size_t i = 0; i < in->codes.count; i++)
    ledger_route(tx, own, code[i], to);
  order_announce(tx, &a->order, "stay_changed", staff->request_id);
  audit_change(tx, staff, a->order.branch_id, "account.route", "order", a->order.id, &shape, NULL, in);
  return order_account_find(tx, staff, own, a);
}

enum err account_open(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  static const struct field fields[] = {FIELD_AS("reason", struct posting, note, F_STR)};
  static const struct shape shape = SHAPE_OUT("AccountOpenTrail", struct posting, fields);
  struct stay_step step;
  int32_t today = account_today(tx, a);
  if (is_house(a))
    return account_house_open(tx, staff, a, in);
  if (!a->stay || a->stay->state != STAY_DEPARTED || !stay_last_step(tx, a->stay, &step) ||
      step.business_date != today)
    return order_refuse_state(tx);
  ledger_open(tx, &a->account);
  ledger_set_opened(tx, a->account.id, today);
  order_note_step(tx, &a->order, staff, "account_opened", "stay_changed");
  audit_change(tx, staff, a->order.branch_id, "account.open", "order", a->order.id, &shape, NULL, in);
  return order_account_find(tx, staff, a->account.id, a);
}

enum err account_close(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  (void)in;
  if (is_house(a))
    return account_house_close(tx, staff, a);
  if (a->account.deposit.fen)
    return order_refuse_held(tx);
  if (a->account.opened_on == DATE_NONE && account_takes_charges(tx, a))
    return order_refuse_state(tx); /* it closes when its stay ends */
  if (a->account.due.fen != 0)
    return order_refuse_owing(tx, a->account.due);
  ledger_set_opened(tx, a->account.id, DATE_NONE);
  return finish(tx, staff, a, "account.close");
}

/* A payment goes back whole, the way it came, and is owed again; what a deposit was used for is held again. */
static enum err reverse_payment(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
    const char *why)
{
  struct money amount = fen(-l->amount.fen);
  struct line back = {.account_id = l->account_id, .branch_id = l->branch_id, .kind = LINE_REFUND, .code = l->code,
      .amount = amount, .reverses = l->id, .service_date = l->service_date, .business_date = l->business_date,
      .origin = LINE_OF_MONEY, .standing = true, .note = why};
  if (is_house(a))
    return account_house_reverse(tx, staff, a, l, &back);
  enum err e = pay_refund(tx, l->payment_id, amount, why, NULL, staff, &back.refund_id);
  if (e)
    return e;
  a->order.refund = money_add(a->order.refund, amount);
  order_set_money(tx, &a->order, MONEY_REFUNDING);
  ledger_post(tx, staff, &back);
  company_give_back(tx, staff, &back, l->id);
  if (!strcmp(l->code, "deposit"))
    account_put(tx, staff, a, (struct line){.kind = LINE_DEPOSIT_USE, .code = "deposit", .amount = fen(-amount.fen)});
  return OK;
}

/* What the house gave away, money that somebody else took, and what a stay is charged for is a manager's word. */
static enum err check_may_reverse(struct tx *tx, const struct actor *staff, const struct order_account *a, const struct line *l)
{
  bool others = l->kind == LINE_PAYMENT && strcmp(l->by, staff->name) != 0;
  bool manager = l->origin == LINE_OF_STAY || l->kind == LINE_ALLOWANCE || l->kind == LINE_ADJUSTMENT || others;
  if (manager && staff->role < ROLE_MANAGER)
    return tx_refuse(tx, ERR_FORBIDDEN, NULL, TXT_NONE, 0);
  bool elsewhere = l->kind == LINE_REFUND || l->kind == LINE_TRANSFER || l->kind == LINE_DEPOSIT_USE;
  if (elsewhere || left_of(a, l).fen != l->amount.fen)
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_TAKEN_BACK_ELSEWHERE, 0);
  bool money = l->kind == LINE_PAYMENT || l->kind == LINE_DEPOSIT || l->kind == LINE_DEPOSIT_RETURN;
  if (!money && !account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (!takes_corrections(tx, a))
    return order_refuse_state(tx);
  if (!money && account_charged_on(a).fen < l->amount.fen)
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_TAKEN_BACK_ELSEWHERE, 0); /* it was moved away without its line */
  if (l->kind == LINE_DEPOSIT && -l->amount.fen > a->account.deposit.fen)
    return account_refuse_over(tx, a->account.deposit);
  return money ? shift_check(tx, staff, a->order.branch_id) : OK;
}

static enum err reverse_of_company(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
    const char *why)
{
  if (!actor_in_branch(staff, l->branch_id))
    return tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
  int32_t today = branch_date(tx, l->branch_id);
  enum err e = ledger_check_reversible(tx, l, today);
  if (!e && l->kind != LINE_PAYMENT)
    e = tx_refuse(tx, ERR_CONFLICT, NULL, TXT_TAKEN_BACK_ELSEWHERE, 0);
  if (!e)
    e = shift_check(tx, staff, l->branch_id);
  if (e)
    return e;
  ledger_reverse(tx, staff, l, today, why);
  company_note(tx, staff, a->account.id, "company.reverse", l->amount);
  return order_account_find(tx, staff, a->account.id, a);
}

enum err account_reverse(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
    const struct posting *in)
{
  if (a->account.kind == ACCOUNT_COMPANY)
    return reverse_of_company(tx, staff, a, l, in->note);
  enum err e = ledger_check_reversible(tx, l, account_today(tx, a));
  if (!e)
    e = check_may_reverse(tx, staff, a, l);
  if (e)
    return e;
  if (l->kind == LINE_PAYMENT)
    e = reverse_payment(tx, staff, a, l, in->note);
  else
    ledger_reverse(tx, staff, l, account_today(tx, a), in->note);
  return e ? e : finish(tx, staff, a, "account.reverse");
}

enum err account_adjust(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
    const struct posting *in)
{
  if (l->kind != LINE_CHARGE && l->kind != LINE_ALLOWANCE && l->kind != LINE_ADJUSTMENT)
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_TAKEN_BACK_ELSEWHERE, 0);
  if (!takes_corrections(tx, a))
    return order_refuse_state(tx);
  struct money rest = money_add(account_charged(a), in->amount), left = left_of(a, l);
  if (left.fen == 0 && was_moved(a, l))
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_TAKEN_BACK_ELSEWHERE, 0);
  if (l->reverses || left.fen == 0)
    return tx_refuse(tx, ERR_REVERSED, NULL, TXT_NONE, 0);
  if (in->amount.fen == 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_NOT_NOTHING, 0);
  if (left.fen < 0 && left.fen + in->amount.fen > 0)
    return account_refuse_over(tx, fen(-left.fen));
  if (rest.fen < 0 || (left.fen > 0 && left.fen + in->amount.fen < 0))
    return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_MIN, rest.fen < 0 ? in->amount.fen - rest.fen : -left.fen);
  enum err e = order_check_total(tx, "amount_fen", rest);
  if (e)
    return e;
  account_put(tx, staff, a, (struct line){.kind = LINE_ADJUSTMENT, .code = l->code, .amount = in->amount, .tax_rate = l->tax_rate,
      .adjusts = l->id, .service_date = l->service_date, .note = in->note});
  return finish(tx, staff, a, "account.adjust");
}
