/* Staff endpoints of closings. Worker threads. */
#include "stock/room.h"
#include "stock/stock_http.h"

struct query {
  struct page page;
  int64_t branch_id, room_id;
  int32_t from, to;
  uint64_t given;
};
static const struct field query_fields[] = {
    PAGE_FIELDS(struct query),
    FIELD(struct query, branch_id, F_ID, .about = "only this branch's"),
    FIELD(struct query, room_id, F_ID, .about = "only this room's"),
    FIELD(struct query, from, F_DATE, .about = "that end on this night or later; tonight unless given"),
    FIELD(struct query, to, F_DATE, .about = "that begin on this night or before"),
};
const struct shape closing_query = SHAPE("ClosingQuery", struct query, query_fields, given);

struct op {
  const struct actor *actor;
  int64_t id;
  const struct closing *in;
  struct closing out;
  struct closing_filter filter;
  struct slice slice;
  struct list list;
};

static enum err list_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  enum err e = op->filter.branch_id ? scope_check(tx, op->actor, op->filter.branch_id) : OK;
  if (e == OK)
    op->list = closing_list(tx, op->actor, &op->filter, op->slice);
  return e;
}

enum err closing_list_get(struct request *req, struct reply *reply)
{
  const struct query *q = req->query;
  struct op op = {.actor = &req->actor};
  bool from = shape_given(&closing_query, q, "from"), to = shape_given(&closing_query, q, "to");
  op.filter = (struct closing_filter){q->branch_id, q->room_id, from ? q->from : DATE_NONE, to ? q->to : DATE_NONE};
  if (from && to && q->to < q->from)
    return refuse(&req->scope.problem, ERR_BAD_REQUEST, "to", TXT_RANGE_ORDER, 0);
  if (!page_slice(&q->page, &op.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, list_tx, &op);
  if (e == OK) {
    const char *next = page_slice_next(&op.list, op.slice, req->scope.arena);
    reply_list(reply, &closing_shape, op.list, next);
  }
  return e;
}

static enum err create_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  struct room room = {0};
  struct closing in = *op->in;
  if (!room_get(tx, in.room_id, &room))
    return tx_refuse(tx, ERR_BAD_REQUEST, "room_id", TXT_UNKNOWN_REFERENCE, 0);
  in.branch_id = room.branch_id;
  in.room_type_id = room.room_type_id;
  return closing_create(tx, op->actor, &in, &op->out);
}

enum err closing_post(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, create_tx, &op, 201, &closing_shape, &op.out);
}

static enum err find_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return closing_find(tx, op->actor, op->id, &op->out);
}

enum err closing_item_get(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  enum err e = request_read(req, find_tx, &op);
  if (e == OK)
    reply_object(reply, 200, &closing_shape, &op.out);
  return e;
}

static enum err change_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return closing_change(tx, op->actor, op->id, op->in, &op->out);
}

enum err closing_item_patch(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in};
  return request_write(req, reply, change_tx, &op, 200, &closing_shape, &op.out);
}

static enum err end_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return closing_end(tx, op->actor, op->id);
}

enum err closing_item_delete(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, end_tx, &op, 204, NULL, NULL);
}
