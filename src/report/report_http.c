/* Reports over HTTP: decode, call, encode as JSON or CSV. On a worker thread. */
#include "report/report_http.h"

#include "base/date.h"
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

static bool wants_csv(const struct request *req)
{
  return ((const struct report_query *)req->query)->format == FORMAT_CSV;
}

/* A link carries no header of the page's; so the page may name its language. */
static enum lang language_of(const struct request *req)
{
  const struct report_query *q = req->query;
  return shape_given(req->route->query, q, "language") ? (enum lang)q->language : req->lang;
}

/* "occupancy-2026-12-01-2026-12-31.csv" */
static const char *file_name(struct request *req, const char *report)
{
  const struct report_range *range = &((const struct report_query *)req->query)->range;
  char from[DATE_TEXT], to[DATE_TEXT];
  date_format(range->from, from);
  date_format(range->to, to);
  return arena_printf(req->scope.arena, "%s-%s-%s.csv", report, from, to);
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
    reply_csv(reply, language_of(req), &occupancy_day_shape, call.occupancy->days, file_name(req, "occupancy"));
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
    reply_csv(reply, language_of(req), &revenue_line_shape, call.lines, file_name(req, "revenue"));
  else if (!e)
    reply_list(reply, &revenue_line_shape, call.lines, NULL);
  return e;
}
