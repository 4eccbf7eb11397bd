/* Prints over HTTP: decode, call, encode. On a worker thread; the rule checks the branch scope. */
#include "desk/print_http.h"

#include "desk/print.h"

struct call { const struct actor *staff; const struct print_request *in; struct print out; };

static enum err count(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return print_count(tx, c->staff, c->in, &c->out);
}

enum err http_print(struct request *req, struct reply *reply)
{
  struct call call = {.staff = &req->actor, .in = req->in};
  return request_write(req, reply, count, &call, 200, &print_shape, &call.out);
}
