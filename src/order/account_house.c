/* House accounts: the acts of account.h where no order follows, so that money is lines alone. Inside a transaction, on its
 * thread. */
#include <string.h>
#include "base/id.h"
#include "hotel/catalogue.h"
#include "ledger/payment_kind.h"
#include "order/account.h"
#include "store/audit.h"

static const struct field trail_fields[] = {
    FIELD(struct account, name, F_STR), FIELD_AS("balance_fen", struct account, balance, F_FEN),
    FIELD(struct account, closed_on, F_DATE, .flags = F_NULLABLE)};
static const struct shape trail_shape = SHAPE_OUT("HouseAccountTrail", struct account, trail_fields);

enum err account_house_finish(struct tx *tx, const struct actor *staff, struct order_account *a, const char *action)
{
  struct account before = a->account;
  enum err e = order_account_find(tx, staff, before.id, a);
  if (!e)
    audit_change(tx, staff, before.branch_id, action, "account", before.id, &trail_shape, &before, &a->account);
  return e;
}

enum err account_house_create(struct tx *tx, const struct actor *staff, int64_t branch_id, const char *name,
    struct order_account *out)
{
  struct branch branch = {0};
  struct account a = {.id = id_next(), .kind = ACCOUNT_HOUSE, .branch_id = branch_id, .number = 1, .name = name,
      .opened_on = DATE_NONE, .closed_on = DATE_NONE};
  enum err e = scope_check(tx, staff, branch_id);
  if (!e && !branch_get(tx, branch_id, &branch))
    e = tx_refuse(tx, ERR_BAD_REQUEST, "branch_id", TXT_UNKNOWN_REFERENCE, 0);
  if (e)
    return e;
  ledger_open(tx, &a);
  audit_change(tx, staff, branch_id, "account.create", "account", a.id, &trail_shape, NULL, &a);
  return order_account_find(tx, staff, a.id, out);
}

static bool is_money(struct tx *tx, const char *code)
{
  struct payment_kind k;
  return payment_kind_named(tx, code, &k) && k.is_money;
}

/* What of the payments made so, or of all money, has not gone back: somebody else's word never goes back as money. */
static struct money left_of(struct tx *tx, const struct order_account *a, const char *code)
{
  const struct line *l = a->account.lines.items;
  struct money left = fen(0);
  bool any = is_money(tx, code);
  for (size_t i = 0; i < a->account.lines.count; i++) {
    bool moves = l[i].kind == LINE_PAYMENT || l[i].kind == LINE_REFUND;
    if (moves && (any ? is_money(tx, l[i].code) : !strcmp(l[i].code, code)))
      left = money_sub(left, l[i].amount);
  }
  return left;
}

enum err account_house_pay(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  if (!account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (in->amount.fen > a->account.balance.fen)
    return account_refuse_over(tx, a->account.balance);
  enum err e = payment_kind_check(tx, tender_names[in->kind], in->reference);
  if (!e)
    e = shift_check(tx, staff, a->account.branch_id);
  if (e)
    return e;
  account_put(tx, staff, a, (struct line){.kind = LINE_PAYMENT, .code = tender_names[in->kind], .amount = fen(-in->amount.fen),
      .note = in->reference});
  return account_house_finish(tx, staff, a, "account.pay");
}

/* What was paid too much, or allowed before, is owed back; only for the rest is an allowance made. */
enum err account_house_refund(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  const char *code = tender_names[in->kind];
  struct money left = left_of(tx, a, code), credit = fen(a->account.balance.fen < 0 ? -a->account.balance.fen : 0);
  struct money more = money_sub(in->amount, money_min(in->amount, credit));
  if (!account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (in->kind == TENDER_ACCOUNT)
    return tx_refuse(tx, ERR_CONFLICT, "kind", TXT_ON_ACCOUNT_REVERSE, 0);
  if (in->amount.fen > left.fen)
    return tx_refuse(tx, ERR_REFUND_EXCEEDS, "amount_fen", TXT_MAX, left.fen < 0 ? 0 : left.fen);
  enum err e = shift_check(tx, staff, a->account.branch_id);
  if (e)
    return e;
  if (in->mode == REFUND_GOODWILL && more.fen > 0)
    account_put(tx, staff, a, (struct line){.kind = LINE_ALLOWANCE, .code = "other", .amount = fen(-more.fen), .note = in->note});
  account_put(tx, staff, a, (struct line){.kind = LINE_REFUND, .code = code, .amount = in->amount, .note = in->note});
  return account_house_finish(tx, staff, a, "account.refund");
}

enum err account_house_reverse(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *payment,
    struct line *back)
{
  struct money left = left_of(tx, a, payment->code);
  if (back->amount.fen > left.fen)
    return tx_refuse(tx, ERR_REFUND_EXCEEDS, NULL, TXT_NONE, 0);
  back->origin = LINE_OF_DESK;
  ledger_post(tx, staff, back);
  company_give_back(tx, staff, back, payment->id);
  return OK;
}

enum err account_house_open(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  static const struct field fields[] = {FIELD_AS("reason", struct posting, note, F_STR)};
  static const struct shape shape = SHAPE_OUT("HouseAccountOpenTrail", struct posting, fields);
  if (a->account.closed_on == DATE_NONE)
    return order_refuse_state(tx);
  ledger_set_closed(tx, a->account.id, DATE_NONE);
  audit_change(tx, staff, a->account.branch_id, "account.open", "account", a->account.id, &shape, NULL, in);
  return order_account_find(tx, staff, a->account.id, a);
}

enum err account_house_close(struct tx *tx, const struct actor *staff, struct order_account *a)
{
  if (!account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (a->account.balance.fen != 0)
    return order_refuse_owing(tx, a->account.balance);
  ledger_set_closed(tx, a->account.id, branch_date(tx, a->account.branch_id));
  return account_house_finish(tx, staff, a, "account.close");
}
