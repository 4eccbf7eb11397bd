/* Correcting an order: who comes, which moves nothing of price, nights and rooms; and when, and into what. Inside a
 * transaction, on its thread. */
#include "base/log.h"
#include "order/stays.h"
#include "stay/guest.h"
#include "store/audit.h"

/* What a correction leaves in the trail, where no whole phone number stands. */
static const struct field trail_fields[] = {
    FIELD(struct order, guest_name, F_STR),
    FIELD(struct order, guest_phone, F_STR),
    FIELD(struct order, remark, F_STR),
    FIELD(struct order, arrival_time, F_STR),
    FIELD(struct order, arrival, F_DATE),
    FIELD(struct order, departure, F_DATE),
    FIELD(struct order, room_type_name, F_STR),
    FIELD_AS("payable_fen", struct order, payable, F_FEN),
};
static const struct shape trail_shape = SHAPE_OUT("CorrectionTrail", struct order, trail_fields);

static struct order masked(struct tx *tx, const struct order *o)
{
  char phone[24];
  struct order out = *o;
  mask_phone(o->guest_phone, phone);
  out.guest_phone = arena_str(tx_arena(tx), phone);
  return out;
}

static void note_in_trail(struct tx *tx, const struct actor *by, const struct order *was, const struct order *is)
{
  struct order before = masked(tx, was), after = masked(tx, is);
  if (by->kind == ACTOR_STAFF)
    audit_change(tx, by, is->branch_id, "order.correct", "order", is->id, &trail_shape, &before, &after);
}

static enum err check_open(struct tx *tx, const struct actor *by, const struct order *o)
{
  bool open = o->status == ORDER_PENDING || o->status == ORDER_CONFIRMED ||
              (o->status == ORDER_IN_HOUSE && by->kind == ACTOR_STAFF);
  return open ? order_check_not_over(tx, o) : order_refuse_state(tx);
}

static enum err correct_words(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *given)
{
  struct order_request in = {.guest_name = o->guest_name, .guest_phone = o->guest_phone, .remark = o->remark,
      .arrival_time = o->arrival_time};
  shape_take_given(&order_correction_shape, given, &in);
  enum err e = check_open(tx, by, o);
  if (!e && shape_given(&order_correction_shape, given, "guest_phone"))
    e = order_take_phone(tx, &in);
  if (!e)
    e = order_check_time(tx, &in);
  if (e)
    return e;
  o->guest_name = in.guest_name;
  o->guest_phone = in.guest_phone;
  o->remark = in.remark ? in.remark : "";
  o->arrival_time = in.arrival_time ? in.arrival_time : "";
  return tx_run_object(tx, SQL_ORDER_CORRECT, &order_row_shape, o) ? OK : order_refuse_state(tx);
}

static enum err correct_dates(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *given)
{
  struct order_request in = {.room_type_id = o->room_type_id, .arrival = o->arrival, .departure = o->departure,
      .payable = fen(NONE_I64)};
  shape_take_given(&order_correction_shape, given, &in);
  enum err e = order_rebook(tx, by, o, &(struct span){in.room_type_id, in.arrival, in.departure, o->rooms});
  if (!e && in.payable.fen != NONE_I64 && in.payable.fen != o->payable.fen)
    e = tx_refuse(tx, ERR_PRICE_CHANGED, NULL, TXT_NONE, 0);
  return e;
}

static bool any_given(const struct order_request *given, const char *const names[])
{
  for (; *names; names++)
    if (shape_given(&order_correction_shape, given, *names))
      return true;
  return false;
}

enum err order_correct(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *given)
{
  static const char *const dates[] = {"arrival", "departure", "room_type_id", NULL};
  static const char *const words[] = {"guest_name", "guest_phone", "remark", "arrival_time", NULL};
  struct order before = *o;
  bool rebooks = any_given(given, dates), corrects = any_given(given, words) || !rebooks;
  enum err e = corrects ? correct_words(tx, by, o, given) : OK;
  if (!e && rebooks)
    e = correct_dates(tx, by, o, given);
  if (e)
    return e;
  order_note_step(tx, o, by, rebooks ? "rebooked" : "corrected", "corrected");
  note_in_trail(tx, by, &before, o);
  return order_reload(tx, o, by);
}

/* No number of a document is in it. */
static const struct field stay_trail_fields[] = {
    FIELD(struct stay, room_number, F_STR),
    FIELD(struct stay, remark, F_STR),
    FIELD(struct stay, arrival_time, F_STR),
    FIELD(struct stay, guests, F_LIST, .shape = &stay_guest_shape),
};
static const struct shape stay_trail_shape = SHAPE_OUT("StayCorrectionTrail", struct stay, stay_trail_fields);

static enum err correct_stay_words(struct tx *tx, struct stay *s, const struct stay_correction *in)
{
  bool remark = shape_given(&stay_correction_shape, in, "remark"), time = shape_given(&stay_correction_shape, in, "arrival_time");
  enum err e = order_check_time(tx, &(struct order_request){.arrival_time = in->arrival_time});
  if (!e)
    stay_set_words(tx, s, remark ? in->remark : s->remark, time ? in->arrival_time : s->arrival_time);
  return e;
}

enum err order_stay_correct(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s,
    const struct stay_correction *in)
{
  struct stay before = *s;
  if (s->state != STAY_DUE_IN && s->state != STAY_IN_HOUSE)
    return order_refuse_state(tx);
  enum err e = correct_stay_words(tx, s, in);
  if (!e && shape_given(&stay_correction_shape, in, "guests"))
    e = stay_guests_put(tx, s->id, &in->guests);
  if (e)
    return e;
  s->guests = stay_guests(tx, s->id, o->guest_name);
  order_note_step(tx, o, staff, "corrected", "stay_changed");
  audit_change(tx, staff, s->branch_id, "stay.correct", "order", o->id, &stay_trail_shape, &before, s);
  return OK;
}
