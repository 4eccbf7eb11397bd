/* What the hour and the end of a business date do to an order: see order.h. Inside a transaction, on its thread. */
#include "order/account.h"
#include "order/stays.h"

/* The order, and its stay; NULL when it is in another state. */
static struct stay *find(struct tx *tx, int64_t order_id, int64_t stay_id, enum stay_state state, struct order *o)
{
  struct stay *s = order_get(tx, order_id, 0, o) ? order_stay(o, stay_id) : NULL;
  return s && s->state == (int)state ? s : NULL;
}

/* Nobody is there to hand out what was taken by hand. */
static bool pays_by_hand(struct tx *tx, const struct order *before, const struct order *o)
{
  return o->refund.fen > before->refund.fen && tx_i64(tx, SQL_ORDER_PAID_BY_HAND, 0, BI("order", o->id)) > 0;
}

bool order_end_no_show(struct tx *tx, const struct actor *by, int64_t order_id, int64_t stay_id)
{
  struct order o, before;
  struct stay *s = find(tx, order_id, stay_id, STAY_DUE_IN, &o);
  if (!s || tx_i64(tx, SQL_ORDER_PROMISED, 0, BI("order", order_id)) > 0)
    return false;
  before = o;
  tx_mark(tx);
  enum err e = stays_no_show(tx, by, &o, &(struct stays){{s}, 1});
  return tx_keep_if(tx, !e && !pays_by_hand(tx, &before, &o) && order_check_nothing_left(tx, &o) == OK);
}

bool order_end_extend(struct tx *tx, const struct actor *by, int64_t order_id, int64_t stay_id, int32_t departure)
{
  struct order o;
  struct stay *s = find(tx, order_id, stay_id, STAY_IN_HOUSE, &o);
  if (!s)
    return false;
  tx_mark(tx);
  return tx_keep_if(tx, stays_extend(tx, by, &o, &(struct stays){{s}, 1}, departure) == OK);
}

void order_end_nights(struct tx *tx, const struct actor *by, int64_t order_id, int32_t slept)
{
  struct order o;
  if (order_get(tx, order_id, 0, &o))
    order_post_nights(tx, &o, by, slept);
}

struct unheld { int64_t stay_id, order_id; };

/* Of those who are not held any more, as far as the hour tells. */
static struct list unheld(struct tx *tx)
{
  struct list out = {0};
  struct rows *r = tx_query(tx, SQL_ORDER_UNHELD);
  while (row_next(r)) {
    struct unheld u = {.stay_id = row_i64(r)};
    u.order_id = row_i64(r);
    int32_t arrival = (int32_t)row_i64(r), hold_until = (int32_t)row_i64(r), audit_hour = (int32_t)row_i64(r);
    int64_t until = order_held_until(row_str(r), audit_hour, hold_until, arrival);
    if (until <= tx_now(tx) && row_i64(r) < until)
      list_add(tx_arena(tx), &out, &u, sizeof u);
  }
  return out;
}

int64_t order_release(struct tx *tx)
{
  struct actor system = actor_system("");
  if (order_early_days(tx) > 0)
    return 0;
  struct list all = unheld(tx);
  const struct unheld *u = all.items;
  int64_t n = 0;
  for (size_t i = 0; i < all.count; i++)
    n += order_end_no_show(tx, &system, u[i].order_id, u[i].stay_id);
  return n;
}
