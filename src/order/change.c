/* Changing an order that is sold: other rooms, more nights, money taken for it. The price of the nights it had, its discount
 * and its terms stay as they were frozen. Inside a transaction, on its thread. */
#include "ledger/payment_kind.h"
#include "order/account.h"
#include "order/stays.h"
#include "pay/pay.h"
#include "store/audit.h"

/* What such a change leaves in the trail. */
static const struct field trail_fields[] = {
    FIELD(struct order, status, F_ENUM, .names = order_status_names),
    FIELD(struct order, departure, F_DATE),
    FIELD_AS("payable_fen", struct order, payable, F_FEN),
    FIELD_AS("paid_fen", struct order, paid, F_FEN),
    FIELD_AS("room_numbers", struct order, room_numbers, F_STRS),
};
static const struct shape trail_shape = SHAPE_OUT("StayTrail", struct order, trail_fields);

enum err order_finish(struct tx *tx, const struct actor *staff, struct order *o, const struct order *before, const char *action)
{
  enum err e = order_find(tx, staff, o->id, o);
  if (!e)
    audit_change(tx, staff, o->branch_id, action, "order", o->id, &trail_shape, before, o);
  return e;
}

static enum err check_state(struct tx *tx, const struct order *o)
{
  bool sold = o->status == ORDER_CONFIRMED || o->status == ORDER_IN_HOUSE;
  return sold ? OK : order_refuse_state(tx);
}

enum err order_change_rooms(struct tx *tx, const struct actor *staff, struct order *o, const struct list *room_ids,
    bool any_type)
{
  struct order before = *o;
  struct stays s = order_open_stays(o);
  int32_t today = order_today_of(tx, o);
  int32_t from = today > o->arrival ? today : o->arrival;
  enum err e = check_state(tx, o);
  if (!e && from >= o->departure)
    e = tx_refuse(tx, ERR_ORDER_STATE, "room_ids", TXT_NO_NIGHTS_LEFT, 0);
  if (!e)
    e = stays_change_rooms(tx, o, &s, room_ids, any_type, from);
  if (e)
    return e;
  bool inside = o->status == ORDER_IN_HOUSE;
  order_note_step(tx, o, staff, inside ? "rooms_moved" : "rooms_assigned", inside ? "moved" : "assigned");
  return order_finish(tx, staff, o, &before, inside ? "order.move" : "order.assign");
}

/* The nights from its departure to the new one, at today's prices. */
static enum err extend(struct tx *tx, struct stay *s, int32_t departure)
{
  bool inside = s->state == STAY_IN_HOUSE, takes = nights_counted(tx, s->room_type_id);
  struct span whole = {s->priced_as, s->arrival, departure, 1, inside};
  struct span further = {s->room_type_id, s->departure, departure, 1, inside};
  struct offer offer = {0};
  enum err e = nights_extend(tx, &whole, s->departure, &offer);
  if (!e && !inside)
    e = offer_check_left(tx, &offer, 1);
  if (!e && takes)
    e = nights_take(tx, &further, offer.has_rows && s->priced_as == s->room_type_id);
  const struct night *n = offer.nights.items;
  for (size_t i = 0; !e && i < offer.nights.count; i++)
    stay_add_night(tx, s, n[i].date, n[i].price, takes);
  return e;
}

/* Each room that is not free is named. */
static enum err keep_rooms(struct tx *tx, const struct stays *s, const int32_t was[])
{
  enum err e = OK;
  for (size_t i = 0; i < s->count; i++) {
    enum err one = stay_keep_room(tx, s->of[i], was[i], arena_printf(tx_arena(tx), "room %s", s->of[i]->room_number));
    e = one ? one : e;
  }
  return e;
}

static enum err extend_all(struct tx *tx, const struct stays *s, int32_t departure)
{
  int32_t was[LIMIT_ROOMS_PER_ORDER];
  enum err e = OK;
  for (size_t i = 0; !e && i < s->count; i++) {
    was[i] = s->of[i]->departure;
    e = extend(tx, s->of[i], departure);
    if (!e)
      stay_set_departure(tx, s->of[i], departure);
  }
  return e ? e : keep_rooms(tx, s, was);
}

enum err stays_extend(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s, int32_t departure)
{
  int32_t last = 0;
  for (size_t i = 0; i < s->count; i++)
    last = s->of[i]->departure > last ? s->of[i]->departure : last;
  if (departure <= last)
    return tx_refuse(tx, ERR_BAD_REQUEST, "departure", TXT_NO_EXTENSION, 0);
  enum err e = extend_all(tx, s, departure);
  if (e)
    return e;
  o->stays = stays_of(tx, o->id);
  e = order_follow(tx, o, staff, "", NULL);
  if (!e)
    e = order_check_total(tx, "departure", o->total);
  if (!e)
    order_note_step(tx, o, staff, "extended", "extended");
  return e;
}

enum err order_extend(struct tx *tx, const struct actor *staff, struct order *o, int32_t departure)
{
  struct order before = *o;
  struct stays s = order_open_stays(o);
  enum err e = check_state(tx, o);
  if (!e)
    e = stays_extend(tx, staff, o, &s, departure);
  return e ? e : order_finish(tx, staff, o, &before, "order.extend");
}

enum err order_pay_at_desk(struct tx *tx, const struct actor *staff, struct order *o, struct money amount, const char *method,
    const struct new_payment *to)
{
  bool stays = o->status == ORDER_CONFIRMED || o->status == ORDER_IN_HOUSE || o->status == ORDER_COMPLETED;
  if (!stays)
    return order_refuse_state(tx);
  if (amount.fen > o->due.fen)
    return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_MAX, o->due.fen);
  enum err e = payment_kind_check(tx, method, to ? to->note : NULL);
  if (!e)
    e = shift_check(tx, staff, o->branch_id);
  if (e)
    return e;
  struct order before = *o, paid = *o;
  paid.paid = money_add(o->paid, amount);
  pay_at_desk(tx, o->id, method, amount);
  bool plain = o->money == MONEY_UNPAID || o->money == MONEY_PART_PAID;
  order_set_money(tx, &paid, plain ? MONEY_PAID : (enum order_money)o->money);
  order_keep_books(tx, &paid, staff, to);
  order_note_step(tx, o, staff, "paid_at_desk", "paid_at_desk");
  return order_finish(tx, staff, o, &before, "order.pay");
}
