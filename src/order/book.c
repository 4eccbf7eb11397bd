/* Quoting and booking: one transaction takes the nights and the coupon and writes the order with its frozen price,
 * terms, deadline and event. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "coupon/coupon.h"
#include "hotel/catalogue.h"
#include "limits.h"
#include "login/login.h"
#include "order/order.h"
#include "stock/fit.h"
#include "store/audit.h"
#include "topic_ids.h"

static struct span span_of(const struct order_request *in)
{
  return (struct span){in->room_type_id, in->arrival, in->departure, in->rooms};
}

static int64_t free_until(const struct offer *offer, int32_t arrival)
{
  return branch_free_until(offer->timezone, (int32_t)offer->arrival_hour, (int32_t)offer->free_cancel_hours, arrival);
}

/* The first night's share of what is to be paid; used before the night lines exist, so it follows the same split. */
static struct money night_net(struct money price, int64_t rooms, struct money total, struct money discount)
{
  struct money gross = money_times(price, rooms);
  int64_t share = total.fen ? (int64_t)((__int128)discount.fen * gross.fen / total.fen) : 0;
  return fen(gross.fen - share);
}

static struct purchase purchase_of(int64_t member_id, const struct offer *offer)
{
  return (struct purchase){.member_id = member_id, .branch_id = offer->branch_id, .room_type_id = offer->room_type_id,
      .total = offer->total, .today = offer->business_date};
}

enum err order_quote(struct tx *tx, int64_t member_id, const struct order_request *in, struct quote *out)
{
  struct span span = span_of(in);
  struct offer offer = {0};
  int64_t grant_id;
  enum err e = nights_offer(tx, &span, &offer);
  if (!e)
    e = order_check_total(tx, "rooms", offer.total);
  if (e)
    return e;
  struct purchase p = purchase_of(member_id, &offer);
  *out = (struct quote){.nights = offer.nights, .total = offer.total, .left = offer_left(&offer)};
  if (in->coupon_id && (e = coupon_discount(tx, in->coupon_id, &p, &grant_id, &out->discount)))
    return e;
  const struct night *first = offer.nights.items;
  out->payable = money_sub(out->total, out->discount);
  out->coupons = coupon_usable(tx, &p);
  out->cancellation.free_until = free_until(&offer, in->arrival);
  out->cancellation.fee = night_net(first->price, in->rooms, out->total, out->discount);
  return OK;
}

static void fill(struct order *o, const struct order_request *in, const struct offer *offer, int64_t now)
{
  *o = (struct order){.id = id_next(), .branch_id = offer->branch_id, .room_type_id = in->room_type_id,
      .branch_name = offer->branch_name, .branch_name_en = offer->branch_name_en, .room_type_name = offer->room_type_name,
      .room_type_name_en = offer->room_type_name_en, .timezone = offer->timezone,
      .arrival = in->arrival, .departure = in->departure, .rooms = in->rooms, .guest_name = in->guest_name,
      .guest_phone = in->guest_phone, .remark = in->remark ? in->remark : "",
      .arrival_time = in->arrival_time ? in->arrival_time : "", .total = offer->total,
      .stock_mode = (int)offer->stock_mode, .audit_hour = offer->audit_hour, .reason = "", .created_at = now,
      .free_until = free_until(offer, in->arrival)};
}

/* Each night's share of the discount is rounded down; the last night takes the rest, so the lines add up to the fen. */
static void write_stays(struct tx *tx, struct order *o, const struct offer *offer, enum stay_state state, bool taken)
{
  const struct night *n = offer->nights.items;
  size_t count = offer->nights.count;
  struct order_night *lines = arena_array(tx_arena(tx), struct order_night, count);
  struct stay_night *of_stay = arena_array(tx_arena(tx), struct stay_night, count);
  struct money left = o->payable;
  for (size_t i = 0; i < count; i++) {
    struct money net = i + 1 < count ? night_net(n[i].price, o->rooms, o->total, o->discount) : left;
    left = money_sub(left, net);
    lines[i] = (struct order_night){n[i].date, n[i].price, net};
    of_stay[i] = (struct stay_night){.date = n[i].date, .price = n[i].price, .net = net, .taken = taken};
  }
  struct stay stay = {.order_id = o->id, .branch_id = o->branch_id, .room_type_id = o->room_type_id, .priced_as = o->room_type_id,
      .state = state, .arrival = o->arrival, .departure = o->departure, .nights = {of_stay, count}};
  stays_put(tx, &stay, o->rooms);
  o->nights = (struct list){lines, count};
  o->cancellation = (struct cancellation){o->free_until, lines[0].net};
}

static void start_deadline(struct tx *tx, struct order *o, int64_t hold_seconds, const char *trace)
{
  char key[ID_TEXT], body[64];
  snprintf(key, sizeof key, "%" PRId64, o->id);
  snprintf(body, sizeof body, "{\"order_no\":\"%s\"}", key);
  o->pay_by = tx_now(tx) + hold_seconds * 1000;
  o->timer_id = mq_append_at(tx, TOPIC_ORDER_DELAY, o->pay_by, "pay_by", key, body, trace);
}

/* "00:00" to "23:59"; nothing at all is fine too. */
static bool is_arrival_time(const char *s)
{
  if (!s || !*s)
    return true;
  return strlen(s) == 5 && s[2] == ':' && strspn(s, "0123456789") == 2 && strspn(s + 3, "0123456789") == 2 && s[3] < '6' &&
         (s[0] < '2' || (s[0] == '2' && s[1] < '4'));
}

enum err order_take_phone(struct tx *tx, struct order_request *in)
{
  in->guest_phone = phone_form(in->guest_phone, tx_arena(tx));
  return in->guest_phone ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "guest_phone", TXT_PHONE, 0);
}

enum err order_check_time(struct tx *tx, const struct order_request *in)
{
  return is_arrival_time(in->arrival_time) ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "arrival_time", TXT_CLOCK_TIME, 0);
}

static enum err take_guest(struct tx *tx, struct order_request *in)
{
  enum err e = order_take_phone(tx, in);
  return e ? e : order_check_time(tx, in);
}

static enum err take_coupon(struct tx *tx, struct order *o, const struct order_request *in, const struct offer *offer)
{
  struct purchase p = purchase_of(o->member_id, offer);
  return in->coupon_id ? coupon_hold(tx, in->coupon_id, &p, o->id, &o->grant_id, &o->discount) : OK;
}

static bool is_within(struct rows *r, const struct hold_terms *terms, int64_t rooms)
{
  bool any = row_next(r);
  int64_t orders = any ? row_i64(r) : 0, held = any ? row_i64(r) : 0;
  row_end(r);
  return (!terms->orders || orders < terms->orders) && (!terms->rooms || held + rooms <= terms->rooms);
}

/* Whoever changes the account keeps the phone, and the other way round. */
static enum err check_unpaid(struct tx *tx, int64_t member_id, const struct order_request *in, const struct hold_terms *terms)
{
  if (!terms->orders && !terms->rooms)
    return OK;
  if (is_within(tx_query(tx, SQL_ORDER_UNPAID_OF_MEMBER, BI("member", member_id)), terms, in->rooms) &&
      is_within(tx_query(tx, SQL_ORDER_UNPAID_OF_PHONE, BS("phone", in->guest_phone)), terms, in->rooms))
    return OK;
  return tx_refuse(tx, ERR_TOO_MANY_UNPAID, NULL, TXT_NONE, 0);
}

enum err order_check_fit(struct tx *tx, const struct offer *offer, int64_t before)
{
  return fit_lacking(tx, offer) > before ? tx_refuse(tx, ERR_SOLD_OUT, "departure", TXT_NO_ONE_ROOM, 0) : OK;
}

enum err order_book(struct tx *tx, const struct actor *guest, const struct order_request *given, const struct hold_terms *terms,
    struct order *o)
{
  struct order_request taken = *given, *in = &taken;
  struct span span = span_of(in);
  struct offer offer = {0};
  enum err e = member_live(tx, guest->id) ? take_guest(tx, in) : tx_refuse(tx, ERR_UNAUTHORIZED, NULL, TXT_NONE, 0);
  if (!e)
    e = check_unpaid(tx, guest->id, in, terms);
  if (!e)
    e = nights_offer(tx, &span, &offer);
  if (!e)
    e = order_check_total(tx, "rooms", offer.total);
  if (e)
    return e;
  fill(o, in, &offer, tx_now(tx));
  o->member_id = guest->id;
  o->source = "app";
  o->booked_by = guest->name;
  if ((e = offer_check_left(tx, &offer, in->rooms)) || (e = take_coupon(tx, o, in, &offer)))
    return e;
  o->payable = money_sub(o->total, o->discount);
  if (in->payable.fen != NONE_I64 && in->payable.fen != o->payable.fen)
    return tx_refuse(tx, ERR_PRICE_CHANGED, NULL, TXT_NONE, 0);
  bool free = o->payable.fen == 0;
  bool takes = offer.stock_mode == STOCK_AT_ORDER || (free && offer.stock_mode == STOCK_AT_PAYMENT);
  if (takes && (e = nights_take(tx, &span, offer.has_rows)))
    return e;
  int64_t lacking = fit_lacking(tx, &offer);
  if (!free)
    start_deadline(tx, o, terms->seconds, guest->request_id);
  tx_run_object(tx, SQL_ORDER_PUT, &order_row_shape, o);
  write_stays(tx, o, &offer, STAY_HELD, takes);
  if ((e = order_check_fit(tx, &offer, lacking)))
    return e;
  order_announce(tx, o, "created", guest->request_id);
  if (!free)
    return OK;
  o->stays = stays_of(tx, o->id);
  return order_confirm(tx, o, guest, ""); /* no provider takes a payment of nothing */
}

enum err order_walk_in(struct tx *tx, const struct actor *staff, const struct order_request *given, struct order *o)
{
  struct order_request taken = *given, *in = &taken;
  struct span span = span_of(in);
  struct offer offer = {0};
  enum err e = take_guest(tx, in);
  if (!e)
    e = nights_offer(tx, &span, &offer);
  if (!e && !actor_in_branch(staff, offer.branch_id))
    e = tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
  if (!e)
    e = order_check_total(tx, "rooms", offer.total);
  if (!e)
    e = offer_check_left(tx, &offer, in->rooms);
  if (!e && offer.stock_mode != STOCK_NEVER)
    e = nights_take(tx, &span, offer.has_rows);
  if (e)
    return e;
  fill(o, in, &offer, tx_now(tx));
  o->source = "walk_in";
  o->booked_by = staff->name;
  o->status = ORDER_CONFIRMED;
  o->payable = o->total;
  int64_t lacking = fit_lacking(tx, &offer);
  tx_run_object(tx, SQL_ORDER_PUT, &order_row_shape, o);
  write_stays(tx, o, &offer, STAY_DUE_IN, offer.stock_mode != STOCK_NEVER);
  if ((e = order_check_fit(tx, &offer, lacking)))
    return e;
  o->stays = stays_of(tx, o->id);
  order_announce(tx, o, "created", staff->request_id);
  audit(tx, staff, o->branch_id, "order.walk_in", "order", o->id, NULL, NULL);
  return OK;
}
