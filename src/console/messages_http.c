/* The message console over HTTP: find, tell, publish, resend, pause, resume, reset. Decode, call, encode; on a worker
 * thread. */
#include "base/id.h"
#include "console/console_http.h"
#include "mq/mq.h"
#include "order/order.h"
#include "store/audit.h"

struct messages_query {
  struct page page;
  const char *topic, *key;
  int64_t from, to;
};
static const struct field messages_query_fields[] = {
    PAGE_FIELDS(struct messages_query),
    FIELD(struct messages_query, topic, F_STR, .min = 1, .max = 60),
    FIELD(struct messages_query, key, F_STR, .min = 1, .max = 60,
        .about = "managers: the number of an order of their branches; without it the owner alone"),
    FIELD(struct messages_query, from, F_INSTANT, .about = "born at or after; due, of a delayed one"),
    FIELD(struct messages_query, to, F_INSTANT, .about = "born at or before; due, of a delayed one"),
};
const struct shape messages_query_shape = SHAPE_OUT("MessagesQuery", struct messages_query, messages_query_fields);

struct reset { int64_t at; };
static const struct field reset_fields[] = {
    FIELD(struct reset, at, F_INSTANT, .flags = F_NULLABLE, .about = "deliver again what was born since; none: skip what waits"),
};
const struct shape reset_shape = SHAPE_OUT("GroupReset", struct reset, reset_fields);

/* Messages carry what happened in every branch: whoever is not the owner sees those of an order of theirs, by its number,
 * which is their key. (No other id is an order's.) */
static enum err check_key(struct tx *tx, const struct actor *actor, const char *key)
{
  struct order o;
  int64_t id = 0;
  if (actor->role == ROLE_OWNER)
    return OK;
  if (!key || !id_parse(key, &id) || !order_get(tx, id, 0, &o))
    return tx_refuse(tx, ERR_FORBIDDEN, "key", TXT_KEY_OF_ORDER, 0);
  return actor_in_branch(actor, o.branch_id) ? OK : tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
}

struct search_call { const struct actor *actor; const struct messages_query *q; int64_t after, next; struct list out; };

static enum err read_messages(struct tx *tx, void *arg)
{
  struct search_call *c = arg;
  enum err e = check_key(tx, c->actor, c->q->key);
  if (e)
    return e;
  struct mq_search s = {c->q->topic, c->q->key, c->q->from, c->q->to};
  if (s.from && s.to && s.from > s.to)
    return tx_refuse(tx, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  return mq_messages(tx, &s, c->after, c->q->page.limit, &c->out, &c->next);
}

enum err http_mq_messages(struct request *req, struct reply *reply)
{
  struct search_call call = {.actor = &req->actor, .q = req->query};
  if (!page_after(&call.q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_messages, &call);
  char next[ID_TEXT];
  id_format(call.next, next);
  if (!e)
    reply_list(reply, &mq_record_shape, call.out, call.next ? next : NULL);
  return e;
}

struct message_call { const struct actor *actor; int64_t id; struct mq_record *out; };

static enum err read_message(struct tx *tx, void *arg)
{
  struct message_call *c = arg;
  if (!mq_message(tx, c->id, c->out))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  return check_key(tx, c->actor, c->out->key);
}

enum err http_mq_message(struct request *req, struct reply *reply)
{
  struct message_call call = {&req->actor, request_id_at(req, 0), arena_new(req->scope.arena, struct mq_record)};
  enum err e = request_read(req, read_message, &call);
  if (!e)
    reply_object(reply, 200, &mq_record_shape, call.out);
  return e;
}

struct call_off { const struct actor *actor; int64_t id; };

static enum err run_call_off(struct tx *tx, void *arg)
{
  struct call_off *c = arg;
  struct mq_record was = {0};
  if (!mq_message(tx, c->id, &was))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  enum err e = check_key(tx, c->actor, was.key);
  if (e || (e = mq_call_off(tx, c->id)))
    return e;
  audit_change(tx, c->actor, 0, "mq.call_off", "message", c->id, &mq_record_shape, &was, NULL);
  return OK;
}

enum err http_mq_call_off(struct request *req, struct reply *reply)
{
  struct call_off call = {&req->actor, request_id_at(req, 0)};
  return request_write(req, reply, run_call_off, &call, 204, NULL, NULL);
}

struct post_call { const struct actor *actor; const struct mq_post *in; struct mq_posted *out; };

static enum err run_post(struct tx *tx, void *arg)
{
  struct post_call *c = arg;
  enum err e = mq_post(tx, c->in, c->actor->request_id, c->out);
  if (!e)
    audit_change(tx, c->actor, 0, "mq.send", "message", c->out->message_id, &mq_post_shape, NULL, c->in);
  return e;
}

enum err http_mq_post(struct request *req, struct reply *reply)
{
  struct post_call call = {&req->actor, req->in, arena_new(req->scope.arena, struct mq_posted)};
  return request_write(req, reply, run_post, &call, 201, &mq_posted_shape, call.out);
}

struct resend { const char *group; };
static const struct field resend_fields[] = {FIELD(struct resend, group, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60)};
const struct shape resend_shape = SHAPE_OUT("Resend", struct resend, resend_fields);

struct resend_call { const struct actor *actor; int64_t id; const struct resend *in; };

static enum err run_resend(struct tx *tx, void *arg)
{
  struct resend_call *c = arg;
  enum err e = mq_resend(tx, c->id, c->in->group);
  if (!e)
    audit_change(tx, c->actor, 0, "mq.resend", "message", c->id, &resend_shape, NULL, c->in);
  return e;
}

enum err http_mq_resend(struct request *req, struct reply *reply)
{
  struct resend_call call = {&req->actor, request_id_at(req, 0), req->in};
  return request_write(req, reply, run_resend, &call, 204, NULL, NULL);
}

struct group_call { const struct actor *actor; const char *group, *action; int64_t at; bool paused; };

static enum err finish(struct tx *tx, const struct group_call *c, bool found, const char *after)
{
  if (!found)
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  audit(tx, c->actor, 0, c->action, c->group, 0, NULL, after);
  return OK;
}

static enum err run_pause(struct tx *tx, void *arg)
{
  struct group_call *c = arg;
  return finish(tx, c, mq_pause(tx, c->group, c->paused), NULL);
}

static enum err run_reset(struct tx *tx, void *arg)
{
  struct group_call *c = arg;
  const char *told = NULL;
  bool found = mq_reset(tx, c->group, c->at, &told);
  return finish(tx, c, found, told);
}

enum err http_mq_pause(struct request *req, struct reply *reply)
{
  struct group_call call = {&req->actor, req->ids[0], "mq.pause", 0, true};
  return request_write(req, reply, run_pause, &call, 204, NULL, NULL);
}

enum err http_mq_resume(struct request *req, struct reply *reply)
{
  struct group_call call = {&req->actor, req->ids[0], "mq.resume", 0, false};
  return request_write(req, reply, run_pause, &call, 204, NULL, NULL);
}

enum err http_mq_reset(struct request *req, struct reply *reply)
{
  int64_t at = ((const struct reset *)req->in)->at;
  struct group_call call = {&req->actor, req->ids[0], "mq.reset", at ? at : INT64_MAX, false};
  return request_write(req, reply, run_reset, &call, 204, NULL, NULL);
}
