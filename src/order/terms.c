/* What an order's money comes to: what is owed, what a cancel keeps and what it gives back. On the transaction's thread. */
#include "limits.h"
#include "order/order.h"

enum err order_check_total(struct tx *tx, const char *field, struct money total)
{
  return total.fen <= LIMIT_ORDER_FEN ? OK : tx_refuse(tx, ERR_BAD_REQUEST, field, TXT_ORDER_TOTAL, LIMIT_ORDER_FEN / 100);
}

/* What is still owed: money given back is owed again, but not on an order that came to nothing. */
struct money order_due(const struct order *o)
{
  bool over = o->status == ORDER_CANCELLED || o->status == ORDER_NO_SHOW;
  int64_t left = o->payable.fen - o->paid.fen + o->refund.fen;
  return fen(over || left < 0 ? 0 : left);
}

struct money order_beyond(const struct order *o, struct money keep)
{
  struct money amount = money_sub(money_sub(o->paid, o->refund), money_min(keep, o->paid));
  return amount.fen < 0 ? fen(0) : amount;
}

/* By the frozen terms: nothing is kept until free_until, then the fee. */
struct money order_cancel_fee(struct tx *tx, const struct order *o)
{
  return tx_now(tx) <= o->free_until ? fen(0) : o->cancellation.fee;
}

struct money order_cancel_refund(struct tx *tx, const struct order *o)
{
  bool open = o->status == ORDER_PENDING || o->status == ORDER_CONFIRMED;
  return open ? order_beyond(o, order_cancel_fee(tx, o)) : fen(NONE_I64);
}
