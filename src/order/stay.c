/* Changing a stay that is sold: other rooms, more nights, money taken for it. The price of the nights it had, its discount
 * and its terms stay as they were frozen. Inside a transaction, on its thread. */
#include "order/order.h"
#include "order/rooms.h"
#include "pay/pay.h"
#include "store/audit.h"

/* What such a change leaves in the trail. */
static const struct field trail_fields[] = {
    FIELD(struct order, departure, F_DATE),
    FIELD_AS("payable_fen", struct order, payable, F_FEN),
    FIELD_AS("paid_fen", struct order, paid, F_FEN),
    FIELD_AS("room_numbers", struct order, room_numbers, F_STRS),
};
static const struct shape trail_shape = SHAPE_OUT("StayTrail", struct order, trail_fields);

static enum err finish(struct tx *tx, const struct actor *staff, struct order *o, const char *action)
{
  struct order before = *o;
  enum err e = order_find(tx, staff, o->id, o);
  if (!e)
    audit_change(tx, staff, o->branch_id, action, "order", o->id, &trail_shape, &before, o);
  return e;
}

static enum err check_state(struct tx *tx, const struct order *o)
{
  bool sold = o->status == ORDER_CONFIRMED || o->status == ORDER_IN_HOUSE;
  return sold ? OK : tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
}

enum err order_change_rooms(struct tx *tx, const struct actor *staff, struct order *o, const struct list *room_ids,
    bool any_type)
{
  int32_t today = order_today_of(tx, o);
  int32_t from = today > o->arrival ? today : o->arrival;
  enum err e = check_state(tx, o);
  if (!e && from >= o->departure)
    e = tx_refuse(tx, ERR_ORDER_STATE, "room_ids", TXT_NO_NIGHTS_LEFT, 0);
  if (!e)
    e = order_rooms_move(tx, o, room_ids, any_type, from);
  if (e)
    return e;
  bool inside = o->status == ORDER_IN_HOUSE;
  order_note_step(tx, o, staff, inside ? "rooms_moved" : "rooms_assigned", inside ? "moved" : "assigned");
  return finish(tx, staff, o, inside ? "order.move" : "order.assign");
}

static enum err take_nights(struct tx *tx, const struct order *o, const struct stay *further, const struct offer *offer)
{
  enum err e = offer_check_left(tx, offer, further->rooms);
  if (!e && o->holds_nights)
    e = nights_take(tx, further, offer->has_rows);
  return e ? e : order_rooms_keep(tx, o, further->arrival, further->departure);
}

static void write_nights(struct tx *tx, const struct order *o, const struct offer *offer)
{
  const struct night *n = offer->nights.items;
  for (size_t i = 0; i < offer->nights.count; i++)
    tx_run(tx, SQL_ORDER_NIGHT_PUT, BI("order", o->id), BI("night", n[i].date), BM("price", n[i].price),
        BM("net", money_times(n[i].price, o->rooms)));
}

enum err order_extend(struct tx *tx, const struct actor *staff, struct order *o, int32_t departure)
{
  struct stay whole = {o->room_type_id, o->arrival, departure, o->rooms};
  struct stay further = {o->room_type_id, o->departure, departure, o->rooms};
  struct offer offer = {0};
  enum err e = check_state(tx, o);
  if (!e && departure <= o->departure)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "departure", TXT_NO_EXTENSION, 0);
  if (!e)
    e = stay_extension(tx, &whole, o->departure, &offer);
  if (!e)
    e = order_check_total(tx, "departure", money_add(o->total, offer.total));
  if (!e)
    e = take_nights(tx, o, &further, &offer);
  if (e)
    return e;
  write_nights(tx, o, &offer);
  if (!tx_run(tx, SQL_ORDER_EXTEND, BI("id", o->id), BI("was", o->departure), BI("departure", departure),
          BM("more", offer.total)))
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_NONE, 0);
  struct order told = *o;
  told.departure = departure;
  told.payable = money_add(o->payable, offer.total);
  order_note_step(tx, &told, staff, "extended", "extended");
  return finish(tx, staff, o, "order.extend");
}

enum err order_pay_at_desk(struct tx *tx, const struct actor *staff, struct order *o, struct money amount, const char *method)
{
  bool stays = o->status == ORDER_CONFIRMED || o->status == ORDER_IN_HOUSE || o->status == ORDER_COMPLETED;
  if (!stays)
    return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  if (amount.fen > o->due.fen)
    return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_MAX, o->due.fen);
  struct order paid = *o;
  paid.paid = money_add(o->paid, amount);
  pay_at_desk(tx, o->id, method, amount);
  bool plain = o->money == MONEY_UNPAID || o->money == MONEY_PART_PAID;
  order_set_money(tx, &paid, plain ? MONEY_PAID : (enum order_money)o->money);
  order_note_step(tx, o, staff, "paid_at_desk", "paid_at_desk");
  return finish(tx, staff, o, "order.pay");
}
