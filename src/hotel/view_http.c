/* The hot key, a room type's view. Guarantee: it is sent from memory without a copy when it is there (X-Cache: L1), else
 * from its row (L2), else from the tables (DB). Worker threads. */
#include "hotel/hotel_http.h"

enum origin { FROM_L1 = LRU_HIT, FROM_L2, FROM_DB };

struct view_op {
  struct request *req;
  int64_t id;
  bool found;
  enum origin origin;
  struct view view;
};

static enum err view_read_tx(struct tx *tx, void *arg)
{
  struct view_op *op = arg;
  op->origin = FROM_L2;
  op->found = room_view_stored(tx, op->id, &op->view);
  if (!op->found) {
    op->origin = FROM_DB;
    op->found = room_view_build(tx, op->id, &op->view);
  }
  return OK;
}

static enum err view_store_tx(struct tx *tx, void *arg)
{
  struct view_op *op = arg;
  op->found = room_view_store(tx, op->id, &op->view);
  return OK;
}

static enum err view_load(void *ctx, struct lru_value *out)
{
  struct view_op *op = ctx;
  enum err e = request_read(op->req, view_read_tx, op);
  if (e != OK)
    return e;
  /* A store that cannot write now still answers reads: what was built is good, only not kept as a row. */
  struct view_op built = *op;
  if (op->found && op->origin == FROM_DB && store_write(op->req->store, view_store_tx, op, &op->req->scope) != OK)
    *op = built;
  *out = (struct lru_value){.found = op->found,
      .data = op->view.body,
      .size = op->view.size,
      .tag = op->view.etag,
      .type = "application/json",
      .version = op->view.version,
      .origin = op->origin};
  return OK;
}

enum err room_view_get(struct request *req, struct reply *reply)
{
  static const char *const lines[] = {[FROM_L1] = "X-Cache: L1\r\nCache-Control: no-cache\r\n",
      [FROM_L2] = "X-Cache: L2\r\nCache-Control: no-cache\r\n", [FROM_DB] = "X-Cache: DB\r\nCache-Control: no-cache\r\n"};
  struct view_op op = {.req = req, .id = request_id_at(req, 0)};
  const struct lru_entry *entry;
  char key[VIEW_KEY];
  int origin;
  if (!op.id)
    return ERR_NOT_FOUND;
  room_view_key(op.id, key);
  enum err e = lru_get(hotel_cache_now(), key, view_load, &op, &entry, &origin);
  if (e != OK)
    return e;
  reply_lines(reply, lines[origin], true);
  if (entry->missing) {
    lru_release((void *)entry);
    return ERR_NOT_FOUND;
  }
  if (reply_not_modified(reply, req, entry->tag))
    lru_release((void *)entry);
  else
    reply_bytes(reply, 200, "application/json", entry->data, entry->size, lru_release, (void *)entry);
  return OK;
}
