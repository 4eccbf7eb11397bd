/* Reading the log for what happened to orders and days. Inside a transaction, on its thread. */
#include "report/events.h"

#include <string.h>
#include "base/id.h"
#include "topic_ids.h"

static const struct field event_fields[] = {
    FIELD(struct order_event, type, F_STR),
    FIELD_AS("order_no", struct order_event, order_id, F_ID, .flags = F_NULLABLE, .about = "null of a day that was closed"),
    FIELD(struct order_event, branch_id, F_ID),
    FIELD(struct order_event, at, F_INSTANT),
};
const struct shape order_event_shape = SHAPE_OUT("OrderEvent", struct order_event, event_fields);

int64_t events_last(struct tx *tx)
{
  return tx_i64(tx, SQL_EVENTS_LAST, 0);
}

static int64_t branch_of(struct tx *tx, const char *body)
{
  struct problem ignored = {0};
  const struct json *doc = json_parse(body, strlen(body), tx_arena(tx), &ignored);
  const struct json *v = doc && json_is_object(doc) ? json_get(doc, "branch_id") : NULL;
  int64_t id = 0;
  return v && json_is_string(v) && id_parse(json_string(v), &id) ? id : 0;
}

struct list events_read(struct tx *tx, const struct actor *staff, int64_t *after, int64_t most, bool *more)
{
  struct order_event *out = arena_array(tx_arena(tx), struct order_event, most);
  size_t n = 0;
  int64_t looked = 0;
  struct rows *r = tx_query(tx, SQL_EVENTS_AFTER, BI("orders", TOPIC_ORDER), BI("days", TOPIC_DAY), BI("after", *after),
      BI("most", most));
  while (row_next(r)) {
    struct order_event e = {.id = row_i64(r)};
    looked++;
    *after = e.id;
    e.type = row_str(r);
    id_parse(row_str(r), &e.order_id);
    e.at = row_i64(r);
    e.branch_id = branch_of(tx, row_str(r));
    if (actor_in_branch(staff, e.branch_id))
      out[n++] = e;
  }
  *more = looked == most;
  return (struct list){out, n};
}
