/* Delayed messages whose time has come go into the log. Writer thread, inside a pass. */
#include "mq/internal.h"

enum { TIMERS_PER_PASS = 1000 };

static size_t timers_due(struct tx *tx, struct timer *out)
{
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_TIMERS_DUE, BI("now", tx_now(tx)), BI("most", TIMERS_PER_PASS));
  while (row_next(r)) {
    struct timer *t = &out[n++];
    t->due_at = row_i64(r);
    t->id = row_i64(r);
    t->topic = row_i64(r);
    t->tag = row_str(r);
    t->key = row_str(r);
    t->body = row_str(r);
    t->trace = row_str(r);
    t->schedule = row_i64(r);
  }
  return n;
}

void timers_fire(struct tx *tx, struct pass *p)
{
  if (tx_i64(tx, SQL_MQ_TIMER_NEXT, INT64_MAX) > tx_now(tx))
    return;
  struct timer *due = arena_array(tx_arena(tx), struct timer, TIMERS_PER_PASS);
  size_t n = timers_due(tx, due);
  for (size_t i = 0; i < n; i++) {
    mq_cancel(tx, due[i].due_at, due[i].id);
    mq_append(tx, (int)due[i].topic, due[i].tag, due[i].key, due[i].body, due[i].trace);
    late_note(&p->late, tx_now(tx) - due[i].due_at);
    if (due[i].schedule)
      schedule_fired(tx, &due[i]);
    p->topics |= (uint64_t)1 << due[i].topic;
  }
  p->more |= n == TIMERS_PER_PASS;
}
