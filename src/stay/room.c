/* Which room a stay has, night by night: see stay.h. */
#include "stay/stay.h"

#include "stock/room.h"

static void set_room(struct tx *tx, struct stay *s, int64_t room_id, const char *number)
{
  tx_run(tx, SQL_STAY_SET_ROOM, BI("id", s->id), room_id ? BI("room", room_id) : BN("room"));
  s->room_id = room_id;
  s->room_number = number;
}

static enum err take(struct tx *tx, const struct stay *s, int64_t room_id, int32_t from, bool living, const char *field)
{
  enum err e = living ? room_check_vacant(tx, room_id, s->id, field) : OK;
  if (!e && from < s->departure)
    e = room_check_free(tx, room_id, from, s->departure - 1, 0, field);
  for (int32_t night = from; !e && night < s->departure; night++)
    tx_run(tx, SQL_STAY_ROOM_TAKE, BI("room", room_id), BI("night", night), BI("stay", s->id));
  return e;
}

enum err stay_use_type(struct tx *tx, struct stay *s, int64_t room_type_id, int32_t from)
{
  if (room_type_id == s->room_type_id)
    return OK;
  stay_give_nights(tx, s, from);
  stay_retype(tx, s, room_type_id, from);
  return stay_take_nights(tx, s, from);
}

enum err stay_take_room(struct tx *tx, struct stay *s, int64_t room_id, int32_t from, bool living, const char *field)
{
  struct rows *r = tx_query(tx, SQL_STAY_ROOM_OF_BRANCH, BI("id", room_id), BI("branch", s->branch_id));
  const char *number = row_next(r) ? row_str(r) : NULL;
  int64_t type = number ? row_i64(r) : 0;
  row_end(r);
  if (!number)
    return tx_refuse(tx, ERR_BAD_REQUEST, field, TXT_ROOM_UNFIT, 0);
  enum err e = stay_use_type(tx, s, type, from);
  if (!e)
    e = take(tx, s, room_id, from, living, field);
  if (!e)
    set_room(tx, s, room_id, number);
  return e;
}

enum err stay_keep_room(struct tx *tx, struct stay *s, int32_t from, const char *field)
{
  return s->room_id ? take(tx, s, s->room_id, from, s->state == STAY_IN_HOUSE, field) : OK;
}

enum err stay_take_any_room(struct tx *tx, struct stay *s, int32_t today, const char *field)
{
  int32_t from = stay_from(s, today);
  int64_t room_id = tx_i64(tx, SQL_STAY_ROOM_PICK, 0, BI("room_type", s->room_type_id), BI("from", from),
      BI("departure", s->departure), BI("today", today));
  if (room_id)
    return stay_take_room(tx, s, room_id, from, true, field);
  bool entered = tx_i64(tx, SQL_STAY_ROOM_COUNT, 0, BI("room_type", s->room_type_id)) > 0;
  return entered ? tx_refuse(tx, ERR_ROOM_TAKEN, field, TXT_NO_ROOM_FREE, 0) : OK;
}

void stay_give_room(struct tx *tx, const struct stay *s, int32_t from)
{
  tx_run(tx, SQL_STAY_ROOM_GIVE, BI("stay", s->id), BI("from", from));
}

void stay_vacate(struct tx *tx, struct stay *s, int32_t from)
{
  if (!s->room_id)
    return;
  stay_give_room(tx, s, s->state == STAY_IN_HOUSE ? from : s->arrival);
  set_room(tx, s, 0, "");
}

void stay_have_room(struct tx *tx, struct stay *s, int64_t room_id, int32_t today)
{
  if (!room_id || room_id == s->room_id)
    return;
  stay_vacate(tx, s, s->arrival);
  struct stay without = *s;
  tx_mark(tx);
  if (!tx_keep_if(tx, stay_take_room(tx, s, room_id, stay_from(s, today), false, "room_id") == OK))
    *s = without;
}
