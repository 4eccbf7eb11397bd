/* What a group may ask for beyond a handler: tags, where it begins, how it retries, how fast it goes, leases. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/clock.h"
#include "limits.h"
#include "mq/mq.h"
#include "test.h"

enum { NEWS, TOPICS, LOG = 4096 };
#define START INT64_C(1800000000000)

static const struct mq_topic topics[TOPICS] = {{"news"}};

/* What the handlers saw: a batch may run twice, so effects are counted in the store and these are only for looking. */
static atomic_int handled, worked, failing;
static char seen[LOG][32];
static _Atomic int64_t seen_at[LOG];

static enum mq_result take(struct tx *tx, const struct message *m, void *ctx)
{
  char name[64], count[24];
  (void)ctx;
  snprintf(name, sizeof name, "effect:%s", m->body);
  snprintf(count, sizeof count, "%lld", (long long)setting_i64(tx, name, 0) + 1);
  setting_put(tx, name, count);
  if (failing)
    return MQ_RETRY;
  snprintf(seen[handled % LOG], sizeof seen[0], "%s", m->body);
  seen_at[handled++ % LOG] = clock_now();
  return MQ_DONE;
}

struct house { struct store *store; struct mq *mq; struct mq_map map; };

static void start(struct house *h, const struct mq_group *groups, size_t count)
{
  h->map = (struct mq_map){topics, TOPICS, groups, count};
  h->mq = mq_start(h->store, &h->map, NULL);
}

static struct house open_house(void)
{
  test_clock_at(START);
  handled = worked = failing = 0;
  return (struct house){.store = test_store()};
}

static void close_house(struct house *h)
{
  mq_stop(h->mq);
  store_close(h->store);
  test_clock_real();
}

struct send { const char *tag, *key, *body; };

static enum err run_send(struct tx *tx, void *arg)
{
  struct send *s = arg;
  mq_append(tx, NEWS, s->tag, s->key, s->body, "");
  return OK;
}

static void send(struct house *h, const char *tag, const char *key, const char *body)
{
  struct send s = {tag, key, body};
  EQUAL(test_write(h->store, run_send, &s), OK);
  if (h->mq)
    mq_ring(h->mq, 1u << NEWS);
}

struct look { struct mq_group_stats groups[8]; const char *name; int64_t value; };

static enum err run_look(struct tx *tx, void *arg)
{
  struct look *l = arg;
  struct list groups = mq_groups(tx);
  memcpy(l->groups, groups.items, sizeof l->groups[0] * groups.count);
  l->value = l->name ? setting_i64(tx, l->name, 0) : 0;
  return OK;
}

static struct mq_group_stats stats_of(struct house *h, int group)
{
  struct look l = {.name = NULL};
  test_read(h->store, run_look, &l);
  return l.groups[group];
}

static int64_t effect(struct house *h, const char *name)
{
  struct look l = {.name = name};
  test_read(h->store, run_look, &l);
  return l.value;
}

static bool is_calm(void *arg)
{
  struct mq_group_stats s = stats_of(arg, 0);
  return !s.lag && !s.in_flight;
}

static void settle(struct house *h)
{
  CHECK(test_eventually(is_calm, h));
}

static bool reached(void *arg)
{
  return handled >= *(int *)arg;
}

static void wait_for(int n)
{
  CHECK(test_eventually(reached, &n));
}

static void let_pass(void)
{
  nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
}

static void tags_choose_and_the_rest_is_no_lag(void)
{
  static const struct mq_group groups[] = {{"some", NEWS, MQ_CLUSTERING, false, take, .tags = "paid || refunded"}};
  struct house h = open_house();
  start(&h, groups, 1);
  send(&h, "created", "k", "no");
  send(&h, "paid", "k", "yes");
  send(&h, "pai", "k", "no");
  send(&h, "refunded", "k", "too");
  send(&h, "", "k", "no");
  wait_for(2);
  settle(&h);
  EQUAL(handled, 2);
  SAME_TEXT(seen[0], "yes");
  SAME_TEXT(seen[1], "too");
  mq_stop(h.mq);
  h.mq = NULL;
  send(&h, "created", "k", "no");
  send(&h, "paid", "k", "waits");
  send(&h, "created", "k", "no");
  EQUAL(stats_of(&h, 0).lag, 1);
  start(&h, groups, 1);
  wait_for(3);
  settle(&h);
  EQUAL(handled, 3);
  close_house(&h);
}

static void a_new_group_starts_first_last_or_at_a_time(void)
{
  static const struct mq_group old[] = {{"old", NEWS, MQ_CLUSTERING, false, take}};
  struct house h = open_house();
  start(&h, old, 1);
  send(&h, "t", "k", "one");
  wait_for(1);
  settle(&h);
  test_clock_move(1000);
  send(&h, "t", "k", "two");
  wait_for(2);
  settle(&h);
  mq_stop(h.mq);
  const struct mq_group all[] = {{"old", NEWS, MQ_CLUSTERING, false, take, .from = MQ_FROM_LAST},
      {"first", NEWS, MQ_CLUSTERING, false, take}, {"last", NEWS, MQ_CLUSTERING, false, take, .from = MQ_FROM_LAST},
      {"then", NEWS, MQ_CLUSTERING, false, take, .from = MQ_FROM_TIMESTAMP, .from_at = START + 1000}};
  h.mq = NULL;
  send(&h, "t", "k", "three"); /* nobody runs: the old group's cursor must not jump over it */
  handled = 0;
  start(&h, all, 4);
  wait_for(1 + 3 + 2);
  let_pass();
  EQUAL(handled, 6); /* last: nothing */
  EQUAL(effect(&h, "effect:one"), 2);
  EQUAL(effect(&h, "effect:two"), 3);
  EQUAL(effect(&h, "effect:three"), 3);
  close_house(&h);
}

/* Deliveries until death, at the exact instants of the policy. */
static void check_policy(const struct mq_retry *policy, const int64_t *delays, int count)
{
  const struct mq_group groups[] = {{"one", NEWS, MQ_CLUSTERING, false, take, .retry = policy}};
  struct house h = open_house();
  failing = 1;
  start(&h, groups, 1);
  send(&h, "t", "k", "x");
  settle(&h);
  for (int i = 0; i < count; i++) {
    EQUAL(stats_of(&h, 0).retrying, 1);
    EQUAL(stats_of(&h, 0).dead, 0);
    test_clock_move(delays[i] - 1);
    mq_ring(h.mq, 1);
    let_pass();
    failing = i + 1 == count ? 0 : 1;
    EQUAL(handled, 0);
    test_clock_move(1);
    mq_ring(h.mq, 1);
    let_pass();
  }
  int one = 1;
  CHECK(test_eventually(reached, &one)); /* the last retry is the one that may succeed */
  EQUAL(effect(&h, "effect:x"), 1);
  close_house(&h);
}

static void retries_follow_the_policy_of_the_group(void)
{
  static const struct mq_retry listed = {.delays = "100ms 2s 1m"};
  static const struct mq_retry doubling = {.first = "5s", .factor = 2, .cap = "15s", .times = 4};
  check_policy(&listed, (const int64_t[]){100, 2000, 60000}, 3);
  check_policy(&doubling, (const int64_t[]){5000, 10000, 15000, 15000}, 4);
}

static void delay_levels_are_rocketmqs(void)
{
  EQUAL(mq_delay("10m"), 600000);
  EQUAL(mq_delay("250ms"), 250);
  EQUAL(mq_delay("2h"), 7200000);
  EQUAL(mq_delay("3d"), 259200000);
  EQUAL(mq_delay_level(1), 1000);
  EQUAL(mq_delay_level(3), 10000);
  EQUAL(mq_delay_level(18), 7200000);
  EQUAL(mq_delay_level(99), 7200000);
  EQUAL(mq_delay_level(0), 0);
  static const char *const bad[] = {"", "s", "10", "10 s", "-1s", "1.5h", "10x", "9999999999s"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    EQUAL(mq_delay(bad[i]), -1);
}

static void a_rate_holds_and_survives_a_clock_set_back(void)
{
  static const struct mq_group groups[] = {{"slow", NEWS, MQ_CLUSTERING, false, take, .rate = 10}};
  struct house h = open_house();
  char body[16];
  for (int i = 0; i < 40; i++) {
    snprintf(body, sizeof body, "%d", i);
    send(&h, "t", "k", body);
  }
  start(&h, groups, 1);
  wait_for(10);
  let_pass();
  EQUAL(handled, 10); /* one second's worth at once */
  test_clock_move(500);
  mq_ring(h.mq, 1);
  wait_for(15);
  let_pass();
  EQUAL(handled, 15);
  test_clock_move(-3600000);
  mq_ring(h.mq, 1);
  let_pass();
  for (int i = 0; i < 5 && handled < 40; i++) { /* an hour's wait would be wrong */
    int before = handled;
    test_clock_move(1000);
    mq_ring(h.mq, 1);
    let_pass();
    CHECK(handled <= before + 10);
  }
  wait_for(40);
  settle(&h);
  for (int i = 0; i < 40; i++)
    EQUAL(atoi(seen[i]), i);
  close_house(&h);
}

/* A leased group's work: waits at the gate when told to, and says how often it ran. */
static atomic_int gate, at_gate, most_at_gate;
static atomic_bool extended;

static enum mq_result work(struct mq_lease *lease, const struct message *m, void *ctx)
{
  (void)ctx;
  int here = ++at_gate;
  if (here > most_at_gate)
    most_at_gate = here;
  worked++;
  while (gate)
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
  if (!strcmp(m->body, "long"))
    extended = mq_lease_extend(lease, 60000);
  mq_lease_result(lease, arena_printf(mq_lease_arena(lease), "%s done", m->body));
  at_gate--;
  return failing == 2 ? MQ_DEAD : failing ? MQ_RETRY : MQ_DONE;
}

static atomic_int wrong_results;

static enum mq_result record(struct tx *tx, const struct message *m, void *ctx)
{
  char expected[32];
  snprintf(expected, sizeof expected, "%s done", m->body);
  wrong_results += strcmp(m->result, expected) != 0;
  return take(tx, m, ctx);
}

static const struct mq_group leased[] = {
    {"outside", NEWS, MQ_CLUSTERING, true, record, .work = work, .lease_ms = 5000, .in_flight = 2}};

static bool two_work(void *arg)
{
  (void)arg;
  return worked == 2 && at_gate == 2;
}

static void leases_are_bounded_and_in_flight_is_their_number(void)
{
  struct house h = open_house();
  gate = 1;
  most_at_gate = 0;
  start(&h, leased, 1);
  char body[16];
  for (int i = 0; i < 20; i++) {
    snprintf(body, sizeof body, "%d", i);
    send(&h, "t", body, body);
  }
  CHECK(test_eventually(two_work, NULL));
  let_pass();
  EQUAL(worked, 2);
  EQUAL(stats_of(&h, 0).in_flight, 2);
  EQUAL(stats_of(&h, 0).lag, 18);
  gate = 0;
  wait_for(20);
  settle(&h);
  EQUAL(worked, 20);
  EQUAL(most_at_gate, 2);
  EQUAL(wrong_results, 0);
  close_house(&h);
}

static bool one_works(void *arg)
{
  (void)arg;
  return at_gate == 1;
}

static void leases_keep_the_order_of_a_key(void)
{
  struct house h = open_house();
  gate = 1;
  start(&h, leased, 1);
  char body[16];
  for (int i = 0; i < 10; i++) {
    snprintf(body, sizeof body, "%d", i);
    send(&h, "t", "same", body);
  }
  CHECK(test_eventually(one_works, NULL));
  let_pass();
  EQUAL(stats_of(&h, 0).in_flight, 1);
  EQUAL(stats_of(&h, 0).lag, 9);
  gate = 0;
  wait_for(10);
  settle(&h);
  for (int i = 0; i < 10; i++)
    EQUAL(atoi(seen[i]), i);
  close_house(&h);
}

static bool two_at_gate(void *arg)
{
  (void)arg;
  return at_gate == 2;
}

/* The first worker is held until its lease has run out and the second has the message: only one effect stays. */
static void a_lease_that_ran_out_ends_nothing(void)
{
  struct house h = open_house();
  gate = 1;
  start(&h, leased, 1);
  send(&h, "t", "k", "x");
  CHECK(test_eventually(one_works, NULL));
  test_clock_move(5001);
  mq_ring(h.mq, 1);
  CHECK(test_eventually(two_at_gate, NULL));
  gate = 0;
  wait_for(1);
  settle(&h);
  let_pass();
  EQUAL(worked, 2);
  EQUAL(effect(&h, "effect:x"), 1);
  close_house(&h);
}

static void a_lease_can_be_extended(void)
{
  struct house h = open_house();
  gate = 1;
  start(&h, leased, 1);
  send(&h, "t", "k", "long");
  CHECK(test_eventually(one_works, NULL));
  gate = 0;
  wait_for(1);
  settle(&h);
  EQUAL(extended, true);
  EQUAL(worked, 1);
  close_house(&h);
}

/* Not a lost one: with the group set back meanwhile, neither extension nor end go through. */
static enum err set_back(struct tx *tx, void *arg)
{
  (void)arg;
  return mq_reset(tx, "outside", 1) ? OK : ERR_NOT_FOUND;
}

static void a_group_set_back_takes_its_leases_with_it(void)
{
  struct house h = open_house();
  gate = 1;
  start(&h, leased, 1);
  send(&h, "t", "k", "long");
  CHECK(test_eventually(one_works, NULL));
  EQUAL(test_write(h.store, set_back, NULL), OK);
  mq_ring(h.mq, 1);
  CHECK(test_eventually(two_at_gate, NULL));
  gate = 0;
  wait_for(1);
  settle(&h);
  let_pass();
  EQUAL(effect(&h, "effect:long"), 1);
  EQUAL(worked, 2);
  close_house(&h);
}

static bool is_dead(void *arg)
{
  return stats_of(arg, 0).dead == 1;
}

static void work_that_fails_for_good_is_dead_at_once_and_frees_its_key(void)
{
  struct house h = open_house();
  gate = 0;
  failing = 2;
  start(&h, leased, 1);
  send(&h, "t", "k", "x");
  CHECK(test_eventually(is_dead, &h));
  failing = 0;
  send(&h, "t", "k", "y");
  wait_for(1);
  settle(&h);
  EQUAL(effect(&h, "effect:x"), 0);
  EQUAL(effect(&h, "effect:y"), 1);
  close_house(&h);
}

static const struct test tests[] = {TEST(tags_choose_and_the_rest_is_no_lag),
    TEST(a_new_group_starts_first_last_or_at_a_time), TEST(retries_follow_the_policy_of_the_group),
    TEST(delay_levels_are_rocketmqs), TEST(a_rate_holds_and_survives_a_clock_set_back),
    TEST(leases_are_bounded_and_in_flight_is_their_number), TEST(leases_keep_the_order_of_a_key),
    TEST(a_lease_that_ran_out_ends_nothing), TEST(a_lease_can_be_extended),
    TEST(a_group_set_back_takes_its_leases_with_it), TEST(work_that_fails_for_good_is_dead_at_once_and_frees_its_key)};
TEST_MAIN(tests)
