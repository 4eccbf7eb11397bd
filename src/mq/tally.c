/* The topics' totals, counted behind the log so that a booking pays nothing, and retention, which takes from them.
 * Writer thread. */
#include "mq/internal.h"

enum { TALLY_MS = 5000, TALLY_MOST = 20000, MINUTE_MS = 60000, HOUR_MINUTES = 60, RETAIN_BATCH = 500, TOPICS = 64 };

struct minute { int64_t topic, minute, messages, bytes; };

static void count_minute(struct tx *tx, const struct minute *m)
{
  tx_run(tx, SQL_MQ_MINUTE_ADD, BI("topic", m->topic), BI("minute", m->minute), BI("messages", m->messages));
  tx_run(tx, SQL_MQ_TOPIC_ADD, BI("topic", m->topic), BI("messages", m->messages), BI("bytes", m->bytes));
}

void tally(struct tx *tx, struct pass *p)
{
  int64_t since = tx_now(tx) - p->mq->tallied_at;
  if (since >= 0 && since < TALLY_MS)
    return;
  int64_t from = tx_i64(tx, SQL_MQ_TALLY_LAST, 0), last = tx_i64(tx, SQL_MQ_MESSAGE_LAST, 0);
  int64_t to = last < from + TALLY_MOST ? last : from + TALLY_MOST;
  p->mq->tallied_at = to == last ? tx_now(tx) : 0;
  if (to == from)
    return;
  struct rows *r = tx_query(tx, SQL_MQ_TALLY_COUNT, BI("from", from), BI("to", to));
  while (row_next(r)) {
    struct minute m = {row_i64(r)};
    m.minute = row_i64(r);
    m.messages = row_i64(r);
    m.bytes = row_i64(r);
    count_minute(tx, &m);
  }
  tx_run(tx, SQL_MQ_TALLY_SET, BI("last", to));
  tx_run(tx, SQL_MQ_MINUTES_FORGET, BI("before", tx_now(tx) / MINUTE_MS - HOUR_MINUTES));
  p->more |= to < last;
}

struct retain { int64_t before, from, oldest; };

static void delete_counted(struct tx *tx, const struct retain *r, int64_t to)
{
  struct { int64_t messages, bytes; } gone[TOPICS] = {{0}};
  struct rows *rows = tx_query(tx, SQL_MQ_RETAIN_DELETE, BI("from", r->from), BI("to", to), BI("before", r->before));
  while (row_next(rows)) {
    int64_t topic = row_i64(rows), bytes = row_i64(rows);
    if (topic >= 0 && topic < TOPICS) {
      gone[topic].messages++;
      gone[topic].bytes += bytes;
    }
  }
  for (int i = 0; i < TOPICS; i++)
    if (gone[i].messages)
      tx_run(tx, SQL_MQ_TOPIC_ADD, BI("topic", i), BI("messages", -gone[i].messages), BI("bytes", -gone[i].bytes));
}

static enum err retain_window(struct tx *tx, void *arg)
{
  struct retain *r = arg;
  struct rows *rows = tx_query(tx, SQL_MQ_RETAIN_WINDOW, BI("from", r->from), BI("most", RETAIN_BATCH));
  int64_t to = 0;
  r->oldest = INT64_MAX;
  if (row_next(rows) && (to = row_i64(rows)))
    r->oldest = row_i64(rows);
  row_end(rows);
  if (r->oldest >= r->before)
    return OK;
  tx_run(tx, SQL_MQ_RETAIN_OVER, BI("from", r->from), BI("to", to), BI("before", r->before));
  delete_counted(tx, r, to);
  r->from = to;
  return OK;
}

static enum err forget_names(struct tx *tx, void *arg)
{
  (void)arg;
  tx_run(tx, SQL_MQ_ONCE_FORGET, BI("now", tx_now(tx)));
  return OK;
}

void mq_retain(struct mq *mq, int64_t before)
{
  struct scope scope = {.arena = arena_create()};
  struct retain r = {.before = before};
  while (store_write(mq->store, retain_window, &r, &scope) == OK && r.oldest < before)
    arena_reset(scope.arena);
  store_write(mq->store, forget_names, NULL, &scope);
  arena_destroy(scope.arena);
}
