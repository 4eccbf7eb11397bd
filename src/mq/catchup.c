/* What is broadcast, and how far this node is with it. Guarantee: see mq_caught_up in mq.h. Any thread; the lock keeps
 * the cursors to one at a time. */
#include "base/clock.h"
#include "mq/internal.h"

static enum err run_broadcast(struct tx *tx, void *arg)
{
  broadcast_step(tx, arg);
  return OK;
}

/* Everything that is in the log by now. */
static bool take_all(struct mq *mq)
{
  struct scope scope = {.arena = arena_create()};
  struct pass p = {.mq = mq, .topics = mq_shared(mq->map)};
  enum err e;
  do {
    p.more = false;
    e = store_read(mq->store, run_broadcast, &p, &scope);
    arena_reset(scope.arena);
  } while (!e && p.more);
  arena_destroy(scope.arena);
  return !e;
}

bool mq_catch_up(struct mq *mq)
{
  int64_t asked = clock_mono_ms();
  pthread_mutex_lock(&mq->catching_up);
  bool fine = mq->confirmed_ms > asked; /* somebody did it while this thread waited */
  if (!fine) {
    int64_t began = clock_mono_ms();
    fine = take_all(mq);
    if (fine)
      mq->confirmed_ms = began;
  }
  pthread_mutex_unlock(&mq->catching_up);
  return fine;
}

bool mq_caught_up(struct mq *mq)
{
  int64_t confirmed = atomic_load_explicit(&mq->confirmed_ms, memory_order_acquire);
  return clock_mono_ms_coarse() - confirmed < MQ_FRESH_MS - CLOCK_COARSE_MS || mq_catch_up(mq);
}

uint64_t mq_shared(const struct mq_map *map)
{
  uint64_t topics = 0;
  for (size_t i = 0; i < map->group_count; i++)
    if (map->groups[i].mode == MQ_BROADCASTING)
      topics |= (uint64_t)1 << map->groups[i].topic;
  return topics;
}
