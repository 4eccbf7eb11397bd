/* What an order's money comes to: what is owed, what a cancel keeps and what it gives back. On the transaction's thread. */
#include "limits.h"
#include "order/order.h"

int32_t order_today_of(struct tx *tx, const struct order *o)
{
  return zone_business_date(zone_of(o->timezone), tx_now(tx), o->audit_hour);
}

enum err order_check_total(struct tx *tx, const char *field, struct money total)
{
  return total.fen <= LIMIT_ORDER_FEN ? OK : tx_refuse(tx, ERR_BAD_REQUEST, field, TXT_ORDER_TOTAL, LIMIT_ORDER_FEN / 100);
}

/* What is still owed. Money given back out of goodwill is not, and nothing is on an order that came to nothing. */
struct money order_due(const struct order *o)
{
  bool over = o->status == ORDER_CANCELLED || o->status == ORDER_NO_SHOW;
  int64_t left = o->payable.fen - o->paid.fen + o->owed_again.fen;
  return fen(over || left < 0 ? 0 : left);
}

struct money order_beyond(const struct order *o, struct money keep)
{
  struct money amount = money_sub(money_sub(o->paid, o->refund), money_min(keep, o->paid));
  return amount.fen < 0 ? fen(0) : amount;
}

/* The nights whose days have passed while the rooms were kept. */
static struct money nights_passed(const struct order *o, int32_t today)
{
  const struct order_night *n = o->nights.items;
  struct money sum = fen(0);
  for (size_t i = 0; i < o->nights.count && n[i].date < today; i++)
    sum = money_add(sum, n[i].net);
  return sum;
}

/* By the frozen terms: nothing is kept until free_until, then the fee; once nights have passed, all of these. */
struct money order_cancel_fee(struct tx *tx, const struct order *o)
{
  if (tx_now(tx) <= o->free_until)
    return fen(0);
  struct money passed = nights_passed(o, order_today_of(tx, o));
  return passed.fen > o->cancellation.fee.fen ? passed : o->cancellation.fee;
}

/* Nobody came, and its days have passed. */
static bool is_over(struct tx *tx, const struct order *o)
{
  return o->status == ORDER_CONFIRMED && order_today_of(tx, o) >= o->departure;
}

enum err order_check_not_over(struct tx *tx, const struct order *o)
{
  return is_over(tx, o) ? tx_refuse(tx, ERR_ORDER_STATE, "departure", TXT_STAY_OVER, 0) : OK;
}

struct money order_cancel_refund(struct tx *tx, const struct order *o)
{
  bool open = o->status == ORDER_PENDING || (o->status == ORDER_CONFIRMED && !is_over(tx, o));
  return open ? order_beyond(o, order_cancel_fee(tx, o)) : fen(NONE_I64);
}
