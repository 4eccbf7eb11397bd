/* What the end of a business date does to an order: see order.h. Inside a transaction, on its thread. */
#include "order/account.h"
#include "order/stays.h"

static struct stay *stay_in(const struct order *o, int64_t id)
{
  struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count; i++)
    if (s[i].id == id)
      return &s[i];
  return NULL;
}

bool order_end_no_show(struct tx *tx, const struct actor *by, int64_t order_id, int64_t stay_id)
{
  struct order o;
  struct stay *s = order_get(tx, order_id, 0, &o) ? stay_in(&o, stay_id) : NULL;
  if (!s || s->state != STAY_DUE_IN)
    return false;
  tx_mark(tx);
  enum err e = stays_no_show(tx, by, &o, &(struct stays){{s}, 1});
  return tx_keep_if(tx, !e && order_check_nothing_left(tx, &o) == OK);
}

bool order_end_extend(struct tx *tx, const struct actor *by, int64_t order_id, int64_t stay_id, int32_t departure)
{
  struct order o;
  struct stay *s = order_get(tx, order_id, 0, &o) ? stay_in(&o, stay_id) : NULL;
  if (!s || s->state != STAY_IN_HOUSE)
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
