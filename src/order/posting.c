/* What the acts on accounts share: see account.h. Inside a transaction, on its thread. */
#include "hotel/catalogue.h"
#include "order/account.h"

enum err account_refuse_over(struct tx *tx, struct money most)
{
  return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_MAX, most.fen < 0 ? 0 : most.fen);
}

int32_t account_today(struct tx *tx, const struct order_account *a)
{
  return branch_date(tx, a->order.branch_id);
}

bool account_takes_charges(struct tx *tx, const struct order_account *a)
{
  if (a->account.kind == ACCOUNT_HOUSE)
    return a->account.closed_on == DATE_NONE;
  bool order = a->order.status == ORDER_CONFIRMED || a->order.status == ORDER_IN_HOUSE;
  bool stay = a->stay && (a->stay->state == STAY_DUE_IN || a->stay->state == STAY_IN_HOUSE);
  return a->account.opened_on == account_today(tx, a) || (a->stay ? stay : order);
}

void account_put(struct tx *tx, const struct actor *staff, const struct order_account *a, struct line l)
{
  ledger_open(tx, &a->account);
  l.account_id = a->account.id;
  l.branch_id = a->order.branch_id;
  l.business_date = account_today(tx, a);
  l.origin = LINE_OF_DESK;
  l.standing = true;
  l.service_date = l.service_date ? l.service_date : l.business_date;
  ledger_post(tx, staff, &l);
}

bool line_can_move(const struct line *l)
{
  return l->kind == LINE_CHARGE || l->kind == LINE_ALLOWANCE || l->kind == LINE_ADJUSTMENT || l->kind == LINE_TRANSFER;
}

struct money account_charged_on(const struct order_account *a)
{
  const struct line *l = a->account.lines.items;
  struct money sum = fen(0);
  for (size_t i = 0; i < a->account.lines.count; i++)
    if (line_can_move(&l[i]))
      sum = money_add(sum, l[i].amount);
  return sum;
}

struct money account_charged(const struct order_account *a)
{
  return a->account.kind == ACCOUNT_HOUSE ? account_charged_on(a) : money_add(a->order.payable, a->order.extras);
}
