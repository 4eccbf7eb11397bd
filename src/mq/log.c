/* The log: appending and delaying inside the business transaction. Writer thread. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "limits.h"
#include "mq/internal.h"

#define HOUR_MS INT64_C(3600000)

int64_t mq_append(struct tx *tx, int topic, const char *tag, const char *key, const char *body, const char *trace)
{
  assert(strlen(body) <= LIMIT_MQ_BODY);
  tx_bell(tx, topic);
  tx_run(tx, SQL_MQ_MESSAGE_PUT, BI("topic", topic), BS("tag", tag), BS("key", key), BS("body", body),
      BS("trace", trace ? trace : ""), BI("born_at", tx_now(tx)));
  return tx_last_id(tx);
}

int64_t mq_append_once(struct tx *tx, int topic, const char *once, const char *tag, const char *key, const char *body,
    const char *trace)
{
  int64_t id = tx_i64(tx, SQL_MQ_ONCE_FIND, 0, BI("topic", topic), BS("name", once), BI("now", tx_now(tx)));
  if (id)
    return id;
  id = mq_append(tx, topic, tag, key, body, trace);
  tx_run(tx, SQL_MQ_ONCE_PUT, BI("topic", topic), BS("name", once), BI("message", id),
      BI("expires_at", tx_now(tx) + LIMIT_MQ_ONCE_HOURS * HOUR_MS));
  return id;
}

void timer_put(struct tx *tx, struct timer *t)
{
  assert(t->topic >= 0 && strlen(t->body) <= LIMIT_MQ_BODY);
  t->id = id_next();
  tx_run(tx, SQL_MQ_TIMER_PUT, BI("due_at", t->due_at), BI("id", t->id), BI("topic", t->topic), BS("tag", t->tag),
      BS("key", t->key), BS("body", t->body), BS("trace", t->trace ? t->trace : ""), BI("schedule", t->schedule),
      BI("by_hand", t->by_hand));
  if (t->due_at < tx_now(tx) + MQ_POLL_MS)
    tx_bell(tx, (int)t->topic); /* a later one is seen by the pump's poll in time */
}

int64_t mq_append_at(struct tx *tx, int topic, int64_t due_at, const char *tag, const char *key, const char *body,
    const char *trace)
{
  struct timer t = {.due_at = due_at, .topic = topic, .tag = tag, .key = key, .body = body, .trace = trace};
  timer_put(tx, &t);
  return t.id;
}

bool mq_cancel(struct tx *tx, int64_t due_at, int64_t handle)
{
  return tx_run(tx, SQL_MQ_TIMER_DELETE, BI("due_at", due_at), BI("id", handle)) == 1;
}

bool mq_move(struct tx *tx, int64_t due_at, int64_t handle, int64_t new_due_at)
{
  return tx_run(tx, SQL_MQ_TIMER_MOVE, BI("due_at", due_at), BI("id", handle), BI("new_due_at", new_due_at)) == 1;
}
