/* mq among several nodes: catching up with what is broadcast, and news that come without a bell. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include "limits.h"
#include "mq/mq.h"
#include "test.h"

enum { BUSY, QUIET, TOPICS };

static atomic_int heard, handled[TOPICS];

static enum mq_result hear(struct tx *tx, const struct message *m, void *ctx)
{
  (void)tx, (void)m, (void)ctx;
  heard++;
  return MQ_DONE;
}

static enum mq_result handle_quiet(struct tx *tx, const struct message *m, void *ctx)
{
  (void)tx, (void)m, (void)ctx;
  handled[QUIET]++;
  return MQ_DONE;
}

static const struct mq_topic topics[TOPICS] = {{"busy"}, {"quiet"}};
static const struct mq_group groups[] = {
    {"cast", BUSY, MQ_BROADCASTING, false, hear}, {"takes_quiet", QUIET, MQ_CLUSTERING, false, handle_quiet}};
static const struct mq_map map = {topics, TOPICS, groups, 2};

/* As another node would: nobody rings here. */
static enum err append(struct tx *tx, void *arg)
{
  mq_append(tx, *(int *)arg, "tag", "a", "{}", "");
  return OK;
}

static void catching_up_takes_all_that_is_in_the_log(void)
{
  enum { MANY = 3 * LIMIT_MQ_BATCH };
  struct store *s = test_store();
  struct mq *mq = mq_start(s, &map, NULL);
  int topic = BUSY;
  heard = 0;
  for (int i = 0; i < MANY; i++)
    EQUAL(test_write(s, append, &topic), OK);
  CHECK(mq_catch_up(mq));
  EQUAL(heard, MANY);
  CHECK(mq_caught_up(mq));
  EQUAL(mq_shared(&map), 1u << BUSY);
  mq_stop(mq);
  store_close(s);
}

static atomic_bool ringing;

static void *ring_on_and_on(void *mq)
{
  while (ringing) {
    mq_ring(mq, 1u << BUSY);
    nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
  }
  return NULL;
}

static bool was_handled(void *arg)
{
  (void)arg;
  return handled[QUIET] > 0;
}

static void busy_topics_do_not_starve_a_quiet_one(void)
{
  struct store *s = test_store();
  struct mq *mq = mq_start(s, &map, NULL);
  pthread_t thread;
  int topic = QUIET;
  handled[QUIET] = 0;
  ringing = true;
  pthread_create(&thread, NULL, ring_on_and_on, mq);
  nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL); /* the first look is over */
  EQUAL(test_write(s, append, &topic), OK);
  CHECK(test_eventually(was_handled, NULL));
  ringing = false;
  pthread_join(thread, NULL);
  mq_stop(mq);
  store_close(s);
}

static const struct test tests[] = {TEST(catching_up_takes_all_that_is_in_the_log),
    TEST(busy_topics_do_not_starve_a_quiet_one)};
TEST_MAIN(tests)
