/* Shifts over HTTP: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "ledger/shift_http.h"

#include "ledger/shift.h"
#include "limits.h"

static const char *const states[] = {"open", "closed", NULL};
struct query { struct page page; int64_t branch_id; int state; uint64_t given; };
static const struct field query_fields[] = {
    PAGE_FIELDS(struct query),
    FIELD(struct query, branch_id, F_ID, .about = "only this branch's"),
    FIELD(struct query, state, F_ENUM, .names = states),
};
const struct shape shifts_query = SHAPE("ShiftsQuery", struct query, query_fields, given);

#define AMOUNT \
  FIELD_AS("amount_fen", struct shift_request, amount, F_FEN, .flags = F_REQUIRED, .min = 1, .max = LIMIT_ORDER_FEN)

static const struct field begin_fields[] = {
    FIELD(struct shift_request, branch_id, F_ID, .flags = F_REQUIRED),
    FIELD_AS("float_fen", struct shift_request, float_, F_FEN, .max = LIMIT_ORDER_FEN, .preset = "0",
        .about = "cash in the drawer at its beginning"),
};
const struct shape shift_begin_shape = SHAPE_OUT("ShiftBegin", struct shift_request, begin_fields);

static const struct field close_fields[] = {
    FIELD_AS("counted_fen", struct shift_request, counted, F_FEN, .flags = F_REQUIRED, .max = LIMIT_ORDER_FEN,
        .about = "cash in the drawer"),
    FIELD_AS("drop_fen", struct shift_request, drop, F_FEN, .max = LIMIT_ORDER_FEN, .preset = "0",
        .about = "of that to the safe"),
    FIELD(struct shift_request, reason, F_STR, .max = 200, .preset = "", .about = "of a difference"),
    FIELD(struct shift_request, to, F_STR, .max = LIMIT_STAFF_NAME, .preset = "",
        .about = "whose shift begins with what is left: a staff account's name"),
};
const struct shape shift_close_shape = SHAPE_OUT("ShiftClose", struct shift_request, close_fields);

static const struct field drop_fields[] = {AMOUNT};
const struct shape shift_drop_shape = SHAPE_OUT("ShiftDrop", struct shift_request, drop_fields);

static const struct field paid_out_fields[] = {AMOUNT,
    FIELD(struct shift_request, reason, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200, .about = "what it was paid for")};
const struct shape shift_paid_out_shape = SHAPE_OUT("ShiftPaidOut", struct shift_request, paid_out_fields);

struct call {
  const struct actor *actor;
  int64_t id, after;
  const struct query *query;
  const struct shift_request *in;
  struct shift out;
  struct list list;
  enum err (*act)(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s);
};

static enum err read_all(struct tx *tx, void *arg)
{
  struct call *c = arg;
  int state = shape_given(&shifts_query, c->query, "state") ? c->query->state : -1;
  c->list = shift_list(tx, c->actor, c->query->branch_id, state, c->after, c->query->page.limit + 1);
  return OK;
}

enum err http_shifts(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .query = req->query};
  if (call.query->branch_id && !actor_in_branch(&req->actor, call.query->branch_id))
    return ERR_BRANCH_SCOPE;
  if (!page_after(&call.query->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_all, &call);
  if (!e)
    reply_list(reply, &shift_shape, call.list,
        page_next(&call.list, sizeof(struct shift), offsetof(struct shift, id), call.query->page.limit, req->scope.arena));
  return e;
}

static enum err read_one(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return shift_find(tx, c->actor, c->id, &c->out);
}

enum err http_shift(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .id = request_id_at(req, 0)};
  enum err e = request_read(req, read_one, &call);
  if (!e)
    reply_object(reply, 200, &shift_shape, &call.out);
  return e;
}

static enum err begin(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return shift_begin(tx, c->actor, c->in, &c->out);
}

enum err http_shift_begin(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, begin, &call, 201, &shift_shape, &call.out);
}

static enum err run_act(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = shift_find(tx, c->actor, c->id, &c->out);
  return e ? e : c->act(tx, c->actor, c->in, &c->out);
}

static enum err act_on(struct request *req, struct reply *reply,
    enum err (*act)(struct tx *tx, const struct actor *actor, const struct shift_request *in, struct shift *s))
{
  struct call call = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in, .act = act};
  return request_write(req, reply, run_act, &call, 200, &shift_shape, &call.out);
}

enum err http_shift_close(struct request *req, struct reply *reply)
{
  return act_on(req, reply, shift_close);
}

enum err http_shift_drop(struct request *req, struct reply *reply)
{
  return act_on(req, reply, shift_drop);
}

enum err http_shift_pay_out(struct request *req, struct reply *reply)
{
  return act_on(req, reply, shift_pay_out);
}
