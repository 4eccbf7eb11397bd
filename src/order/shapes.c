/* The shapes of an order: its columns, what its guest sees, what staff see. Constant data. */
#include "coupon/coupon.h"
#include "order/order.h"
#include "pay/pay.h"

const char *const order_status_names[] = {"pending_payment", "confirmed", "in_house", "completed", "cancelled", "no_show", NULL};
const char *const order_money_names[] = {"unpaid", "paid", "refunding", "part_refunded", "refunded", "part_paid", NULL};
static const char *const stock_modes[] = {"order", "payment", "never", NULL};

static const struct field night_fields[] = {
    FIELD(struct order_night, date, F_DATE),
    FIELD_AS("price_fen", struct order_night, price, F_FEN, .about = "one room"),
    FIELD_AS("net_fen", struct order_night, net, F_FEN, .about = "all rooms, after the discount"),
};
static const struct shape order_night_shape = SHAPE_OUT("OrderNight", struct order_night, night_fields);

static const struct field step_fields[] = {
    FIELD(struct order_step, at, F_INSTANT),
    FIELD(struct order_step, from, F_STR, .flags = F_NULLABLE),
    FIELD(struct order_step, to, F_STR),
    FIELD(struct order_step, by, F_STR),
    FIELD(struct order_step, by_kind, F_STR),
    FIELD(struct order_step, note, F_STR),
};
static const struct shape order_step_shape = SHAPE_OUT("OrderStep", struct order_step, step_fields);

static const struct field cancellation_fields[] = {
    FIELD(struct cancellation, free_until, F_INSTANT, .about = "until then all money comes back"),
    FIELD_AS("fee_fen", struct cancellation, fee, F_FEN, .about = "kept afterwards"),
};
static const struct shape cancellation_shape = SHAPE_OUT("Cancellation", struct cancellation, cancellation_fields);

#define ORDER_COMMON \
  FIELD_AS("order_no", struct order, id, F_ID), \
  FIELD(struct order, status, F_ENUM, .names = order_status_names), \
  FIELD(struct order, money, F_ENUM, .names = order_money_names), \
  FIELD(struct order, source, F_STR), \
  FIELD(struct order, branch_id, F_ID), \
  FIELD(struct order, branch_name, F_STR), \
  FIELD(struct order, branch_name_en, F_STR, .about = "empty: branch_name stands in"), \
  FIELD(struct order, room_type_id, F_ID), \
  FIELD(struct order, room_type_name, F_STR), \
  FIELD(struct order, room_type_name_en, F_STR), \
  FIELD(struct order, arrival, F_DATE), \
  FIELD(struct order, departure, F_DATE), \
  FIELD(struct order, rooms, F_I64), \
  FIELD(struct order, guest_name, F_STR), \
  FIELD(struct order, guest_phone, F_STR), \
  FIELD(struct order, remark, F_STR), \
  FIELD(struct order, arrival_time, F_STR, .about = "HH:MM in the branch's time; empty when not said"), \
  FIELD_AS("total_fen", struct order, total, F_FEN), \
  FIELD_AS("discount_fen", struct order, discount, F_FEN), \
  FIELD_AS("payable_fen", struct order, payable, F_FEN), \
  FIELD_AS("paid_fen", struct order, paid, F_FEN), \
  FIELD_AS("refund_fen", struct order, refund, F_FEN), \
  FIELD_AS("cancel_refund_fen", struct order, cancel_refund, F_FEN, .flags = F_NULLABLE, \
      .about = "what would come back if it were cancelled now; null when it cannot be"), \
  FIELD_AS("coupon_id", struct order, grant_id, F_ID, .flags = F_NULLABLE), \
  FIELD(struct order, pay_by, F_INSTANT, .flags = F_NULLABLE), \
  FIELD(struct order, reason, F_STR), \
  FIELD(struct order, created_at, F_INSTANT), \
  FIELD(struct order, cancellation, F_OBJECT, .shape = &cancellation_shape), \
  FIELD(struct order, nights, F_LIST, .shape = &order_night_shape), \
  FIELD(struct order, history, F_LIST, .shape = &order_step_shape, .flags = F_HIDE_NONE)

static const struct field order_fields[] = {ORDER_COMMON};
const struct shape order_shape = SHAPE_OUT("Order", struct order, order_fields);

static const struct field staff_fields[] = {ORDER_COMMON,
    FIELD(struct order, member_id, F_ID, .flags = F_NULLABLE),
    FIELD_AS("extras_fen", struct order, extras, F_FEN, .about = "besides the nights: posted by the desk, and daily extras"),
    FIELD_AS("due_fen", struct order, due, F_FEN, .about = "still owed"),
    FIELD_AS("room_numbers", struct order, room_numbers, F_STRS),
    FIELD(struct order, stays, F_LIST, .shape = &stay_shape),
    FIELD(struct order, payments, F_LIST, .shape = &payment_shape),
    FIELD(struct order, refunds, F_LIST, .shape = &refund_shape)};
const struct shape order_staff_shape = SHAPE_OUT("OrderRecord", struct order, staff_fields);

static const struct field row_fields[] = {
    FIELD(struct order, id, F_ID), FIELD(struct order, member_id, F_ID), FIELD(struct order, branch_id, F_ID),
    FIELD(struct order, room_type_id, F_ID), FIELD(struct order, branch_name, F_STR),
    FIELD(struct order, branch_name_en, F_STR), FIELD(struct order, room_type_name, F_STR),
    FIELD(struct order, room_type_name_en, F_STR), FIELD(struct order, status, F_ENUM, .names = order_status_names),
    FIELD(struct order, money, F_ENUM, .names = order_money_names), FIELD(struct order, source, F_STR),
    FIELD(struct order, booked_by, F_STR), FIELD(struct order, arrival, F_DATE),
    FIELD(struct order, departure, F_DATE), FIELD(struct order, rooms, F_I64),
    FIELD(struct order, guest_name, F_STR), FIELD(struct order, guest_phone, F_STR), FIELD(struct order, remark, F_STR),
    FIELD(struct order, arrival_time, F_STR),
    FIELD_AS("total_fen", struct order, total, F_FEN), FIELD_AS("discount_fen", struct order, discount, F_FEN),
    FIELD_AS("payable_fen", struct order, payable, F_FEN), FIELD_AS("paid_fen", struct order, paid, F_FEN),
    FIELD_AS("refund_fen", struct order, refund, F_FEN),
    FIELD_AS("extras_fen", struct order, extras, F_FEN), FIELD_AS("held_fen", struct order, held, F_FEN),
    FIELD(struct order, grant_id, F_ID),
    FIELD(struct order, stock_mode, F_ENUM, .names = stock_modes),
    FIELD(struct order, pay_by, F_INSTANT), FIELD(struct order, timer_id, F_ID), FIELD(struct order, timezone, F_STR),
    FIELD(struct order, audit_hour, F_INT), FIELD(struct order, free_until, F_INSTANT), FIELD(struct order, reason, F_STR),
    FIELD(struct order, created_at, F_INSTANT)};
const struct shape order_row_shape = SHAPE_OUT("OrderRow", struct order, row_fields);

static const struct field quote_fields[] = {
    FIELD(struct quote, nights, F_LIST, .shape = &night_shape),
    FIELD_AS("total_fen", struct quote, total, F_FEN),
    FIELD_AS("discount_fen", struct quote, discount, F_FEN),
    FIELD_AS("payable_fen", struct quote, payable, F_FEN),
    FIELD(struct quote, left, F_I64, .flags = F_NULLABLE),
    FIELD(struct quote, coupons, F_LIST, .shape = &grant_shape),
    FIELD(struct quote, cancellation, F_OBJECT, .shape = &cancellation_shape),
};
const struct shape quote_shape = SHAPE_OUT("Quote", struct quote, quote_fields);

static const struct field today_fields[] = {
    FIELD(struct today, business_date, F_DATE),
    FIELD(struct today, due_in, F_LIST, .shape = &order_staff_shape),
    FIELD(struct today, due_out, F_LIST, .shape = &order_staff_shape),
    FIELD(struct today, in_house, F_LIST, .shape = &order_staff_shape),
    FIELD(struct today, rooms_free, F_I64),
};
const struct shape today_shape = SHAPE_OUT("Today", struct today, today_fields);

/* Read by column name in find.c. */
const struct shape *const order_step_row = &order_step_shape;
