/* Dead letters over HTTP: list, look, retry, edit, discard. Decode, call, encode; on a worker thread. */
#include <inttypes.h>
#include "console/console_http.h"
#include "limits.h"
#include "mq/mq.h"
#include "store/audit.h"

struct dead_query { struct page page; const char *group; };
static const struct field dead_query_fields[] = {
    PAGE_FIELDS(struct dead_query),
    FIELD(struct dead_query, group, F_STR, .min = 1, .max = 60),
};
const struct shape dead_query_shape = SHAPE_OUT("DeadQuery", struct dead_query, dead_query_fields);

struct dead_edit { const char *body; };
static const struct field dead_edit_fields[] = {
    FIELD(struct dead_edit, body, F_JSON, .flags = F_NULLABLE, .max = LIMIT_MQ_BODY, .about = "a new body; none: as it was"),
};
const struct shape dead_edit_shape = SHAPE_OUT("DeadRetry", struct dead_edit, dead_edit_fields);

struct discard { const char *reason; };
static const struct field discard_fields[] = {FIELD(struct discard, reason, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200)};
const struct shape discard_shape = SHAPE_OUT("Discard", struct discard, discard_fields);

struct list_call { const struct dead_query *q; int64_t after; struct list out; };

static enum err read_dead(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  if (c->q->group && !mq_group_exists(tx, c->q->group))
    return tx_refuse(tx, ERR_BAD_REQUEST, "group", TXT_UNKNOWN_REFERENCE, 0);
  c->out = mq_dead(tx, c->q->group, c->after, c->q->page.limit);
  return OK;
}

enum err http_mq_dead(struct request *req, struct reply *reply)
{
  struct list_call call = {.q = req->query};
  if (!page_after(&call.q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_dead, &call);
  if (!e)
    reply_list(reply, &mq_dead_shape, call.out,
        page_next(&call.out, sizeof(struct mq_dead_letter), offsetof(struct mq_dead_letter, id), call.q->page.limit,
            req->scope.arena));
  return e;
}

struct letter_call { int64_t id; struct mq_dead_letter *out; };

static enum err read_letter(struct tx *tx, void *arg)
{
  struct letter_call *c = arg;
  return mq_dead_letter(tx, c->id, c->out) ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

enum err http_mq_dead_letter(struct request *req, struct reply *reply)
{
  struct letter_call call = {request_id_at(req, 0), arena_new(req->scope.arena, struct mq_dead_letter)};
  enum err e = request_read(req, read_letter, &call);
  if (!e)
    reply_object(reply, 200, &mq_dead_shape, call.out);
  return e;
}

struct dead_call { const struct actor *actor; int64_t id; const char *body, *reason; };

static enum err run_retry(struct tx *tx, void *arg)
{
  struct dead_call *c = arg;
  int64_t edited = c->body ? mq_dead_edit(tx, c->id, c->body, c->actor->request_id) : 0;
  if (!edited && (c->body || !mq_dead_retry(tx, c->id)))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  const char *after = edited ? arena_printf(tx_arena(tx), "{\"message_id\":\"%" PRId64 "\"}", edited) : NULL;
  audit(tx, c->actor, 0, edited ? "mq.edit" : "mq.retry", "delivery", c->id, NULL, after);
  return OK;
}

enum err http_mq_dead_retry(struct request *req, struct reply *reply)
{
  const struct dead_edit *in = req->in;
  struct dead_call call = {&req->actor, request_id_at(req, 0), in->body, NULL};
  return request_write(req, reply, run_retry, &call, 204, NULL, NULL);
}

static enum err run_discard(struct tx *tx, void *arg)
{
  struct dead_call *c = arg;
  if (!mq_dead_discard(tx, c->id, c->reason))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  audit_change(tx, c->actor, 0, "mq.discard", "delivery", c->id, &discard_shape, NULL, &(struct discard){c->reason});
  return OK;
}

enum err http_mq_dead_discard(struct request *req, struct reply *reply)
{
  struct dead_call call = {&req->actor, request_id_at(req, 0), NULL, ((const struct discard *)req->in)->reason};
  return request_write(req, reply, run_discard, &call, 204, NULL, NULL);
}
