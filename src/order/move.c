/* Moving an order: what each move does to its stays, and what it gives back. Inside a transaction, on its thread. */
#include "coupon/coupon.h"
#include "hotel/catalogue.h"
#include "order/account.h"
#include "order/stays.h"
#include "pay/pay.h"
#include "stock/room.h"
#include "store/audit.h"

void order_set_money(struct tx *tx, struct order *o, enum order_money money)
{
  o->money = (int)money;
  tx_run_object(tx, SQL_ORDER_SET_MONEY, &order_row_shape, o);
}

enum err order_confirm(struct tx *tx, struct order *o, const struct actor *by, const char *note)
{
  struct stays s = order_stays(o, o->status == ORDER_PENDING ? STAY_HELD : STAY_CANCELLED);
  order_set_money(tx, o, MONEY_PAID);
  enum err e = stays_move(tx, &s, STAY_DUE_IN);
  for (size_t i = 0; i < s.count; i++)
    stay_set_charge(tx, s.of[i], DATE_NONE);
  if (!e)
    e = order_follow(tx, o, by, note, NULL);
  if (!e && o->grant_id)
    coupon_use(tx, o->grant_id, o->id);
  return e;
}

enum err order_hold_coupon_again(struct tx *tx, const struct order *o)
{
  struct purchase p = {o->member_id, o->branch_id, o->room_type_id, o->total, order_today_of(tx, o)};
  struct money discount;
  int64_t grant_id;
  if (!o->grant_id)
    return OK;
  enum err e = coupon_hold(tx, o->grant_id, &p, o->id, &grant_id, &discount);
  if (!e && discount.fen != o->discount.fen)
    e = tx_refuse(tx, ERR_COUPON_NOT_APPLICABLE, NULL, TXT_NONE, 0);
  return e;
}

/* Before an order comes to nothing, a deposit is given back and what staff posted is paid or taken off: it would be written off
 * with the rest. */
enum err order_check_nothing_left(struct tx *tx, const struct order *o)
{
  if (!order_came_to_nothing(o))
    return OK;
  struct money open = money_sub(o->extras, money_sub(o->paid, o->refund));
  if (o->extras.fen > 0 && open.fen > 0)
    return order_refuse_owing(tx, open);
  return ledger_of_order(tx, o->id).held.fen ? order_refuse_held(tx) : OK;
}

enum err order_settle(struct tx *tx, struct order *o, const char *reason, const struct actor *by)
{
  struct money amount = order_beyond(o, order_charge(o));
  enum err e = pay_refund_order(tx, o->id, amount, reason, NULL, by);
  if (!e && amount.fen) {
    o->refund = money_add(o->refund, amount);
    order_set_money(tx, o, MONEY_REFUNDING);
  }
  if (!e && by->kind == ACTOR_STAFF)
    e = order_check_nothing_left(tx, o);
  if (!e)
    order_keep_books(tx, o, by, NULL);
  return e;
}

enum err order_reload(struct tx *tx, struct order *o, const struct actor *by)
{
  if (by->kind == ACTOR_STAFF)
    return order_find(tx, by, o->id, o);
  return order_get(tx, o->id, o->member_id, o) ? OK : FAULT_INTERNAL;
}

/* What a move did with the money. */
static const struct field trail_fields[] = {
    FIELD(struct order, status, F_ENUM, .names = order_status_names),
    FIELD_AS("paid_fen", struct order, paid, F_FEN),
    FIELD_AS("refund_fen", struct order, refund, F_FEN),
    FIELD_AS("extras_fen", struct order, extras, F_FEN),
};
static const struct shape trail_shape = SHAPE_OUT("MoveTrail", struct order, trail_fields);

static void note_in_trail(struct tx *tx, const struct actor *by, const char *action, const struct order *before,
    const struct order *o)
{
  if (by->kind == ACTOR_STAFF)
    audit_change(tx, by, o->branch_id, action, "order", o->id, &trail_shape, before, o);
}

enum err stays_check_not_over(struct tx *tx, const struct order *o, const struct stays *s)
{
  int32_t today = order_today_of(tx, o);
  for (size_t i = 0; i < s->count; i++)
    if (today >= s->of[i]->departure)
      return tx_refuse(tx, ERR_ORDER_STATE, "departure", TXT_STAY_OVER, 0);
  return s->count ? OK : order_refuse_state(tx);
}

/* Ends a stay that nobody came to: charged before `until`, its nights from `kept` on and its room are given back. */
static enum err drop(struct tx *tx, const struct order *o, struct stay *s, enum stay_state to, int32_t until, int32_t kept)
{
  struct stay before = *s;
  enum err e = stay_move(tx, s, to);
  if (e)
    return e;
  stay_give_nights(tx, s, kept);
  stay_vacate(tx, s, s->arrival);
  stay_set_charge(tx, s, until);
  stay_keep_step(tx, &before, s, order_today_of(tx, o));
  return OK;
}

enum err stays_cancel(struct tx *tx, const struct actor *by, struct order *o, struct stays *s, const char *reason)
{
  enum err e = OK;
  for (size_t i = 0; !e && i < s->count; i++)
    e = drop(tx, o, s->of[i], STAY_CANCELLED, order_cancel_until(tx, o, s->of[i]), s->of[i]->arrival);
  if (!e)
    e = order_follow(tx, o, by, reason, "room_cancelled");
  if (!e && o->status == ORDER_CANCELLED && o->grant_id)
    coupon_return(tx, o->grant_id, o->id);
  return e;
}

enum err order_cancel(struct tx *tx, const struct actor *by, struct order *o)
{
  struct order before = *o;
  static const char *const reasons[] = {"expired", "guest", "staff"};
  struct stays s = order_stays(o, o->status == ORDER_PENDING ? STAY_HELD : STAY_DUE_IN);
  bool nobody_came = o->status == ORDER_PENDING || o->status == ORDER_CONFIRMED; /* else rooms are cancelled singly */
  enum err e = nobody_came ? order_check_not_over(tx, o) : order_refuse_state(tx);
  if (!e)
    e = stays_cancel(tx, by, o, &s, reasons[by->kind]);
  if (!e)
    e = order_settle(tx, o, "cancelled", by);
  if (e)
    return e;
  note_in_trail(tx, by, "order.cancel", &before, o);
  return order_reload(tx, o, by);
}

static enum err check_day(struct tx *tx, const struct order *o, const struct stays *s)
{
  int64_t today = order_today_of(tx, o) + order_early_days(tx);
  for (size_t i = 0; i < s->count; i++)
    if (today < s->of[i]->arrival)
      return tx_refuse(tx, ERR_TOO_EARLY, NULL, TXT_NONE, 0);
  return s->count ? OK : order_refuse_state(tx);
}

static enum err check_held(struct tx *tx, const struct order *o, const struct stays *s)
{
  struct branch b = {0};
  if (order_early_days(tx) > 0 || !branch_get(tx, o->branch_id, &b))
    return OK;
  for (size_t i = 0; i < s->count; i++) {
    if (tx_now(tx) < order_held_until(o->timezone, o->audit_hour, b.hold_until, s->of[i]->arrival))
      return tx_refuse(tx, ERR_TOO_EARLY, "hold_until", TXT_ROOM_IS_HELD, b.hold_until);
  }
  return OK;
}

enum err stays_check_in(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s, const struct list *room_ids)
{
  struct stay before[LIMIT_ROOMS_PER_ORDER];
  enum err e = stays_check_not_over(tx, o, s);
  if (!e)
    e = check_day(tx, o, s);
  for (size_t i = 0; i < s->count; i++)
    before[i] = *s->of[i];
  for (size_t i = 0; !e && i < s->count; i++)
    stay_extras_missed(tx, s->of[i], order_today_of(tx, o));
  if (!e)
    e = stays_take_rooms(tx, o, s, room_ids);
  if (!e)
    e = stays_move(tx, s, STAY_IN_HOUSE);
  if (!e)
    e = order_follow(tx, o, staff, "", "room_checked_in");
  for (size_t i = 0; !e && i < s->count; i++)
    stay_keep_step(tx, &before[i], s->of[i], order_today_of(tx, o));
  return e;
}

enum err order_check_in(struct tx *tx, const struct actor *staff, struct order *o, const struct list *room_ids)
{
  struct order before = *o;
  struct stays s = order_stays(o, STAY_DUE_IN);
  enum err e = stays_check_in(tx, staff, o, &s, room_ids);
  if (e)
    return e;
  note_in_trail(tx, staff, "order.check_in", &before, o);
  return order_reload(tx, o, staff);
}

/* The first night is kept even when it was not slept; those from today on are for sale again, and `charged` all the same or
 * not. */
static enum err leave(struct tx *tx, struct stay *s, int32_t today, bool charged)
{
  struct stay before = *s;
  int32_t until = today > s->arrival ? today : s->arrival + 1;
  enum err e = stay_move(tx, s, STAY_DEPARTED);
  if (e)
    return e;
  if (s->room_id)
    room_mark(tx, s->room_id, CLEANLINESS_DIRTY);
  stay_give_room(tx, s, today);
  if (until < s->departure) {
    stay_give_nights(tx, s, until);
    if (charged)
      stay_set_charge(tx, s, s->departure);
    stay_set_departure(tx, s, until);
  }
  stay_keep_step(tx, &before, s, today);
  return OK;
}

enum err stays_check_out(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s, bool charged)
{
  int32_t today = order_today_of(tx, o);
  enum err e = s->count ? OK : order_refuse_state(tx);
  for (size_t i = 0; !e && i < s->count; i++)
    e = leave(tx, s->of[i], today, charged);
  if (!e)
    e = order_follow(tx, o, staff, "", "room_checked_out");
  if (!e)
    e = order_settle(tx, o, "left_early", staff);
  if (!e && o->status == ORDER_COMPLETED)
    order_tell_finished(tx, o, staff->request_id);
  return e;
}

enum err order_check_out(struct tx *tx, const struct actor *staff, struct order *o)
{
  struct order before = *o;
  struct stays s = order_stays(o, STAY_IN_HOUSE);
  enum err e = stays_check_out(tx, staff, o, &s, true);
  if (e)
    return e;
  note_in_trail(tx, staff, "order.check_out", &before, o);
  return order_reload(tx, o, staff);
}

enum err stays_no_show(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s)
{
  enum err e = check_day(tx, o, s);
  if (!e)
    e = check_held(tx, o, s);
  for (size_t i = 0; !e && i < s->count; i++)
    e = drop(tx, o, s->of[i], STAY_NO_SHOW, s->of[i]->arrival + 1, s->of[i]->arrival + 1);
  if (!e)
    e = order_follow(tx, o, staff, "", "room_no_show");
  return e ? e : order_settle(tx, o, "no_show", staff);
}

enum err order_no_show(struct tx *tx, const struct actor *staff, struct order *o)
{
  struct order before = *o;
  struct stays s = order_stays(o, STAY_DUE_IN);
  enum err e = stays_no_show(tx, staff, o, &s);
  if (e)
    return e;
  note_in_trail(tx, staff, "order.no_show", &before, o);
  return order_reload(tx, o, staff);
}

enum err order_refund(struct tx *tx, const struct actor *staff, struct order *o, struct money amount, const char *reason,
    const char *tender, bool owed_again)
{
  struct order before = *o;
  if (amount.fen > o->paid.fen - o->refund.fen)
    return tx_refuse(tx, ERR_REFUND_EXCEEDS, "amount_fen", TXT_MAX, o->paid.fen - o->refund.fen);
  enum err e = shift_check(tx, staff, o->branch_id);
  if (!e)
    e = pay_refund_order(tx, o->id, amount, reason, tender, staff);
  if (e)
    return e;
  struct money due = order_due(o);
  o->refund = money_add(o->refund, amount);
  order_set_money(tx, o, MONEY_REFUNDING);
  struct money more = money_sub(order_due(o), due); /* less where the guest had paid too much, or was allowed it before */
  if (!owed_again && more.fen > 0)
    order_allow(tx, o, staff, more, reason);
  order_keep_books(tx, o, staff, NULL);
  note_in_trail(tx, staff, "order.refund", &before, o);
  return order_reload(tx, o, staff);
}

enum err order_pay(struct tx *tx, int64_t id, int64_t member_id, struct money *amount)
{
  struct order o;
  if (!order_get(tx, id, member_id, &o))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (o.status != ORDER_PENDING)
    return order_refuse_state(tx);
  pay_expect(tx, id, o.payable);
  *amount = o.payable;
  return OK;
}

int64_t order_sweep(struct tx *tx, int64_t most)
{
  int64_t id[256], n = 0;
  struct actor system = actor_system("");
  struct rows *r = tx_query(tx, SQL_ORDER_OVERDUE, BI("now", tx_now(tx)), BI("most", most > 256 ? 256 : most));
  while (row_next(r))
    id[n++] = row_i64(r);
  for (int64_t i = 0; i < n; i++) {
    struct order o;
    if (order_get(tx, id[i], 0, &o))
      order_cancel(tx, &system, &o);
  }
  return n;
}
