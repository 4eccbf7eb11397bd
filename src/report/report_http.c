/* Reports over HTTP: decode, call, encode as JSON or CSV. On a worker thread. */
#include "report/report_http.h"

#include "base/date.h"
#include "report/manager.h"
#include "report/report.h"

enum format { FORMAT_JSON, FORMAT_CSV };
static const char *const formats[] = {"json", "csv", NULL}, *const bys[] = {"room_type", NULL};

static const char *const languages[] = {[LANG_ZH] = "zh-CN", [LANG_EN] = "en", NULL};

struct report_query { struct report_range range; int format, by, language; uint64_t given; };
#define RANGE_FIELDS \
  FIELD_AS("branch_id", struct report_query, range.branch_id, F_ID, .flags = F_REQUIRED), \
  FIELD_AS("from", struct report_query, range.from, F_DATE, .flags = F_REQUIRED, .about = "business date"), \
  FIELD_AS("to", struct report_query, range.to, F_DATE, .flags = F_REQUIRED, .about = "inclusive; at most 366 days in all"), \
  FIELD(struct report_query, format, F_ENUM, .names = formats, .preset = "json", .about = "csv: text/csv of the items"), \
  FIELD(struct report_query, language, F_ENUM, .names = languages, .about = "of the csv's header; else by Accept-Language")

static const struct field report_fields[] = {RANGE_FIELDS};
const struct shape report_query_shape = SHAPE("ReportQuery", struct report_query, report_fields, given);
static const struct field revenue_fields[] = {RANGE_FIELDS,
    FIELD(struct report_query, by, F_ENUM, .names = bys, .preset = "room_type")};
const struct shape revenue_query_shape = SHAPE("RevenueQuery", struct report_query, revenue_fields, given);

struct call {
  const struct actor *staff;
  const struct report_range *range;
  struct occupancy *occupancy;
  struct list lines;
};

static struct call call_of(struct request *req)
{
  return (struct call){.staff = &req->actor, .range = &((const struct report_query *)req->query)->range};
}

static const struct report_query *query_of(const struct request *req)
{
  return req->query;
}

static bool wants_csv(const struct request *req)
{
  return query_of(req)->format == FORMAT_CSV;
}

/* A link carries no header of the page's; so the page may name its language. */
static enum lang language_of(const struct request *req, int language)
{
  return shape_given(req->route->query, req->query, "language") ? (enum lang)language : req->lang;
}

/* "occupancy-2026-12-01-2026-12-31.csv" */
static const char *file_name(struct request *req, const char *report)
{
  const struct report_range *range = &query_of(req)->range;
  char from[DATE_TEXT], to[DATE_TEXT];
  date_format(range->from, from);
  date_format(range->to, to);
  return arena_printf(req->scope.arena, "%s-%s-%s.csv", report, from, to);
}

static void put_csv(struct request *req, struct reply *reply, const struct shape *shape, struct list items, const char *report)
{
  reply_csv(reply, language_of(req, query_of(req)->language), shape, items, file_name(req, report));
}

static enum err read_occupancy(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return report_occupancy(tx, c->staff, c->range, c->occupancy);
}

enum err http_report_occupancy(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  call.occupancy = arena_new(req->scope.arena, struct occupancy);
  enum err e = request_read(req, read_occupancy, &call);
  if (!e && wants_csv(req))
    put_csv(req, reply, &occupancy_day_shape, call.occupancy->days, "occupancy");
  else if (!e)
    reply_object(reply, 200, &occupancy_shape, call.occupancy);
  return e;
}

static enum err read_revenue(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return report_revenue(tx, c->staff, c->range, &c->lines);
}

enum err http_report_revenue(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  enum err e = request_read(req, read_revenue, &call);
  if (!e && wants_csv(req))
    put_csv(req, reply, &revenue_line_shape, call.lines, "revenue");
  else if (!e)
    reply_list(reply, &revenue_line_shape, call.lines, NULL);
  return e;
}

/* The tables of the manager's report, of which a file has one. */
enum part { PART_SPANS, PART_BRANCHES, PART_CODES, PART_KINDS, PART_TAKINGS, PART_CORRECTIONS };
static const char *const parts[] = {"spans", "branches", "codes", "kinds", "takings", "corrections", NULL};
struct manager_query { int64_t branch_id; int32_t date; int format, part, language; uint64_t given; };
static const struct field manager_fields[] = {
    FIELD(struct manager_query, branch_id, F_ID, .about = "all in scope unless given"),
    FIELD(struct manager_query, date, F_DATE, .about = "the last closed one unless given"),
    FIELD(struct manager_query, format, F_ENUM, .names = formats, .preset = "json", .about = "csv: text/csv of one part"),
    FIELD(struct manager_query, part, F_ENUM, .names = parts, .preset = "spans", .about = "the list that the csv has"),
    FIELD(struct manager_query, language, F_ENUM, .names = languages, .about = "of the csv's words; else by Accept-Language"),
};
const struct shape manager_query_shape = SHAPE("ManagerQuery", struct manager_query, manager_fields, given);

struct manager_call { const struct actor *staff; int64_t branch_id; int32_t date; struct manager_report *report; };

static enum err read_manager(struct tx *tx, void *arg)
{
  struct manager_call *c = arg;
  return report_manager(tx, c->staff, c->branch_id, c->date, c->report);
}

static void put_part(struct request *req, struct reply *reply, const struct manager_report *m)
{
  const struct manager_query *q = req->query;
  const struct { const struct shape *shape; struct list items; } of[] = {
      [PART_SPANS] = {&manager_span_shape, m->spans}, [PART_BRANCHES] = {&manager_branch_shape, m->branches},
      [PART_CODES] = {&manager_code_shape, m->codes}, [PART_KINDS] = {&manager_kind_shape, m->kinds},
      [PART_TAKINGS] = {&manager_taking_shape, m->takings}, [PART_CORRECTIONS] = {&manager_correction_shape, m->corrections}};
  char date[DATE_TEXT] = "none";
  if (m->date != DATE_NONE)
    date_format(m->date, date);
  reply_csv(reply, language_of(req, q->language), of[q->part].shape, of[q->part].items,
      arena_printf(req->scope.arena, "manager-%s-%s.csv", parts[q->part], date));
}

enum err http_report_manager(struct request *req, struct reply *reply)
{
  const struct manager_query *q = req->query;
  struct manager_call call = {.staff = &req->actor, .branch_id = q->branch_id,
      .date = shape_given(&manager_query_shape, q, "date") ? q->date : DATE_NONE,
      .report = arena_new(req->scope.arena, struct manager_report)};
  enum err e = request_read(req, read_manager, &call);
  if (!e && q->format == FORMAT_CSV)
    put_part(req, reply, call.report);
  else if (!e)
    reply_object(reply, 200, &manager_report_shape, call.report);
  return e;
}
