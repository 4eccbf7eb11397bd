/* What a group may ask for beyond a handler: tags, where it begins, how it retries, how fast it goes; and what staff send
 * again. */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "relay.h"

static bool x_took_effect(void *house)
{
  return effect(house, "effect:x") == 1;
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
  for (int i = 0; i < count; i++) {
    wait_for_failures(&h, i + 1);
    EQUAL(stats_of(&h, 0).retrying, 1);
    EQUAL(stats_of(&h, 0).dead, 0);
    test_clock_move(delays[i] - 1);
    mq_ring(h.mq, 1);
    let_pass();
    failing = i + 1 == count ? 0 : 1;
    EQUAL(handled, 0);
    test_clock_move(1);
    mq_ring(h.mq, 1);
  }
  CHECK(test_eventually(x_took_effect, &h)); /* the last retry is the one that may succeed; it counts once committed */
  close_house(&h);
}

static void retries_follow_the_policy_of_the_group(void)
{
  static const struct mq_retry listed = {.delays = "100ms 2s 1m"};
  static const struct mq_retry doubling = {.first = "5s", .factor = 2, .cap = "15s", .times = 4};
  check_policy(&listed, (const int64_t[]){100, 2000, 60000}, 3);
  check_policy(&doubling, (const int64_t[]){5000, 10000, 15000, 15000}, 4);
}

enum { CALM_NEWS = 40 };
static atomic_int passes[2];

/* How many transactions took a group's messages; the clock moves on between them. */
static enum mq_result count_pass(struct tx *tx, int group, const struct message *m, void *ctx)
{
  static int64_t last[2];
  passes[group] += tx_now(tx) != last[group];
  last[group] = tx_now(tx);
  return take(tx, m, ctx);
}

static enum mq_result take_promptly(struct tx *tx, const struct message *m, void *ctx)
{
  return count_pass(tx, 0, m, ctx);
}

static enum mq_result take_calmly(struct tx *tx, const struct message *m, void *ctx)
{
  return count_pass(tx, 1, m, ctx);
}

static void a_calm_group_takes_many_together(void)
{
  static const struct mq_group groups[] = {
      {"prompt", NEWS, MQ_CLUSTERING, false, take_promptly}, {"calm", NEWS, MQ_CLUSTERING, false, take_calmly, .calm = true}};
  struct house h = open_house();
  start(&h, groups, 2);
  int64_t begun = clock_mono_ms();
  for (int i = 0; i < CALM_NEWS; i++) {
    send(&h, "t", "k", "x");
    wait_for(i + 1); /* of the prompt group at least */
    test_clock_move(1);
  }
  wait_for(2 * CALM_NEWS);
  CHECK(passes[0] >= CALM_NEWS / 2);
  CHECK(passes[1] <= 2 + (clock_mono_ms() - begun) / 1000);
  close_house(&h);
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

static bool is_dead(void *arg)
{
  return stats_of(arg, 0).dead == 1;
}

struct edit { int64_t id; const char *body; };

static enum err edit_dead(struct tx *tx, void *arg)
{
  const struct edit *e = arg;
  return mq_dead_edit(tx, e->id, e->body, "") ? OK : ERR_NOT_FOUND;
}

static enum err resend_first(struct tx *tx, void *arg)
{
  return mq_resend(tx, *(int64_t *)arg, "one");
}

static bool one_retries(void *arg)
{
  return stats_of(arg, 0).retrying == 1;
}

static bool one_waits(void *arg)
{
  return stats_of(arg, 0).lag == 1 && stats_of(arg, 0).retrying == 1;
}

/* a dies; b fails and is to be retried, c waits behind it. a edited comes before c: its place is where it was. */
static void what_staff_send_again_waits_its_turn_in_its_key(void)
{
  static const struct mq_group groups[] = {{"one", NEWS, MQ_CLUSTERING, true, take},
      {"other", NEWS, MQ_CLUSTERING, true, take, .from = MQ_FROM_LAST, .tags = "none"}};
  struct house h = open_house();
  struct edit edit = {1, "A"};
  int64_t first = 1;
  start(&h, groups, 2);
  failing = 2;
  send(&h, "t", "k", "a");
  CHECK(test_eventually(is_dead, &h));
  failing = 1;
  send(&h, "t", "k", "b");
  CHECK(test_eventually(one_retries, &h));
  send(&h, "t", "k", "c");
  CHECK(test_eventually(one_waits, &h));
  EQUAL(test_write(h.store, resend_first, &first), OK); /* of a dead one: its retry */
  EQUAL(stats_of(&h, 0).dead, 0);
  EQUAL(test_write(h.store, resend_first, &first), ERR_CONFLICT);
  EQUAL(test_write(h.store, edit_dead, &edit), ERR_NOT_FOUND);
  failing = 0;
  test_clock_move(11000);
  mq_ring(h.mq, 1);
  wait_for(3);
  SAME_TEXT(seen[0], "b");
  SAME_TEXT(seen[1], "a");
  SAME_TEXT(seen[2], "c");
  close_house(&h);
}

static void an_edited_dead_letter_comes_in_the_place_of_the_old_one(void)
{
  static const struct mq_group groups[] = {{"one", NEWS, MQ_CLUSTERING, true, take}};
  struct house h = open_house();
  struct edit edit = {1, "A"};
  int64_t first = 1;
  start(&h, groups, 1);
  failing = 2;
  send(&h, "t", "k", "a");
  CHECK(test_eventually(is_dead, &h));
  failing = 1;
  send(&h, "t", "k", "b");
  CHECK(test_eventually(one_retries, &h));
  send(&h, "t", "k", "c");
  CHECK(test_eventually(one_waits, &h));
  EQUAL(test_write(h.store, edit_dead, &edit), OK);
  EQUAL(stats_of(&h, 0).lag, 2);
  failing = 0;
  test_clock_move(11000);
  mq_ring(h.mq, 1);
  wait_for(3);
  SAME_TEXT(seen[1], "A");
  SAME_TEXT(seen[2], "c");
  EQUAL(test_write(h.store, resend_first, &first), OK); /* the replaced one, on purpose */
  wait_for(4);
  SAME_TEXT(seen[3], "a");
  close_house(&h);
}
static const struct test tests[] = {TEST(tags_choose_and_the_rest_is_no_lag),
    TEST(a_new_group_starts_first_last_or_at_a_time), TEST(a_calm_group_takes_many_together),
    TEST(retries_follow_the_policy_of_the_group),
    TEST(delay_levels_are_rocketmqs), TEST(a_rate_holds_and_survives_a_clock_set_back),
    TEST(what_staff_send_again_waits_its_turn_in_its_key), TEST(an_edited_dead_letter_comes_in_the_place_of_the_old_one)};
TEST_MAIN(tests)
