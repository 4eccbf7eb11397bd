/* Leases: work outside the store, bounded, in the order of its key, and never ended by a worker that came too late. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "relay.h"

/* A leased group's work: waits at the gate when told to, and says how often it ran. */
static atomic_int worked, gate, at_gate, most_at_gate;
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

static struct house open_at_gate(void)
{
  worked = at_gate = most_at_gate = 0;
  gate = 1;
  return open_house();
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
  struct house h = open_at_gate();
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
  EQUAL(stats_of(&h, 0).nodes.count, 1); /* both on this node */
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
  struct house h = open_at_gate();
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

static bool one_retries(void *arg)
{
  return stats_of(arg, 0).retrying == 1;
}

static bool two_at_gate(void *arg)
{
  (void)arg;
  return at_gate == 2;
}

/* The first worker is held until its lease has run out and the second has the message: only one effect stays. */
static void a_lease_that_ran_out_ends_nothing(void)
{
  struct house h = open_at_gate();
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
  struct house h = open_at_gate();
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
  const char *told;
  return mq_reset(tx, "outside", 1, &told) ? OK : ERR_NOT_FOUND;
}

static void a_group_set_back_takes_its_leases_with_it(void)
{
  struct house h = open_at_gate();
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
  struct house h = open_at_gate();
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

static bool both_work(void *arg)
{
  return one_retries(arg) && two_at_gate(NULL);
}

/* What is due and cannot be taken waits for a worker or the poll; the pump must not run in circles meanwhile. */
static void a_retry_without_a_free_place_does_not_spin(void)
{
  static const struct mq_retry soon = {.delays = "1s 1s"};
  static const struct mq_group groups[] = {
      {"outside", NEWS, MQ_CLUSTERING, true, record, .work = work, .in_flight = 2, .retry = &soon}};
  struct house h = open_at_gate();
  struct store_stats before, after;
  gate = 0;
  failing = 1;
  start(&h, groups, 1);
  send(&h, "t", "a", "a");
  CHECK(test_eventually(one_retries, &h));
  failing = 0;
  gate = 1;
  send(&h, "t", "b", "b");
  send(&h, "t", "c", "c");
  CHECK(test_eventually(both_work, &h));
  test_clock_move(1100);
  mq_ring(h.mq, 1);
  let_pass();
  store_stats(h.store, &before);
  nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
  store_stats(h.store, &after);
  CHECK(after.jobs - before.jobs < 10);
  gate = 0;
  wait_for(3);
  settle(&h);
  close_house(&h);
}

static const struct test tests[] = {TEST(leases_are_bounded_and_in_flight_is_their_number),
    TEST(leases_keep_the_order_of_a_key), TEST(a_lease_that_ran_out_ends_nothing), TEST(a_lease_can_be_extended),
    TEST(a_group_set_back_takes_its_leases_with_it), TEST(work_that_fails_for_good_is_dead_at_once_and_frees_its_key),
    TEST(a_retry_without_a_free_place_does_not_spin)};
TEST_MAIN(tests)
