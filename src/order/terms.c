/* What an order's money comes to: what is owed, what a cancel keeps and what it gives back. On the transaction's thread. */
#include "limits.h"
#include "order/order.h"

int32_t order_today_of(struct tx *tx, const struct order *o)
{
  return branch_date(tx, o->branch_id);
}

int64_t order_early_days(struct tx *tx)
{
  return setting_i64(tx, "early_check_in_days", 0);
}

int64_t order_held_until(const char *timezone, int32_t audit_hour, int32_t hold_until, int32_t arrival)
{
  return zone_instant(zone_of(timezone), arrival + (hold_until < audit_hour), hold_until);
}

enum err order_check_total(struct tx *tx, const char *field, struct money total)
{
  return total.fen <= LIMIT_ORDER_FEN ? OK : tx_refuse(tx, ERR_BAD_REQUEST, field, TXT_ORDER_TOTAL, LIMIT_ORDER_FEN / 100);
}

bool order_came_to_nothing(const struct order *o)
{
  return o->status == ORDER_CANCELLED || o->status == ORDER_NO_SHOW;
}

enum err order_refuse_owing(struct tx *tx, struct money due)
{
  tx_problem(tx)->due_fen = due.fen;
  return tx_refuse(tx, ERR_BALANCE_DUE, NULL, TXT_NONE, 0);
}

enum err order_refuse_held(struct tx *tx)
{
  return tx_refuse(tx, ERR_BALANCE_DUE, "deposit_fen", TXT_DEPOSIT_HELD, 0);
}

/* What is still owed: money that went back is owed again, unless an allowance was made for it. Nothing is on an order that came
 * to nothing. */
struct money order_due(const struct order *o)
{
  int64_t left = o->payable.fen + o->extras.fen - o->paid.fen + o->refund.fen;
  return fen(order_came_to_nothing(o) || left < 0 ? 0 : left);
}

struct money order_beyond(const struct order *o, struct money keep)
{
  keep = money_add(keep, o->extras);
  struct money amount = money_sub(money_sub(o->paid, o->refund), keep.fen < 0 ? fen(0) : keep);
  return amount.fen < 0 ? fen(0) : amount;
}

/* By the frozen terms: nothing is kept until free_until, then the first night; once nights have passed, all of these. */
int32_t order_cancel_until(struct tx *tx, const struct order *o, const struct stay *s)
{
  if (s->state == STAY_HELD || tx_now(tx) <= o->free_until)
    return s->arrival;
  int32_t today = order_today_of(tx, o);
  return today < s->arrival + 1 ? s->arrival + 1 : today < s->departure ? today : s->departure;
}

struct money order_charge(const struct order *o)
{
  const struct stay *s = o->stays.items;
  struct money sum = fen(0);
  for (size_t i = 0; i < o->stays.count; i++)
    sum = money_add(sum, stay_charge(&s[i]).net);
  return sum;
}

/* Less the daily extras of those that are open now: nobody would have them. */
static struct money charge_if_cancelled(struct tx *tx, const struct order *o)
{
  const struct stay *s = o->stays.items;
  struct money sum = fen(0);
  for (size_t i = 0; i < o->stays.count; i++) {
    bool open = s[i].state == STAY_HELD || s[i].state == STAY_DUE_IN;
    struct stay_sum charge = open ? stay_sum(&s[i], order_cancel_until(tx, o, &s[i])) : stay_charge(&s[i]);
    sum = money_add(sum, open ? money_sub(charge.net, stay_extras_charge(&s[i])) : charge.net);
  }
  return sum;
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
  return open ? order_beyond(o, charge_if_cancelled(tx, o)) : fen(NONE_I64);
}
