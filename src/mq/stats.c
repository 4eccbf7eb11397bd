/* Numbers of topics and groups, each answer from one snapshot. */
#include "mq/internal.h"

#include <string.h>

static const struct field holder_fields[] = {
    FIELD(struct mq_holder, group, F_STR, .flags = F_HIDE_NONE),
    FIELD(struct mq_holder, node, F_STR),
    FIELD(struct mq_holder, in_flight, F_I64),
};
static const struct shape holder_shape = SHAPE_OUT("LeaseHolder", struct mq_holder, holder_fields);

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
    FIELD(struct mq_group_stats, tags, F_STR, .about = "what it subscribes to: * or |a|b|"),
    FIELD(struct mq_group_stats, retry, F_STR, .about = "its retry policy"),
    FIELD(struct mq_group_stats, leased, F_BOOL, .about = "works outside the store, under leases"),
    FIELD(struct mq_group_stats, cursor, F_ID, .flags = F_NULLABLE, .about = "id of the last message it has passed"),
    FIELD(struct mq_group_stats, nodes, F_LIST, .shape = &holder_shape, .about = "who holds leases"),
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

/* Gives each group those rows of `holders`, which stand in the groups' order, that are its own. */
static void share_out(struct mq_group_stats *g, size_t count, const struct list *holders)
{
  struct mq_holder *h = holders->items;
  for (size_t i = 0, k = 0; i < count; i++) {
    g[i].nodes.items = &h[k];
    for (; k < holders->count && !strcmp(h[k].group, g[i].name); k++) {
      h[k].group = NULL; /* told by where it stands */
      g[i].nodes.count++;
    }
  }
}

struct list mq_groups(struct tx *tx)
{
  struct list out = tx_list(tx, SQL_MQ_GROUP_STATS, &mq_group_shape, 0);
  struct list holders = tx_list(tx, SQL_MQ_GROUP_NODES, &holder_shape, 0);
  struct mq_group_stats *g = out.items;
  for (size_t i = 0; i < out.count; i++) {
    if (!strcmp(g[i].mode, "broadcasting")) { /* each node has its own, in its memory */
      g[i].lag = g[i].oldest_age_ms = NONE_I64;
      g[i].cursor = 0;
    } else if (g[i].oldest_age_ms != NONE_I64) { /* the row has when it was born */
      g[i].oldest_age_ms = tx_now(tx) - g[i].oldest_age_ms;
    }
  }
  share_out(g, out.count, &holders);
  return out;
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
