/* All stays of an order at once: see stays.h. */
#include "order/stays.h"

#include "order/account.h"
#include "stock/room.h"

struct stays order_stays(const struct order *o, enum stay_state state)
{
  struct stays out = {.count = 0};
  struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count && out.count < LIMIT_ROOMS_PER_ORDER; i++)
    if (s[i].state == (int)state)
      out.of[out.count++] = &s[i];
  return out;
}

struct stay *order_stay(const struct order *o, int64_t id)
{
  struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count; i++)
    if (s[i].id == id)
      return &s[i];
  return NULL;
}

struct stays order_open_stays(const struct order *o)
{
  struct stays inside = order_stays(o, STAY_IN_HOUSE);
  return inside.count ? inside : order_stays(o, STAY_DUE_IN);
}

enum err stays_move(struct tx *tx, const struct stays *s, enum stay_state to)
{
  enum err e = OK;
  for (size_t i = 0; !e && i < s->count; i++)
    e = stay_move(tx, s->of[i], to);
  return e;
}

/* A party of which somebody is here, or was and others are still to come, is in house. */
static enum order_status status_of(const struct order *o)
{
  const struct stay *s = o->stays.items;
  size_t n[STAY_HELD + 1] = {0};
  for (size_t i = 0; i < o->stays.count; i++)
    n[s[i].state]++;
  if (n[STAY_HELD])
    return ORDER_PENDING;
  if (n[STAY_IN_HOUSE] || (n[STAY_DUE_IN] && n[STAY_DEPARTED]))
    return ORDER_IN_HOUSE;
  if (n[STAY_DUE_IN])
    return ORDER_CONFIRMED;
  return n[STAY_DEPARTED] ? ORDER_COMPLETED : n[STAY_NO_SHOW] ? ORDER_NO_SHOW : ORDER_CANCELLED;
}

/* Dates, rooms and sums of the stays that are not cancelled; an order that came to nothing keeps what it was. */
static void sum_up(struct tx *tx, struct order *o)
{
  const struct stay *s = o->stays.items;
  struct order sum = {.id = o->id, .arrival = INT32_MAX};
  if (order_came_to_nothing(o))
    return;
  for (size_t i = 0; i < o->stays.count; i++) {
    struct stay_sum charge = stay_charge(&s[i]);
    sum.total = money_add(sum.total, charge.price);
    sum.payable = money_add(sum.payable, charge.net);
    if (s[i].state == STAY_CANCELLED)
      continue;
    sum.arrival = s[i].arrival < sum.arrival ? s[i].arrival : sum.arrival;
    sum.departure = s[i].departure > sum.departure ? s[i].departure : sum.departure;
    sum.rooms++;
  }
  sum.discount = money_sub(sum.total, sum.payable);
  tx_run_object(tx, SQL_ORDER_SUM_UP, &order_row_shape, &sum);
  o->arrival = sum.arrival;
  o->departure = sum.departure;
  o->rooms = sum.rooms;
  o->total = sum.total;
  o->discount = sum.discount;
  o->payable = sum.payable;
}

enum err order_follow(struct tx *tx, struct order *o, const struct actor *by, const char *note, const char *part)
{
  enum order_status status = status_of(o);
  bool moves = status != (enum order_status)o->status;
  enum err e = moves ? order_move(tx, o, status, by, note) : OK;
  if (e)
    return e;
  sum_up(tx, o);
  order_post_stays(tx, o, by);
  if (!moves && part)
    order_note_step(tx, o, by, part, "stay_changed");
  return OK;
}

struct list order_room_numbers(struct tx *tx, const struct order *o)
{
  const struct stay *s = o->stays.items;
  const char **out = arena_array(tx_arena(tx), const char *, o->stays.count + 1);
  size_t n = 0;
  for (size_t i = 0; i < o->stays.count; i++)
    if (s[i].room_id)
      out[n++] = s[i].room_number;
  return (struct list){out, n};
}

/* People know a room by its number. */
static enum err refuse_twice(struct tx *tx, int64_t room_id)
{
  struct rows *r = tx_query(tx, SQL_ORDER_ROOM_NUMBER, BI("id", room_id));
  const char *number = row_next(r) ? row_str(r) : "";
  row_end(r);
  return tx_refuse_word(tx, ERR_ROOM_TAKEN, "room_ids", TXT_ROOM_TWICE, number);
}

static enum err check_type(struct tx *tx, const struct order *o, int64_t room_id, bool any_type)
{
  int64_t type = tx_i64(tx, SQL_ORDER_ROOM_TYPE, 0, BI("id", room_id), BI("branch", o->branch_id));
  if (!type)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_ids", TXT_ROOM_UNFIT, 0);
  if (type != o->room_type_id && !any_type)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_ids", TXT_OTHER_ROOM_TYPE, 0);
  return OK;
}

static enum err check_named(struct tx *tx, const struct order *o, const struct stays *s, const struct list *ids, bool any_type)
{
  const int64_t *id = ids->items;
  enum err e = OK;
  if (ids->count != s->count)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_ids", ids->count > s->count ? TXT_ROOMS_MORE : TXT_ROOMS_FEWER,
        (int64_t)s->count);
  for (size_t i = 0; !e && i < ids->count; i++) {
    for (size_t k = 0; k < i; k++)
      if (id[k] == id[i])
        return refuse_twice(tx, id[i]);
    e = check_type(tx, o, id[i], any_type);
  }
  return e;
}

static bool among(int64_t id, const int64_t *ids, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (ids[i] == id)
      return true;
  return false;
}

/* Which stay gets which room: one that has a room among those named keeps it. */
static void match(const struct stays *s, const struct list *ids, int64_t out[LIMIT_ROOMS_PER_ORDER])
{
  const int64_t *id = ids->items;
  size_t next = 0;
  for (size_t i = 0; i < s->count; i++)
    out[i] = among(s->of[i]->room_id, id, ids->count) ? s->of[i]->room_id : 0;
  for (size_t i = 0; i < s->count; i++) {
    while (!out[i] && among(id[next], out, s->count))
      next++;
    out[i] = out[i] ? out[i] : id[next++];
  }
}

/* Rooms that are changed are left first, so that two stays may change places. */
static enum err take_named(struct tx *tx, const struct stays *s, const struct list *ids, int32_t from, bool living)
{
  int64_t room[LIMIT_ROOMS_PER_ORDER] = {0};
  bool keeps[LIMIT_ROOMS_PER_ORDER];
  enum err e = OK;
  match(s, ids, room);
  for (size_t i = 0; i < s->count; i++) {
    keeps[i] = s->of[i]->room_id == room[i];
    if (!keeps[i])
      stay_vacate(tx, s->of[i], from);
  }
  for (size_t i = 0; !e && i < s->count; i++)
    if (!keeps[i])
      e = stay_take_room(tx, s->of[i], room[i], stay_from(s->of[i], from), living, "room_ids");
    else if (living)
      e = room_check_vacant(tx, room[i], s->of[i]->id, "room_ids");
  return e;
}

/* The room it was given before, if nobody lives there. */
static enum err keep_or_choose(struct tx *tx, struct stay *s, int32_t today)
{
  if (s->room_id)
    return room_check_vacant(tx, s->room_id, s->id, "room_ids");
  return stay_take_any_room(tx, s, today, "room_ids");
}

enum err stays_take_rooms(struct tx *tx, const struct order *o, const struct stays *s, const struct list *ids)
{
  int32_t today = order_today_of(tx, o);
  enum err e = ids->count ? check_named(tx, o, s, ids, true) : OK;
  if (!e && ids->count)
    return take_named(tx, s, ids, today, true);
  for (size_t i = 0; !e && i < s->count; i++)
    e = keep_or_choose(tx, s->of[i], today);
  return e;
}

enum err stays_change_rooms(struct tx *tx, const struct order *o, const struct stays *s, const struct list *ids, bool any_type,
    int32_t from)
{
  int64_t before[LIMIT_ROOMS_PER_ORDER];
  bool living = s->count && s->of[0]->state == STAY_IN_HOUSE;
  enum err e = check_named(tx, o, s, ids, any_type);
  for (size_t i = 0; i < s->count; i++)
    before[i] = s->of[i]->room_id;
  if (!e)
    e = take_named(tx, s, ids, from, living);
  for (size_t i = 0; !e && living && i < s->count; i++)
    if (before[i] && !among(before[i], ids->items, ids->count))
      room_mark(tx, before[i], CLEANLINESS_DIRTY);
  return e;
}
