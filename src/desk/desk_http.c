/* What the desk looks at, over HTTP: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "desk/desk_http.h"

#include "desk/desk.h"

struct branch_of { int64_t branch_id; };
static const struct field board_fields[] = {FIELD(struct branch_of, branch_id, F_ID, .flags = F_REQUIRED)};
const struct shape board_query = SHAPE_OUT("BoardQuery", struct branch_of, board_fields);

struct call {
  const struct actor *staff;
  int64_t branch_id;
  void *out;
};

static enum err read_board(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return desk_board(tx, c->staff, c->branch_id, c->out);
}

enum err http_board(struct request *req, struct reply *reply)
{
  const struct branch_of *q = req->query;
  struct board board = {0};
  struct call call = {.staff = &req->actor, .branch_id = q->branch_id, .out = &board};
  enum err e = request_read(req, read_board, &call);
  if (e == OK)
    reply_object(reply, 200, &board_shape, &board);
  return e;
}
