/* Login over HTTP: decode, call, encode. On a worker thread; the provider is asked outside any transaction. */
#include "login/login_http.h"

#include "http/rate.h"
#include "login/login.h"
#include "wechat/provider.h"

struct code { const char *code, *encrypted_data, *iv; };
static const struct field login_code_fields[] = {
    FIELD(struct code, code, F_STR, .flags = F_REQUIRED, .min = 1, .max = 128,
        .about = "wx.login code; sandbox:NAME in the sandbox"),
};
const struct shape login_code_shape = SHAPE_OUT("LoginCode", struct code, login_code_fields);

static const struct field phone_code_fields[] = {
    FIELD(struct code, code, F_STR, .max = 128, .about = "phone code; sandbox:13800000000 in the sandbox"),
    FIELD(struct code, encrypted_data, F_STR, .max = 2000),
    FIELD(struct code, iv, F_STR, .max = 64),
};
const struct shape phone_code_shape = SHAPE_OUT("PhoneCode", struct code, phone_code_fields);

struct members_query { struct page page; const char *q; };
static const struct field members_query_fields[] = {
    PAGE_FIELDS(struct members_query),
    FIELD(struct members_query, q, F_STR, .min = 1, .max = 40, .about = "nickname, or the end of the phone number"),
};
const struct shape members_query_shape = SHAPE_OUT("MembersQuery", struct members_query, members_query_fields);

struct login_call { struct wechat_user user; const char *trace; struct login *out; };

static enum err run_login(struct tx *tx, void *arg)
{
  struct login_call *c = arg;
  return login_member(tx, c->user.openid, c->user.nickname, c->trace, c->out);
}

enum err http_login_wechat(struct request *req, struct reply *reply)
{
  const struct code *in = req->in;
  struct login_call call = {.trace = req->request_id, .out = arena_new(req->scope.arena, struct login)};
  enum err e = request_rate(req, RATE_LOGIN, in->code);
  if (!e)
    e = wechat_provider(request_sandbox(req))->login(in->code, req->scope.arena, &call.user, &req->scope.problem);
  return e ? e : request_write(req, reply, run_login, &call, 200, &login_shape, call.out);
}

struct member_call {
  const struct actor *actor;
  int64_t id;
  const char *phone;
  const struct member *in;
  struct member *out;
};

static enum err run_bind_phone(struct tx *tx, void *arg)
{
  struct member_call *c = arg;
  return member_bind_phone(tx, c->id, c->phone, c->out);
}

enum err http_login_phone(struct request *req, struct reply *reply)
{
  const struct code *in = req->in;
  struct member_call call = {.id = req->actor.id, .out = arena_new(req->scope.arena, struct member)};
  if (!in->code)
    return refuse(&req->scope.problem, ERR_BAD_REQUEST, "code", in->encrypted_data ? TXT_SANDBOX_PHONE : TXT_REQUIRED, 0);
  enum err e = wechat_provider(request_sandbox(req))->phone(in->code, req->scope.arena, &call.phone, &req->scope.problem);
  return e ? e : request_write(req, reply, run_bind_phone, &call, 200, &member_shape, call.out);
}

static enum err run_logout(struct tx *tx, void *arg)
{
  session_end(tx, arg);
  return OK;
}

enum err http_logout(struct request *req, struct reply *reply)
{
  return request_write(req, reply, run_logout, (void *)req->session, 204, NULL, NULL);
}

static enum err read_member(struct tx *tx, void *arg)
{
  struct member_call *c = arg;
  return member_get(tx, c->id, c->out) ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

enum err http_me(struct request *req, struct reply *reply)
{
  struct member_call call = {.id = req->actor.id, .out = arena_new(req->scope.arena, struct member)};
  enum err e = request_read(req, read_member, &call);
  if (!e)
    reply_object(reply, 200, &member_shape, call.out);
  return e;
}

static enum err run_change(struct tx *tx, void *arg)
{
  struct member_call *c = arg;
  return member_change(tx, c->actor, c->id, c->in, c->out);
}

enum err http_me_change(struct request *req, struct reply *reply)
{
  struct member_call call = {.id = req->actor.id, .in = req->in, .out = arena_new(req->scope.arena, struct member)};
  return request_write(req, reply, run_change, &call, 200, &member_shape, call.out);
}

struct members_call { const struct members_query *q; int64_t after; struct list out; };

static enum err read_members(struct tx *tx, void *arg)
{
  struct members_call *c = arg;
  c->out = member_list(tx, c->q->q, c->after, c->q->page.limit + 1);
  return OK;
}

enum err http_members(struct request *req, struct reply *reply)
{
  struct members_call call = {.q = req->query};
  if (!page_after(&call.q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_members, &call);
  if (e)
    return e;
  const char *next = page_next(&call.out, sizeof(struct member), offsetof(struct member, id), call.q->page.limit,
      req->scope.arena);
  reply_list(reply, &member_admin_shape, call.out, next);
  return OK;
}

enum err http_member(struct request *req, struct reply *reply)
{
  struct member_call call = {.id = request_id_at(req, 0), .out = arena_new(req->scope.arena, struct member)};
  enum err e = request_read(req, read_member, &call);
  if (!e)
    reply_object(reply, 200, &member_admin_shape, call.out);
  return e;
}

static struct member_call staff_call(struct request *req)
{
  return (struct member_call){.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in,
      .out = arena_new(req->scope.arena, struct member)};
}

static enum err run_create(struct tx *tx, void *arg)
{
  struct member_call *c = arg;
  return member_create(tx, c->actor, c->in, c->out);
}

enum err http_member_create(struct request *req, struct reply *reply)
{
  struct member_call call = staff_call(req);
  return request_write(req, reply, run_create, &call, 201, &member_admin_shape, call.out);
}

enum err http_member_change(struct request *req, struct reply *reply)
{
  struct member_call call = staff_call(req);
  return request_write(req, reply, run_change, &call, 200, &member_admin_shape, call.out);
}

static enum err run_delete(struct tx *tx, void *arg)
{
  struct member_call *c = arg;
  return member_delete(tx, c->actor, c->id);
}

enum err http_member_delete(struct request *req, struct reply *reply)
{
  struct member_call call = staff_call(req);
  return request_write(req, reply, run_delete, &call, 204, NULL, NULL);
}

enum err http_me_delete(struct request *req, struct reply *reply)
{
  struct member_call call = {.actor = &req->actor, .id = req->actor.id};
  return request_write(req, reply, run_delete, &call, 204, NULL, NULL);
}

static enum err run_reset(struct tx *tx, void *arg)
{
  struct member_call *c = arg;
  return member_reset_first_login(tx, c->actor, c->id);
}

enum err http_member_reset_first_login(struct request *req, struct reply *reply)
{
  struct member_call call = staff_call(req);
  return request_write(req, reply, run_reset, &call, 204, NULL, NULL);
}
