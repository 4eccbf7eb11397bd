/* What wakes the pump: a bell, a due time, or once a second the clock. Any thread rings; the pump waits. */
#include <errno.h>
#include <time.h>
#include "base/clock.h"
#include "mq/internal.h"

enum { LEAST_WAIT_MS = 2, LINGER_MS = 2 };

void mq_ring(struct mq *mq, uint64_t topics)
{
  pthread_mutex_lock(&mq->lock);
  bool first = !mq->rung;
  mq->rung |= topics;
  if (first)
    pthread_cond_signal(&mq->wake);
  pthread_mutex_unlock(&mq->lock);
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

bool wake_await(struct mq *mq, int64_t next_at, uint64_t *topics)
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
