/* The business day over HTTP: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "day/day_http.h"

#include "day/day.h"

struct query { struct page page; int64_t branch_id; int32_t date, before; uint64_t given; };
#define BRANCH FIELD(struct query, branch_id, F_ID, .flags = F_REQUIRED)
static const struct field day_fields[] = {BRANCH};
const struct shape day_query = SHAPE_OUT("DayQuery", struct query, day_fields);
static const struct field report_fields[] = {BRANCH, FIELD(struct query, date, F_DATE, .flags = F_REQUIRED)};
const struct shape day_report_query = SHAPE_OUT("DayReportQuery", struct query, report_fields);
static const struct field days_fields[] = {BRANCH,
    FIELD_AS("limit", struct query, page.limit, F_I64, .min = 1, .max = 100, .preset = "20"),
    FIELD(struct query, before, F_DATE, .about = "only dates before it")};
const struct shape days_query = SHAPE("DaysQuery", struct query, days_fields, given);

static const struct field close_fields[] = {
    FIELD(struct day_request, branch_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct day_request, business_date, F_DATE, .flags = F_REQUIRED, .about = "the open one"),
    FIELD(struct day_request, policies, F_OBJECT, .shape = &audit_policies_shape, .about = "what is not given is stop"),
};
const struct shape day_close_shape = SHAPE_OUT("DayClose", struct day_request, close_fields);

struct call {
  const struct actor *actor;
  const struct query *query;
  const struct day_request *in;
  int32_t before;
  struct day day;
  struct day_report *report;
  struct list days;
};

static enum err read_day(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return day_find(tx, c->actor, c->query->branch_id, &c->day);
}

enum err http_day(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .query = req->query};
  enum err e = request_read(req, read_day, &call);
  if (!e)
    reply_object(reply, 200, &day_shape, &call.day);
  return e;
}

static enum err close_day(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return day_close(tx, c->actor, c->in, &c->day);
}

enum err http_day_close(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .in = req->in};
  return request_write(req, reply, close_day, &call, 200, &day_shape, &call.day);
}

static enum err read_report(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return day_report(tx, c->actor, c->query->branch_id, c->query->date, c->report);
}

enum err http_day_report(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor, .query = req->query, .report = arena_new(req->scope.arena, struct day_report)};
  enum err e = request_read(req, read_report, &call);
  if (!e)
    reply_object(reply, 200, &day_report_shape, call.report);
  return e;
}

static enum err read_days(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return day_list(tx, c->actor, c->query->branch_id, c->before, c->query->page.limit, &c->days);
}

enum err http_days(struct request *req, struct reply *reply)
{
  const struct query *q = req->query;
  struct call call = {.actor = &req->actor, .query = q, .before = shape_given(&days_query, q, "before") ? q->before : INT32_MAX};
  enum err e = request_read(req, read_days, &call);
  if (!e)
    reply_list(reply, &day_row_shape, call.days, NULL);
  return e;
}

static enum err read_overview(struct tx *tx, void *arg)
{
  struct call *c = arg;
  c->days = day_overview(tx, c->actor);
  return OK;
}

enum err http_overview(struct request *req, struct reply *reply)
{
  struct call call = {.actor = &req->actor};
  enum err e = request_read(req, read_overview, &call);
  if (!e)
    reply_list(reply, &overview_row_shape, call.days, NULL);
  return e;
}
