/* Daily extras of a stay: see order.h. Inside a transaction, on its thread. */
#include <string.h>
#include "ledger/ledger.h"
#include "order/account.h"
#include "order/stays.h"
#include "store/audit.h"

static enum err check_dates(struct tx *tx, const struct stay *s, const struct stay_extra *e, int32_t today)
{
  int32_t first = stay_from(s, today), from = e->from == DATE_NONE ? first : e->from;
  if (from < first || from >= s->departure)
    return tx_refuse(tx, ERR_BAD_REQUEST, "from", TXT_NO_SUCH_NIGHT, 0);
  if (e->to != DATE_NONE && (e->to < from || e->to >= s->departure))
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_NO_SUCH_NIGHT, 0);
  return s->extras.count < LIMIT_STAY_EXTRAS ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "code", TXT_TOO_MANY, LIMIT_STAY_EXTRAS);
}

/* Its price is the code's now, unless one is given. */
static enum err take_code(struct tx *tx, struct stay_extra *e)
{
  struct charge_code code;
  if (!charge_code_named(tx, e->code, &code))
    return tx_refuse(tx, ERR_BAD_REQUEST, "code", TXT_NO_CHARGE_CODE, 0);
  if (!strcmp(code.code, "room"))
    return tx_refuse(tx, ERR_BAD_REQUEST, "code", TXT_EXTRA_OF_ROOM, 0);
  if (e->unit.fen == NONE_I64)
    e->unit = code.price;
  return e->unit.fen ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "unit_fen", TXT_NO_CHARGE_PRICE, 0);
}

/* What was paid too much goes back at check-out. */
static void follow(struct tx *tx, const struct actor *staff, struct order *o)
{
  order_post_stays(tx, o, staff);
  order_announce(tx, o, "stay_changed", staff->request_id);
}

enum err order_stay_extra_add(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s,
    const struct stay_extra *in)
{
  struct stay_extra extra = *in;
  int32_t today = order_today_of(tx, o);
  if (s->state != STAY_DUE_IN && s->state != STAY_IN_HOUSE)
    return order_refuse_state(tx);
  enum err e = check_dates(tx, s, &extra, today);
  if (!e)
    e = take_code(tx, &extra);
  if (e)
    return e;
  if (extra.from == DATE_NONE && s->arrival < today)
    extra.from = today;
  stay_extra_add(tx, s, &extra);
  follow(tx, staff, o);
  e = order_check_total(tx, "quantity", money_add(o->payable, o->extras));
  if (!e)
    audit_change(tx, staff, o->branch_id, "stay.extra", "order", o->id, &stay_extra_shape, NULL, &extra);
  return e;
}

enum err order_stay_extra_end(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t extra_id)
{
  const struct stay_extra *found = s->extras.items;
  while (found->id != extra_id)
    found++;
  struct stay_extra before = *found;
  int32_t last = order_today_of(tx, o) - 1;
  if (s->state != STAY_DUE_IN && s->state != STAY_IN_HOUSE)
    return order_refuse_state(tx);
  if (before.to != DATE_NONE && before.to <= last)
    return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_EXTRA_OVER, 0);
  stay_extra_end(tx, s, &before, last);
  follow(tx, staff, o);
  audit_change(tx, staff, o->branch_id, "stay.extra_end", "order", o->id, &stay_extra_shape, &before, NULL);
  return OK;
}
