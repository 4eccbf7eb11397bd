/* The first run over HTTP. The password is hashed here, outside any transaction, and only for who has the token. */
#include "setup/setup_http.h"

#include "limits.h"
#include "setup/setup.h"

static enum err read_house(struct tx *tx, void *arg)
{
  setup_house(tx, arg);
  return OK;
}

enum err http_about(struct request *req, struct reply *reply)
{
  struct house *house = arena_new(req->scope.arena, struct house);
  enum err e = request_read(req, read_house, house);
  house->sandbox = request_sandbox(req);
  if (!e)
    reply_object(reply, 200, &house_shape, house);
  return e;
}

struct setup_call { const struct actor *actor; const struct setup *in; struct staff_session *out; };

static enum err read_check(struct tx *tx, void *arg)
{
  return setup_check(tx, ((const struct setup_call *)arg)->in->token);
}

static enum err run_setup(struct tx *tx, void *arg)
{
  struct setup_call *c = arg;
  return setup_run(tx, c->actor, c->in, c->out);
}

/* Either hotels of its own or the samples: a house without any would have nothing to go on with. */
static enum err check_parts(struct request *req, const struct setup *in)
{
  if (in->branch || in->sample)
    return OK;
  return refuse(&req->scope.problem, ERR_BAD_REQUEST, "branch", TXT_SETUP_BRANCH, 0);
}

enum err http_setup(struct request *req, struct reply *reply)
{
  struct actor self = {.kind = ACTOR_SYSTEM, .name = "setup", .request_id = req->request_id};
  struct setup in = *(const struct setup *)req->in;
  struct setup_call call = {&self, &in, arena_new(req->scope.arena, struct staff_session)};
  char *hash = arena_alloc(req->scope.arena, PASSWORD_HASH_TEXT);
  enum err e = request_read(req, read_check, &call);
  if (e || (e = check_parts(req, &in)) || (e = password_check(in.owner_password, "owner_password", &req->scope.problem)) ||
      (e = password_prepare(in.owner_password, hash)))
    return e;
  in.password_hash = hash;
  e = request_write(req, reply, run_setup, &call, 201, &staff_session_shape, call.out);
  if (e)
    return e;
  reply_session_cookie(reply, req, call.out->token, LIMIT_SESSION_STAFF_HOURS * 3600);
  return OK;
}
