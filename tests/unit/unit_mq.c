/* mq on a real store and a clock that the test moves: order, retries, death, delays, retention, numbers. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/clock.h"
#include "limits.h"
#include "mq/mq.h"
#include "test.h"

enum { PLAIN, TIMED, TOPICS, LOG = 4096, RETRIES = 16 };
#define START INT64_C(1800000000000)

/* What the handlers saw, in order. Only the writer thread appends. */
struct seen { char key[16], body[32]; int attempt; int64_t at; };
static struct seen log_[LOG];
static atomic_int logged;
static atomic_int poison; /* deliveries of key "bad" fail while set; 2 = for good */

static enum mq_result handle(struct tx *tx, const struct message *m, void *ctx)
{
  /* A batch may run twice (bold, then careful): the same delivery again right away is one delivery. */
  struct seen *last = logged ? &log_[(logged - 1) % LOG] : NULL;
  bool again = last && !strcmp(last->key, m->key) && !strcmp(last->body, m->body) && last->attempt == m->attempt &&
               last->at == clock_now();
  struct seen *s = &log_[logged % LOG];
  (void)ctx;
  if (!again) { /* who saw the count may read the entry */
    snprintf(s->key, sizeof s->key, "%s", m->key);
    snprintf(s->body, sizeof s->body, "%s", m->body);
    s->attempt = m->attempt;
    s->at = clock_now();
    logged++;
  }
  char name[64];
  snprintf(name, sizeof name, "effect:%s:%s", m->key, m->body);
  char count[24];
  snprintf(count, sizeof count, "%lld", (long long)setting_i64(tx, name, 0) + 1);
  setting_put(tx, name, count);
  if (!strcmp(m->key, "bad") && poison)
    return poison == 2 ? MQ_DEAD : MQ_RETRY;
  return MQ_DONE;
}

static atomic_int heard;

static enum mq_result hear(struct tx *tx, const struct message *m, void *ctx)
{
  (void)tx, (void)m, (void)ctx;
  heard++;
  return MQ_DONE;
}

static const struct mq_topic topics[TOPICS] = {{"plain"}, {"timed"}};
static const struct mq_group groups[] = {{"one", PLAIN, MQ_CLUSTERING, true, handle},
    {"late", TIMED, MQ_CLUSTERING, true, handle},
    {"cast", PLAIN, MQ_BROADCASTING, false, hear}};
static const struct mq_map map = {topics, TOPICS, groups, 3};

struct house { struct store *store; struct mq *mq; };

static struct house open_house(void)
{
  test_clock_at(START);
  logged = 0;
  poison = 0;
  struct house h = {test_store(), NULL};
  h.mq = mq_start(h.store, &map, NULL);
  return h;
}

static void close_house(struct house *h)
{
  mq_stop(h->mq);
  store_close(h->store);
  test_clock_real();
}

struct send { int topic; const char *key, *body; int64_t due_at, handle; enum err result; };

static enum err run_send(struct tx *tx, void *arg)
{
  struct send *s = arg;
  if (s->topic == TIMED)
    s->handle = mq_append_at(tx, TIMED, s->due_at, "tag", s->key, s->body, "");
  else
    mq_append(tx, PLAIN, "tag", s->key, s->body, "");
  return s->result;
}

static int64_t send(struct house *h, int topic, const char *key, const char *body, int64_t due_at)
{
  struct send s = {topic, key, body, due_at, 0, OK};
  EQUAL(test_write(h->store, run_send, &s), OK);
  mq_ring(h->mq, 1u << topic);
  return s.handle;
}

static bool reached(void *arg)
{
  return logged >= *(int *)arg;
}

static void wait_for(int n)
{
  CHECK(test_eventually(reached, &n));
}

struct find { const char *name; int64_t value; };

static enum err run_find(struct tx *tx, void *arg)
{
  struct find *f = arg;
  f->value = setting_i64(tx, f->name, 0);
  return OK;
}

static int64_t effect(struct house *h, const char *name)
{
  struct find f = {name, 0};
  test_read(h->store, run_find, &f);
  return f.value;
}

static enum err run_stats(struct tx *tx, void *arg)
{
  struct list l = mq_groups(tx);
  memcpy(arg, l.items, sizeof(struct mq_group_stats) * l.count);
  return OK;
}

static struct mq_group_stats stats_of(struct house *h, int group)
{
  struct mq_group_stats all[8];
  test_read(h->store, run_stats, all);
  return all[group];
}

static void settle(struct house *h)
{
  for (int i = 0; i < 400; i++) {
    struct mq_group_stats a = stats_of(h, 0), b = stats_of(h, 1);
    if (!a.lag && !b.lag)
      return;
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  CHECK(!"settled");
}

/* Long enough for the pump to have looked; what must not come would have come. */
static void let_pass(void)
{
  nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
}

static void a_message_arrives_once_and_in_order(void)
{
  struct house h = open_house();
  char body[16];
  for (int i = 0; i < 200; i++) {
    snprintf(body, sizeof body, "%d", i);
    send(&h, PLAIN, i % 2 ? "a" : "b", body, 0);
  }
  wait_for(200);
  settle(&h);
  EQUAL(logged, 200);
  for (int i = 0; i < 200; i++)
    EQUAL(atoi(log_[i].body), i);
  close_house(&h);
}

static void a_refused_transaction_sends_nothing(void)
{
  struct house h = open_house();
  struct send s = {PLAIN, "a", "never", 0, 0, ERR_CONFLICT};
  EQUAL(test_write(h.store, run_send, &s), ERR_CONFLICT);
  send(&h, PLAIN, "a", "after", 0);
  wait_for(1);
  settle(&h);
  EQUAL(logged, 1);
  SAME_TEXT(log_[0].body, "after");
  close_house(&h);
}

static void test_12_07_lost_bells_cost_one_poll(void)
{
  struct house h = open_house();
  struct send s = {PLAIN, "a", "quiet", 0, 0, OK};
  test_write(h.store, run_send, &s); /* nobody rings */
  wait_for(1);
  close_house(&h);
}

/* RocketMQ's times: 10 s after the first delivery, ... 2 h before the last. */
static const int ladder[] = {10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200};

static enum err first_dead(struct tx *tx, void *arg)
{
  struct list l = mq_dead(tx, "one", INT64_MAX, 10);
  *(int64_t *)arg = l.count ? ((struct mq_dead_letter *)l.items)[0].id : 0;
  return OK;
}

static enum err retry_dead(struct tx *tx, void *arg)
{
  return mq_dead_retry(tx, *(int64_t *)arg) ? OK : ERR_NOT_FOUND;
}

struct noted { struct house *h; int64_t attempts; };

static enum err read_attempts(struct tx *tx, void *arg)
{
  struct mq_record m;
  CHECK(mq_message(tx, 1, &m));
  *(int64_t *)arg = ((struct mq_fate *)m.fates.items)[0].attempts;
  return OK;
}

/* The handler ran; its transaction commits a moment later, and until then the clock must stand. */
static bool first_is_noted(void *arg)
{
  const struct noted *n = arg;
  int64_t attempts = 0;
  test_read(n->h->store, read_attempts, &attempts);
  return attempts == n->attempts;
}

static bool first_went_through(void *arg)
{
  return effect(arg, "effect:bad:first") == 1;
}

static void test_12_05_the_ladder_is_exact_then_dead_then_retried(void)
{
  struct house h = open_house();
  poison = 1;
  send(&h, PLAIN, "bad", "first", 0);
  wait_for(1);
  settle(&h);
  send(&h, PLAIN, "bad", "second", 0);
  send(&h, PLAIN, "good", "other", 0);
  wait_for(2);
  SAME_TEXT(log_[1].body, "other"); /* other keys go on */
  for (int i = 0; i < RETRIES; i++) {
    int before = logged;
    test_clock_move((int64_t)ladder[i] * 1000 - 1);
    mq_ring(h.mq, 1);
    let_pass();
    EQUAL(logged, before); /* not a millisecond early */
    test_clock_move((int64_t)ladder[i] * 100 + 1);
    mq_ring(h.mq, 1);
    wait_for(before + 1);
    EQUAL(log_[before].attempt, i + 2);
    CHECK(test_eventually(first_is_noted, &(struct noted){&h, i + 2}));
  }
  bool next_of_key = false;
  wait_for(2 + RETRIES + 1); /* death frees the key, and "second" has its turn */
  for (int i = 0; i < logged; i++)
    next_of_key |= !strcmp(log_[i].body, "second");
  CHECK(next_of_key);
  let_pass();
  EQUAL(stats_of(&h, 0).dead, 1);
  EQUAL(effect(&h, "effect:bad:first"), 0); /* all its work was undone */
  int deliveries = 0;
  for (int i = 0; i < logged; i++)
    deliveries += !strcmp(log_[i].body, "first");
  EQUAL(deliveries, 17);
  int64_t id = 0;
  poison = 0;
  test_read(h.store, first_dead, &id);
  EQUAL(test_write(h.store, retry_dead, &id), OK);
  test_clock_move(11000); /* "second" failed meanwhile and has its turn first */
  mq_ring(h.mq, 1);
  CHECK(test_eventually(first_went_through, &h));
  EQUAL(stats_of(&h, 0).dead, 0);
  close_house(&h);
}

static enum err discard_dead(struct tx *tx, void *arg)
{
  return mq_dead_discard(tx, *(int64_t *)arg, "not wanted") ? OK : ERR_NOT_FOUND;
}

static void the_dead_can_be_retried_or_discarded(void)
{
  struct house h = open_house();
  int64_t id = 0;
  poison = 2; /* permanent: dead at once */
  send(&h, PLAIN, "bad", "x", 0);
  wait_for(1);
  settle(&h);
  EQUAL(stats_of(&h, 0).dead, 1);
  test_read(h.store, first_dead, &id);
  poison = 0;
  test_clock_move(1);
  EQUAL(test_write(h.store, retry_dead, &id), OK);
  EQUAL(test_write(h.store, retry_dead, &id), ERR_NOT_FOUND);
  mq_ring(h.mq, 1);
  wait_for(2);
  for (int i = 0; i < 100 && !effect(&h, "effect:bad:x"); i++)
    let_pass(); /* the handler ran; its transaction commits a moment later */
  EQUAL(stats_of(&h, 0).dead, 0);
  EQUAL(effect(&h, "effect:bad:x"), 1);
  poison = 2;
  send(&h, PLAIN, "bad", "y", 0);
  wait_for(3);
  settle(&h);
  test_read(h.store, first_dead, &id);
  EQUAL(test_write(h.store, discard_dead, &id), OK);
  EQUAL(stats_of(&h, 0).dead, 0);
  close_house(&h);
}

struct handle { int64_t due_at, id, to; bool done; };

static enum err run_cancel(struct tx *tx, void *arg)
{
  struct handle *x = arg;
  x->done = mq_cancel(tx, x->due_at, x->id);
  return OK;
}

static enum err run_move(struct tx *tx, void *arg)
{
  struct handle *x = arg;
  x->done = mq_move(tx, x->due_at, x->id, x->to);
  return OK;
}

static void delays_fire_in_order_of_due_time(void)
{
  struct house h = open_house();
  send(&h, TIMED, "k", "third", START + 3000);
  send(&h, TIMED, "k", "first", START + 1000);
  send(&h, TIMED, "k", "second", START + 1001);
  int64_t cancelled = send(&h, TIMED, "k", "never", START + 2000), moved = send(&h, TIMED, "k", "last", START + 1500);
  struct handle c = {START + 2000, cancelled, 0, false}, m = {START + 1500, moved, START + 5000, false};
  test_write(h.store, run_cancel, &c);
  test_write(h.store, run_move, &m);
  CHECK(c.done && m.done);
  test_clock_move(999);
  mq_ring(h.mq, 2);
  settle(&h);
  EQUAL(logged, 0);
  test_clock_move(9000);
  mq_ring(h.mq, 2);
  wait_for(4);
  settle(&h);
  EQUAL(logged, 4);
  SAME_TEXT(log_[0].body, "first");
  SAME_TEXT(log_[1].body, "second");
  SAME_TEXT(log_[2].body, "third");
  SAME_TEXT(log_[3].body, "last");
  test_write(h.store, run_cancel, &m);
  CHECK(!m.done); /* it fired */
  close_house(&h);
}

static void test_12_10_clock_jumps_lose_and_double_no_timer(void)
{
  struct house h = open_house();
  send(&h, TIMED, "k", "x", START + 1000);
  test_clock_move(3600000);
  mq_ring(h.mq, 2);
  wait_for(1);
  test_clock_move(-7200000);
  mq_ring(h.mq, 2);
  send(&h, TIMED, "k", "y", START + 500);
  test_clock_move(7200000);
  mq_ring(h.mq, 2);
  wait_for(2);
  settle(&h);
  EQUAL(logged, 2);
  close_house(&h);
}

static void what_was_not_taken_survives_a_restart(void)
{
  struct house h = open_house();
  send(&h, PLAIN, "a", "before", 0);
  wait_for(1);
  settle(&h);
  mq_stop(h.mq);
  struct send s = {PLAIN, "a", "while down", 0, 0, OK};
  test_write(h.store, run_send, &s);
  h.mq = mq_start(h.store, &map, NULL);
  wait_for(2);
  settle(&h);
  EQUAL(logged, 2); /* and "before" not again */
  close_house(&h);
}

static enum err count_messages(struct tx *tx, void *arg)
{
  struct list l = mq_topics(tx);
  *(int64_t *)arg = ((struct mq_topic_stats *)l.items)[PLAIN].messages;
  return OK;
}

static int64_t messages(struct house *h)
{
  int64_t n = -1;
  test_read(h->store, count_messages, &n);
  return n;
}

static void retention_keeps_what_is_young_dead_or_not_taken(void)
{
  struct house h = open_house();
  char body[16];
  for (int i = 0; i < 1500; i++) {
    snprintf(body, sizeof body, "old %d", i);
    send(&h, PLAIN, "a", body, 0);
  }
  poison = 2;
  send(&h, PLAIN, "bad", "dead", 0);
  wait_for(1501);
  settle(&h);
  test_clock_move(10000);
  mq_retain(h.mq, START);
  EQUAL(messages(&h), 1501); /* nothing is older */
  mq_stop(h.mq);
  h.mq = NULL;
  struct send s = {PLAIN, "a", "not taken", 0, 0, OK};
  test_write(h.store, run_send, &s);
  struct house other = {h.store, mq_start(h.store, &map, NULL)};
  wait_for(1502);
  settle(&other);
  mq_retain(other.mq, START + 5000);
  EQUAL(messages(&other), 2); /* the dead one and the young one */
  h.mq = other.mq;
  close_house(&h);
}

static void the_numbers_equal_a_recount(void)
{
  struct house h = open_house();
  poison = 1;
  send(&h, PLAIN, "bad", "1", 0);
  send(&h, PLAIN, "bad", "2", 0);
  send(&h, PLAIN, "bad", "3", 0);
  wait_for(1);
  struct mq_group_stats s;
  for (int i = 0; i < 400; i++) {
    s = stats_of(&h, 0);
    if (s.retrying == 1 && s.lag == 2)
      break;
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  EQUAL(s.retrying, 1);
  EQUAL(s.lag, 2); /* the two that wait behind it */
  EQUAL(s.dead, 0);
  test_clock_move(5000);
  EQUAL(stats_of(&h, 0).oldest_age_ms, 5000);
  EQUAL(stats_of(&h, 1).oldest_age_ms, NONE_I64); /* unknown is null, never 0 */
  close_house(&h);
}

static bool both_heard(void *arg)
{
  return heard >= *(int *)arg;
}

/* Two pumps on one store stand for two nodes. */
static void a_broadcast_reaches_every_node_from_its_start_on(void)
{
  struct house h = open_house();
  heard = 0;
  send(&h, PLAIN, "a", "before the second node", 0);
  int one = 1, three = 3;
  CHECK(test_eventually(both_heard, &one));
  struct mq *second = mq_start(h.store, &map, NULL);
  send(&h, PLAIN, "a", "for both", 0);
  CHECK(test_eventually(both_heard, &three));
  settle(&h);
  let_pass();
  EQUAL(heard, 3);
  EQUAL(logged, 2); /* the clustering group has each once */
  EQUAL(stats_of(&h, 2).lag, NONE_I64);
  mq_stop(second);
  close_house(&h);
}

static const struct test tests[] = {TEST(a_message_arrives_once_and_in_order), TEST(a_refused_transaction_sends_nothing),
    TEST(test_12_07_lost_bells_cost_one_poll), TEST(test_12_05_the_ladder_is_exact_then_dead_then_retried),
    TEST(the_dead_can_be_retried_or_discarded), TEST(delays_fire_in_order_of_due_time),
    TEST(test_12_10_clock_jumps_lose_and_double_no_timer), TEST(what_was_not_taken_survives_a_restart),
    TEST(retention_keeps_what_is_young_dead_or_not_taken), TEST(the_numbers_equal_a_recount),
    TEST(a_broadcast_reaches_every_node_from_its_start_on)};
TEST_MAIN(tests)
