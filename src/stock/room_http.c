/* Staff endpoints of rooms. Worker threads. */
#include "stock/room.h"
#include "stock/stock_http.h"

struct query {
  struct page page;
  int64_t branch_id, room_type_id;
  int status;
  uint64_t given;
};
static const struct field query_fields[] = {
    PAGE_FIELDS(struct query),
    FIELD(struct query, branch_id, F_ID, .about = "only this branch's"),
    FIELD(struct query, room_type_id, F_ID, .about = "only of this room type"),
    FIELD(struct query, status, F_ENUM, .names = room_status_names),
};
const struct shape room_query = SHAPE("RoomQuery", struct query, query_fields, given);

struct op {
  const struct actor *actor;
  int64_t id;
  const struct room *in;
  struct room out;
  struct room_filter filter;
  struct slice slice;
  struct list list;
};

static enum err list_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  if (op->filter.branch_id && scope_check(tx, op->actor, op->filter.branch_id) != OK)
    return ERR_BRANCH_SCOPE;
  op->list = room_list(tx, op->actor, &op->filter, op->slice);
  return OK;
}

enum err room_list_get(struct request *req, struct reply *reply)
{
  const struct query *q = req->query;
  struct op op = {.actor = &req->actor};
  op.filter = (struct room_filter){.branch_id = q->branch_id,
      .room_type_id = q->room_type_id,
      .status = shape_given(&room_query, q, "status") ? q->status : -1};
  if (!page_slice(&q->page, &op.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, list_tx, &op);
  if (e == OK) {
    const char *next = page_slice_next(&op.list, op.slice, req->scope.arena);
    reply_list(reply, &room_shape, op.list, next);
  }
  return e;
}

static enum err create_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return room_create(tx, op->actor, op->in, &op->out);
}

enum err room_post(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, create_tx, &op, 201, &room_shape, &op.out);
}

static enum err find_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return room_find(tx, op->actor, op->id, &op->out);
}

enum err room_item_get(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  enum err e = request_read(req, find_tx, &op);
  if (e == OK)
    reply_object(reply, 200, &room_shape, &op.out);
  return e;
}

static enum err change_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return room_change(tx, op->actor, op->id, op->in, &op->out);
}

enum err room_item_patch(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in};
  return request_write(req, reply, change_tx, &op, 200, &room_shape, &op.out);
}

static enum err delete_tx(struct tx *tx, void *arg)
{
  struct op *op = arg;
  return room_delete(tx, op->actor, op->id);
}

enum err room_item_delete(struct request *req, struct reply *reply)
{
  struct op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, delete_tx, &op, 204, NULL, NULL);
}
