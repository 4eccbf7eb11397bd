/* Staff over HTTP: decode, call, encode. Passwords are hashed here, on the worker thread, outside any transaction. */
#include "staff/staff_http.h"

#include "base/text_form.h"
#include "http/rate.h"
#include "limits.h"
#include "staff/staff.h"
#include "store/audit.h"

struct credentials { const char *name, *password; };
static const struct field login_fields[] = {
    FIELD(struct credentials, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 64),
    FIELD(struct credentials, password, F_STR, .flags = F_REQUIRED | F_EXACT, .min = 1, .max = 200),
};
const struct shape staff_login_shape = SHAPE_OUT("StaffLogin", struct credentials, login_fields);

struct token_in { const char *label; int64_t days; };
static const struct field token_in_fields[] = {
    FIELD(struct token_in, label, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct token_in, days, F_I64, .min = 1, .max = LIMIT_TOKEN_DAYS, .preset = "365"),
};
const struct shape staff_token_in_shape = SHAPE_OUT("StaffTokenRequest", struct token_in, token_in_fields);

struct staff_query { struct page page; };
static const struct field staff_query_fields[] = {PAGE_FIELDS(struct staff_query)};
const struct shape staff_query_shape = SHAPE_OUT("StaffQuery", struct staff_query, staff_query_fields);

struct audit_query { struct page page; const char *object; int64_t object_id; };
static const struct field audit_query_fields[] = {
    PAGE_FIELDS(struct audit_query),
    FIELD(struct audit_query, object, F_STR, .min = 1, .max = 40),
    FIELD(struct audit_query, object_id, F_ID),
};
const struct shape audit_query_shape = SHAPE_OUT("AuditQuery", struct audit_query, audit_query_fields);

struct find { const char *name, *address, *hash; int64_t id; bool known; };

static enum err read_credentials(struct tx *tx, void *arg)
{
  struct find *f = arg;
  if (staff_credentials(tx, f->name, &f->id, &f->hash))
    f->known = staff_knows(tx, f->id, f->address);
  return OK;
}

struct session_call { int64_t id; struct staff_session *out; const struct find *found; const uint8_t *session; };

static enum err run_login(struct tx *tx, void *arg)
{
  struct session_call *c = arg;
  return staff_login(tx, c->id, c->found->hash, c->found->address, c->out);
}

/* Guesses are counted by account and address, and for all addresses from which the account was never logged in together: so
 * nobody's guesses lock out who comes from where he always does. */
static enum err find_account(struct request *req, const char *name, struct find *f)
{
  *f = (struct find){.name = name, .address = request_address_key(req)};
  name = text_key(name, req->scope.arena); /* another case is no other account to guess at */
  enum err e = request_rate(req, RATE_LOGIN, arena_printf(req->scope.arena, "%s %s", f->address, name));
  if (!e)
    e = request_read(req, read_credentials, f);
  if (!e && !f->known)
    e = request_rate_times(req, RATE_LOGIN, name, RATE_ACCOUNT_LOGIN);
  return e;
}

enum err http_staff_login(struct request *req, struct reply *reply)
{
  const struct credentials *in = req->in;
  struct find find;
  enum err e = find_account(req, in->name, &find);
  if (e || !password_matches(in->password, find.hash, &e))
    return e;
  struct session_call call = {find.id, arena_new(req->scope.arena, struct staff_session), &find};
  e = request_write(req, reply, run_login, &call, 200, &staff_session_shape, call.out);
  if (!e)
    reply_session_cookie(reply, req, call.out->token, LIMIT_SESSION_STAFF_HOURS * 3600);
  return e;
}

static enum err read_staff(struct tx *tx, void *arg)
{
  struct session_call *c = arg;
  c->out->expires_at = c->session ? session_until(tx, c->session) : 0;
  return staff_get(tx, c->id, &c->out->staff) ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

enum err http_staff_session(struct request *req, struct reply *reply)
{
  struct session_call call = {.id = req->actor.id, .session = req->session,
      .out = arena_new(req->scope.arena, struct staff_session)};
  enum err e = request_read(req, read_staff, &call);
  if (!e)
    reply_object(reply, 200, &staff_session_shape, call.out);
  return e;
}

static enum err run_logout(struct tx *tx, void *arg)
{
  session_end(tx, arg);
  return OK;
}

enum err http_staff_logout(struct request *req, struct reply *reply)
{
  enum err e = request_write(req, reply, run_logout, (void *)req->session, 204, NULL, NULL);
  if (!e)
    reply_session_cookie(reply, req, "", 0);
  return e;
}

struct token_call { const struct actor *actor; const uint8_t *session; const struct token_in *in; struct staff_session *out; };

static enum err run_token(struct tx *tx, void *arg)
{
  struct token_call *c = arg;
  return staff_token(tx, c->actor, c->session, c->in->label, c->in->days, c->out);
}

enum err http_staff_token(struct request *req, struct reply *reply)
{
  struct token_call call = {&req->actor, req->session, req->in, arena_new(req->scope.arena, struct staff_session)};
  return request_write(req, reply, run_token, &call, 201, &staff_token_shape, call.out);
}

struct list_call { const void *q; int64_t after; struct list out; const struct actor *actor; };

static enum err read_list(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  const struct staff_query *q = c->q;
  c->out = staff_list(tx, c->after, q->page.limit + 1);
  return OK;
}

static enum err read_tokens(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  const struct staff_query *q = c->q;
  c->out = staff_tokens(tx, c->actor, c->after, q->page.limit + 1);
  return OK;
}

enum err http_staff_tokens(struct request *req, struct reply *reply)
{
  const struct staff_query *q = req->query;
  struct list_call call = {.q = q, .actor = &req->actor};
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_tokens, &call);
  if (e)
    return e;
  const char *next = page_next(&call.out, sizeof(struct staff_token_info), offsetof(struct staff_token_info, id),
      q->page.limit, req->scope.arena);
  reply_list(reply, &staff_token_info_shape, call.out, next);
  return OK;
}

struct revoke_call { const struct actor *actor; int64_t id; };

static enum err run_revoke(struct tx *tx, void *arg)
{
  struct revoke_call *c = arg;
  return staff_token_revoke(tx, c->actor, c->id);
}

enum err http_staff_token_revoke(struct request *req, struct reply *reply)
{
  struct revoke_call call = {&req->actor, request_id_at(req, 0)};
  return request_write(req, reply, run_revoke, &call, 204, NULL, NULL);
}

enum err http_staff_list(struct request *req, struct reply *reply)
{
  const struct staff_query *q = req->query;
  struct list_call call = {.q = q};
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_list, &call);
  if (e)
    return e;
  const char *next = page_next(&call.out, sizeof(struct staff), offsetof(struct staff, id), q->page.limit,
      req->scope.arena);
  reply_list(reply, &staff_shape, call.out, next);
  return OK;
}

enum err http_staff_get(struct request *req, struct reply *reply)
{
  struct session_call call = {.id = request_id_at(req, 0), .out = arena_new(req->scope.arena, struct staff_session)};
  enum err e = request_read(req, read_staff, &call);
  if (!e)
    reply_object(reply, 200, &staff_shape, &call.out->staff);
  return e;
}

struct change_call { const struct actor *actor; int64_t id; struct staff in; struct staff *out; };

/* Checks and hashes a password that was given. */
static enum err prepare(struct request *req, struct change_call *c)
{
  c->actor = &req->actor;
  c->id = request_id_at(req, 0);
  c->in = *(struct staff *)req->in;
  c->out = arena_new(req->scope.arena, struct staff);
  c->in.password_hash = "";
  if (!shape_given(&staff_shape, &c->in, "password"))
    return OK;
  char *hash = arena_alloc(req->scope.arena, PASSWORD_HASH_TEXT);
  enum err e = password_check(c->in.password, "password", &req->scope.problem);
  if (!e)
    e = password_prepare(c->in.password, hash);
  c->in.password_hash = hash;
  return e;
}

static enum err run_create(struct tx *tx, void *arg)
{
  struct change_call *c = arg;
  return staff_create(tx, c->actor, &c->in, c->out);
}

enum err http_staff_create(struct request *req, struct reply *reply)
{
  struct change_call call;
  enum err e = prepare(req, &call);
  return e ? e : request_write(req, reply, run_create, &call, 201, &staff_shape, call.out);
}

static enum err run_change(struct tx *tx, void *arg)
{
  struct change_call *c = arg;
  return staff_change(tx, c->actor, c->id, &c->in, c->out);
}

enum err http_staff_change(struct request *req, struct reply *reply)
{
  struct change_call call;
  enum err e = prepare(req, &call);
  return e ? e : request_write(req, reply, run_change, &call, 200, &staff_shape, call.out);
}

static enum err run_delete(struct tx *tx, void *arg)
{
  struct change_call *c = arg;
  return staff_delete(tx, c->actor, c->id);
}

enum err http_staff_delete(struct request *req, struct reply *reply)
{
  struct change_call call = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, run_delete, &call, 204, NULL, NULL);
}

static enum err read_audit(struct tx *tx, void *arg)
{
  struct list_call *c = arg;
  const struct audit_query *q = c->q;
  c->out = audit_list(tx, c->actor, q->object, q->object_id, c->after, q->page.limit + 1);
  return OK;
}

enum err http_audit(struct request *req, struct reply *reply)
{
  const struct audit_query *q = req->query;
  struct list_call call = {.q = q, .actor = &req->actor};
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_audit, &call);
  if (e)
    return e;
  const char *next = page_next(&call.out, sizeof(struct audit_row), offsetof(struct audit_row, id),
      q->page.limit, req->scope.arena);
  reply_list(reply, &audit_shape, call.out, next);
  return OK;
}

struct who_call { const uint8_t *hash; bool used; struct actor *out; };

static enum err run_of_token(struct tx *tx, void *arg)
{
  struct who_call *c = arg;
  return staff_actor(tx, c->hash, c->used, c->out) ? OK : ERR_UNAUTHORIZED;
}

enum err staff_of_token(struct store *store, struct scope *scope, const uint8_t hash[32], bool used, struct actor *out)
{
  struct who_call call = {.hash = hash, .used = used, .out = out};
  return store_read(store, run_of_token, &call, scope);
}
