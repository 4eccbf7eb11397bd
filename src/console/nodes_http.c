/* The nodes over HTTP. On a worker thread. */
#include "console/nodes_http.h"

struct nodes_call { struct store *store; struct list out; };

static enum err read_nodes(struct tx *tx, void *arg)
{
  struct nodes_call *c = arg;
  c->out = node_list(tx, c->store);
  return OK;
}

enum err http_nodes(struct request *req, struct reply *reply)
{
  struct nodes_call call = {.store = req->store};
  enum err e = request_read(req, read_nodes, &call);
  if (!e)
    reply_list(reply, &node_shape, call.out, NULL);
  return e;
}
