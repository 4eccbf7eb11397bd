/* What the console asks of the log: finding messages, telling what became of one, pausing and resetting groups.
 * Inside a transaction, on its thread. */
#include <string.h>
#include "base/date.h"
#include "mq/internal.h"

static const struct field attempt_fields[] = {
    FIELD(struct mq_attempt, attempt, F_I64),
    FIELD(struct mq_attempt, at, F_INSTANT),
    FIELD(struct mq_attempt, node, F_STR),
    FIELD(struct mq_attempt, error, F_STR, .about = "empty when it went through"),
};
const struct shape mq_attempt_shape = SHAPE_OUT("MessageAttempt", struct mq_attempt, attempt_fields);

static const struct field fate_fields[] = {
    FIELD(struct mq_fate, group, F_STR),
    FIELD(struct mq_fate, state, F_STR),
    FIELD(struct mq_fate, attempts, F_I64),
    FIELD(struct mq_fate, next_at, F_INSTANT, .flags = F_NULLABLE),
    FIELD(struct mq_fate, error, F_STR),
    FIELD(struct mq_fate, delivery_id, F_ID, .flags = F_HIDE_NONE, .about = "of a delivery that did not just go through"),
    FIELD(struct mq_fate, node, F_STR, .flags = F_HIDE_NONE),
    FIELD(struct mq_fate, note, F_STR, .flags = F_HIDE_NONE, .about = "why it was discarded, what replaced it"),
    FIELD(struct mq_fate, at, F_INSTANT, .flags = F_HIDE_NONE),
    FIELD(struct mq_fate, made, F_LIST, .shape = &mq_attempt_shape, .flags = F_HIDE_NONE),
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
    FIELD(struct mq_record, state, F_STR, .about = "delayed, published"),
    FIELD(struct mq_record, due_at, F_INSTANT, .flags = F_NULLABLE, .about = "of a delayed one"),
    FIELD(struct mq_record, fates, F_LIST, .shape = &fate_shape, .flags = F_HIDE_NONE),
};
const struct shape mq_record_shape = SHAPE_OUT("Message", struct mq_record, record_fields);

/* The lowest id born at or after `at`, found by halving, as ids and times go up together. */
static int64_t id_at(struct tx *tx, int64_t at, int64_t end)
{
  int64_t low = 1;
  while (low < end) {
    int64_t middle = low + (end - low) / 2;
    struct rows *r = tx_query(tx, SQL_MQ_MESSAGE_FROM, BI("id", middle));
    bool found = row_next(r);
    int64_t id = found ? row_i64(r) : 0;
    bool later = !found || row_i64(r) >= at;
    row_end(r);
    if (later)
      end = middle;
    else
      low = id + 1;
  }
  return low;
}

/* Those of the log below `after`, at most `limit`. */
static struct list published(struct tx *tx, const struct mq_search *s, int64_t after, int64_t limit, int64_t *next)
{
  int64_t end = tx_i64(tx, SQL_MQ_MESSAGE_LAST, 0) + 1, to = s->to ? s->to : INT64_MAX;
  int64_t first = s->from ? id_at(tx, s->from, end) : 1;
  int64_t high = s->to && s->to < INT64_MAX ? id_at(tx, s->to + 1, end) : end;
  high = after < high ? after : high;
  int64_t low = high - LIMIT_MQ_SCAN > first ? high - LIMIT_MQ_SCAN : first;
  struct list out = tx_list(tx, SQL_MQ_MESSAGE_SEARCH, &mq_record_shape, 0, BS("topic", s->topic), BS("key", s->key),
      BI("from", s->from), BI("to", to), BI("low", low), BI("high", high), BI("most", limit + 1));
  *next = low > first ? low : 0;
  if ((int64_t)out.count > limit) {
    out.count = (size_t)limit;
    *next = ((struct mq_record *)out.items)[limit - 1].id;
  }
  return out;
}

enum err mq_messages(struct tx *tx, const struct mq_search *s, int64_t after, int64_t limit, struct list *out, int64_t *next)
{
  if (s->topic && tx_i64(tx, SQL_MQ_TOPIC_FIND, -1, BS("name", s->topic)) < 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, "topic", TXT_UNKNOWN_REFERENCE, 0);
  struct list first = delayed_search(tx, s, after, limit + 1);
  struct mq_record *d = first.items;
  if ((int64_t)first.count > limit) {
    first.count = (size_t)limit;
    *next = d[limit - 1].id;
    *out = first;
    return OK;
  }
  struct list rest = {0};
  *next = first.count ? d[first.count - 1].id : 0;
  if ((int64_t)first.count < limit)
    rest = published(tx, s, after, limit - (int64_t)first.count, next);
  *out = (struct list){arena_alloc(tx_arena(tx), (first.count + rest.count + 1) * sizeof *d), first.count + rest.count};
  if (first.count)
    memcpy(out->items, first.items, first.count * sizeof *d);
  if (rest.count)
    memcpy((struct mq_record *)out->items + first.count, rest.items, rest.count * sizeof *d);
  return OK;
}

bool mq_group_exists(struct tx *tx, const char *name)
{
  return tx_i64(tx, SQL_MQ_GROUP_COUNT, 0, BS("name", name)) > 0;
}

bool mq_message(struct tx *tx, int64_t id, struct mq_record *out)
{
  *out = (struct mq_record){0};
  if (!tx_object(tx, SQL_MQ_MESSAGE_GET, &mq_record_shape, out, BI("id", id)))
    return delayed_get(tx, id, out);
  out->fates = tx_list(tx, SQL_MQ_MESSAGE_FATES, &fate_shape, 0, BI("id", id));
  struct mq_fate *fates = out->fates.items;
  for (size_t i = 0; i < out->fates.count; i++)
    if (fates[i].delivery_id)
      fates[i].made = tx_list(tx, SQL_MQ_ATTEMPT_LIST, &mq_attempt_shape, 0, BI("id", fates[i].delivery_id));
  return true;
}

bool mq_pause(struct tx *tx, const char *group, bool paused)
{
  return tx_run(tx, SQL_MQ_GROUP_PAUSE, BS("name", group), BI("paused", paused)) == 1;
}

/* Keeps the letters of what comes again, and tells the trail which they are. */
static const char *keep_letters(struct tx *tx, const char *group, int64_t at)
{
  struct json_out w;
  char instant[INSTANT_TEXT] = "";
  if (at != INT64_MAX)
    instant_format(at, instant);
  const char *note = arena_printf(tx_arena(tx), "group reset to %s: delivered again", instant);
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '{');
  json_put_str(&w, "at", *instant ? instant : NULL);
  json_open(&w, "letters", '[');
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_LETTERS, BS("name", group), BS("note", note), BI("now", tx_now(tx)));
  while (row_next(r))
    json_put_id(&w, NULL, row_i64(r));
  row_end(r);
  json_close(&w, ']');
  json_close(&w, '}');
  return w.buf.data;
}

bool mq_reset(struct tx *tx, const char *group, int64_t at, const char **told)
{
  if (!tx_run(tx, SQL_MQ_GROUP_RESET, BS("name", group), BI("at", at)))
    return false;
  *told = keep_letters(tx, group, at);
  tx_run(tx, SQL_MQ_GROUP_FORGET, BS("name", group));
  return true;
}
