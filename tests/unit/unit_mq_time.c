/* Schedules, messages that are published once only, and the topics' totals, on a clock that the test moves. */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/date.h"
#include "mq/mq.h"
#include "test.h"

enum { CALENDAR, OTHER, TOPICS };
#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static int64_t start_ms;

static enum mq_result count(struct tx *tx, const struct message *m, void *ctx)
{
  char text[24];
  (void)ctx;
  snprintf(text, sizeof text, "%lld", (long long)setting_i64(tx, m->body, 0) + 1);
  setting_put(tx, m->body, text);
  return MQ_DONE;
}

static const struct mq_topic topics[TOPICS] = {{"calendar"}, {"other"}};
static const struct mq_group groups[] = {{"counter", CALENDAR, MQ_CLUSTERING, true, count}};
static const struct mq_map map = {topics, TOPICS, groups, 1};

struct house { struct store *store; struct mq *mq; };

static struct house open_house(const char *at)
{
  instant_parse(at, &start_ms);
  test_clock_at(start_ms);
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

struct look {
  const char *name;
  int64_t value;
  size_t schedules;
  struct mq_schedule schedule;
  struct mq_topic_stats topics[TOPICS];
};

static enum err run_look(struct tx *tx, void *arg)
{
  struct look *l = arg;
  struct list s = mq_schedules(tx), t = mq_topics(tx);
  l->value = l->name ? setting_i64(tx, l->name, 0) : 0;
  l->schedules = s.count;
  if (s.count)
    l->schedule = *(struct mq_schedule *)s.items;
  memcpy(l->topics, t.items, sizeof l->topics);
  return OK;
}

static struct look look(struct house *h, const char *name)
{
  struct look l = {.name = name};
  EQUAL(test_read(h->store, run_look, &l), OK);
  return l;
}

struct expected { struct house *h; const char *name; int64_t value; };

static bool has_come(void *arg)
{
  struct expected *e = arg;
  return look(e->h, e->name).value >= e->value;
}

/* Rings until the effect is there, waits for what would come too much, and compares. */
static void expect(struct house *h, const char *name, int64_t value)
{
  struct expected e = {h, name, value};
  mq_ring(h->mq, 3);
  CHECK(test_eventually(has_come, &e));
  nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
  EQUAL(look(h, name).value, value);
}

static enum err put(struct tx *tx, void *arg)
{
  return mq_schedule_put(tx, arg);
}

static enum err remove_it(struct tx *tx, void *arg)
{
  return mq_schedule_remove(tx, arg) ? OK : ERR_NOT_FOUND;
}

static const struct mq_schedule nightly = {.name = "audit", .topic = "calendar", .tag = "t", .key = "k", .body = "night",
    .cron = "30 2 * * *", .zone = "America/New_York"};

static void a_schedule_fires_at_its_time_across_the_change_of_the_clocks(void)
{
  struct house h = open_house("2026-03-07T12:00:00Z"); /* the clocks go forward at 07:00 on the 8th */
  EQUAL(test_write(h.store, put, (void *)&nightly), OK);
  EQUAL(look(&h, NULL).schedule.next_at, start_ms + 19 * HOUR);
  test_clock_move(19 * HOUR - 1);
  expect(&h, "night", 0);
  test_clock_move(1);
  expect(&h, "night", 1);
  struct look l = look(&h, NULL);
  EQUAL(l.schedule.last_at, start_ms + 19 * HOUR);
  EQUAL(l.schedule.next_at, start_ms + 42 * HOUR + 30 * MINUTE);
  EQUAL(l.topics[CALENDAR].delayed, 1);
  close_house(&h);
}

static void times_missed_while_nobody_ran_come_once(void)
{
  struct house h = open_house("2026-12-01T00:00:00Z");
  EQUAL(test_write(h.store, put, (void *)&nightly), OK);
  mq_stop(h.mq);
  test_clock_move(5 * DAY);
  h.mq = mq_start(h.store, &map, NULL);
  EQUAL(test_write(h.store, put, (void *)&nightly), OK); /* as a start does; what is due stays due */
  expect(&h, "night", 1);
  EQUAL(look(&h, NULL).schedule.next_at, start_ms + 5 * DAY + 7 * HOUR + 30 * MINUTE);
  close_house(&h);
}

static void a_clock_set_back_does_not_fire_a_schedule_twice(void)
{
  struct house h = open_house("2026-12-01T07:00:00Z");
  EQUAL(test_write(h.store, put, (void *)&nightly), OK);
  test_clock_move(HOUR);
  expect(&h, "night", 1);
  test_clock_move(-HOUR);
  mq_ring(h.mq, 3);
  test_clock_move(HOUR);
  expect(&h, "night", 1);
  test_clock_move(DAY);
  expect(&h, "night", 2);
  close_house(&h);
}

static void a_schedule_can_be_changed_and_ended(void)
{
  struct house h = open_house("2026-12-01T00:00:00Z");
  struct mq_schedule s = nightly;
  EQUAL(test_write(h.store, put, &s), OK);
  s.cron = "0 1 * * *";
  s.body = "changed";
  EQUAL(test_write(h.store, put, &s), OK);
  EQUAL(look(&h, NULL).schedules, 1);
  EQUAL(look(&h, NULL).topics[CALENDAR].delayed, 1);
  test_clock_move(DAY);
  expect(&h, "changed", 1);
  expect(&h, "night", 0);
  EQUAL(test_write(h.store, remove_it, "audit"), OK);
  EQUAL(test_write(h.store, remove_it, "audit"), ERR_NOT_FOUND);
  test_clock_move(DAY);
  expect(&h, "changed", 1);
  EQUAL(look(&h, NULL).topics[CALENDAR].delayed, 0);
  s.cron = "0 0 31 2 *";
  EQUAL(test_write(h.store, put, &s), ERR_BAD_REQUEST);
  s.cron = "nightly";
  EQUAL(test_write(h.store, put, &s), ERR_BAD_REQUEST);
  s = nightly;
  s.zone = "Mars/Olympus";
  EQUAL(test_write(h.store, put, &s), ERR_BAD_REQUEST);
  s = nightly;
  s.topic = "nothing";
  EQUAL(test_write(h.store, put, &s), ERR_BAD_REQUEST);
  EQUAL(look(&h, NULL).schedules, 0);
  close_house(&h);
}

struct once { int topic; const char *name; int64_t id; enum err result; };

static enum err append_once(struct tx *tx, void *arg)
{
  struct once *o = arg;
  o->id = mq_append_once(tx, o->topic, o->name, "t", "k", "once", "");
  return o->result;
}

static void a_repeated_publication_is_one_message(void)
{
  struct house h = open_house("2026-12-01T00:00:00Z");
  struct once first = {CALENDAR, "A-1", 0, OK}, again = first, other = {CALENDAR, "A-2", 0, OK};
  struct once undone = {CALENDAR, "A-3", 0, ERR_CONFLICT}, elsewhere = {OTHER, "A-1", 0, OK};
  EQUAL(test_write(h.store, append_once, &first), OK);
  EQUAL(test_write(h.store, append_once, &again), OK);
  EQUAL(again.id, first.id);
  EQUAL(test_write(h.store, append_once, &other), OK);
  CHECK(other.id != first.id);
  EQUAL(test_write(h.store, append_once, &elsewhere), OK);
  CHECK(elsewhere.id != first.id);
  EQUAL(test_write(h.store, append_once, &undone), ERR_CONFLICT);
  undone.result = OK; /* the name was taken by nobody */
  EQUAL(test_write(h.store, append_once, &undone), OK);
  expect(&h, "once", 3);
  test_clock_move(23 * HOUR);
  mq_retain(h.mq, start_ms - DAY);
  EQUAL(test_write(h.store, append_once, &again), OK);
  EQUAL(again.id, first.id);
  test_clock_move(HOUR + 1); /* past the window it is a new one */
  EQUAL(test_write(h.store, append_once, &again), OK);
  CHECK(again.id != first.id);
  mq_retain(h.mq, start_ms - DAY);
  expect(&h, "once", 4);
  close_house(&h);
}

struct many { int count; };

static enum err append_many(struct tx *tx, void *arg)
{
  for (int i = 0; i < ((struct many *)arg)->count; i++)
    mq_append(tx, OTHER, "t", "k", "{\"x\":\"\xe9\xa9\xbf\"}", ""); /* 11 bytes, 9 characters */
  return OK;
}

static void the_totals_of_a_topic_equal_a_recount(void)
{
  struct house h = open_house("2026-12-01T00:00:30Z");
  EQUAL(test_write(h.store, append_many, &(struct many){120}), OK);
  struct look l = look(&h, NULL);
  EQUAL(l.topics[OTHER].messages, 120);
  EQUAL(l.topics[OTHER].bytes, 120 * 11);
  EQUAL(l.topics[OTHER].per_second_minute, 0); /* this minute is not over */
  for (int tallied = 0; tallied < 2; tallied++) {
    EQUAL(l.topics[CALENDAR].messages, 0);
    test_clock_move(tallied ? 10000 : 30000);
    mq_ring(h.mq, 3);
    nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
    l = look(&h, NULL);
    EQUAL(l.topics[OTHER].messages, 120);
    EQUAL(l.topics[OTHER].per_second_minute, 2);
    CHECK(l.topics[OTHER].per_second_hour == 120.0 / 3600);
  }
  test_clock_move(MINUTE);
  EQUAL(test_write(h.store, append_many, &(struct many){60}), OK);
  l = look(&h, NULL);
  EQUAL(l.topics[OTHER].messages, 180);
  EQUAL(l.topics[OTHER].per_second_minute, 0);
  CHECK(l.topics[OTHER].per_second_hour == 120.0 / 3600);
  test_clock_move(59 * MINUTE);
  l = look(&h, NULL);
  CHECK(l.topics[OTHER].per_second_hour == 60.0 / 3600);
  mq_ring(h.mq, 3);
  nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
  mq_retain(h.mq, start_ms + MINUTE + 10000); /* no group takes this topic */
  l = look(&h, NULL);
  EQUAL(l.topics[OTHER].messages, 60);
  EQUAL(l.topics[OTHER].bytes, 60 * 11);
  EQUAL(l.topics[OTHER].oldest_at, start_ms + 40000 + MINUTE);
  close_house(&h);
}

static const struct test tests[] = {TEST(a_schedule_fires_at_its_time_across_the_change_of_the_clocks),
    TEST(times_missed_while_nobody_ran_come_once), TEST(a_clock_set_back_does_not_fire_a_schedule_twice),
    TEST(a_schedule_can_be_changed_and_ended), TEST(a_repeated_publication_is_one_message),
    TEST(the_totals_of_a_topic_equal_a_recount)};
TEST_MAIN(tests)
