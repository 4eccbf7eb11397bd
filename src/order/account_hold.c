/* Holds on an order's accounts: see account.h. Inside a transaction, on its thread. */
#include "hotel/catalogue.h"
#include "limits.h"
#include "order/account.h"
#include "store/audit.h"

static enum err refuse_ended(struct tx *tx)
{
  return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_HOLD_OVER, 0);
}

/* No sum has changed: the pages are told, what was done is in the trail. */
static enum err finish(struct tx *tx, const struct actor *staff, struct order_account *a, const char *action,
    const struct hold *before, const struct hold *after)
{
  order_announce(tx, &a->order, "stay_changed", staff->request_id);
  audit_change(tx, staff, a->order.branch_id, action, "order", a->order.id, &hold_shape, before, after);
  return order_account_find(tx, staff, a->account.id, a);
}

static struct money held_on(const struct order_account *a)
{
  const struct hold *h = a->account.holds.items;
  struct money sum = fen(0);
  for (size_t i = 0; i < a->account.holds.count; i++)
    if (h[i].state == HOLD_HELD)
      sum = money_add(sum, h[i].amount);
  return sum;
}

enum err account_hold(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in)
{
  struct money most = money_sub(fen(LIMIT_ORDER_FEN), held_on(a));
  struct hold h = {.account_id = a->account.id, .kind = in->kind, .amount = in->amount, .reference = in->reference};
  if (a->account.kind == ACCOUNT_HOUSE || !account_takes_charges(tx, a))
    return order_refuse_state(tx);
  if (in->amount.fen > most.fen)
    return account_refuse_over(tx, most);
  ledger_open(tx, &a->account);
  hold_take(tx, staff, &h, branch_date(tx, a->order.branch_id));
  return finish(tx, staff, a, "account.hold", NULL, &h);
}

enum err account_hold_capture(struct tx *tx, const struct actor *staff, struct order_account *a, const struct hold *h,
    const struct posting *in)
{
  int64_t id = a->account.id;
  if (h->state != HOLD_HELD)
    return refuse_ended(tx);
  if (in->amount.fen > h->amount.fen)
    return account_refuse_over(tx, h->amount);
  enum err e = order_pay_at_desk(tx, staff, &a->order, in->amount, hold_kind_names[h->kind],
      &(struct new_payment){id, h->reference, h->id});
  if (!e && !hold_end(tx, h->id, HOLD_CAPTURED, in->amount))
    e = refuse_ended(tx);
  return e ? e : order_account_find(tx, staff, id, a);
}

enum err account_hold_void(struct tx *tx, const struct actor *staff, struct order_account *a, const struct hold *h,
    const struct posting *in)
{
  (void)in;
  struct hold after = *h;
  after.state = HOLD_VOIDED;
  if (h->state != HOLD_HELD || !hold_end(tx, h->id, HOLD_VOIDED, fen(0)))
    return refuse_ended(tx);
  return finish(tx, staff, a, "account.hold_void", h, &after);
}
