/* Staff endpoints of the calendar and the price rules. Worker threads. */
#include "stock/stock_http.h"

static const struct field range_fields[] = {
    FIELD(struct calendar_range, room_type_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct calendar_range, from, F_DATE, .about = "first night; today unless given"),
    FIELD(struct calendar_range, to, F_DATE, .about = "last night, included; 30 nights unless given"),
};
const struct shape calendar_query = SHAPE_OUT("CalendarQuery", struct calendar_range, range_fields);

struct rule_query {
  struct page page;
  int64_t room_type_id;
  uint64_t given;
};
static const struct field rule_query_fields[] = {
    PAGE_FIELDS(struct rule_query),
    FIELD(struct rule_query, room_type_id, F_ID, .about = "only of this room type"),
};
const struct shape price_rule_query = SHAPE("PriceRuleQuery", struct rule_query, rule_query_fields, given);

struct answer {
  int64_t room_type_id;
  struct list items;
};
static const struct field answer_fields[] = {
    FIELD(struct answer, room_type_id, F_ID),
    FIELD(struct answer, items, F_LIST, .shape = &calendar_night_shape),
};
const struct shape calendar_answer_shape = SHAPE_OUT("Calendar", struct answer, answer_fields);

struct calendar_op {
  const struct actor *actor;
  const struct calendar_range *range;
  const struct calendar_edit *edit;
  struct answer out;
};

static enum err read_tx(struct tx *tx, void *arg)
{
  struct calendar_op *op = arg;
  return calendar_read(tx, op->actor, op->range, &op->out.items);
}

enum err calendar_get(struct request *req, struct reply *reply)
{
  const struct calendar_range *range = req->query;
  struct calendar_op op = {.actor = &req->actor, .range = range, .out.room_type_id = range->room_type_id};
  if (!range->room_type_id)
    return refuse(&req->scope.problem, ERR_BAD_REQUEST, "room_type_id", TXT_REQUIRED, 0);
  enum err e = request_read(req, read_tx, &op);
  if (e == OK)
    reply_object(reply, 200, &calendar_answer_shape, &op.out);
  return e;
}

static enum err edit_tx(struct tx *tx, void *arg)
{
  struct calendar_op *op = arg;
  return calendar_edit(tx, op->actor, op->edit, &op->out.items);
}

enum err calendar_put(struct request *req, struct reply *reply)
{
  const struct calendar_edit *edit = req->in;
  struct calendar_op op = {.actor = &req->actor, .edit = edit, .out.room_type_id = edit->room_type_id};
  return request_write(req, reply, edit_tx, &op, 200, &calendar_answer_shape, &op.out);
}

struct rule_op {
  const struct actor *actor;
  int64_t id;
  const struct price_rule *in;
  struct price_rule out;
  struct slice slice;
  struct list list;
};

static enum err rules_tx(struct tx *tx, void *arg)
{
  struct rule_op *op = arg;
  op->list = price_rule_list(tx, op->actor, op->id, op->slice.offset, op->slice.limit);
  return OK;
}

enum err price_rule_list_get(struct request *req, struct reply *reply)
{
  const struct rule_query *q = req->query;
  struct rule_op op = {.actor = &req->actor, .id = q->room_type_id};
  if (!page_slice(&q->page, &op.slice, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, rules_tx, &op);
  if (e == OK) {
    const char *next = page_slice_next(&op.list, op.slice, req->scope.arena);
    reply_list(reply, &price_rule_shape, op.list, next);
  }
  return e;
}

static enum err rule_create_tx(struct tx *tx, void *arg)
{
  struct rule_op *op = arg;
  return price_rule_create(tx, op->actor, op->in, &op->out);
}

enum err price_rule_post(struct request *req, struct reply *reply)
{
  struct rule_op op = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, rule_create_tx, &op, 201, &price_rule_shape, &op.out);
}

static enum err rule_delete_tx(struct tx *tx, void *arg)
{
  struct rule_op *op = arg;
  return price_rule_delete(tx, op->actor, op->id);
}

enum err price_rule_item_delete(struct request *req, struct reply *reply)
{
  struct rule_op op = {.actor = &req->actor, .id = request_id_at(req, 0)};
  return request_write(req, reply, rule_delete_tx, &op, 204, NULL, NULL);
}
