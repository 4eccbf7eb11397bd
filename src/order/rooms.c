/* Which rooms an order has, night by night. Guarantee: one party per room and night, the table's key decides; a refusal
 * ends the caller's work, so nothing is half done. Inside a transaction, on its thread. */
#include "order/rooms.h"

#include "limits.h"
#include "stock/room.h"

struct held { const char *number; int64_t id; };

/* The rooms it has now are those of its last night: one that was moved out of keeps only the nights before. */
static size_t held_rooms(struct tx *tx, const struct order *o, struct held out[LIMIT_ROOMS_PER_ORDER])
{
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_ORDER_ROOMS_NOW, BI("order", o->id));
  while (n < LIMIT_ROOMS_PER_ORDER && row_next(r)) {
    out[n].number = row_str(r);
    out[n++].id = row_i64(r);
  }
  row_end(r);
  return n;
}

struct list order_room_numbers(struct tx *tx, const struct order *o)
{
  struct held held[LIMIT_ROOMS_PER_ORDER];
  size_t n = held_rooms(tx, o, held);
  const char **out = arena_array(tx_arena(tx), const char *, n + 1);
  for (size_t i = 0; i < n; i++)
    out[i] = held[i].number;
  return (struct list){out, n};
}

void order_rooms_give_back(struct tx *tx, const struct order *o, int32_t from)
{
  tx_run(tx, SQL_ORDER_ROOMS_GIVE_BACK, BI("order", o->id), BI("from", from));
}

/* The nights [from, until) of a room; somebody who should have left is still there, and keeps it for tonight. */
static enum err take_room(struct tx *tx, const struct order *o, int64_t room_id, int32_t from, int32_t until, const char *field)
{
  enum err e = o->status == ORDER_IN_HOUSE ? room_check_vacant(tx, room_id, o->id, field) : OK;
  if (!e)
    e = room_check_free(tx, room_id, from, until - 1, 0, field);
  for (int32_t night = from; !e && night < until; night++)
    tx_run(tx, SQL_ORDER_ROOM_TAKE, BI("room", room_id), BI("night", night), BI("order", o->id));
  return e;
}

/* People know a room by its number. */
static enum err refuse_room(struct tx *tx, enum err code, enum text why, int64_t room_id)
{
  struct rows *r = tx_query(tx, SQL_ORDER_ROOM_NUMBER, BI("id", room_id));
  const char *number = row_next(r) ? row_str(r) : "";
  row_end(r);
  return tx_refuse_word(tx, code, "room_ids", why, number);
}

static enum err check_room(struct tx *tx, const struct order *o, int64_t room_id, bool any_type)
{
  int64_t type = tx_i64(tx, SQL_ORDER_ROOM_TYPE, 0, BI("id", room_id), BI("branch", o->branch_id));
  if (!type)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_ids", TXT_ROOM_UNFIT, 0);
  if (type != o->room_type_id && !any_type)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_ids", TXT_OTHER_ROOM_TYPE, 0);
  return OK;
}

static enum err take_named_rooms(struct tx *tx, const struct order *o, const struct list *ids, bool any_type, int32_t from)
{
  const int64_t *id = ids->items;
  if ((int64_t)ids->count != o->rooms)
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_ids", ids->count > (size_t)o->rooms ? TXT_ROOMS_MORE : TXT_ROOMS_FEWER, o->rooms);
  for (size_t i = 0; i < ids->count; i++) {
    for (size_t k = 0; k < i; k++)
      if (id[k] == id[i])
        return refuse_room(tx, ERR_ROOM_TAKEN, TXT_ROOM_TWICE, id[i]);
    enum err e = check_room(tx, o, id[i], any_type);
    if (!e)
      e = take_room(tx, o, id[i], from, o->departure, "room_ids");
    if (e)
      return e;
  }
  return OK;
}

/* Clean rooms first; a type whose rooms were never entered is checked in without numbers. */
static enum err take_any_rooms(struct tx *tx, const struct order *o)
{
  int64_t id[LIMIT_ROOMS_PER_ORDER];
  int64_t n = 0;
  struct rows *r = tx_query(tx, SQL_ORDER_ROOM_PICK, BI("room_type", o->room_type_id), BI("branch", o->branch_id),
      BI("arrival", o->arrival), BI("departure", o->departure), BI("today", order_today_of(tx, o)), BI("most", o->rooms));
  while (n < LIMIT_ROOMS_PER_ORDER && row_next(r))
    id[n++] = row_i64(r);
  row_end(r);
  if (n < o->rooms && tx_i64(tx, SQL_ORDER_ROOM_COUNT, 0, BI("room_type", o->room_type_id)) > 0)
    return tx_refuse(tx, ERR_ROOM_TAKEN, "room_ids", TXT_NO_ROOM_FREE, 0);
  enum err e = OK;
  for (int64_t i = 0; !e && i < n; i++)
    e = take_room(tx, o, id[i], o->arrival, o->departure, "room_ids");
  return e;
}

/* The rooms it was given before, if nobody lives in one of them. */
static enum err keep_rooms(struct tx *tx, const struct order *o, const struct held *held, size_t n)
{
  enum err e = OK;
  for (size_t i = 0; !e && i < n; i++)
    e = room_check_vacant(tx, held[i].id, o->id, "room_ids");
  return e;
}

enum err order_rooms_assign(struct tx *tx, const struct order *o, const struct list *ids)
{
  struct held held[LIMIT_ROOMS_PER_ORDER];
  size_t n = held_rooms(tx, o, held);
  if (!ids->count && (int64_t)n == o->rooms)
    return keep_rooms(tx, o, held, n);
  order_rooms_give_back(tx, o, o->arrival);
  return ids->count ? take_named_rooms(tx, o, ids, true, o->arrival) : take_any_rooms(tx, o);
}

static bool among(int64_t id, const struct list *ids)
{
  const int64_t *all = ids->items;
  for (size_t i = 0; i < ids->count; i++)
    if (all[i] == id)
      return true;
  return false;
}

enum err order_rooms_move(struct tx *tx, const struct order *o, const struct list *ids, bool any_type, int32_t from)
{
  struct held before[LIMIT_ROOMS_PER_ORDER];
  size_t n = held_rooms(tx, o, before);
  order_rooms_give_back(tx, o, from);
  enum err e = take_named_rooms(tx, o, ids, any_type, from);
  for (size_t i = 0; !e && o->status == ORDER_IN_HOUSE && i < n; i++)
    if (!among(before[i].id, ids))
      room_mark(tx, before[i].id, CLEANLINESS_DIRTY);
  return e;
}

enum err order_rooms_keep(struct tx *tx, const struct order *o, int32_t from, int32_t until)
{
  struct held held[LIMIT_ROOMS_PER_ORDER];
  size_t n = held_rooms(tx, o, held);
  enum err e = OK;
  for (size_t i = 0; i < n; i++) {
    enum err one = take_room(tx, o, held[i].id, from, until, arena_printf(tx_arena(tx), "room %s", held[i].number));
    e = one ? one : e;
  }
  return e;
}

void order_rooms_leave(struct tx *tx, const struct order *o, int32_t from)
{
  struct held held[LIMIT_ROOMS_PER_ORDER];
  size_t n = held_rooms(tx, o, held);
  for (size_t i = 0; i < n; i++)
    room_mark(tx, held[i].id, CLEANLINESS_DIRTY);
  order_rooms_give_back(tx, o, from);
}
