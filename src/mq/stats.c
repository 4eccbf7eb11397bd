/* Numbers and dead letters, each answer from one snapshot. */
#include "mq/internal.h"

#include <string.h>
#include "limits.h"

static const struct field group_fields[] = {
    FIELD(struct mq_group_stats, name, F_STR),
    FIELD(struct mq_group_stats, topic, F_STR),
    FIELD(struct mq_group_stats, mode, F_STR),
    FIELD(struct mq_group_stats, order, F_STR),
    FIELD(struct mq_group_stats, lag, F_I64, .flags = F_NULLABLE,
        .about = "null for a broadcasting group: each node has its own"),
    FIELD(struct mq_group_stats, oldest_age_ms, F_I64, .flags = F_NULLABLE),
    FIELD(struct mq_group_stats, in_flight, F_I64),
    FIELD(struct mq_group_stats, retrying, F_I64),
    FIELD(struct mq_group_stats, dead, F_I64),
    FIELD(struct mq_group_stats, paused, F_BOOL),
};
const struct shape mq_group_shape = SHAPE_OUT("MessageGroup", struct mq_group_stats, group_fields);

static const struct field topic_fields[] = {
    FIELD(struct mq_topic_stats, name, F_STR),
    FIELD(struct mq_topic_stats, messages, F_I64),
    FIELD(struct mq_topic_stats, bytes, F_I64, .about = "of their bodies"),
    FIELD(struct mq_topic_stats, last_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct mq_topic_stats, oldest_at, F_INSTANT, .flags = F_NULLABLE),
    FIELD(struct mq_topic_stats, per_second_minute, F_DOUBLE, .about = "messages a second in the last whole minute"),
    FIELD(struct mq_topic_stats, per_second_hour, F_DOUBLE, .about = "in the last sixty whole minutes"),
    FIELD(struct mq_topic_stats, delayed, F_I64),
    FIELD(struct mq_topic_stats, oldest_delay_at, F_INSTANT, .flags = F_NULLABLE),
};
const struct shape mq_topic_shape = SHAPE_OUT("MessageTopic", struct mq_topic_stats, topic_fields);

static const struct field dead_fields[] = {
    FIELD(struct mq_dead_letter, id, F_ID),
    FIELD(struct mq_dead_letter, message_id, F_ID),
    FIELD(struct mq_dead_letter, group, F_STR),
    FIELD(struct mq_dead_letter, topic, F_STR),
    FIELD(struct mq_dead_letter, tag, F_STR),
    FIELD(struct mq_dead_letter, key, F_STR),
    FIELD(struct mq_dead_letter, body, F_STR),
    FIELD(struct mq_dead_letter, error, F_STR),
    FIELD(struct mq_dead_letter, attempts, F_I64),
    FIELD(struct mq_dead_letter, died_at, F_INSTANT),
};
const struct shape mq_dead_shape = SHAPE_OUT("DeadLetter", struct mq_dead_letter, dead_fields);

struct list mq_groups(struct tx *tx)
{
  enum { MOST = 256 };
  struct mq_group_stats *out = arena_array(tx_arena(tx), struct mq_group_stats, MOST);
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_STATS);
  while (n < MOST && row_next(r)) {
    struct mq_group_stats *g = &out[n++];
    g->name = row_str(r);
    g->topic = row_str(r);
    g->paused = row_i64(r) != 0;
    g->mode = row_str(r);
    g->order = row_i64(r) ? "orderly" : "concurrent";
    g->lag = row_i64(r);
    int64_t oldest = row_i64(r);
    g->oldest_age_ms = oldest ? tx_now(tx) - oldest : NONE_I64;
    g->in_flight = row_i64(r);
    g->retrying = row_i64(r);
    g->dead = row_i64(r);
    if (!strcmp(g->mode, "broadcasting"))
      g->lag = g->oldest_age_ms = NONE_I64; /* each node has its own, in its memory */
  }
  row_end(r);
  return (struct list){out, n};
}

struct list mq_topics(struct tx *tx)
{
  struct list out = tx_list(tx, SQL_MQ_TOPIC_STATS, &mq_topic_shape, 0, BI("minute", tx_now(tx) / 60000));
  struct mq_topic_stats *t = out.items;
  for (size_t i = 0; i < out.count; i++) {
    t[i].per_second_minute /= 60;
    t[i].per_second_hour /= 3600;
  }
  return out;
}

struct list mq_dead(struct tx *tx, const char *group, int64_t after, int64_t limit)
{
  struct mq_dead_letter *out = arena_array(tx_arena(tx), struct mq_dead_letter, limit + 1);
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_DEAD_LIST, BS("group", group), BI("after", after), BI("most", limit + 1));
  while (row_next(r)) {
    struct mq_dead_letter *d = &out[n++];
    d->id = row_i64(r);
    d->message_id = row_i64(r);
    d->group = row_str(r);
    d->topic = row_str(r);
    d->tag = row_str(r);
    d->key = row_str(r);
    d->body = row_str(r);
    d->error = row_str(r);
    d->attempts = row_i64(r);
    d->died_at = row_i64(r);
  }
  return (struct list){out, n};
}

bool mq_dead_retry(struct tx *tx, int64_t delivery_id)
{
  return tx_run(tx, SQL_MQ_DEAD_RETRY, BI("id", delivery_id), BI("now", tx_now(tx))) == 1;
}

bool mq_dead_discard(struct tx *tx, int64_t delivery_id, const char *reason)
{
  return tx_run(tx, SQL_MQ_DEAD_DISCARD, BI("id", delivery_id), BS("reason", reason), BI("now", tx_now(tx))) == 1;
}
