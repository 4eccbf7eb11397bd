/* Orders over HTTP, the guest's side: decode, call, encode. On a worker thread; the guest is in every question. */
#include "order/order_http.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include "limits.h"
#include "order/order.h"
#include "pay/pay.h"

#define STAY_FIELDS \
  FIELD(struct order_request, room_type_id, F_ID, .flags = F_REQUIRED), \
  FIELD(struct order_request, arrival, F_DATE, .flags = F_REQUIRED), \
  FIELD(struct order_request, departure, F_DATE, .flags = F_REQUIRED), \
  FIELD(struct order_request, rooms, F_I64, .flags = F_REQUIRED, .min = 1, .max = LIMIT_ROOMS_PER_ORDER)
#define GUEST_FIELDS \
  FIELD(struct order_request, guest_name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60), \
  FIELD(struct order_request, guest_phone, F_STR, .flags = F_REQUIRED, .min = 1, .max = 20), \
  FIELD(struct order_request, remark, F_STR, .flags = F_NULLABLE | F_MULTILINE, .max = 300), \
  FIELD(struct order_request, arrival_time, F_STR, .flags = F_NULLABLE, .max = 5, .about = "HH:MM, when the guest means to come")
#define COUPON_FIELD \
  FIELD(struct order_request, coupon_id, F_ID, .flags = F_NULLABLE, .about = "id of one of GET /me/coupons")

static const struct field quote_fields[] = {STAY_FIELDS, COUPON_FIELD};
const struct shape quote_request_shape = SHAPE_OUT("QuoteRequest", struct order_request, quote_fields);
static const struct field order_fields[] = {STAY_FIELDS, GUEST_FIELDS, COUPON_FIELD,
    FIELD_AS("payable_fen", struct order_request, payable, F_FEN, .flags = F_NULLABLE, .max = INT64_MAX,
        .about = "the price shown; another one now is 409 price_changed")};
const struct shape order_request_shape = SHAPE("OrderRequest", struct order_request, order_fields, given);
static const struct field walk_in_fields[] = {STAY_FIELDS, GUEST_FIELDS};
const struct shape walk_in_shape = SHAPE_OUT("WalkInRequest", struct order_request, walk_in_fields);

static const struct field correction_fields[] = {GUEST_FIELDS,
    FIELD(struct order_request, room_type_id, F_ID, .about = "of the same branch"),
    FIELD(struct order_request, arrival, F_DATE), FIELD(struct order_request, departure, F_DATE),
    FIELD_AS("payable_fen", struct order_request, payable, F_FEN, .flags = F_NULLABLE, .max = INT64_MAX,
        .about = "the price shown for other dates or another type; another one now is 409 price_changed")};
const struct shape order_correction_shape = SHAPE("OrderCorrection", struct order_request, correction_fields, given);

static const struct field rebook_fields[] = {
    FIELD(struct order_request, room_type_id, F_ID, .about = "of the same branch; not given: as it is"),
    FIELD(struct order_request, arrival, F_DATE), FIELD(struct order_request, departure, F_DATE),
};
const struct shape rebook_request_shape = SHAPE("RebookRequest", struct order_request, rebook_fields, given);
static const struct field rebook_quote_fields[] = {
    FIELD_AS("total_fen", struct rebook_quote, total, F_FEN),
    FIELD_AS("discount_fen", struct rebook_quote, discount, F_FEN),
    FIELD_AS("payable_fen", struct rebook_quote, payable, F_FEN, .about = "with what is kept of rooms that were cancelled"),
    FIELD_AS("refund_fen", struct rebook_quote, refund, F_FEN, .about = "what would go back"),
    FIELD_AS("due_fen", struct rebook_quote, due, F_FEN, .about = "what would still be owed"),
};
const struct shape rebook_quote_shape = SHAPE_OUT("RebookQuote", struct rebook_quote, rebook_quote_fields);

struct orders_query { struct page page; int status; uint64_t given; };
static const struct field orders_query_fields[] = {
    PAGE_FIELDS(struct orders_query),
    FIELD(struct orders_query, status, F_ENUM, .names = order_status_names),
};
const struct shape orders_query_shape = SHAPE("OrdersQuery", struct orders_query, orders_query_fields, given);

struct pay_parameters { const char *provider; int64_t order_id; struct money amount; };
static const struct field pay_fields[] = {
    FIELD(struct pay_parameters, provider, F_STR),
    FIELD_AS("order_no", struct pay_parameters, order_id, F_ID),
    FIELD_AS("amount_fen", struct pay_parameters, amount, F_FEN),
};
const struct shape pay_parameters_shape = SHAPE_OUT("PayParameters", struct pay_parameters, pay_fields);

struct quote_call { int64_t member_id; const struct order_request *in; struct quote *out; };

static enum err read_quote(struct tx *tx, void *arg)
{
  struct quote_call *c = arg;
  return order_quote(tx, c->member_id, c->in, c->out);
}

enum err http_quote(struct request *req, struct reply *reply)
{
  struct quote_call call = {req->actor.id, req->in, arena_new(req->scope.arena, struct quote)};
  enum err e = request_read(req, read_quote, &call);
  if (!e)
    reply_object(reply, 200, &quote_shape, call.out);
  return e;
}

struct book_call { const struct actor *guest; struct order_request in; struct hold_terms terms; struct order *out; };

static enum err run_book(struct tx *tx, void *arg)
{
  struct book_call *c = arg;
  return order_book(tx, c->guest, &c->in, &c->terms, c->out);
}

enum err http_order_book(struct request *req, struct reply *reply)
{
  const struct config *c = req->config;
  struct book_call call = {&req->actor, *(const struct order_request *)req->in, {.seconds = c->order_hold_seconds},
      arena_new(req->scope.arena, struct order)};
  if (c->rate_limit) { /* which is off for load tests only */
    call.terms.orders = c->max_unpaid_orders;
    call.terms.rooms = c->max_unpaid_rooms;
  }
  if (!shape_given(&order_request_shape, &call.in, "payable_fen"))
    call.in.payable = fen(NONE_I64); /* not given is not a price of zero */
  return request_write(req, reply, run_book, &call, 201, &order_shape, call.out);
}

struct list_call { int64_t member_id, after; int status; const struct page *page; struct list out; };

static enum err read_orders(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  c->out = order_of_member(tx, c->member_id, c->status, c->after, c->page->limit + 1);
  return OK;
}

enum err http_orders(struct request *req, struct reply *reply)
{
  const struct orders_query *q = req->query;
  struct list_call call = {.member_id = req->actor.id, .page = &q->page};
  call.status = shape_given(&orders_query_shape, q, "status") ? q->status : -1;
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_orders, &call);
  if (!e)
    reply_list(reply, &order_shape, call.out,
        page_next(&call.out, sizeof(struct order), offsetof(struct order, id), q->page.limit, req->scope.arena));
  return e;
}

struct one_call { const struct actor *actor; int64_t id; struct order *out; struct money amount; };

static struct one_call call_of(struct request *req)
{
  return (struct one_call){&req->actor, request_id_at(req, 0), arena_new(req->scope.arena, struct order), {0}};
}

static enum err read_order(struct tx *tx, void *arg)
{
  struct one_call *c = arg;
  return order_get(tx, c->id, c->actor->id, c->out) ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

enum err http_order(struct request *req, struct reply *reply)
{
  struct one_call call = call_of(req);
  enum err e = request_read(req, read_order, &call);
  if (!e)
    reply_object(reply, 200, &order_shape, call.out);
  return e;
}

struct correct_call { struct one_call one; const struct order_request *in; };

static enum err run_correct(struct tx *tx, void *arg)
{
  struct correct_call *c = arg;
  enum err e = read_order(tx, &c->one);
  return e ? e : order_correct(tx, c->one.actor, c->one.out, c->in);
}

enum err http_order_correct(struct request *req, struct reply *reply)
{
  struct correct_call call = {call_of(req), req->in};
  return request_write(req, reply, run_correct, &call, 200, &order_shape, call.one.out);
}

struct rebook_call { struct one_call one; const struct order_request *in; struct rebook_quote out; };

static enum err run_rebook_quote(struct tx *tx, void *arg)
{
  struct rebook_call *c = arg;
  enum err e = c->one.actor->kind == ACTOR_STAFF ? order_find(tx, c->one.actor, c->one.id, c->one.out) : read_order(tx, &c->one);
  return e ? e : order_rebook_quote(tx, c->one.actor, c->one.out, c->in, &c->out);
}

enum err http_order_rebook_quote(struct request *req, struct reply *reply)
{
  struct rebook_call call = {.one = call_of(req), .in = req->in};
  return request_write(req, reply, run_rebook_quote, &call, 200, &rebook_quote_shape, &call.out);
}

struct pay_call { struct one_call one; struct pay_parameters *out; };

static enum err run_pay(struct tx *tx, void *arg)
{
  struct pay_call *c = arg;
  return order_pay(tx, c->one.id, c->one.actor->id, &c->out->amount);
}

enum err http_order_pay(struct request *req, struct reply *reply)
{
  struct pay_call call = {call_of(req), arena_new(req->scope.arena, struct pay_parameters)};
  call.out->provider = request_sandbox(req) ? "sandbox" : "wechat";
  call.out->order_id = call.one.id;
  if (!request_sandbox(req))
    return refuse(&req->scope.problem, ERR_PROVIDER, NULL, TXT_NONE, 0);
  return request_write(req, reply, run_pay, &call, 200, &pay_parameters_shape, call.out);
}

static enum err run_cancel(struct tx *tx, void *arg)
{
  struct one_call *c = arg;
  enum err e = read_order(tx, arg);
  return e ? e : order_cancel(tx, c->actor, c->out);
}

enum err http_order_cancel(struct request *req, struct reply *reply)
{
  struct one_call call = call_of(req);
  return request_write(req, reply, run_cancel, &call, 200, &order_shape, call.out);
}

/* The sandbox's transaction number follows from the order, as a provider's notice keeps its number when repeated, and its
 * amount, even when more is owed since. */
static enum err run_sandbox_notice(struct tx *tx, void *arg)
{
  struct one_call *c = arg;
  char transaction[64];
  enum err e = read_order(tx, arg);
  if (e)
    return e;
  struct money amount = c->out->paid.fen ? c->out->paid : c->out->payable;
  pay_expect(tx, c->id, amount);
  snprintf(transaction, sizeof transaction, "sandbox-%" PRId64, c->id);
  struct pay_notice notice = {"sandbox", transaction, c->id, amount, tx_now(tx)};
  return pay_take_notice(tx, &notice, c->actor->request_id);
}

/* The notice is in; the order's own consumer applies it a moment later. The answer waits for that, bounded. */
enum err http_sandbox_pay(struct request *req, struct reply *reply)
{
  enum { TRIES = 200, STEP_MS = 10 };
  struct one_call call = call_of(req);
  enum err e = store_write(req->store, run_sandbox_notice, &call, &req->scope);
  for (int i = 0; !e && i < TRIES; i++) {
    e = request_read(req, read_order, &call);
    if (e || call.out->money != MONEY_UNPAID)
      break;
    nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000}, NULL);
  }
  if (!e)
    reply_object(reply, 200, &order_shape, call.out);
  return e;
}
