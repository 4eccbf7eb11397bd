/* What the desk looks at, over HTTP: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "desk/desk_http.h"

#include "desk/desk.h"
#include "limits.h"

struct branch_of { int64_t branch_id; };
static const struct field board_fields[] = {FIELD(struct branch_of, branch_id, F_ID, .flags = F_REQUIRED)};
const struct shape board_query = SHAPE_OUT("BoardQuery", struct branch_of, board_fields);

static const struct field timeline_fields[] = {
    FIELD(struct timeline_range, branch_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct timeline_range, from, F_DATE, .flags = F_REQUIRED, .about = "first day"),
    FIELD(struct timeline_range, to, F_DATE, .flags = F_REQUIRED, .about = "last day, included; at most 62 days in all"),
};
static_assert(LIMIT_TIMELINE_DAYS == 62, "the description says so");
const struct shape timeline_query = SHAPE_OUT("TimelineQuery", struct timeline_range, timeline_fields);

struct search { int64_t branch_id; const char *q; };
static const struct field search_fields[] = {
    FIELD(struct search, branch_id, F_ID, .about = "only this branch's"),
    FIELD(struct search, q, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60,
        .about = "phone or order number, whole or the last four digits of it or more, the last four characters of a document, "
                 "a room's number, or a part of a guest's name"),
};
const struct shape desk_search_query = SHAPE_OUT("DeskSearchQuery", struct search, search_fields);

struct stays {
  struct page page;
  int64_t branch_id;
  int state;
  int32_t date;
  uint64_t given;
};
static const struct field stays_fields[] = {
    PAGE_FIELDS(struct stays),
    FIELD(struct stays, branch_id, F_ID, .about = "only this branch's"),
    FIELD(struct stays, state, F_ENUM, .names = stay_shown_names),
    FIELD(struct stays, date, F_DATE, .about = "that have this night: on or after the arrival and before the departure"),
};
const struct shape stay_query = SHAPE("StaysQuery", struct stays, stays_fields, given);

struct debtors { struct page page; int64_t branch_id; };
static const struct field debtors_fields[] = {
    PAGE_FIELDS(struct debtors), FIELD(struct debtors, branch_id, F_ID, .about = "only this branch's")};
const struct shape debtors_query = SHAPE_OUT("DebtorsQuery", struct debtors, debtors_fields);

struct call {
  const struct actor *staff;
  int64_t id, after, limit; /* id: of the branch or the stay */
  const char *q;
  const struct timeline_range *range;
  struct stay_filter filter;
  void *out;
  struct list list;
};

static enum err read_board(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return desk_board(tx, c->staff, c->id, c->out);
}

enum err http_board(struct request *req, struct reply *reply)
{
  const struct branch_of *q = req->query;
  struct board board = {0};
  struct call call = {.staff = &req->actor, .id = q->branch_id, .out = &board};
  enum err e = request_read(req, read_board, &call);
  if (e == OK)
    reply_object(reply, 200, &board_shape, &board);
  return e;
}

static enum err read_timeline(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return desk_timeline(tx, c->staff, c->range, c->out);
}

enum err http_timeline(struct request *req, struct reply *reply)
{
  struct timeline timeline = {0};
  struct call call = {.staff = &req->actor, .range = req->query, .out = &timeline};
  enum err e = request_read(req, read_timeline, &call);
  if (e == OK)
    reply_object(reply, 200, &timeline_shape, &timeline);
  return e;
}

/* One branch that was asked for must be there, and be the caller's. */
static enum err check_branch(struct tx *tx, const struct actor *staff, int64_t branch_id)
{
  struct branch b;
  return branch_id ? branch_find(tx, staff, branch_id, &b) : OK;
}

static enum err read_search(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = check_branch(tx, c->staff, c->id);
  if (e == OK)
    c->list = desk_search(tx, c->staff, c->id, c->q);
  return e;
}

enum err http_desk_search(struct request *req, struct reply *reply)
{
  const struct search *q = req->query;
  struct call call = {.staff = &req->actor, .id = q->branch_id, .q = q->q};
  enum err e = request_read(req, read_search, &call);
  if (e == OK)
    reply_list(reply, &found_shape, call.list, NULL);
  return e;
}

static enum err read_stays(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = check_branch(tx, c->staff, c->filter.branch_id);
  if (e == OK)
    c->list = desk_stays(tx, c->staff, &c->filter, c->after, c->limit + 1);
  return e;
}

enum err http_stays(struct request *req, struct reply *reply)
{
  const struct stays *q = req->query;
  struct call call = {.staff = &req->actor, .limit = q->page.limit};
  call.filter = (struct stay_filter){q->branch_id, shape_given(&stay_query, q, "state") ? q->state : -1,
      shape_given(&stay_query, q, "date") ? q->date : DATE_NONE};
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_stays, &call);
  if (e == OK)
    reply_list(reply, &stay_record_shape, call.list,
        page_next(&call.list, sizeof(struct stay_record), offsetof(struct stay_record, stay.id), q->page.limit,
            req->scope.arena));
  return e;
}

static enum err read_debtors(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = check_branch(tx, c->staff, c->id);
  if (e == OK)
    c->list = desk_debtors(tx, c->staff, c->id, c->after, c->limit + 1);
  return e;
}

enum err http_debtors(struct request *req, struct reply *reply)
{
  const struct debtors *q = req->query;
  struct call call = {.staff = &req->actor, .id = q->branch_id, .limit = q->page.limit};
  if (!page_after(&q->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_debtors, &call);
  if (e == OK)
    reply_list(reply, &debtor_shape, call.list,
        page_next(&call.list, sizeof(struct debtor), offsetof(struct debtor, order_id), q->page.limit, req->scope.arena));
  return e;
}

static enum err read_stay(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return desk_stay(tx, c->staff, c->id, c->out);
}

enum err http_stay(struct request *req, struct reply *reply)
{
  struct stay_record stay;
  struct call call = {.staff = &req->actor, .id = request_id_at(req, 0), .out = &stay};
  enum err e = request_read(req, read_stay, &call);
  if (e == OK)
    reply_object(reply, 200, &stay_record_shape, &stay);
  return e;
}
