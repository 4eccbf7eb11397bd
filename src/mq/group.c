/* One group's step: retries that are due, then new messages after the cursor. Effect and progress are in one
 * transaction. Writer thread. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "mq/internal.h"

#define SECOND_US INT64_C(1000000)

static bool load(struct tx *tx, const struct mq_group *g, struct group_row *out)
{
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_GET, BS("name", g->name));
  bool found = row_next(r);
  if (found) {
    out->id = row_i64(r);
    out->topic = row_i64(r);
    out->cursor = row_i64(r);
    out->epoch = row_i64(r);
    out->free_at = row_i64(r);
    out->paused = row_i64(r) != 0;
  }
  row_end(r);
  return found;
}

static void retry_one(struct tx *tx, const struct mq_group *g, const struct group_row *row, struct delivery *d, struct pass *p)
{
  const char *error = NULL;
  struct group_state *s = state_of(p->mq, g);
  d->m.attempt = ++d->attempts;
  enum mq_result result = attempt(tx, g, &d->m, p->mq->ctx, &error);
  bool over = true;
  if (result == MQ_DONE)
    note_done(tx, p->mq, d);
  else
    over = note_failure(tx, p->mq, g, row->id, d, result, error);
  s->done += result == MQ_DONE;
  s->failed += result != MQ_DONE;
  if (g->ordered && over)
    p->more |= release_key(tx, row->id, d->key);
}

static void read_message(struct rows *r, const char *topic, struct message *m)
{
  *m = (struct message){.topic = topic, .attempt = 1, .result = ""};
  m->id = row_i64(r);
  m->tag = row_str(r);
  m->key = row_str(r);
  m->body = row_str(r);
  m->trace = row_str(r);
  m->born_at = row_i64(r);
}

/* Deliveries of a state whose time has come, at most LIMIT_MQ_BATCH. */
static size_t read_due(struct tx *tx, const struct group_row *row, const char *state, const char *topic, int most,
    struct delivery *out)
{
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_DELIVERIES_DUE, BI("id", row->id), BS("state", state), BI("now", tx_now(tx)),
      BI("most", most));
  while (row_next(r)) {
    struct delivery *d = &out[n++];
    d->id = row_i64(r);
    d->attempts = (int)row_i64(r);
    d->epoch = row_i64(r);
    d->key = row_str(r);
    read_message(r, topic, &d->m);
  }
  return n;
}

static int retry_due(struct tx *tx, const struct mq_group *g, struct group_row *row, int room, struct pass *p)
{
  struct delivery due[LIMIT_MQ_BATCH];
  size_t n = read_due(tx, row, "retry", p->mq->map->topics[g->topic].name, room < LIMIT_MQ_BATCH ? room : LIMIT_MQ_BATCH, due);
  for (size_t i = 0; i < n; i++) {
    if (g->work)
      lease_take(tx, g, row, &due[i], p);
    else
      retry_one(tx, g, row, &due[i], p);
  }
  p->more |= n == LIMIT_MQ_BATCH;
  return (int)n;
}

static void leases_expire(struct tx *tx, const struct mq_group *g, struct group_row *row, struct pass *p)
{
  struct delivery due[LIMIT_MQ_BATCH];
  size_t n = read_due(tx, row, "leased", p->mq->map->topics[g->topic].name, LIMIT_MQ_BATCH, due);
  for (size_t i = 0; i < n; i++)
    lease_expire(tx, g, row, &due[i], p);
}

static bool key_blocked(struct tx *tx, const struct mq_group *g, const struct group_row *row, const char *key)
{
  return g->ordered && row->exceptions && tx_i64(tx, SQL_MQ_KEY_BLOCKED, 0, BI("id", row->id), BS("key", key));
}

/* True when it took one of the places that the group has left. */
static bool take_one(struct tx *tx, const struct mq_group *g, struct group_row *row, const struct message *m, struct pass *p)
{
  const char *error = NULL;
  struct group_state *s = state_of(p->mq, g);
  struct delivery d = {.key = m->key, .m = *m};
  if (!tags_match(s->tags, m->tag))
    return false;
  if (key_blocked(tx, g, row, m->key)) {
    delivery_put(tx, p->mq, row->id, &d, "waiting", 0, "");
    return false;
  }
  if (g->work) {
    lease_take(tx, g, row, &d, p);
    return true;
  }
  enum mq_result result = attempt(tx, g, m, p->mq->ctx, &error);
  s->done += result == MQ_DONE;
  s->failed += result != MQ_DONE;
  if (result == MQ_DONE)
    return true;
  d.attempts = 1;
  note_failure(tx, p->mq, g, row->id, &d, result, error);
  row->exceptions = true;
  return true;
}

/* How many of `room` places it took; *more when there may be further messages behind these. */
static int take_batch(struct tx *tx, const struct mq_group *g, struct group_row *row, int room, struct pass *p, bool *more)
{
  struct message batch[LIMIT_MQ_BATCH];
  size_t n = 0;
  int took = 0;
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_MESSAGES, BI("topic", row->topic), BI("cursor", row->cursor),
      BI("most", LIMIT_MQ_BATCH));
  while (row_next(r))
    read_message(r, p->mq->map->topics[g->topic].name, &batch[n++]);
  for (size_t i = 0; i < n && took < room; i++) {
    took += take_one(tx, g, row, &batch[i], p);
    row->cursor = batch[i].id;
  }
  *more = n == LIMIT_MQ_BATCH;
  return took;
}

/* Batch after batch, as long as the pass has time: a pass waits for its turn and for the disk, and a backlog would grow
 * if it took little; but it must not hold up the bookings that wait for the same turn. */
static int take_new(struct tx *tx, const struct mq_group *g, struct group_row *row, int room, struct pass *p)
{
  int took = 0;
  bool more = true;
  do
    took += take_batch(tx, g, row, room - took, p, &more);
  while (more && took < room && clock_mono_us() < p->until_us);
  p->more |= more && took < room;
  return took;
}

/* The generic cell rate algorithm: each message takes its part of a second of the line that ends at free_at, and the
 * line may be one second long. It is in the group's row, so that all nodes share it and it rolls back with the work. */
static int rate_room(struct tx *tx, const struct mq_group *g, struct group_row *row)
{
  int64_t now = tx_now(tx) * 1000, each = SECOND_US / g->rate;
  if (row->free_at < now)
    row->free_at = now;
  if (row->free_at > now + SECOND_US)
    row->free_at = now + SECOND_US; /* the clock was set back */
  int64_t room = (now + SECOND_US - row->free_at) / each;
  return room < LIMIT_MQ_PASS ? (int)room : LIMIT_MQ_PASS;
}

static void rate_take(struct tx *tx, const struct mq_group *g, struct group_row *row, int took, struct pass *p)
{
  int64_t each = SECOND_US / g->rate;
  row->free_at += took * each;
  int64_t next_at = (row->free_at + each - SECOND_US) / 1000 + 1;
  if (next_at > tx_now(tx) && next_at < p->next_at) /* else it is not the rate that holds it */
    p->next_at = next_at;
}

static int room_of(struct tx *tx, const struct mq_group *g, struct group_row *row, struct pass *p)
{
  int room = g->rate ? rate_room(tx, g, row) : LIMIT_MQ_PASS;
  int leases = g->work ? lease_room(tx, g, row, p) : room;
  return room < leases ? room : leases;
}

static bool has_news(const struct mq_group *g, const struct group_state *s, const struct pass *p)
{
  return s->again || (g->calm ? p->topics == ALL_TOPICS : p->topics & (uint64_t)1 << g->topic);
}

void group_step(struct tx *tx, const struct mq_group *g, struct pass *p)
{
  struct group_row row;
  struct group_state *s = state_of(p->mq, g);
  if (!has_news(g, s, p) || !load(tx, g, &row) || row.paused)
    return;
  struct group_row was = row;
  row.exceptions = tx_i64(tx, SQL_MQ_GROUP_EXCEPTIONS, 0, BI("id", row.id)) != 0;
  if (g->work && row.exceptions)
    leases_expire(tx, g, &row, p);
  int room = room_of(tx, g, &row, p), took = 0;
  if (row.exceptions && room)
    took = retry_due(tx, g, &row, room, p);
  if (took < room)
    took += take_new(tx, g, &row, room - took, p);
  if (g->rate)
    rate_take(tx, g, &row, took, p);
  p->more |= room == LIMIT_MQ_PASS && took == room;
  s->again = row.exceptions || took == room;
  if (row.cursor != was.cursor || took || row.free_at < was.free_at)
    tx_run(tx, SQL_MQ_GROUP_ADVANCE, BI("id", row.id), BI("cursor", row.cursor), BI("epoch", row.epoch),
        BI("free_at", row.free_at));
}

static void broadcast_group(struct tx *tx, const struct mq_group *g, struct pass *p)
{
  struct group_state *s = state_of(p->mq, g);
  struct message batch[LIMIT_MQ_BATCH];
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MQ_GROUP_MESSAGES, BI("topic", g->topic), BI("cursor", s->cursor),
      BI("most", LIMIT_MQ_BATCH));
  while (row_next(r))
    read_message(r, p->mq->map->topics[g->topic].name, &batch[n++]);
  for (size_t i = 0; i < n; i++) {
    bool taken = !tags_match(s->tags, batch[i].tag) || g->handler(tx, &batch[i], p->mq->ctx) == MQ_DONE;
    if (!taken)
      log_warn("mq.broadcast", "group=%s message=%" PRId64 " error=\"not taken\"", g->name, batch[i].id);
    s->failed_total += !taken;
    s->done_total += taken;
    s->cursor = batch[i].id;
  }
  p->more |= n == LIMIT_MQ_BATCH;
}

void broadcast_step(struct tx *tx, struct pass *p)
{
  const struct mq_map *map = p->mq->map;
  for (size_t i = 0; i < map->group_count; i++)
    if (map->groups[i].mode == MQ_BROADCASTING && p->topics & (uint64_t)1 << map->groups[i].topic)
      broadcast_group(tx, &map->groups[i], p);
}
