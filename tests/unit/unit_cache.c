/* cache: hits, versions, what is remembered as missing, single flight, announcements during a load, the bound. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cache/lru.h"
#include "test.h"

struct load {
  atomic_int count;
  _Atomic int64_t version;
  bool found;
  int sleep_ms;
};

static enum err load(void *ctx, struct lru_value *out)
{
  struct load *l = ctx;
  l->count++;
  int64_t version = l->version;
  if (l->sleep_ms)
    usleep((useconds_t)l->sleep_ms * 1000);
  *out = (struct lru_value){.found = l->found, .data = "body", .size = 4, .tag = "\"t\"", .version = version, .origin = 2};
  return OK;
}

static int origin_of(struct lru *c, struct load *l)
{
  const struct lru_entry *e;
  int origin;
  EQUAL(lru_get(c, "k", load, l, &e, &origin), OK);
  CHECK(e->missing == !l->found && (e->missing || !memcmp(e->data, "body", 4)));
  lru_release((void *)e);
  return origin;
}

static void *get_one(void *arg)
{
  void **both = arg;
  origin_of(both[0], both[1]);
  return NULL;
}

static void an_entry_stays_until_a_newer_version_is_announced(void)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 1, .found = true};
  EQUAL(origin_of(c, &l), 2);
  EQUAL(origin_of(c, &l), LRU_HIT);
  lru_drop(c, "k", 1);
  EQUAL(origin_of(c, &l), LRU_HIT); /* not older */
  lru_drop(c, "k", 2);
  EQUAL(origin_of(c, &l), 2);
  lru_destroy(c);
}

static void not_there_is_remembered(void)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 1};
  struct lru_stats s;
  EQUAL(origin_of(c, &l), 2);
  EQUAL(origin_of(c, &l), LRU_HIT);
  lru_stats(c, &s);
  EQUAL(s.hits, 1);
  EQUAL(s.missing_hits, 1);
  lru_drop(c, "k", LRU_ANY);
  l.found = true;
  EQUAL(origin_of(c, &l), 2);
  lru_destroy(c);
}

static void a_miss_loads_once(void)
{
  struct lru *c = lru_create(1 << 20);
  enum { MANY = 1000 };
  struct load l = {.version = 5, .found = true, .sleep_ms = 1000};
  static pthread_t threads[MANY];
  void *both[] = {c, &l};
  for (int i = 0; i < MANY; i++)
    pthread_create(&threads[i], NULL, get_one, both);
  for (int i = 0; i < MANY; i++)
    pthread_join(threads[i], NULL);
  EQUAL(l.count, 1);
  lru_destroy(c);
}

/* Who asks after the announcement must not get what was loaded before it, and it is not kept. */
static void an_announcement_while_loading_keeps_it_out(void)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 5, .found = true, .sleep_ms = 150};
  pthread_t threads[2];
  void *both[] = {c, &l};
  pthread_create(&threads[0], NULL, get_one, both);
  usleep(50000);
  l.version = 6;
  lru_drop(c, "k", 6);
  pthread_create(&threads[1], NULL, get_one, both);
  for (int i = 0; i < 2; i++)
    pthread_join(threads[i], NULL);
  EQUAL(l.count, 2);
  l.sleep_ms = 0;
  EQUAL(origin_of(c, &l), LRU_HIT);
  lru_destroy(c);
}

static void the_bytes_stay_bounded(void)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 1, .found = true};
  struct lru_stats s;
  for (int i = 0; i < 20000; i++) {
    char key[32];
    const struct lru_entry *e;
    int origin;
    snprintf(key, sizeof key, "key %d", i);
    lru_get(c, key, load, &l, &e, &origin);
    lru_release((void *)e);
  }
  lru_stats(c, &s);
  CHECK(s.evictions > 0 && s.bytes <= s.capacity && s.entries > 100);
  lru_destroy(c);
}

enum { CAPACITY = 4 << 20, BODY = 1000, KEYS = 10 * CAPACITY / BODY, LOOKUPS = 100000 };

static enum err load_body(void *ctx, struct lru_value *out)
{
  static const char body[BODY];
  (void)ctx;
  *out = (struct lru_value){.found = true, .data = body, .size = BODY, .version = 1, .origin = 1};
  return OK;
}

static void *look_around(void *c)
{
  static atomic_int threads;
  unsigned dice = (unsigned)++threads;
  for (int i = 0; i < LOOKUPS; i++) {
    char key[32];
    const struct lru_entry *e;
    int origin;
    struct lru_stats s;
    snprintf(key, sizeof key, "key %d", rand_r(&dice) % KEYS);
    EQUAL(lru_get(c, key, load_body, NULL, &e, &origin), OK);
    if (i % 1000 == 0) {
      lru_stats(c, &s);
      CHECK(s.bytes <= s.capacity);
    }
    lru_release((void *)e);
  }
  return NULL;
}

static long resident_kib(void)
{
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f && fscanf(f, "%*s %ld", &pages) != 1)
    pages = 0;
  if (f)
    fclose(f);
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void a_working_set_ten_times_its_bytes_fits_in_them(void)
{
  struct lru *c = lru_create(CAPACITY);
  struct lru_stats s;
  for (int round = 1; round <= 3; round++) {
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
      pthread_create(&threads[i], NULL, look_around, c);
    for (int i = 0; i < 4; i++)
      pthread_join(threads[i], NULL);
    lru_stats(c, &s);
    printf("# round %d: %lld of %lld bytes, %lld evictions, hit rate %.3f, resident %ld KiB\n", round, (long long)s.bytes,
        (long long)s.capacity, (long long)s.evictions, (double)s.hits / (double)(s.hits + s.misses), resident_kib());
  }
  CHECK(s.bytes > s.capacity * 8 / 10 && s.bytes <= s.capacity);
  lru_destroy(c);
}

static const struct test tests[] = {TEST(an_entry_stays_until_a_newer_version_is_announced), TEST(not_there_is_remembered),
    TEST(a_miss_loads_once), TEST(an_announcement_while_loading_keeps_it_out), TEST(the_bytes_stay_bounded),
    TEST(a_working_set_ten_times_its_bytes_fits_in_them)};
TEST_MAIN(tests)
