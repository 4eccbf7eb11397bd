/* Notices over HTTP: decode, call, encode. On a worker thread. */
#include "message/message_http.h"

#include "message/message.h"

struct notices_query { struct page page; int64_t order_id; };
static const struct field query_fields[] = {
    PAGE_FIELDS(struct notices_query),
    FIELD_AS("order_no", struct notices_query, order_id, F_ID),
};
const struct shape notices_query_shape = SHAPE_OUT("NoticesQuery", struct notices_query, query_fields);

struct notices_read { int64_t up_to; };
static const struct field read_fields[] = {FIELD(struct notices_read, up_to, F_ID, .flags = F_REQUIRED,
    .about = "id of the newest notice seen")};
const struct shape notices_read_shape = SHAPE_OUT("NoticesRead", struct notices_read, read_fields);

struct list_call { const struct request *req; const struct notices_query *q; int64_t after; struct list out; };

static enum err read_list(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  c->out = notice_list(tx, c->req->actor.id, c->q->order_id, c->req->lang, c->after, c->q->page.limit + 1);
  return OK;
}

enum err http_notices(struct request *req, struct reply *reply)
{
  struct list_call call = {.req = req, .q = req->query};
  if (!page_after(&call.q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_list, &call);
  if (!e)
    reply_list(reply, &notice_shape, call.out,
        page_next(&call.out, sizeof(struct notice), offsetof(struct notice, id), call.q->page.limit, req->scope.arena));
  return e;
}

struct read_call { int64_t member_id, up_to; };

static enum err run_read(struct tx *tx, void *arg)
{
  struct read_call *c = arg;
  notice_read(tx, c->member_id, c->up_to);
  return OK;
}

enum err http_notices_read(struct request *req, struct reply *reply)
{
  struct read_call call = {req->actor.id, ((const struct notices_read *)req->in)->up_to};
  return request_write(req, reply, run_read, &call, 204, NULL, NULL);
}
