/* Companies over HTTP: decode, call, encode. On a worker thread. */
#include "ledger/company.h"
#include "ledger/ledger_http.h"

struct query { struct page page; };
static const struct field query_fields[] = {PAGE_FIELDS(struct query)};
const struct shape companies_query = SHAPE_OUT("CompaniesQuery", struct query, query_fields);

struct call {
  const struct actor *actor;
  int64_t id;
  const struct company *in;
  struct company out;
  struct slice slice;
  struct list list;
};

static enum err read_all(struct tx *tx, void *arg)
{
  struct call *c = arg;
  c->list = company_list(tx, c->slice.offset, c->slice.limit + 1);
  return OK;
}

enum err http_companies(struct request *req, struct reply *reply)
{
  const struct query *q = req->query;
  struct call call = {.slice = {0}};
  if (!page_slice(&q->page, &call.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_all, &call);
  if (!e)
    reply_list(reply, &company_shape, call.list, page_slice_next(&call.list, call.slice, req->scope.arena));
  return e;
}

static enum err read_one(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return company_find(tx, c->id, &c->out);
}

enum err http_company(struct request *req, struct reply *reply)
{
  struct call call = {.id = request_id_at(req, 0)};
  enum err e = request_read(req, read_one, &call);
  if (!e)
    reply_object(reply, 200, &company_shape, &call.out);
  return e;
}

static enum err create(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return company_create(tx, c->actor, c->in, &c->out);
}

enum err http_company_create(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, create, &call, 201, &company_shape, &call.out);
}

static enum err change(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return company_change(tx, c->actor, c->id, c->in, &c->out);
}

enum err http_company_change(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in};
  return request_write(req, reply, change, &call, 200, &company_shape, &call.out);
}

static enum err drop(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return company_delete(tx, c->actor, c->id);
}

enum err http_company_delete(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, drop, &call, 204, NULL, NULL);
}
