/* What the console asks of the log: finding messages, telling what became of one, pausing and resetting groups.
 * Inside a transaction, on its thread. */
#include "limits.h"
#include "mq/internal.h"

static const struct field fate_fields[] = {
    FIELD(struct mq_fate, group, F_STR),
    FIELD(struct mq_fate, state, F_STR),
    FIELD(struct mq_fate, attempts, F_I64),
    FIELD(struct mq_fate, next_at, F_INSTANT, .flags = F_NULLABLE),
    FIELD(struct mq_fate, error, F_STR),
};
static const struct shape fate_shape = SHAPE_OUT("MessageFate", struct mq_fate, fate_fields);

static const struct field record_fields[] = {
    FIELD(struct mq_record, id, F_ID),
    FIELD(struct mq_record, topic, F_STR),
    FIELD(struct mq_record, tag, F_STR),
    FIELD(struct mq_record, key, F_STR),
    FIELD(struct mq_record, body, F_STR),
    FIELD(struct mq_record, trace, F_STR, .about = "id of the request that published it"),
    FIELD(struct mq_record, born_at, F_INSTANT),
    FIELD(struct mq_record, fates, F_LIST, .shape = &fate_shape, .flags = F_HIDE_NONE),
};
const struct shape mq_record_shape = SHAPE_OUT("Message", struct mq_record, record_fields);

struct list mq_messages(struct tx *tx, const struct mq_search *s, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_MQ_MESSAGE_SEARCH, &mq_record_shape, 0, BS("topic", s->topic), BS("key", s->key),
      BI("from", s->from), BI("to", s->to ? s->to : INT64_MAX), BI("after", after), BI("most", limit));
}

bool mq_message(struct tx *tx, int64_t id, struct mq_record *out)
{
  *out = (struct mq_record){0};
  if (!tx_object(tx, SQL_MQ_MESSAGE_GET, &mq_record_shape, out, BI("id", id)))
    return false;
  out->fates = tx_list(tx, SQL_MQ_MESSAGE_FATES, &fate_shape, 0, BI("id", id));
  return true;
}

bool mq_pause(struct tx *tx, const char *group, bool paused)
{
  return tx_run(tx, SQL_MQ_GROUP_PAUSE, BS("name", group), BI("paused", paused)) == 1;
}

bool mq_reset(struct tx *tx, const char *group, int64_t at)
{
  if (!tx_run(tx, SQL_MQ_GROUP_RESET, BS("name", group), BI("at", at)))
    return false;
  tx_run(tx, SQL_MQ_GROUP_FORGET, BS("name", group));
  return true;
}
