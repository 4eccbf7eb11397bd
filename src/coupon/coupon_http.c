/* Coupons over HTTP: decode, call, encode. On a worker thread. */
#include "coupon/coupon_http.h"

#include <stdio.h>
#include "coupon/coupon.h"

struct my_query { struct page page; int status; uint64_t given; };
static const struct field my_query_fields[] = {
    PAGE_FIELDS(struct my_query),
    FIELD(struct my_query, status, F_ENUM, .names = grant_status_names),
};
const struct shape my_coupons_query_shape = SHAPE("MyCouponsQuery", struct my_query, my_query_fields, given);

struct coupons_query { struct page page; };
static const struct field coupons_query_fields[] = {PAGE_FIELDS(struct coupons_query)};
const struct shape coupons_query_shape = SHAPE_OUT("CouponsQuery", struct coupons_query, coupons_query_fields);

struct grant_request { int64_t member_id; const char *source; };
static const struct field grant_request_fields[] = {
    FIELD(struct grant_request, member_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct grant_request, source, F_STR, .min = 1, .max = 60, .about = "why; the same source grants once"),
};
const struct shape grant_request_shape = SHAPE_OUT("CouponGrantRequest", struct grant_request, grant_request_fields);

struct list_call { const struct page *page; int64_t id, after; int status; struct list out; };

static enum err read_of_member(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  c->out = coupon_of_member(tx, c->id, c->status, c->after, c->page->limit + 1);
  return OK;
}

static enum err read_all(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  c->out = coupon_list(tx, c->after, c->page->limit + 1);
  return OK;
}

static enum err read_holders(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  c->out = coupon_holders(tx, c->id, c->after, c->page->limit + 1);
  return OK;
}

static enum err answer_list(struct request *req, struct reply *reply, struct list_call *c, tx_fn fn,
    const struct shape *shape, size_t size, size_t id_offset)
{
  if (!page_after(c->page, &c->after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, fn, c);
  if (!e)
    reply_list(reply, shape, c->out, page_next(&c->out, size, id_offset, c->page->limit, req->scope.arena));
  return e;
}

static enum err coupons_of(struct request *req, struct reply *reply, int64_t member_id)
{
  const struct my_query *q = req->query;
  struct list_call call = {.page = &q->page, .id = member_id,
      .status = shape_given(&my_coupons_query_shape, q, "status") ? q->status : -1};
  return answer_list(req, reply, &call, read_of_member, &grant_shape, sizeof(struct grant), offsetof(struct grant, id));
}

enum err http_my_coupons(struct request *req, struct reply *reply)
{
  return coupons_of(req, reply, req->actor.id);
}

enum err http_member_coupons(struct request *req, struct reply *reply)
{
  return coupons_of(req, reply, request_id_at(req, 0));
}

enum err http_coupons(struct request *req, struct reply *reply)
{
  struct list_call call = {.page = &((const struct coupons_query *)req->query)->page};
  return answer_list(req, reply, &call, read_all, &coupon_shape, sizeof(struct coupon), offsetof(struct coupon, id));
}

enum err http_coupon_holders(struct request *req, struct reply *reply)
{
  struct list_call call = {.page = &((const struct coupons_query *)req->query)->page, .id = request_id_at(req, 0)};
  return answer_list(req, reply, &call, read_holders, &holder_shape, sizeof(struct grant), offsetof(struct grant, id));
}

struct coupon_call { const struct actor *actor; int64_t id; const void *in; struct coupon *out; };

static struct coupon_call call_of(struct request *req)
{
  return (struct coupon_call){&req->actor, request_id_at(req, 0), req->in, arena_new(req->scope.arena, struct coupon)};
}

static enum err read_one(struct tx *tx, void *arg)
{
  struct coupon_call *c = arg;
  return coupon_get(tx, c->id, c->out) ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

enum err http_coupon(struct request *req, struct reply *reply)
{
  struct coupon_call call = call_of(req);
  enum err e = request_read(req, read_one, &call);
  if (!e)
    reply_object(reply, 200, &coupon_shape, call.out);
  return e;
}

static enum err run_create(struct tx *tx, void *arg)
{
  struct coupon_call *c = arg;
  return coupon_create(tx, c->actor, c->in, c->out);
}

enum err http_coupon_create(struct request *req, struct reply *reply)
{
  struct coupon_call call = call_of(req);
  return request_write(req, reply, run_create, &call, 201, &coupon_shape, call.out);
}

static enum err run_change(struct tx *tx, void *arg)
{
  struct coupon_call *c = arg;
  return coupon_change(tx, c->actor, c->id, c->in, c->out);
}

enum err http_coupon_change(struct request *req, struct reply *reply)
{
  struct coupon_call call = call_of(req);
  return request_write(req, reply, run_change, &call, 200, &coupon_shape, call.out);
}

static enum err run_delete(struct tx *tx, void *arg)
{
  struct coupon_call *c = arg;
  return coupon_delete(tx, c->actor, c->id);
}

enum err http_coupon_delete(struct request *req, struct reply *reply)
{
  struct coupon_call call = call_of(req);
  return request_write(req, reply, run_delete, &call, 204, NULL, NULL);
}

static enum err run_grant(struct tx *tx, void *arg)
{
  struct coupon_call *c = arg;
  const struct grant_request *in = c->in;
  char source[96];
  snprintf(source, sizeof source, "staff:%s", in->source ? in->source : c->actor->request_id);
  enum err e = coupon_give(tx, c->actor, c->id, in->member_id, source);
  if (!e && !coupon_get(tx, c->id, c->out))
    e = FAULT_INTERNAL;
  return e;
}

enum err http_coupon_grant(struct request *req, struct reply *reply)
{
  struct coupon_call call = call_of(req);
  return request_write(req, reply, run_grant, &call, 201, &coupon_shape, call.out);
}
