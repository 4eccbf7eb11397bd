/* Frequent guests over HTTP: decode, call, encode. On a worker thread; the member is in every question. */
#include "login/frequent.h"
#include "login/login_http.h"

struct frequent_call {
  int64_t member_id, id;
  const struct frequent_guest *in;
  struct frequent_guest *out;
  struct list all;
};

static struct frequent_call call_of(struct request *req)
{
  return (struct frequent_call){.member_id = req->actor.id, .id = request_id_at(req, 0), .in = req->in,
      .out = arena_new(req->scope.arena, struct frequent_guest)};
}

static enum err read_all(struct tx *tx, void *arg)
{
  struct frequent_call *c = arg;
  c->all = frequent_list(tx, c->member_id);
  return OK;
}

enum err http_my_guests(struct request *req, struct reply *reply)
{
  struct frequent_call call = {.member_id = req->actor.id};
  enum err e = request_read(req, read_all, &call);
  if (!e)
    reply_list(reply, &frequent_guest_shape, call.all, NULL);
  return e;
}

static enum err run_add(struct tx *tx, void *arg)
{
  struct frequent_call *c = arg;
  return frequent_add(tx, c->member_id, c->in, c->out);
}

enum err http_my_guest_add(struct request *req, struct reply *reply)
{
  struct frequent_call call = {.member_id = req->actor.id, .in = req->in,
      .out = arena_new(req->scope.arena, struct frequent_guest)};
  return request_write(req, reply, run_add, &call, 201, &frequent_guest_shape, call.out);
}

static enum err run_change(struct tx *tx, void *arg)
{
  struct frequent_call *c = arg;
  return frequent_change(tx, c->member_id, c->id, c->in, c->out);
}

enum err http_my_guest_change(struct request *req, struct reply *reply)
{
  struct frequent_call call = call_of(req);
  return request_write(req, reply, run_change, &call, 200, &frequent_guest_shape, call.out);
}

static enum err run_remove(struct tx *tx, void *arg)
{
  struct frequent_call *c = arg;
  return frequent_remove(tx, c->member_id, c->id);
}

enum err http_my_guest_remove(struct request *req, struct reply *reply)
{
  struct frequent_call call = call_of(req);
  return request_write(req, reply, run_remove, &call, 204, NULL, NULL);
}
