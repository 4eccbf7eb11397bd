/* Logging in by phone over HTTP: decode, call, encode. On a worker thread; codes are sent outside any transaction. */
#include "http/rate.h"
#include "login/login_http.h"
#include "login/phone_code.h"

struct code_request { const char *phone; };
static const struct field request_fields[] = {
    FIELD(struct code_request, phone, F_STR, .flags = F_REQUIRED, .min = 6, .max = 30)};
const struct shape login_code_request_shape = SHAPE_OUT("LoginCodeRequest", struct code_request, request_fields);

struct code_sent { int64_t expires_at; const char *sandbox_code; };
static const struct field sent_fields[] = {
    FIELD(struct code_sent, expires_at, F_INSTANT),
    FIELD(struct code_sent, sandbox_code, F_STR, .flags = F_NULLABLE,
        .about = "the code itself, in the demo on this machine alone, where no message is sent"),
};
const struct shape login_code_sent_shape = SHAPE_OUT("LoginCodeSent", struct code_sent, sent_fields);

struct code_check { const char *phone, *code; };
static const struct field check_fields[] = {
    FIELD(struct code_check, phone, F_STR, .flags = F_REQUIRED, .min = 6, .max = 30),
    FIELD(struct code_check, code, F_STR, .flags = F_REQUIRED, .min = 6, .max = 6),
};
const struct shape login_code_check_shape = SHAPE_OUT("LoginCodeCheck", struct code_check, check_fields);

/* The number as it is kept; refused when it is none. */
static enum err check_phone(struct request *req, const char **phone)
{
  *phone = phone_form(*phone, req->scope.arena);
  return *phone ? OK : refuse(&req->scope.problem, ERR_BAD_REQUEST, "phone", TXT_PHONE, 0);
}

struct send_call { const char *phone, *code; struct code_sent *out; };

static enum err run_send(struct tx *tx, void *arg)
{
  struct send_call *c = arg;
  c->out->expires_at = phone_code_put(tx, c->phone, c->code);
  return OK;
}

/* The code is told to whoever asks only where nobody else can ask: behind a proxy of this machine all the world may. */
static bool may_tell(const struct request *req)
{
  return req->config->demo && config_is_loopback(req->config->listen) && request_is_local(req) && request_sandbox(req);
}

/* No sender of short messages stands behind this yet: outside the demo it says so. */
enum err http_login_code(struct request *req, struct reply *reply)
{
  const char *phone = ((const struct code_request *)req->in)->phone;
  char *code = arena_alloc(req->scope.arena, PHONE_CODE_TEXT);
  struct send_call call = {NULL, code, arena_new(req->scope.arena, struct code_sent)};
  enum err e = check_phone(req, &phone);
  call.phone = phone;
  if (!e)
    e = request_rate(req, RATE_LOGIN, phone);
  if (!e && !may_tell(req))
    e = refuse(&req->scope.problem, ERR_PROVIDER, "phone", TXT_NO_SENDER, 0);
  if (e)
    return e;
  phone_code_make(code);
  call.out->sandbox_code = code;
  return request_write(req, reply, run_send, &call, 200, &login_code_sent_shape, call.out);
}

struct check_call { const char *phone, *code, *trace; bool right; struct login *out; };

static enum err run_check(struct tx *tx, void *arg)
{
  struct check_call *c = arg;
  c->right = phone_code_take(tx, c->phone, c->code);
  return c->right ? login_by_phone(tx, c->phone, c->trace, c->out) : OK;
}

/* A wrong guess is written down too, so it is no refusal of the transaction. */
enum err http_login_code_verify(struct request *req, struct reply *reply)
{
  const struct code_check *in = req->in;
  struct check_call call = {.phone = in->phone, .code = in->code, .trace = req->request_id,
      .out = arena_new(req->scope.arena, struct login)};
  enum err e = check_phone(req, &call.phone);
  if (!e)
    e = request_rate(req, RATE_LOGIN, call.phone);
  if (!e)
    e = store_write(req->store, run_check, &call, &req->scope);
  if (e)
    return e;
  if (!call.right)
    return refuse(&req->scope.problem, ERR_LOGIN_FAILED, "code", TXT_LOGIN_CODE, 0);
  reply_object(reply, 200, &login_shape, call.out);
  return OK;
}
