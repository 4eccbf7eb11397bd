/* Moving an order: what each move does to its stays, and what it gives back. Inside a transaction, on its thread. */
#include "coupon/coupon.h"
#include "hotel/catalogue.h"
#include "order/order.h"
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
  if (!e)
    e = order_follow(tx, o, by, note);
  if (!e && o->grant_id)
    coupon_use(tx, o->grant_id, o->id);
  return e;
}

void order_release(struct tx *tx, struct order *o)
{
  struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count; i++) {
    stay_give_nights(tx, &s[i], s[i].arrival);
    stay_vacate(tx, &s[i], s[i].arrival);
  }
  if (o->grant_id)
    coupon_return(tx, o->grant_id, o->id);
}

static enum err give_back(struct tx *tx, struct order *o, struct money keep, const char *reason, const struct actor *by)
{
  struct money amount = order_beyond(o, keep);
  if (amount.fen == 0)
    return OK;
  enum err e = pay_refund_order(tx, o->id, amount, reason, by);
  if (e)
    return e;
  o->refund = money_add(o->refund, amount);
  order_set_money(tx, o, MONEY_REFUNDING);
  return OK;
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
    FIELD_AS("owed_again_fen", struct order, owed_again, F_FEN),
};
static const struct shape trail_shape = SHAPE_OUT("MoveTrail", struct order, trail_fields);

static void note_in_trail(struct tx *tx, const struct actor *by, const char *action, const struct order *before,
    const struct order *o)
{
  if (by->kind == ACTOR_STAFF)
    audit_change(tx, by, o->branch_id, action, "order", o->id, &trail_shape, before, o);
}

/* Only while nobody has come: rooms of a party in house are cancelled singly. */
static enum err check_nobody_came(struct tx *tx, const struct order *o)
{
  bool open = o->status == ORDER_PENDING || o->status == ORDER_CONFIRMED;
  return open ? order_check_not_over(tx, o) : tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
}

enum err order_cancel(struct tx *tx, const struct actor *by, struct order *o)
{
  struct order before = *o;
  static const char *const reasons[] = {"expired", "guest", "staff"};
  struct stays s = order_stays(o, o->status == ORDER_PENDING ? STAY_HELD : STAY_DUE_IN);
  enum err e = check_nobody_came(tx, o);
  if (!e)
    e = stays_move(tx, &s, STAY_CANCELLED);
  if (!e)
    e = order_follow(tx, o, by, reasons[by->kind]);
  if (e)
    return e;
  order_release(tx, o);
  e = give_back(tx, o, order_cancel_fee(tx, o), "cancelled", by);
  note_in_trail(tx, by, "order.cancel", &before, o);
  return e ? e : order_reload(tx, o, by);
}

/* How many days before arrival the desk may check in or call a no-show; 0 in a real house. */
static const char early_days[] = "early_check_in_days";

static enum err check_day(struct tx *tx, const struct order *o)
{
  int64_t early = setting_i64(tx, early_days, 0);
  if (order_today_of(tx, o) + early < o->arrival)
    return tx_refuse(tx, ERR_TOO_EARLY, NULL, TXT_NONE, 0);
  return OK;
}

/* A guest may come until the hour to which the branch holds rooms; an hour before its day ends is the next morning's. */
static enum err check_held(struct tx *tx, const struct order *o)
{
  struct branch b = {0};
  if (setting_i64(tx, early_days, 0) > 0 || !branch_get(tx, o->branch_id, &b))
    return OK;
  int32_t day = o->arrival + (b.hold_until < o->audit_hour);
  if (tx_now(tx) < zone_instant(zone_of(o->timezone), day, b.hold_until))
    return tx_refuse(tx, ERR_TOO_EARLY, "hold_until", TXT_ROOM_IS_HELD, b.hold_until);
  return OK;
}

enum err order_check_in(struct tx *tx, const struct actor *staff, struct order *o, const struct list *room_ids)
{
  struct order before = *o;
  struct stays s = order_stays(o, STAY_DUE_IN);
  enum err e = s.count ? order_check_not_over(tx, o) : tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  if (!e)
    e = check_day(tx, o);
  if (!e)
    e = stays_take_rooms(tx, o, &s, room_ids);
  if (!e)
    e = stays_move(tx, &s, STAY_IN_HOUSE);
  if (!e)
    e = order_follow(tx, o, staff, "");
  if (e)
    return e;
  note_in_trail(tx, staff, "order.check_in", &before, o);
  return order_reload(tx, o, staff);
}

/* The first night is kept even when it was not slept; those from today on are for sale again. */
static enum err leave(struct tx *tx, struct stay *s, int32_t today)
{
  int32_t until = today > s->arrival ? today : s->arrival + 1;
  if (s->room_id)
    room_mark(tx, s->room_id, CLEANLINESS_DIRTY);
  stay_give_room(tx, s, today);
  if (until < s->departure) {
    stay_give_nights(tx, s, until);
    stay_set_departure(tx, s, until);
  }
  return stay_move(tx, s, STAY_DEPARTED);
}

enum err order_check_out(struct tx *tx, const struct actor *staff, struct order *o)
{
  struct order before = *o;
  struct stays s = order_stays(o, STAY_IN_HOUSE);
  int32_t today = order_today_of(tx, o);
  enum err e = s.count ? OK : tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  for (size_t i = 0; !e && i < s.count; i++)
    e = leave(tx, s.of[i], today);
  if (!e)
    e = order_follow(tx, o, staff, "");
  if (e)
    return e;
  if (o->status == ORDER_COMPLETED)
    order_tell_finished(tx, o, staff->request_id);
  note_in_trail(tx, staff, "order.check_out", &before, o);
  return order_reload(tx, o, staff);
}

enum err order_no_show(struct tx *tx, const struct actor *staff, struct order *o)
{
  struct order before = *o;
  struct stays s = order_stays(o, STAY_DUE_IN);
  enum err e = s.count ? check_day(tx, o) : tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  if (!e)
    e = check_held(tx, o);
  if (!e)
    e = stays_move(tx, &s, STAY_NO_SHOW);
  if (!e)
    e = order_follow(tx, o, staff, "");
  if (e)
    return e;
  for (size_t i = 0; i < s.count; i++) {
    stay_give_nights(tx, s.of[i], s.of[i]->arrival + 1);
    stay_vacate(tx, s.of[i], s.of[i]->arrival);
  }
  e = give_back(tx, o, o->cancellation.fee, "no_show", staff);
  note_in_trail(tx, staff, "order.no_show", &before, o);
  return e ? e : order_reload(tx, o, staff);
}

enum err order_refund(struct tx *tx, const struct actor *staff, struct order *o, struct money amount, const char *reason,
    bool owed_again)
{
  struct order before = *o;
  if (amount.fen > o->paid.fen - o->refund.fen)
    return tx_refuse(tx, ERR_REFUND_EXCEEDS, "amount_fen", TXT_MAX, o->paid.fen - o->refund.fen);
  enum err e = pay_refund_order(tx, o->id, amount, reason, staff);
  if (e)
    return e;
  o->refund = money_add(o->refund, amount);
  if (owed_again)
    o->owed_again = money_add(o->owed_again, amount);
  order_set_money(tx, o, MONEY_REFUNDING);
  note_in_trail(tx, staff, "order.refund", &before, o);
  return order_reload(tx, o, staff);
}

enum err order_pay(struct tx *tx, int64_t id, int64_t member_id, struct money *amount)
{
  struct order o;
  if (!order_get(tx, id, member_id, &o))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (o.status != ORDER_PENDING)
    return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  pay_expect(tx, id, o.payable);
  *amount = o.payable;
  return OK;
}

static const struct actor system_actor = {.kind = ACTOR_SYSTEM, .name = "system", .request_id = ""};

int64_t order_sweep(struct tx *tx, int64_t most)
{
  int64_t id[256], n = 0;
  struct rows *r = tx_query(tx, SQL_ORDER_OVERDUE, BI("now", tx_now(tx)), BI("most", most > 256 ? 256 : most));
  while (row_next(r))
    id[n++] = row_i64(r);
  for (int64_t i = 0; i < n; i++) {
    struct order o;
    if (order_get(tx, id[i], 0, &o))
      order_cancel(tx, &system_actor, &o);
  }
  return n;
}
