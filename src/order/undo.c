/* Taking back the last step of a stay on its business date. What was paid back meanwhile is owed again by the rule that a refund
 * for nights no longer counts as paid. Inside a transaction, on its thread. */
#include "coupon/coupon.h"
#include "order/account.h"
#include "order/stays.h"
#include "stock/room.h"

/* Without a room it uses the stock of what was sold again, while there is some; else it keeps the better one's. */
static void leave_type(struct tx *tx, struct stay *s, int32_t today)
{
  struct stay before;
  stay_vacate(tx, s, s->arrival);
  before = *s;
  tx_mark(tx);
  if (!tx_keep_if(tx, stay_use_type(tx, s, s->priced_as, stay_from(s, today)) == OK))
    *s = before;
}

static enum err not_arrived(struct tx *tx, struct stay *s, const struct stay_step *step, int32_t today)
{
  enum err e = stay_move(tx, s, STAY_DUE_IN);
  if (!e && !step->room_id)
    leave_type(tx, s, today);
  if (!e)
    stay_have_room(tx, s, step->room_id, today);
  return e;
}

/* Its room and its nights must be free. */
static enum err not_left(struct tx *tx, struct stay *s, const struct stay_step *step, int32_t today)
{
  int32_t left = s->departure;
  enum err e = s->room_id ? room_check_vacant(tx, s->room_id, s->id, "room_id") : OK;
  if (!e)
    e = stay_move(tx, s, STAY_IN_HOUSE);
  if (e)
    return e;
  stay_set_charge(tx, s, DATE_NONE);
  stay_set_departure(tx, s, step->departure);
  e = stay_take_nights(tx, s, left);
  return e ? e : stay_keep_room(tx, s, stay_from(s, today), "room_id");
}

/* Of a stay that was cancelled or did not come. */
static enum err expected(struct tx *tx, struct stay *s, const struct stay_step *step, int32_t today)
{
  int32_t from = s->state == STAY_NO_SHOW ? stay_from(s, today) : s->arrival;
  enum err e = stay_move(tx, s, STAY_DUE_IN);
  if (e)
    return e;
  stay_set_charge(tx, s, DATE_NONE);
  e = stay_take_nights(tx, s, from);
  if (!e)
    stay_have_room(tx, s, step->room_id, today);
  return e;
}

static enum err take_back(struct tx *tx, struct stay *s, const struct stay_step *step, int32_t today)
{
  if (step->from_state == STAY_HELD)
    return order_refuse_state(tx);
  if (s->state == STAY_IN_HOUSE)
    return not_arrived(tx, s, step, today);
  return s->state == STAY_DEPARTED ? not_left(tx, s, step, today) : expected(tx, s, step, today);
}

/* On its business date; who did not come may still come as long as there are nights left. */
static bool is_in_time(const struct stay *s, const struct stay_step *step, int32_t today)
{
  return step->business_date == today || (s->state == STAY_NO_SHOW && today < s->departure);
}

enum err order_stay_undo(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s)
{
  struct order before = *o;
  struct stay_step step = {0};
  int32_t today = order_today_of(tx, o);
  bool coupon = o->status == ORDER_CANCELLED && o->grant_id;
  if (s->state == STAY_DUE_IN || s->state == STAY_HELD)
    return order_refuse_state(tx);
  if (!stay_last_step(tx, s, &step) || !is_in_time(s, &step, today))
    return tx_refuse(tx, ERR_TOO_LATE, NULL, TXT_NONE, 0);
  enum err e = take_back(tx, s, &step, today);
  if (!e && coupon)
    e = order_hold_coupon_again(tx, o);
  if (!e)
    e = order_follow(tx, o, staff, "undone", "undone");
  if (e)
    return e;
  if (coupon)
    coupon_use(tx, o->grant_id, o->id);
  order_keep_books(tx, o, staff, NULL);
  stay_step_undone(tx, s, step.id);
  return order_finish(tx, staff, o, &before, "stay.undo");
}
