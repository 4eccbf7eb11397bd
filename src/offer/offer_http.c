/* What guests find: search, and one branch with its prices. Worker threads. */
#include "limits.h"
#include "offer/offer_http.h"

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
    FIELD(struct search_args, q, F_STR, .max = 64, .about = "words of name, address, tags, introduction or a room type's name"),
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
  fine = page_slice(&q->page, &op.search.slice, &req->scope.problem) && fine;
  if (!fine)
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, search_tx, &op);
  if (e == OK) {
    const char *next = page_slice_next(&op.out, op.search.slice, req->scope.arena);
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
