/* Other dates or another room type for an order that nobody has come to yet: what it had is given back, what it is to have is
 * taken, in one transaction. Nights that it keeps keep their price, others have that of the day. */
#include "hotel/catalogue.h"
#include "order/stays.h"
#include "stock/fit.h"

/* The desk until somebody has come; the guest as long as a cancel costs nothing. */
static enum err check_open(struct tx *tx, const struct actor *by, const struct order *o)
{
  if (o->status != ORDER_CONFIRMED)
    return tx_refuse(tx, ERR_ORDER_STATE, "arrival", TXT_NO_REBOOKING, 0);
  if (by->kind == ACTOR_GUEST && tx_now(tx) > o->free_until)
    return tx_refuse(tx, ERR_ORDER_STATE, "arrival", TXT_REBOOK_AT_DESK, 0);
  return order_check_not_over(tx, o);
}

static enum err check_type(struct tx *tx, const struct order *o, const struct offer *offer)
{
  return offer->branch_id == o->branch_id ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "room_type_id", TXT_FIXED, 0);
}

static enum err take(struct tx *tx, struct stay *s, const struct offer *offer)
{
  int64_t room_id = s->room_id;
  bool same_type = s->room_type_id == offer->room_type_id;
  stay_vacate(tx, s, s->arrival);
  stay_rebook(tx, s, offer);
  enum err e = stay_take_nights(tx, s, s->arrival);
  if (!e && same_type)
    stay_have_room(tx, s, room_id, s->arrival);
  return e;
}

enum err order_rebook(struct tx *tx, const struct actor *by, struct order *o, const struct span *wanted)
{
  struct stays s = order_stays(o, STAY_DUE_IN);
  struct offer offer = {0};
  struct span span = *wanted;
  span.rooms = (int64_t)s.count;
  enum err e = check_open(tx, by, o);
  for (size_t i = 0; !e && i < s.count; i++)
    stay_give_nights(tx, s.of[i], s.of[i]->arrival);
  if (!e)
    e = nights_offer(tx, &span, &offer);
  if (!e)
    e = check_type(tx, o, &offer);
  if (!e)
    e = offer_check_left(tx, &offer, span.rooms);
  int64_t lacking = e ? 0 : fit_lacking(tx, &offer);
  for (size_t i = 0; !e && i < s.count; i++)
    e = take(tx, s.of[i], &offer);
  if (!e)
    e = order_check_fit(tx, &offer, lacking);
  if (e)
    return e;
  o->room_type_id = offer.room_type_id;
  o->room_type_name = offer.room_type_name;
  o->room_type_name_en = offer.room_type_name_en;
  o->stock_mode = (int)offer.stock_mode;
  o->free_until = branch_free_until(offer.timezone, offer.arrival_hour, offer.free_cancel_hours, span.arrival);
  tx_run_object(tx, SQL_ORDER_REBOOK, &order_row_shape, o);
  e = order_follow(tx, o, by, "", NULL);
  if (!e)
    e = order_check_total(tx, "departure", o->total);
  return e ? e : order_settle(tx, o, "rebooked", by);
}

enum err order_rebook_quote(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *given,
    struct rebook_quote *out)
{
  struct order_request in = {.room_type_id = o->room_type_id, .arrival = o->arrival, .departure = o->departure};
  struct money went_back = o->refund;
  shape_take_given(&rebook_request_shape, given, &in);
  tx_mark(tx);
  enum err e = order_rebook(tx, by, o, &(struct span){in.room_type_id, in.arrival, in.departure, o->rooms});
  *out = (struct rebook_quote){o->total, o->discount, o->payable, money_sub(o->refund, went_back), order_due(o)};
  tx_undo(tx);
  return e;
}
