/* One room of an order over HTTP: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "limits.h"
#include "order/order.h"
#include "order/order_http.h"
#include "stay/guest.h"

#define GUESTS_FIELD(T) \
  FIELD(T, guests, F_LIST, .shape = &stay_guest_shape, .max = LIMIT_STAY_GUESTS, .about = "all of them, the main one first")

static const struct field correction_fields[] = {GUESTS_FIELD(struct stay_correction),
    FIELD(struct stay_correction, remark, F_STR, .flags = F_NULLABLE | F_MULTILINE, .max = 300),
    FIELD(struct stay_correction, arrival_time, F_STR, .flags = F_NULLABLE, .max = 5, .about = "HH:MM"),
};
const struct shape stay_correction_shape = SHAPE("StayCorrection", struct stay_correction, correction_fields, given);

struct stay_check_in { int64_t room_id; struct list guests; uint64_t given; };
static const struct field check_in_fields[] = {
    FIELD(struct stay_check_in, room_id, F_ID, .flags = F_NULLABLE, .about = "not given: the house chooses"),
    GUESTS_FIELD(struct stay_check_in)};
const struct shape stay_check_in_shape = SHAPE("StayCheckIn", struct stay_check_in, check_in_fields, given);

struct leave_owing { const char *reason; };
static const struct field owing_fields[] = {
    FIELD(struct leave_owing, reason, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200)};
static const struct shape owing_shape = SHAPE_OUT("LeaveOwing", struct leave_owing, owing_fields);
struct stay_check_out { struct leave_owing *leave_owing; };
static const struct field check_out_fields[] = {
    FIELD(struct stay_check_out, leave_owing, F_POINTER, .shape = &owing_shape,
        .about = "a manager lets the guest go though something is owed")};
const struct shape stay_check_out_shape = SHAPE_OUT("StayCheckOut", struct stay_check_out, check_out_fields);

static const char *const price_names[] = {"keep", "new", "difference", NULL};
struct stay_move_request { int64_t room_id; int price; };
static const struct field move_fields[] = {
    FIELD(struct stay_move_request, room_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct stay_move_request, price, F_ENUM, .names = price_names, .preset = "keep",
        .about = "of the nights to come: as before; as the room's type costs today; or by the difference of the types' prices"),
};
const struct shape stay_move_shape = SHAPE_OUT("StayMove", struct stay_move_request, move_fields);

struct stay_swap { int64_t with; };
static const struct field swap_fields[] = {
    FIELD(struct stay_swap, with, F_ID, .flags = F_REQUIRED, .about = "another stay of the branch that has a room")};
const struct shape stay_swap_shape = SHAPE_OUT("StaySwap", struct stay_swap, swap_fields);

struct stay_departure { int32_t departure; };
static const struct field departure_fields[] = {FIELD(struct stay_departure, departure, F_DATE, .flags = F_REQUIRED)};
const struct shape stay_departure_shape = SHAPE_OUT("StayDeparture", struct stay_departure, departure_fields);

static const struct field price_fields[] = {
    FIELD(struct nights_price, from, F_DATE, .flags = F_REQUIRED, .about = "first night"),
    FIELD(struct nights_price, to, F_DATE, .flags = F_REQUIRED, .about = "last night, included"),
    FIELD_AS("price_fen", struct nights_price, price, F_FEN, .flags = F_REQUIRED, .max = LIMIT_FEN, .about = "of one night"),
    FIELD(struct nights_price, reason, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200),
};
const struct shape nights_price_shape = SHAPE_OUT("NightsPrice", struct nights_price, price_fields);

static const struct field fees_fields[] = {
    FIELD_AS("early_in_fen", struct stay_fees, early_in, F_FEN, .about = "for a check-in now, before arrival_hour"),
    FIELD_AS("late_out_fen", struct stay_fees, late_out, F_FEN, .about = "for a check-out now, after departure_hour")};
const struct shape stay_fees_shape = SHAPE_OUT("StayFees", struct stay_fees, fees_fields);

static const struct field waiver_fields[] = {
    FIELD(struct fee_waiver, code, F_ENUM, .flags = F_REQUIRED, .names = stay_fee_names),
    FIELD(struct fee_waiver, reason, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200)};
const struct shape fee_waiver_shape = SHAPE_OUT("FeeWaiver", struct fee_waiver, waiver_fields);

static const struct field extra_fields[] = {
    FIELD(struct stay_extra, code, F_STR, .flags = F_REQUIRED, .min = 1, .max = 30, .about = "of a charge code"),
    FIELD(struct stay_extra, quantity, F_I64, .min = 1, .max = LIMIT_QUANTITY, .preset = "1"),
    FIELD_AS("unit_fen", struct stay_extra, unit, F_FEN, .flags = F_NULLABLE, .min = 1, .max = LIMIT_FEN,
        .about = "not given: the code's price"),
    FIELD(struct stay_extra, from, F_DATE, .flags = F_NULLABLE, .about = "first night; not given: the first that is to come"),
    FIELD(struct stay_extra, to, F_DATE, .flags = F_NULLABLE, .about = "last night, included; not given: the stay's last"),
    FIELD(struct stay_extra, note, F_STR, .max = 200, .preset = ""),
};
const struct shape stay_extra_in_shape = SHAPE_OUT("StayExtraIn", struct stay_extra, extra_fields);

struct call {
  const struct actor *staff;
  int64_t id;
  const void *in;
  struct order *order;
  struct stay *stay;
  enum err (*act)(struct tx *tx, struct call *c);
  int64_t extra_id;
  struct stay out;
};

static enum err read_stay(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = order_of_stay(tx, c->staff, c->id, c->order, &c->stay);
  if (!e)
    c->out = *c->stay;
  return e;
}

static enum err run_act(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = order_of_stay(tx, c->staff, c->id, c->order, &c->stay);
  if (!e)
    e = c->act(tx, c);
  return e ? e : read_stay(tx, c);
}

static enum err act_on(struct request *req, struct reply *reply, enum err (*act)(struct tx *tx, struct call *c))
{
  struct call call = {&req->actor, request_id_at(req, 0), req->in, arena_new(req->scope.arena, struct order), .act = act};
  return request_write(req, reply, run_act, &call, 200, &stay_shape, &call.out);
}

static enum err act_check_in(struct tx *tx, struct call *c)
{
  const struct stay_check_in *in = c->in;
  enum err e = shape_given(&stay_check_in_shape, in, "guests") ? stay_guests_put(tx, c->id, &in->guests) : OK;
  return e ? e : order_stay_check_in(tx, c->staff, c->order, c->stay, in->room_id == NONE_I64 ? 0 : in->room_id);
}

enum err http_stay_check_in(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_check_in);
}

static enum err act_correct(struct tx *tx, struct call *c)
{
  return order_stay_correct(tx, c->staff, c->order, c->stay, c->in);
}

enum err http_stay_correct(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_correct);
}

static enum err act_check_out(struct tx *tx, struct call *c)
{
  const struct leave_owing *owing = ((const struct stay_check_out *)c->in)->leave_owing;
  return order_stay_check_out(tx, c->staff, c->order, c->stay, owing ? owing->reason : NULL);
}

enum err http_stay_check_out(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_check_out);
}

static enum err act_move(struct tx *tx, struct call *c)
{
  const struct stay_move_request *in = c->in;
  return order_stay_move(tx, c->staff, c->order, c->stay, in->room_id, (enum move_price)in->price);
}

enum err http_stay_move(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_move);
}

static enum err act_swap(struct tx *tx, struct call *c)
{
  return order_stay_swap(tx, c->staff, c->order, c->stay, ((const struct stay_swap *)c->in)->with);
}

enum err http_stay_swap(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_swap);
}

static enum err act_extend(struct tx *tx, struct call *c)
{
  return order_stay_extend(tx, c->staff, c->order, c->stay, ((const struct stay_departure *)c->in)->departure);
}

enum err http_stay_extend(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_extend);
}

static enum err act_shorten(struct tx *tx, struct call *c)
{
  return order_stay_shorten(tx, c->staff, c->order, c->stay, ((const struct stay_departure *)c->in)->departure);
}

enum err http_stay_shorten(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_shorten);
}

static enum err act_reprice(struct tx *tx, struct call *c)
{
  return order_stay_reprice(tx, c->staff, c->order, c->stay, c->in);
}

enum err http_stay_nights(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_reprice);
}

static enum err act_waive(struct tx *tx, struct call *c)
{
  return order_stay_waive(tx, c->staff, c->order, c->stay, c->in);
}

enum err http_stay_waive(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_waive);
}

struct fees_call { const struct actor *staff; int64_t id; struct stay_fees out; };

static enum err read_fees(struct tx *tx, void *arg)
{
  struct fees_call *c = arg;
  struct order o;
  struct stay *s;
  enum err e = order_of_stay(tx, c->staff, c->id, &o, &s);
  if (!e)
    c->out = order_stay_fees(tx, &o, s);
  return e;
}

enum err http_stay_fees(struct request *req, struct reply *reply)
{
  struct fees_call call = {&req->actor, request_id_at(req, 0), {fen(0), fen(0)}};
  enum err e = request_read(req, read_fees, &call);
  if (!e)
    reply_object(reply, 200, &stay_fees_shape, &call.out);
  return e;
}

static enum err act_cancel(struct tx *tx, struct call *c)
{
  return order_stay_cancel(tx, c->staff, c->order, c->stay);
}

enum err http_stay_cancel(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_cancel);
}

static enum err act_no_show(struct tx *tx, struct call *c)
{
  return order_stay_no_show(tx, c->staff, c->order, c->stay);
}

enum err http_stay_no_show(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_no_show);
}

static enum err act_undo(struct tx *tx, struct call *c)
{
  return order_stay_undo(tx, c->staff, c->order, c->stay);
}

enum err http_stay_undo(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_undo);
}

static enum err act_extra(struct tx *tx, struct call *c)
{
  return order_stay_extra_add(tx, c->staff, c->order, c->stay, c->in);
}

enum err http_stay_extra(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_extra);
}

static enum err act_extra_end(struct tx *tx, struct call *c)
{
  return order_stay_extra_end(tx, c->staff, c->order, c->stay, c->extra_id);
}

static enum err run_extra_end(struct tx *tx, void *arg)
{
  struct call *c = arg;
  c->id = stay_extra_stay(tx, c->extra_id);
  return run_act(tx, c);
}

enum err http_stay_extra_end(struct request *req, struct reply *reply)
{
  struct call call = {&req->actor, .extra_id = request_id_at(req, 0), .order = arena_new(req->scope.arena, struct order),
      .act = act_extra_end};
  return request_write(req, reply, run_extra_end, &call, 200, &stay_shape, &call.out);
}
