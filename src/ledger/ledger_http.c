/* Charge codes, payment kinds and the trial balance over HTTP: decode, call, encode. On a worker thread. */
#include "ledger/ledger_http.h"

#include "hotel/catalogue.h"
#include "ledger/company.h"
#include "ledger/payment_kind.h"

struct codes_query { struct page page; };
static const struct field codes_fields[] = {PAGE_FIELDS(struct codes_query)};
const struct shape charge_codes_query = SHAPE_OUT("ChargeCodesQuery", struct codes_query, codes_fields);

struct trial_query { int64_t branch_id; int32_t date; uint64_t given; };
static const struct field trial_fields[] = {
    FIELD(struct trial_query, branch_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct trial_query, date, F_DATE, .about = "business date; the present one unless given"),
};
const struct shape trial_balance_query = SHAPE("TrialBalanceQuery", struct trial_query, trial_fields, given);

struct call {
  const struct actor *actor;
  int64_t id;
  int32_t date;
  const struct charge_code *in;
  struct charge_code out;
  struct slice slice;
  struct list list;
  struct trial_balance trial;
};

static enum err read_codes(struct tx *tx, void *arg)
{
  struct call *c = arg;
  c->list = charge_code_list(tx, c->slice.offset, c->slice.limit + 1);
  return OK;
}

enum err http_charge_codes(struct request *req, struct reply *reply)
{
  const struct codes_query *q = req->query;
  struct call call = {.slice = {0}};
  if (!page_slice(&q->page, &call.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_codes, &call);
  if (!e)
    reply_list(reply, &charge_code_shape, call.list, page_slice_next(&call.list, call.slice, req->scope.arena));
  return e;
}

static enum err read_code(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return charge_code_find(tx, c->id, &c->out);
}

enum err http_charge_code(struct request *req, struct reply *reply)
{
  struct call call = {.id = request_id_at(req, 0)};
  enum err e = request_read(req, read_code, &call);
  if (!e)
    reply_object(reply, 200, &charge_code_shape, &call.out);
  return e;
}

static enum err create(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return charge_code_create(tx, c->actor, c->in, &c->out);
}

enum err http_charge_code_create(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, create, &call, 201, &charge_code_shape, &call.out);
}

static enum err change(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return charge_code_change(tx, c->actor, c->id, c->in, &c->out);
}

enum err http_charge_code_change(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in};
  return request_write(req, reply, change, &call, 200, &charge_code_shape, &call.out);
}

static enum err remove_code(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return charge_code_delete(tx, c->actor, c->id);
}

enum err http_charge_code_delete(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, remove_code, &call, 204, NULL, NULL);
}

static enum err read_kinds(struct tx *tx, void *arg)
{
  *(struct list *)arg = payment_kinds(tx);
  return OK;
}

enum err http_payment_kinds(struct request *req, struct reply *reply)
{
  struct list all = {0};
  enum err e = request_read(req, read_kinds, &all);
  if (!e)
    reply_list(reply, &payment_kind_shape, all, NULL);
  return e;
}

struct kind_call { const struct actor *actor; const char *name; const struct payment_kind *in; struct payment_kind out; };

static enum err change_kind(struct tx *tx, void *arg)
{
  struct kind_call *c = arg;
  return payment_kind_change(tx, c->actor, c->name, c->in, &c->out);
}

enum err http_payment_kind_change(struct request *req, struct reply *reply)
{
  struct kind_call call = {.actor = &req->actor, .name = req->ids[0], .in = req->in};
  return request_write(req, reply, change_kind, &call, 200, &payment_kind_shape, &call.out);
}

static enum err read_trial(struct tx *tx, void *arg)
{
  struct call *c = arg;
  struct branch branch = {0};
  enum err e = branch_find(tx, c->actor, c->id, &branch);
  if (!e)
    ledger_trial_balance(tx, c->id, c->date == DATE_NONE ? branch_date(tx, c->id) : c->date, &c->trial);
  return e;
}

enum err http_trial_balance(struct request *req, struct reply *reply)
{
  const struct trial_query *q = req->query;
  bool date = shape_given(&trial_balance_query, q, "date");
  struct call call = {.actor = &req->actor, .id = q->branch_id, .date = date ? q->date : DATE_NONE};
  enum err e = request_read(req, read_trial, &call);
  if (!e)
    reply_object(reply, 200, &trial_balance_shape, &call.trial);
  return e;
}
