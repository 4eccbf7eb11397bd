/* One group's step: retries that are due, then new messages after the cursor. Effect and progress are in one
 * transaction. Writer thread. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/log.h"
#include "limits.h"
#include "mq/internal.h"

struct group_row {
  int64_t id, topic, cursor;
  bool paused, exceptions;
};
struct delivery {
  int64_t id;
  int attempts;        /* made so far */
  const char *key;
  struct message m;
};

static bool load(struct tx *tx, const struct mq_group *g, struct group_row *out)
{
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_GET, BS("name", g->name));
  bool found = row_next(r);
  if (found) {
    out->id = row_i64(r);
    out->topic = row_i64(r);
    out->cursor = row_i64(r);
    out->paused = row_i64(r) != 0;
  }
  row_end(r);
  return found;
}

/* Text of why a handler gave up: its refusal, or the fault that struck it. */
static const char *error_text(struct tx *tx, enum err fault)
{
  struct problem *p = tx_problem(tx);
  char *out = arena_alloc(tx_arena(tx), LIMIT_MQ_ERROR);
  if (fault)
    snprintf(out, LIMIT_MQ_ERROR, "%s", err_code(fault));
  else if (p->count)
    snprintf(out, LIMIT_MQ_ERROR, "%s: %s", err_code(p->code), p->fields[0].name);
  else
    snprintf(out, LIMIT_MQ_ERROR, "%s", p->code ? err_code(p->code) : "retry asked for");
  *p = (struct problem){0};
  return out;
}

/* Runs the handler in a part of its own; *error is set when it did not succeed. */
static enum mq_result attempt(struct tx *tx, const struct mq_group *g, const struct message *m, void *ctx, const char **error)
{
  tx_mark(tx);
  enum mq_result result = g->handler(tx, m, ctx);
  if (tx_faulted(tx))
    result = MQ_RETRY;
  if (result == MQ_DONE) {
    tx_keep(tx);
    return MQ_DONE;
  }
  tx_undo(tx);
  *error = error_text(tx, tx_forgive(tx));
  return result;
}

static void note_failure(struct tx *tx, const struct mq_group *g, const struct group_row *row, struct delivery *d,
    enum mq_result result, const char *error)
{
  bool dead = result == MQ_DEAD || d->attempts > LIMIT_MQ_RETRIES;
  int64_t next_at = dead ? 0 : tx_now(tx) + retry_delay(d->attempts);
  const char *state = dead ? "dead" : "retry";
  if (d->id)
    tx_run(tx, SQL_MQ_DELIVERY_SET, BI("id", d->id), BS("state", state), BI("attempts", d->attempts),
        BI("next_at", next_at), BS("error", error), BI("at", tx_now(tx)));
  else
    d->id = tx_i64(tx, SQL_MQ_DELIVERY_PUT, 0, BI("group", row->id), BI("message", d->m.id), BS("key", d->key),
        BS("state", state), BI("attempts", d->attempts), BI("next_at", next_at), BS("error", error), BI("at", tx_now(tx)));
  tx_run(tx, SQL_MQ_ATTEMPT_PUT, BI("delivery", d->id), BI("attempt", d->attempts), BI("at", tx_now(tx)), BS("error", error));
  log_warn(dead ? "mq.dead" : "mq.retry", "group=%s message=%" PRId64 " key=%s attempt=%d error=\"%s\"", g->name, d->m.id,
      d->key, d->attempts, error);
}

/* The next message of a key that waited behind a finished or dead one becomes due. */
static void release_key(struct tx *tx, const struct group_row *row, const char *key, struct pass *p)
{
  if (tx_run(tx, SQL_MQ_DELIVERY_PROMOTE, BI("id", row->id), BS("key", key), BI("now", tx_now(tx))) == 1)
    p->more = true;
}

static void retry_one(struct tx *tx, const struct mq_group *g, const struct group_row *row, struct delivery *d, struct pass *p)
{
  const char *error = NULL;
  d->m.attempt = ++d->attempts;
  enum mq_result result = attempt(tx, g, &d->m, p->mq->ctx, &error);
  if (result == MQ_DONE)
    tx_run(tx, SQL_MQ_DELIVERY_DELETE, BI("id", d->id));
  else
    note_failure(tx, g, row, d, result, error);
  bool over = result == MQ_DONE || result == MQ_DEAD || d->attempts > LIMIT_MQ_RETRIES;
  if (g->ordered && over)
    release_key(tx, row, d->key, p);
}

static void read_message(struct rows *r, const char *topic, struct message *m)
{
  m->id = row_i64(r);
  m->topic = topic;
  m->tag = row_str(r);
  m->key = row_str(r);
  m->body = row_str(r);
  m->trace = row_str(r);
  m->born_at = row_i64(r);
  m->attempt = 1;
}

static void retry_due(struct tx *tx, const struct mq_group *g, const struct group_row *row, const char *topic, struct pass *p)
{
  struct delivery due[LIMIT_MQ_BATCH];
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_DELIVERIES_DUE, BI("id", row->id), BI("now", tx_now(tx)), BI("most", LIMIT_MQ_BATCH));
  while (row_next(r)) {
    struct delivery *d = &due[n++];
    *d = (struct delivery){0};
    d->id = row_i64(r);
    d->attempts = (int)row_i64(r);
    d->key = row_str(r);
    read_message(r, topic, &d->m);
  }
  for (size_t i = 0; i < n; i++)
    retry_one(tx, g, row, &due[i], p);
  p->more |= n == LIMIT_MQ_BATCH;
}

static void take_one(struct tx *tx, const struct mq_group *g, struct group_row *row, const struct message *m, struct pass *p)
{
  const char *error = NULL;
  if (g->ordered && row->exceptions && tx_i64(tx, SQL_MQ_KEY_BLOCKED, 0, BI("id", row->id), BS("key", m->key))) {
    tx_i64(tx, SQL_MQ_DELIVERY_PUT, 0, BI("group", row->id), BI("message", m->id), BS("key", m->key),
        BS("state", "waiting"), BI("attempts", 0), BI("next_at", 0), BS("error", ""), BI("at", tx_now(tx)));
    return;
  }
  enum mq_result result = attempt(tx, g, m, p->mq->ctx, &error);
  if (result == MQ_DONE)
    return;
  struct delivery d = {.attempts = 1, .key = m->key, .m = *m};
  note_failure(tx, g, row, &d, result, error);
  row->exceptions = true;
}

static void take_new(struct tx *tx, const struct mq_group *g, struct group_row *row, const char *topic, struct pass *p)
{
  struct message batch[LIMIT_MQ_BATCH];
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_MESSAGES, BI("topic", row->topic), BI("cursor", row->cursor),
      BI("most", LIMIT_MQ_BATCH));
  while (row_next(r))
    read_message(r, topic, &batch[n++]);
  if (!n)
    return;
  for (size_t i = 0; i < n; i++)
    take_one(tx, g, row, &batch[i], p);
  tx_run(tx, SQL_MQ_GROUP_ADVANCE, BI("id", row->id), BI("cursor", batch[n - 1].id), BI("was", row->cursor));
  p->more |= n == LIMIT_MQ_BATCH;
}

void group_step(struct tx *tx, const struct mq_group *g, struct pass *p)
{
  struct group_row row;
  const char *topic = p->mq->map->topics[g->topic].name;
  bool *troubled = &p->mq->troubled[g - p->mq->map->groups];
  bool rung = p->topics & (uint64_t)1 << g->topic;
  if (!(rung || *troubled) || !load(tx, g, &row) || row.paused)
    return;
  row.exceptions = tx_i64(tx, SQL_MQ_GROUP_EXCEPTIONS, 0, BI("id", row.id)) != 0;
  if (row.exceptions)
    retry_due(tx, g, &row, topic, p);
  if (rung)
    take_new(tx, g, &row, topic, p);
  *troubled = row.exceptions;
}

static void broadcast_group(struct tx *tx, const struct mq_group *g, int64_t *cursor, struct pass *p)
{
  const char *topic = p->mq->map->topics[g->topic].name;
  struct message batch[LIMIT_MQ_BATCH];
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_TOPIC_MESSAGES, BS("topic", topic), BI("cursor", *cursor), BI("most", LIMIT_MQ_BATCH));
  while (row_next(r))
    read_message(r, topic, &batch[n++]);
  for (size_t i = 0; i < n; i++) {
    if (g->handler(tx, &batch[i], p->mq->ctx) != MQ_DONE)
      log_warn("mq.broadcast", "group=%s message=%" PRId64 " error=\"not taken\"", g->name, batch[i].id);
    *cursor = batch[i].id;
  }
  p->more |= n == LIMIT_MQ_BATCH;
}

void broadcast_step(struct tx *tx, struct pass *p)
{
  const struct mq_map *map = p->mq->map;
  for (size_t i = 0; i < map->group_count; i++)
    if (map->groups[i].mode == MQ_BROADCASTING && p->topics & (uint64_t)1 << map->groups[i].topic)
      broadcast_group(tx, &map->groups[i], &p->mq->cursors[i], p);
}
