/* The pump: one thread that wakes on a bell, a due time or once a second, and lets every group with news take its
 * share in one write transaction. After a bell it lingers a moment, so that its work joins the next group commit
 * instead of paying for an fsync of its own. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include "base/clock.h"
#include "base/log.h"
#include "limits.h"
#include "mq/internal.h"

enum { LEAST_WAIT_MS = 2, LINGER_MS = 2, PAUSE_AFTER_FAULT_MS = 200 };
#define ALL_TOPICS UINT64_MAX

static enum err register_map(struct tx *tx, void *arg)
{
  static const char *const modes[] = {[MQ_CLUSTERING] = "clustering", [MQ_BROADCASTING] = "broadcasting"};
  const struct mq *mq = arg;
  const struct mq_map *map = mq->map;
  int64_t last = tx_i64(tx, SQL_MQ_MESSAGE_LAST, 0);
  for (size_t i = 0; i < map->topic_count; i++) {
    tx_run(tx, SQL_MQ_TOPIC_PUT, BI("id", (int64_t)i), BS("name", map->topics[i].name));
    if (tx_i64(tx, SQL_MQ_TOPIC_FIND, -1, BS("name", map->topics[i].name)) != (int64_t)i)
      return FAULT_INTERNAL; /* topics.c may only grow at its end */
  }
  for (size_t i = 0; i < map->group_count; i++) {
    const struct mq_group *g = &map->groups[i];
    tx_run(tx, SQL_MQ_GROUP_PUT, BS("name", g->name), BI("topic", g->topic), BS("mode", modes[g->mode]),
        BI("ordered", g->ordered));
    mq->cursors[i] = last;
  }
  return OK;
}

static enum err run_pass(struct tx *tx, void *arg)
{
  struct pass *p = arg;
  const struct mq_map *map = p->mq->map;
  p->more = false;
  timers_fire(tx, p);
  for (size_t i = 0; i < map->group_count && !tx_faulted(tx); i++)
    if (map->groups[i].mode == MQ_CLUSTERING)
      group_step(tx, &map->groups[i], p);
  int64_t timer = tx_i64(tx, SQL_MQ_TIMER_NEXT, INT64_MAX), retry = tx_i64(tx, SQL_MQ_RETRY_NEXT, INT64_MAX);
  p->next_at = timer < retry ? timer : retry;
  return OK;
}

static void wait_ms(struct mq *mq, int64_t ms, bool for_bell)
{
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += ms / 1000;
  until.tv_nsec += ms % 1000 * 1000000;
  if (until.tv_nsec >= 1000000000) {
    until.tv_sec++;
    until.tv_nsec -= 1000000000;
  }
  while (!mq->stopping && !(for_bell && mq->rung))
    if (pthread_cond_timedwait(&mq->wake, &mq->lock, &until) == ETIMEDOUT)
      break;
}

/* Which topics to look at; false when the pump is to stop. All are looked at once a second however busy some of them
 * are, for another node's news may come without a bell. */
static bool await(struct mq *mq, int64_t next_at, uint64_t *topics)
{
  int64_t wait = next_at - clock_now(), look = mq->looked_ms + MQ_POLL_MS - clock_mono_ms();
  wait = wait > look ? look : wait;
  wait = wait < LEAST_WAIT_MS ? LEAST_WAIT_MS : wait;
  pthread_mutex_lock(&mq->lock);
  wait_ms(mq, wait, true);
  if (mq->rung)
    wait_ms(mq, LINGER_MS, false);
  int64_t now = clock_mono_ms();
  *topics = mq->rung && now - mq->looked_ms < MQ_POLL_MS ? mq->rung : ALL_TOPICS;
  mq->looked_ms = *topics == ALL_TOPICS ? now : mq->looked_ms;
  mq->rung = 0;
  bool go_on = !mq->stopping;
  pthread_mutex_unlock(&mq->lock);
  return go_on;
}

static void *pump_main(void *arg)
{
  struct mq *mq = arg;
  struct scope scope = {.arena = arena_create(), .patient = true};
  struct pass p = {.mq = mq, .next_at = 0, .topics = ALL_TOPICS};
  while (p.more || await(mq, p.next_at, &p.topics)) {
    scope.problem = (struct problem){0};
    if (p.topics & mq_shared(mq->map))
      mq_catch_up(mq); /* first, for it need not wait for the writer */
    enum err e = store_write(mq->store, run_pass, &p, &scope);
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
  free(mq->cursors);
  free(mq->troubled);
  free(mq);
}

struct mq *mq_start(struct store *store, const struct mq_map *map, void *ctx)
{
  struct mq *mq = calloc(1, sizeof *mq);
  struct scope scope = {.arena = arena_create()};
  if (!mq || !(mq->cursors = calloc(map->group_count, sizeof *mq->cursors)) ||
      !(mq->troubled = calloc(map->group_count, sizeof *mq->troubled)))
    abort();
  mq->store = store;
  mq->map = map;
  mq->ctx = ctx;
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
  pthread_cond_destroy(&mq->wake);
  pthread_mutex_destroy(&mq->lock);
  pthread_mutex_destroy(&mq->catching_up);
  discard(mq);
}

void mq_ring(struct mq *mq, uint64_t topics)
{
  pthread_mutex_lock(&mq->lock);
  bool first = !mq->rung;
  mq->rung |= topics;
  if (first)
    pthread_cond_signal(&mq->wake);
  pthread_mutex_unlock(&mq->lock);
}
