/* What guests read: search, one branch, and the hot key, a room type's view. Guarantee: the view is sent from memory
 * without a copy when it is there (X-Cache: L1), else from its row (L2), else from the tables (DB). Worker threads. */
#include <math.h>
#include "hotel/hotel_http.h"
#include "limits.h"

struct search_args {
  struct page page;
  const char *q;
  double lat, lng;
  int32_t arrival, departure;
  int64_t rooms, guests;
  int sort;
  uint64_t given;
};
static const struct field search_fields[] = {
    PAGE_FIELDS(struct search_args),
    FIELD(struct search_args, q, F_STR, .max = 64, .about = "words of the name, address, tags or introduction"),
    FIELD(struct search_args, lat, F_DOUBLE, .min = -90, .max = 90, .about = "WGS 84"),
    FIELD(struct search_args, lng, F_DOUBLE, .min = -180, .max = 180, .about = "WGS 84"),
    FIELD(struct search_args, arrival, F_DATE),
    FIELD(struct search_args, departure, F_DATE, .about = "the day the stay ends; not a night of it"),
    FIELD(struct search_args, rooms, F_I64, .min = 1, .max = LIMIT_ROOMS_PER_ORDER),
    FIELD(struct search_args, guests, F_I64, .min = 1, .max = LIMIT_GUESTS, .about = "adults in all rooms together"),
    FIELD(struct search_args, sort, F_ENUM, .names = search_sort_names),
};
const struct shape search_query = SHAPE("BranchSearchQuery", struct search_args, search_fields, given);

struct dates_args {
  int32_t arrival, departure;
  uint64_t given;
};
static const struct field dates_fields[] = {
    FIELD(struct dates_args, arrival, F_DATE, .about = "tonight unless given"),
    FIELD(struct dates_args, departure, F_DATE),
};
const struct shape dates_query = SHAPE("StayDatesQuery", struct dates_args, dates_fields, given);

struct search_op {
  struct search search;
  struct list out;
};

static enum err search_tx(struct tx *tx, void *arg)
{
  struct search_op *op = arg;
  return branch_search(tx, &op->search, &op->out);
}

static bool given(const struct shape *s, const void *q, const char *name)
{
  return shape_given(s, q, name);
}

/* Both dates or none. */
static bool pair_check(struct request *req, bool first, bool second, const char *one, const char *two, enum text why)
{
  if (first != second)
    refuse(&req->scope.problem, ERR_BAD_REQUEST, first ? two : one, why, 0);
  return first == second;
}

enum err search_get(struct request *req, struct reply *reply)
{
  const struct search_args *q = req->query;
  const struct shape *s = &search_query;
  bool lat = given(s, q, "lat"), lng = given(s, q, "lng");
  bool arrival = given(s, q, "arrival"), departure = given(s, q, "departure");
  struct search_op op = {.search = {.q = given(s, q, "q") ? q->q : NULL,
                             .placed = lat && lng,
                             .lat = q->lat,
                             .lng = q->lng,
                             .dated = arrival && departure,
                             .arrival = q->arrival,
                             .departure = q->departure,
                             .rooms = given(s, q, "rooms") ? q->rooms : 1,
                             .guests = given(s, q, "guests") ? q->guests : 0,
                             .sort = given(s, q, "sort") ? (enum search_sort)q->sort : SEARCH_BY_SORT}};
  bool fine = pair_check(req, lat, lng, "lat", "lng", TXT_BOTH_LAT_LNG);
  fine = pair_check(req, arrival, departure, "arrival", "departure", TXT_BOTH_DATES) && fine;
  fine = page_slice(req, &q->page, &op.search.slice) && fine;
  if (!fine)
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, search_tx, &op);
  if (e == OK) {
    const char *next = slice_next(req, op.search.slice, &op.out);
    reply_list(reply, op.search.dated ? &branch_card_shape : &branch_card_undated_shape, op.out, next);
  }
  return e;
}

struct offer_op {
  int64_t id;
  int32_t arrival, departure;
  struct branch_detail out;
};

static enum err offer_tx(struct tx *tx, void *arg)
{
  struct offer_op *op = arg;
  return branch_offer(tx, op->id, op->arrival, op->departure, &op->out);
}

enum err branch_offer_get(struct request *req, struct reply *reply)
{
  const struct dates_args *q = req->query;
  bool arrival = given(&dates_query, q, "arrival"), departure = given(&dates_query, q, "departure");
  struct offer_op op = {.id = request_id_at(req, 0),
      .arrival = arrival ? q->arrival : DATE_NONE,
      .departure = departure ? q->departure : DATE_NONE};
  if (!pair_check(req, arrival, departure, "arrival", "departure", TXT_BOTH_DATES))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, offer_tx, &op);
  if (e == OK)
    reply_object(reply, 200, &branch_detail_shape, &op.out);
  return e;
}

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
