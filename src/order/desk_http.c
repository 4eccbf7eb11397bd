/* Orders over HTTP, the desk's side: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "limits.h"
#include "order/order.h"
#include "order/order_http.h"

struct desk_query {
  struct page page;
  int64_t branch_id, member_id;
  int status;
  const char *q;
  int32_t from, to;
  uint64_t given;
};
static const struct field desk_query_fields[] = {
    PAGE_FIELDS(struct desk_query),
    FIELD(struct desk_query, branch_id, F_ID),
    FIELD(struct desk_query, member_id, F_ID, .about = "orders of one member; goes with status alone"),
    FIELD(struct desk_query, status, F_ENUM, .names = order_status_names),
    FIELD(struct desk_query, q, F_STR, .min = 1, .max = 60,
        .about = "phone or order number, whole or the last four digits of it or more, or a part of the guest's name"),
    FIELD(struct desk_query, from, F_DATE, .about = "arrival from"),
    FIELD(struct desk_query, to, F_DATE, .about = "arrival to, inclusive"),
};
const struct shape desk_query_shape = SHAPE("DeskOrdersQuery", struct desk_query, desk_query_fields, given);

struct today_query { int64_t branch_id; };
static const struct field today_query_fields[] = {FIELD(struct today_query, branch_id, F_ID, .flags = F_REQUIRED)};
const struct shape today_query_shape = SHAPE_OUT("TodayQuery", struct today_query, today_query_fields);

struct check_in { struct list room_ids; };
static const struct field check_in_fields[] = {
    FIELD(struct check_in, room_ids, F_IDS, .max = LIMIT_ROOMS_PER_ORDER, .about = "empty: the house chooses")};
const struct shape check_in_shape = SHAPE_OUT("CheckIn", struct check_in, check_in_fields);

struct room_move { struct list room_ids; bool allow_other_type; };
static const struct field room_move_fields[] = {
    FIELD(struct room_move, room_ids, F_IDS, .flags = F_REQUIRED, .min = 1, .max = LIMIT_ROOMS_PER_ORDER,
        .about = "as many as the order has; a room it has already may be among them"),
    FIELD(struct room_move, allow_other_type, F_BOOL),
};
const struct shape room_move_shape = SHAPE_OUT("RoomMove", struct room_move, room_move_fields);

struct extension { int32_t departure; };
static const struct field extension_fields[] = {
    FIELD(struct extension, departure, F_DATE, .flags = F_REQUIRED, .about = "later than the present one")};
const struct shape extension_shape = SHAPE_OUT("Extension", struct extension, extension_fields);

struct refund_request { struct money amount; const char *reason; bool owed_again; };
static const struct field refund_fields[] = {
    FIELD_AS("amount_fen", struct refund_request, amount, F_FEN, .flags = F_REQUIRED, .min = 1, .max = INT64_MAX),
    FIELD(struct refund_request, reason, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200),
    FIELD(struct refund_request, owed_again, F_BOOL, .preset = "false",
        .about = "true: the payment was wrong and is to be made another way; false: it is not asked for again"),
};
const struct shape refund_request_shape = SHAPE_OUT("RefundRequest", struct refund_request, refund_fields);

static const char *const desk_methods[] = {"cash", "card", "transfer", NULL};
struct desk_payment { struct money amount; int method; const char *reference; };
static const struct field desk_payment_fields[] = {
    FIELD_AS("amount_fen", struct desk_payment, amount, F_FEN, .flags = F_REQUIRED, .min = 1, .max = INT64_MAX,
        .about = "at most due_fen"),
    FIELD(struct desk_payment, method, F_ENUM, .flags = F_REQUIRED, .names = desk_methods),
    FIELD(struct desk_payment, reference, F_STR, .max = 64, .preset = "", .about = "of the card slip or the transfer"),
};
const struct shape desk_payment_shape = SHAPE_OUT("DeskPayment", struct desk_payment, desk_payment_fields);

struct list_call {
  const struct actor *staff;
  struct order_filter filter;
  int64_t after;
  const struct page *page;
  struct list out;
};

static enum err read_list(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  c->out = order_list(tx, c->staff, &c->filter, c->after, c->page->limit + 1);
  return OK;
}

enum err http_desk_orders(struct request *req, struct reply *reply)
{
  const struct desk_query *q = req->query;
  struct list_call call = {.staff = &req->actor, .page = &q->page};
  bool from = shape_given(&desk_query_shape, q, "from"), to = shape_given(&desk_query_shape, q, "to");
  call.filter = (struct order_filter){.branch_id = q->branch_id, .member_id = q->member_id, .q = q->q,
      .status = shape_given(&desk_query_shape, q, "status") ? q->status : -1,
      .from = from ? q->from : DATE_NONE, .to = to ? q->to : DATE_NONE};
  if (q->branch_id && !actor_in_branch(&req->actor, q->branch_id))
    return ERR_BRANCH_SCOPE;
  if (from && to && q->from > q->to)
    return refuse(&req->scope.problem, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_list, &call);
  if (!e)
    reply_list(reply, &order_staff_shape, call.out,
        page_next(&call.out, sizeof(struct order), offsetof(struct order, id), q->page.limit, req->scope.arena));
  return e;
}

struct one_call {
  const struct actor *staff;
  int64_t id;
  const void *in;
  struct order *out;
  enum err (*act)(struct tx *tx, struct one_call *c);
};

static struct one_call call_of(struct request *req)
{
  return (struct one_call){&req->actor, request_id_at(req, 0), req->in, arena_new(req->scope.arena, struct order), NULL};
}

static enum err read_order(struct tx *tx, void *arg)
{
  struct one_call *c = arg;
  return order_find(tx, c->staff, c->id, c->out);
}

enum err http_desk_order(struct request *req, struct reply *reply)
{
  struct one_call call = call_of(req);
  enum err e = request_read(req, read_order, &call);
  if (!e)
    reply_object(reply, 200, &order_staff_shape, call.out);
  return e;
}

static enum err run_act(struct tx *tx, void *arg)
{
  struct one_call *c = arg;
  enum err e = order_find(tx, c->staff, c->id, c->out);
  return e ? e : c->act(tx, c);
}

static enum err act_on(struct request *req, struct reply *reply, enum err (*act)(struct tx *tx, struct one_call *c))
{
  struct one_call call = call_of(req);
  call.act = act;
  return request_write(req, reply, run_act, &call, 200, &order_staff_shape, call.out);
}

static enum err act_check_in(struct tx *tx, struct one_call *c)
{
  return order_check_in(tx, c->staff, c->out, &((const struct check_in *)c->in)->room_ids);
}

enum err http_desk_check_in(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_check_in);
}

static enum err act_pay(struct tx *tx, struct one_call *c)
{
  const struct desk_payment *in = c->in;
  return order_pay_at_desk(tx, c->staff, c->out, in->amount, desk_methods[in->method],
      &(struct new_payment){.note = in->reference});
}

enum err http_desk_pay(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_pay);
}

static enum err act_check_out(struct tx *tx, struct one_call *c)
{
  return order_check_out(tx, c->staff, c->out);
}

enum err http_desk_check_out(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_check_out);
}

static enum err act_cancel(struct tx *tx, struct one_call *c)
{
  return order_cancel(tx, c->staff, c->out);
}

enum err http_desk_cancel(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_cancel);
}

static enum err act_no_show(struct tx *tx, struct one_call *c)
{
  return order_no_show(tx, c->staff, c->out);
}

enum err http_desk_no_show(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_no_show);
}

static enum err act_move(struct tx *tx, struct one_call *c)
{
  const struct room_move *in = c->in;
  return order_change_rooms(tx, c->staff, c->out, &in->room_ids, in->allow_other_type);
}

enum err http_desk_move(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_move);
}

static enum err act_extend(struct tx *tx, struct one_call *c)
{
  return order_extend(tx, c->staff, c->out, ((const struct extension *)c->in)->departure);
}

enum err http_desk_extend(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_extend);
}

static enum err act_correct(struct tx *tx, struct one_call *c)
{
  return order_correct(tx, c->staff, c->out, c->in);
}

enum err http_desk_correct(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_correct);
}

static enum err act_refund(struct tx *tx, struct one_call *c)
{
  const struct refund_request *in = c->in;
  return order_refund(tx, c->staff, c->out, in->amount, in->reason, NULL, in->owed_again);
}

enum err http_desk_refund(struct request *req, struct reply *reply)
{
  return act_on(req, reply, act_refund);
}

static enum err run_walk_in(struct tx *tx, void *arg)
{
  struct one_call *c = arg;
  enum err e = order_walk_in(tx, c->staff, c->in, c->out);
  return e ? e : order_find(tx, c->staff, c->out->id, c->out);
}

enum err http_desk_walk_in(struct request *req, struct reply *reply)
{
  struct one_call call = call_of(req);
  return request_write(req, reply, run_walk_in, &call, 201, &order_staff_shape, call.out);
}

struct today_call { const struct actor *staff; int64_t branch_id; struct today *out; };

static enum err read_today(struct tx *tx, void *arg)
{
  struct today_call *c = arg;
  return order_today(tx, c->staff, c->branch_id, c->out);
}

enum err http_today(struct request *req, struct reply *reply)
{
  const struct today_query *q = req->query;
  struct today_call call = {&req->actor, q->branch_id, arena_new(req->scope.arena, struct today)};
  enum err e = request_read(req, read_today, &call);
  if (!e)
    reply_object(reply, 200, &today_shape, call.out);
  return e;
}
