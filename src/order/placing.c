/* Moving a stay into another room, with its stock and its price, and two into each other's. See order.h. Inside a transaction, on
 * its thread. */
#include "order/account.h"
#include "order/stays.h"
#include "stock/room.h"
#include "store/audit.h"

static int32_t from_tonight(struct tx *tx, const struct order *o, const struct stay *s)
{
  return stay_from(s, order_today_of(tx, o));
}

static enum err check_movable(struct tx *tx, const struct order *o, const struct stay *s)
{
  if (s->state != STAY_DUE_IN && s->state != STAY_IN_HOUSE)
    return order_refuse_state(tx);
  return from_tonight(tx, o, s) < s->departure ? OK : tx_refuse(tx, ERR_ORDER_STATE, "room_id", TXT_NO_NIGHTS_LEFT, 0);
}

static enum err type_of(struct tx *tx, const struct stay *s, int64_t room_id, int64_t *out)
{
  *out = tx_i64(tx, SQL_ORDER_ROOM_TYPE, 0, BI("id", room_id), BI("branch", s->branch_id));
  return *out ? OK : tx_refuse(tx, ERR_BAD_REQUEST, "room_id", TXT_ROOM_UNFIT, 0);
}

/* What a type costs today on the nights from `from` on. */
static enum err prices(struct tx *tx, const struct stay *s, int64_t room_type_id, int32_t from, struct offer *out)
{
  return nights_extend(tx, &(struct span){room_type_id, s->arrival, s->departure, 1, true}, from, out);
}

static enum err reprice(struct tx *tx, struct stay *s, int64_t room_type_id, int32_t from, enum move_price how)
{
  struct offer is = {0}, was = {0};
  enum err e = prices(tx, s, room_type_id, from, &is);
  if (!e)
    e = prices(tx, s, s->priced_as, from, &was);
  if (e)
    return e;
  const struct night *now = is.nights.items, *then = was.nights.items;
  struct money *price = arena_array(tx_arena(tx), struct money, is.nights.count);
  for (size_t i = 0; i < is.nights.count; i++) {
    const struct stay_night *n = stay_night_at(s, now[i].date);
    int64_t difference = (n ? n->price.fen : 0) + now[i].price.fen - then[i].price.fen;
    price[i] = how == MOVE_NEW ? now[i].price : fen(difference > 0 ? difference : 0);
  }
  stay_reprice(tx, s, room_type_id, from, price);
  return OK;
}

static void leave_dirty(struct tx *tx, const struct stay *s, int64_t room_id)
{
  if (s->state == STAY_IN_HOUSE && room_id)
    room_mark(tx, room_id, CLEANLINESS_DIRTY);
}

static void note(struct tx *tx, const struct actor *staff, const struct order *o, const struct stay *s)
{
  bool inside = s->state == STAY_IN_HOUSE;
  order_note_step(tx, o, staff, inside ? "rooms_moved" : "rooms_assigned", inside ? "moved" : "assigned");
}

static enum err check_nights(struct tx *tx, const struct order *o, const struct stay *s, const struct nights_price *in)
{
  if (s->state != STAY_DUE_IN && s->state != STAY_IN_HOUSE)
    return order_refuse_state(tx);
  if (in->from < s->arrival || in->from >= s->departure)
    return tx_refuse(tx, ERR_BAD_REQUEST, "from", TXT_NO_SUCH_NIGHT, 0);
  if (in->to < in->from || in->to >= s->departure)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_NO_SUCH_NIGHT, 0);
  struct list posted = ledger_of_stays(tx, o->id);
  const struct line *l = posted.items;
  for (size_t i = 0; i < posted.count; i++)
    if (l[i].stay_id == s->id && !l[i].extra_id && l[i].service_date >= in->from && l[i].service_date <= in->to)
      return tx_refuse(tx, ERR_DAY_CLOSED, "from", TXT_NIGHT_POSTED, 0);
  return OK;
}

static const char *price_trail(struct tx *tx, const struct order *o, const struct nights_price *in)
{
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '{');
  json_put_i64(&w, "payable_fen", o->payable.fen);
  if (in) {
    json_put_date(&w, "from", in->from);
    json_put_date(&w, "to", in->to);
    json_put_i64(&w, "price_fen", in->price.fen);
    json_put_str(&w, "reason", in->reason);
  }
  json_close(&w, '}');
  return w.buf.data;
}

enum err order_stay_reprice(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s,
    const struct nights_price *in)
{
  struct order before = *o;
  enum err e = check_nights(tx, o, s, in);
  if (e)
    return e;
  struct money *price = arena_array(tx_arena(tx), struct money, (size_t)(s->departure - in->from));
  for (int32_t day = in->from; day < s->departure; day++) {
    const struct stay_night *n = stay_night_at(s, day);
    price[day - in->from] = day <= in->to || !n ? in->price : n->price;
  }
  stay_reprice(tx, s, s->priced_as, in->from, price);
  e = order_follow(tx, o, staff, "", "repriced");
  if (!e)
    e = order_check_total(tx, "price_fen", o->total);
  if (!e)
    e = order_settle(tx, o, "repriced", staff);
  if (!e)
    e = order_find(tx, staff, o->id, o);
  if (!e)
    audit(tx, staff, o->branch_id, "stay.reprice", "order", o->id, price_trail(tx, &before, NULL), price_trail(tx, o, in));
  return e;
}

enum err order_stay_move(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t room_id,
    enum move_price how)
{
  struct order before = *o;
  int64_t type = 0, left = s->room_id;
  int32_t from = from_tonight(tx, o, s);
  enum err e = check_movable(tx, o, s);
  if (!e && room_id == s->room_id)
    e = tx_refuse(tx, ERR_BAD_REQUEST, "room_id", TXT_SAME_ROOM, 0);
  if (!e)
    e = type_of(tx, s, room_id, &type);
  if (!e && how != MOVE_KEEP)
    e = reprice(tx, s, type, from, how);
  if (e)
    return e;
  stay_vacate(tx, s, from);
  e = stay_take_room(tx, s, room_id, from, s->state == STAY_IN_HOUSE, "room_id");
  if (e)
    return e;
  leave_dirty(tx, s, left);
  note(tx, staff, o, s);
  e = order_follow(tx, o, staff, "", NULL);
  if (!e)
    e = order_settle(tx, o, "moved", staff);
  return e ? e : order_finish(tx, staff, o, &before, s->state == STAY_IN_HOUSE ? "stay.move" : "stay.assign");
}

/* Both leave their rooms and nights before either takes the other's. */
static enum err change_places(struct tx *tx, struct stay *a, struct stay *b, int32_t from_a, int32_t from_b)
{
  int64_t room_a = a->room_id, room_b = b->room_id;
  bool types = a->room_type_id != b->room_type_id;
  stay_vacate(tx, a, from_a);
  stay_vacate(tx, b, from_b);
  if (types) {
    stay_give_nights(tx, a, from_a);
    stay_give_nights(tx, b, from_b);
  }
  enum err e = stay_take_room(tx, a, room_b, from_a, a->state == STAY_IN_HOUSE, "with");
  if (!e)
    e = stay_take_room(tx, b, room_a, from_b, b->state == STAY_IN_HOUSE, "with");
  leave_dirty(tx, a, room_a);
  leave_dirty(tx, b, room_b);
  return e;
}

enum err order_stay_swap(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t with)
{
  struct order before = *o, other = {0}, other_before;
  struct stay *b = NULL;
  enum err e = check_movable(tx, o, s);
  if (!e)
    e = order_of_stay(tx, staff, with, &other, &b);
  if (!e && (b->branch_id != s->branch_id || b->id == s->id || !s->room_id || !b->room_id))
    e = tx_refuse(tx, ERR_BAD_REQUEST, "with", TXT_NO_SWAP, 0);
  if (!e)
    e = check_movable(tx, &other, b);
  if (e)
    return e;
  other_before = other;
  e = change_places(tx, s, b, from_tonight(tx, o, s), from_tonight(tx, &other, b));
  if (e)
    return e;
  note(tx, staff, o, s);
  if (other.id != o->id) {
    note(tx, staff, &other, b);
    e = order_finish(tx, staff, &other, &other_before, "stay.swap");
  }
  return e ? e : order_finish(tx, staff, o, &before, "stay.swap");
}
