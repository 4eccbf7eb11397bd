/* One room of an order: the acts of all of them on one alone, and those that only one can have. See order.h. Inside a
 * transaction, on its thread. */
#include "order/account.h"
#include "order/stays.h"
#include "store/audit.h"

enum err order_of_stay(struct tx *tx, const struct actor *staff, int64_t stay_id, struct order *o, struct stay **s)
{
  struct stay one;
  if (!stay_get(tx, stay_id, &one))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  enum err e = order_find(tx, staff, one.order_id, o);
  if (!e)
    *s = order_stay(o, stay_id);
  return e;
}

static struct stays only(struct stay *s)
{
  return (struct stays){{s}, 1};
}

static bool is_open(const struct stay *s)
{
  return s->state == STAY_DUE_IN || s->state == STAY_IN_HOUSE;
}

enum err order_stay_check_in(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int64_t room_id)
{
  struct order before = *o;
  struct stays one = only(s);
  struct list named = {&room_id, room_id ? 1 : 0};
  enum err e = s->state == STAY_DUE_IN ? stays_check_in(tx, staff, o, &one, &named) : order_refuse_state(tx);
  return e ? e : order_finish(tx, staff, o, &before, "stay.check_in");
}

/* Who leaves last settles; leaving something owed, or a deposit behind, is a manager's word. */
static enum err check_settled(struct tx *tx, const struct actor *staff, const struct order *o, const char *owing)
{
  struct money due = order_due(o), held = ledger_of_order(tx, o->id).held;
  if (o->status != ORDER_COMPLETED || (due.fen == 0 && held.fen == 0))
    return OK;
  if (owing)
    return staff->role >= ROLE_MANAGER ? OK : tx_refuse(tx, ERR_FORBIDDEN, NULL, TXT_NONE, 0);
  return due.fen ? order_refuse_owing(tx, due) : order_refuse_held(tx);
}

struct left_owing { struct money due; const char *reason; };
static const struct field left_owing_fields[] = {
    FIELD_AS("due_fen", struct left_owing, due, F_FEN), FIELD(struct left_owing, reason, F_STR)};
static const struct shape left_owing_shape = SHAPE_OUT("LeftOwingTrail", struct left_owing, left_owing_fields);

/* The guest reads that it was so; why is the house's own. */
static void note_owing(struct tx *tx, const struct actor *staff, const struct order *o, const char *why)
{
  order_note_step(tx, o, staff, "left_owing", "stay_changed");
  audit_change(tx, staff, o->branch_id, "stay.leave_owing", "order", o->id, &left_owing_shape, NULL,
      &(struct left_owing){order_due(o), why});
}

enum err order_stay_check_out(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, const char *owing)
{
  struct order before = *o;
  struct stays one = only(s);
  enum err e = s->state == STAY_IN_HOUSE ? stays_check_out(tx, staff, o, &one, false) : order_refuse_state(tx);
  if (!e)
    e = check_settled(tx, staff, o, owing);
  if (!e && owing && o->status == ORDER_COMPLETED && (order_due(o).fen > 0 || ledger_of_order(tx, o->id).held.fen > 0))
    note_owing(tx, staff, o, owing);
  return e ? e : order_finish(tx, staff, o, &before, "stay.check_out");
}

enum err order_stay_cancel(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s)
{
  struct order before = *o;
  struct stays one = only(s);
  enum err e = s->state == STAY_DUE_IN ? stays_check_not_over(tx, o, &one) : order_refuse_state(tx);
  if (!e)
    e = stays_cancel(tx, staff, o, &one, "staff");
  if (!e)
    e = order_settle(tx, o, "cancelled", staff);
  if (!e)
    e = check_settled(tx, staff, o, NULL);
  return e ? e : order_finish(tx, staff, o, &before, "stay.cancel");
}

enum err order_stay_no_show(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s)
{
  struct order before = *o;
  struct stays one = only(s);
  enum err e = s->state == STAY_DUE_IN ? stays_no_show(tx, staff, o, &one) : order_refuse_state(tx);
  if (!e)
    e = check_settled(tx, staff, o, NULL);
  return e ? e : order_finish(tx, staff, o, &before, "stay.no_show");
}

enum err order_stay_extend(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int32_t departure)
{
  struct order before = *o;
  struct stays one = only(s);
  enum err e = is_open(s) ? stays_extend(tx, staff, o, &one, departure) : order_refuse_state(tx);
  return e ? e : order_finish(tx, staff, o, &before, "stay.extend");
}

enum err order_stay_shorten(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, int32_t departure)
{
  struct order before = *o;
  int32_t first = s->arrival + 1, today = order_today_of(tx, o);
  if (!is_open(s))
    return order_refuse_state(tx);
  if (s->state == STAY_IN_HOUSE && today > first)
    first = today;
  if (departure < first || departure >= s->departure)
    return tx_refuse(tx, ERR_BAD_REQUEST, "departure", TXT_NO_SHORTENING, 0);
  stay_give_nights(tx, s, departure);
  stay_give_room(tx, s, departure);
  stay_set_departure(tx, s, departure);
  enum err e = order_follow(tx, o, staff, "", "shortened");
  if (!e)
    e = order_settle(tx, o, "shortened", staff);
  return e ? e : order_finish(tx, staff, o, &before, "stay.shorten");
}
