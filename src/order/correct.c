/* Correcting who comes: nothing is sold anew, so nothing of price, nights and rooms moves. Inside a transaction, on its
 * thread. */
#include "base/log.h"
#include "order/order.h"
#include "store/audit.h"

/* What a correction leaves in the trail, where no whole phone number stands. */
static const struct field trail_fields[] = {
    FIELD(struct order, guest_name, F_STR),
    FIELD(struct order, guest_phone, F_STR),
    FIELD(struct order, remark, F_STR),
    FIELD(struct order, arrival_time, F_STR),
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
  return open ? order_check_not_over(tx, o) : tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
}

enum err order_correct(struct tx *tx, const struct actor *by, struct order *o, const struct order_request *given)
{
  struct order before = *o;
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
  if (!tx_run_object(tx, SQL_ORDER_CORRECT, &order_row_shape, o))
    return tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_NONE, 0);
  order_note_step(tx, o, by, "corrected", "corrected");
  note_in_trail(tx, by, &before, o);
  return order_reload(tx, o, by);
}
