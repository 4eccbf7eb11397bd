/* Staff endpoints of branches and room types. Guarantee: when a change is answered, this node's cache no longer holds a
 * view from before it. Worker threads. */
#include <string.h>
#include "hotel/change.h"
#include "hotel/hotel_http.h"

struct page_query {
  struct page page;
  int64_t branch_id;
  uint64_t given;
};
static const struct field page_fields[] = {PAGE_FIELDS(struct page_query)};
const struct shape hotel_page_query = SHAPE("HotelPageQuery", struct page_query, page_fields, given);
static const struct field type_query_fields[] = {
    PAGE_FIELDS(struct page_query),
    FIELD(struct page_query, branch_id, F_ID, .about = "only this branch's"),
};
const struct shape room_type_query = SHAPE("RoomTypeQuery", struct page_query, type_query_fields, given);

struct branch_op {
  const struct actor *actor;
  int64_t id;
  const struct branch *in;
  struct branch out;
  struct list touched;
};
struct type_op {
  const struct actor *actor;
  int64_t id;
  const struct room_type *in;
  struct room_type out;
};
struct list_op {
  const struct actor *actor;
  int64_t branch_id;
  struct slice slice;
  struct list out;
};

static enum err branches_tx(struct tx *tx, void *arg)
{
  struct list_op *op = arg;
  op->out = branch_list(tx, op->actor, op->slice);
  return OK;
}

enum err branch_list_get(struct request *req, struct reply *reply)
{
  const struct page_query *q = req->query;
  struct list_op op = {.actor = &req->actor};
  if (!page_slice(&q->page, &op.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, branches_tx, &op);
  if (e == OK) {
    const char *next = page_slice_next(&op.out, op.slice, req->scope.arena);
    reply_list(reply, &branch_shape, op.out, next);
  }
  return e;
}

static enum err branch_create_tx(struct tx *tx, void *arg)
{
  struct branch_op *op = arg;
  return branch_create(tx, op->actor, op->in, &op->out);
}

enum err branch_post(struct request *req, struct reply *reply)
{
  struct branch_op op = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, branch_create_tx, &op, 201, &branch_shape, &op.out);
}

static enum err branch_find_tx(struct tx *tx, void *arg)
{
  struct branch_op *op = arg;
  return branch_find(tx, op->actor, op->id, &op->out);
}

enum err branch_item_get(struct request *req, struct reply *reply)
{
  struct branch_op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  enum err e = request_read(req, branch_find_tx, &op);
  if (e == OK)
    reply_object(reply, 200, &branch_shape, &op.out);
  return e;
}

static enum err branch_change_tx(struct tx *tx, void *arg)
{
  struct branch_op *op = arg;
  return branch_change(tx, op->actor, op->id, op->in, &op->out, &op->touched);
}

enum err branch_item_patch(struct request *req, struct reply *reply)
{
  struct branch_op op = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in};
  enum err e = request_write(req, reply, branch_change_tx, &op, 200, &branch_shape, &op.out);
  const int64_t *id = op.touched.items;
  for (size_t i = 0; i < op.touched.count; i++)
    room_view_invalidate(id[i], LRU_ANY);
  return e;
}

static enum err branch_delete_tx(struct tx *tx, void *arg)
{
  struct branch_op *op = arg;
  return branch_delete(tx, op->actor, op->id);
}

enum err branch_item_delete(struct request *req, struct reply *reply)
{
  struct branch_op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, branch_delete_tx, &op, 204, NULL, NULL);
}

static enum err room_types_tx(struct tx *tx, void *arg)
{
  struct list_op *op = arg;
  if (op->branch_id && scope_check(tx, op->actor, op->branch_id) != OK)
    return ERR_BRANCH_SCOPE;
  op->out = room_type_list(tx, op->actor, op->branch_id, op->slice);
  return OK;
}

enum err room_type_list_get(struct request *req, struct reply *reply)
{
  const struct page_query *q = req->query;
  struct list_op op = {.actor = &req->actor, .branch_id = q->branch_id};
  if (!page_slice(&q->page, &op.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, room_types_tx, &op);
  if (e == OK) {
    const char *next = page_slice_next(&op.out, op.slice, req->scope.arena);
    reply_list(reply, &room_type_shape, op.out, next);
  }
  return e;
}

static enum err room_type_create_tx(struct tx *tx, void *arg)
{
  struct type_op *op = arg;
  return room_type_create(tx, op->actor, op->in, &op->out);
}

enum err room_type_post(struct request *req, struct reply *reply)
{
  struct type_op op = {.actor = &req->actor, .in = req->in};
  enum err e = request_write(req, reply, room_type_create_tx, &op, 201, &room_type_shape, &op.out);
  if (op.out.id)
    room_view_invalidate(op.out.id, LRU_ANY);
  return e;
}

static enum err room_type_find_tx(struct tx *tx, void *arg)
{
  struct type_op *op = arg;
  return room_type_find(tx, op->actor, op->id, &op->out);
}

enum err room_type_item_get(struct request *req, struct reply *reply)
{
  struct type_op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  enum err e = request_read(req, room_type_find_tx, &op);
  if (e == OK)
    reply_object(reply, 200, &room_type_shape, &op.out);
  return e;
}

static enum err room_type_change_tx(struct tx *tx, void *arg)
{
  struct type_op *op = arg;
  return room_type_change(tx, op->actor, op->id, op->in, &op->out);
}

enum err room_type_item_patch(struct request *req, struct reply *reply)
{
  struct type_op op = {.actor = &req->actor, .id = request_id_at(req, 0), .in = req->in};
  enum err e = request_write(req, reply, room_type_change_tx, &op, 200, &room_type_shape, &op.out);
  room_view_invalidate(op.id, LRU_ANY);
  return e;
}

static enum err room_type_delete_tx(struct tx *tx, void *arg)
{
  struct type_op *op = arg;
  return room_type_delete(tx, op->actor, op->id);
}

enum err room_type_item_delete(struct request *req, struct reply *reply)
{
  struct type_op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  enum err e = request_write(req, reply, room_type_delete_tx, &op, 204, NULL, NULL);
  room_view_invalidate(op.id, LRU_ANY);
  return e;
}
