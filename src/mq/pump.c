/* The pump: one thread that wakes on a bell, a due time or once a second, and lets every group with news take its
 * share in one write transaction. After a bell it lingers a moment, so that its work joins the next group commit
 * instead of paying for an fsync of its own. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "mq/internal.h"

enum { PAUSE_AFTER_FAULT_MS = 200, PASS_US = 2000, HOST_NAME = 64 };

/* Where a group that the store does not know yet begins: it has taken all up to this id. */
static int64_t first_cursor(struct tx *tx, const struct mq_group *g, int64_t last)
{
  if (g->from == MQ_FROM_TIMESTAMP)
    return tx_i64(tx, SQL_MQ_MESSAGE_BEFORE, 0, BI("topic", g->topic), BI("at", g->from_at));
  return g->from == MQ_FROM_LAST ? last : 0;
}

static void register_group(struct tx *tx, struct mq *mq, const struct mq_group *g, int64_t last)
{
  static const char *const modes[] = {[MQ_CLUSTERING] = "clustering", [MQ_BROADCASTING] = "broadcasting"};
  struct group_state *s = state_of(mq, g);
  s->cursor = last;
  tx_run(tx, SQL_MQ_GROUP_PUT, BS("name", g->name), BI("topic", g->topic), BI("cursor", first_cursor(tx, g, last)),
      BS("mode", modes[g->mode]), BI("ordered", g->ordered), BS("tags", s->tags ? s->tags : "*"),
      BS("retry", retry_text(g->retry ? g->retry : &mq_ladder, tx_arena(tx))), BI("leased", g->work != NULL));
}

static enum err register_map(struct tx *tx, void *arg)
{
  struct mq *mq = arg;
  const struct mq_map *map = mq->map;
  int64_t last = tx_i64(tx, SQL_MQ_MESSAGE_LAST, 0);
  for (size_t i = 0; i < map->topic_count; i++) {
    tx_run(tx, SQL_MQ_TOPIC_PUT, BI("id", (int64_t)i), BS("name", map->topics[i].name));
    if (tx_i64(tx, SQL_MQ_TOPIC_FIND, -1, BS("name", map->topics[i].name)) != (int64_t)i)
      return FAULT_INTERNAL; /* topics.c may only grow at its end */
  }
  for (size_t i = 0; i < map->group_count; i++)
    register_group(tx, mq, &map->groups[i], last);
  return OK;
}

/* What an earlier run of the same pass noted does not count: it was undone. */
static void begin_pass(struct pass *p)
{
  p->more = false;
  p->until_us = clock_mono_us() + PASS_US;
  p->next_at = INT64_MAX;
  p->taken_count = 0;
  p->late = (struct lateness){0};
  for (size_t i = 0; i < p->mq->map->group_count; i++)
    p->mq->groups[i].done = p->mq->groups[i].failed = 0;
}

static enum err run_pass(struct tx *tx, void *arg)
{
  struct pass *p = arg;
  const struct mq_map *map = p->mq->map;
  begin_pass(p);
  timers_fire(tx, p);
  for (size_t i = 0; i < map->group_count && !tx_faulted(tx); i++)
    if (map->groups[i].mode == MQ_CLUSTERING)
      group_step(tx, &map->groups[i], p);
  tally(tx, p);
  int64_t timer = tx_i64(tx, SQL_MQ_TIMER_NEXT, INT64_MAX), retry = tx_i64(tx, SQL_MQ_RETRY_NEXT, INT64_MAX);
  int64_t next = timer < retry ? timer : retry;
  if (next > tx_now(tx) && next < p->next_at) /* what is due and was left waits for a bell, a free worker or the poll */
    p->next_at = next;
  return OK;
}

static void end_pass(struct pass *p)
{
  for (size_t i = 0; i < p->mq->map->group_count; i++) {
    p->mq->groups[i].done_total += p->mq->groups[i].done;
    p->mq->groups[i].failed_total += p->mq->groups[i].failed;
  }
  pthread_mutex_lock(&p->mq->lock);
  late_add(&p->mq->late, &p->late);
  pthread_mutex_unlock(&p->mq->lock);
  if (p->taken_count)
    pool_run(p->mq->pool, p);
}

static void *pump_main(void *arg)
{
  struct mq *mq = arg;
  struct scope scope = {.arena = arena_create()};
  struct pass p = {.mq = mq, .next_at = 0, .topics = ALL_TOPICS};
  while (p.more || wake_await(mq, p.next_at, &p.topics)) {
    scope.problem = (struct problem){0};
    if (p.topics & mq_shared(mq->map))
      mq_catch_up(mq); /* first, for it need not wait for the writer */
    p.slots = pool_idle(mq->pool);
    enum err e = store_write(mq->store, run_pass, &p, &scope);
    if (!e)
      end_pass(&p);
    if (e) {
      log_warn("mq.pass", "error=%s", err_code(e));
      p.more = false;
      p.next_at = clock_now() + PAUSE_AFTER_FAULT_MS;
    }
    arena_reset(scope.arena);
    if (p.more && mq->stopping)
      break;
  }
  arena_destroy(scope.arena);
  return NULL;
}

static void discard(struct mq *mq)
{
  for (size_t i = 0; i < mq->map->group_count; i++)
    free(mq->groups[i].tags);
  free(mq->groups);
  free(mq);
}

/* Constants of the program: a mistake in them must not get as far as a message. */
static void check_group(const struct mq_group *g)
{
  assert(g->handler || g->work);
  assert(!g->work || g->mode == MQ_CLUSTERING);
  assert(g->rate >= 0 && g->rate <= 100000 && g->in_flight >= 0 && g->lease_ms >= 0);
  assert(!g->retry || retry_valid(g->retry));
}

static bool any_leased(const struct mq_map *map)
{
  for (size_t i = 0; i < map->group_count; i++)
    if (map->groups[i].work)
      return true;
  return false;
}

static struct mq *create(struct store *store, const struct mq_map *map, void *ctx)
{
  char host[HOST_NAME] = "";
  struct mq *mq = must_have(calloc(1, sizeof *mq));
  mq->groups = must_have(calloc(map->group_count, sizeof *mq->groups));
  mq->store = store;
  mq->map = map;
  mq->ctx = ctx;
  gethostname(host, sizeof host - 1);
  snprintf(mq->node, sizeof mq->node, "%s/%d", host, (int)getpid());
  for (size_t i = 0; i < map->group_count; i++) {
    check_group(&map->groups[i]);
    mq->groups[i].tags = tags_parse(map->groups[i].tags);
  }
  return mq;
}

struct mq *mq_start(struct store *store, const struct mq_map *map, void *ctx)
{
  struct mq *mq = create(store, map, ctx);
  struct scope scope = {.arena = arena_create()};
  enum err e = store_write(store, register_map, mq, &scope);
  arena_destroy(scope.arena);
  if (e) {
    log_error("mq.start", "error=%s", err_code(e));
    discard(mq);
    return NULL;
  }
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init(&mq->lock, NULL);
  pthread_mutex_init(&mq->catching_up, NULL);
  pthread_cond_init(&mq->wake, &monotonic);
  if (any_leased(map))
    mq->pool = pool_start(mq);
  pthread_create(&mq->thread, NULL, pump_main, mq);
  return mq;
}

void mq_stop(struct mq *mq)
{
  if (!mq)
    return;
  pthread_mutex_lock(&mq->lock);
  mq->stopping = true;
  pthread_cond_signal(&mq->wake);
  pthread_mutex_unlock(&mq->lock);
  pthread_join(mq->thread, NULL);
  pool_stop(mq->pool);
  pthread_cond_destroy(&mq->wake);
  pthread_mutex_destroy(&mq->lock);
  pthread_mutex_destroy(&mq->catching_up);
  discard(mq);
}
