/* store on a disk that fails, waits or fills up on purpose, and beside a reader that stays open. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "count.h"
#include "disk.h"
#include "limits.h"
#include "test.h"

static struct store *shared;
static atomic_int failed, done;

static void *write_once(void *arg)
{
  (void)arg;
  *(test_write(shared, add_one, NULL) == OK ? &done : &failed) += 1;
  return NULL;
}

static bool is_set(void *arg)
{
  return *(atomic_int *)arg != 0;
}

static void a_failed_fsync_stops_the_writer_for_good(void)
{
  install_bad_disk();
  const char *dir = test_dir();
  struct store *s = store_open(dir, true);
  struct store_stats stats;
  EQUAL(test_write(s, add_one, NULL), OK);
  fail_sync = 1;
  CHECK(err_is_fault(test_write(s, add_one, NULL)));
  fail_sync = 0; /* the disk says it is well again: nobody believes it */
  EQUAL(test_write(s, add_one, NULL), FAULT_READ_ONLY);
  CHECK(!store_probe(s));
  store_stats(s, &stats);
  CHECK(!stats.writable);
  store_close(s);
  s = store_open(dir, true);
  CHECK(s && store_probe(s));
  EQUAL(test_write(s, add_one, NULL), OK);
  CHECK(count_of(s) >= 2);
  store_close(s);
  remove_bad_disk();
}

enum { WAITING = 4 };

static bool all_are_queued(void *arg)
{
  struct store_stats stats;
  (void)arg;
  store_stats(shared, &stats);
  return stats.queue == WAITING;
}

/* One batch on its way to the disk, and a second one waiting behind it. */
static void hold_a_batch(pthread_t threads[WAITING + 1])
{
  failed = done = held_syncs = 0;
  hold_sync = 1;
  pthread_create(&threads[WAITING], NULL, write_once, NULL);
  CHECK(test_eventually(is_set, &held_syncs));
  for (int i = 0; i < WAITING; i++)
    pthread_create(&threads[i], NULL, write_once, NULL);
  CHECK(test_eventually(all_are_queued, NULL));
  EQUAL(count_of(shared), 0); /* nobody sees what is not on disk */
  EQUAL(done, 0);
}

static void join_all(pthread_t threads[WAITING + 1])
{
  for (int i = 0; i <= WAITING; i++)
    pthread_join(threads[i], NULL);
}

static void nobody_is_answered_before_the_disk_has_it(void)
{
  pthread_t threads[WAITING + 1];
  install_bad_disk();
  shared = store_open(test_dir(), true);
  hold_a_batch(threads);
  hold_sync = 0;
  join_all(threads);
  EQUAL(done, WAITING + 1);
  store_close(shared);
  remove_bad_disk();
}

static void a_failed_fsync_fails_all_who_wait_for_it(void)
{
  pthread_t threads[WAITING + 1];
  install_bad_disk();
  shared = store_open(test_dir(), true);
  hold_a_batch(threads);
  fail_sync = 1;
  hold_sync = 0;
  join_all(threads);
  fail_sync = 0;
  EQUAL(done, 0);
  EQUAL(failed, WAITING + 1);
  EQUAL(test_write(shared, add_one, NULL), FAULT_READ_ONLY);
  store_close(shared);
  remove_bad_disk();
}

static off_t size_of(const char *dir, const char *name)
{
  char path[256];
  struct stat st;
  snprintf(path, sizeof path, "%s/%s", dir, name);
  return stat(path, &st) ? -1 : st.st_size;
}

/* What a failed fsync left in the WAL stays there for the next start to judge. */
static void a_broken_store_is_closed_without_copying_its_wal_back(void)
{
  install_bad_disk();
  const char *dir = test_dir();
  struct store *s = store_open(dir, true);
  EQUAL(test_write(s, add_one, NULL), OK);
  fail_sync = 1;
  CHECK(err_is_fault(test_write(s, add_one, NULL)));
  fail_sync = 0;
  off_t wal = size_of(dir, "yizhan.db-wal");
  CHECK(wal > 0);
  store_close(s);
  EQUAL(size_of(dir, "yizhan.db-wal"), wal);
  remove_bad_disk();
  s = store_open(dir, true);
  CHECK(count_of(s) >= 1);
  store_close(s);
  EQUAL(size_of(dir, "yizhan.db-wal"), -1);
}

enum { LARGE = 1 << 20, LARGE_ROWS = 80, FURTHER = 40 };

static enum err put_large(struct tx *tx, void *arg)
{
  static char text[LARGE + 1], letter;
  letter = (char)('a' + (letter + 1) % 26); /* SQLite writes no page that stays as it is */
  memset(text, letter, LARGE);
  setting_put(tx, arg ? "small" : "large", arg ? "1" : text);
  return OK;
}

static void *write_further(void *arg)
{
  for (int i = 0; i < FURTHER; i++)
    EQUAL(test_write(shared, put_large, arg), OK);
  done++;
  return NULL;
}

/* A reader of another program, open for as long as it likes, costs room on the disk and nothing else. */
static void a_reader_that_stays_does_not_hold_up_the_writer(void)
{
  const char *dir = test_dir();
  struct store_stats stats;
  pthread_t thread;
  shared = store_open(dir, true);
  EQUAL(test_write(shared, put_large, NULL), OK);
  sqlite3 *reader = test_open_raw(dir, "yizhan.db");
  EQUAL(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM settings", NULL, NULL, NULL), SQLITE_OK);
  for (int i = 0; i < LARGE_ROWS; i++)
    EQUAL(test_write(shared, put_large, NULL), OK);
  store_stats(shared, &stats);
  CHECK(stats.wal_bytes > LIMIT_WAL_BYTES);
  done = 0;
  pthread_create(&thread, NULL, write_further, shared);
  CHECK(test_eventually(is_set, &done));
  sqlite3_close(reader);
  pthread_join(thread, NULL);
  store_close(shared);
}

static void a_full_disk_refuses_and_recovers(void)
{
  install_bad_disk();
  struct store *s = test_store();
  EQUAL(test_write(s, add_one, NULL), OK);
  fail_write = 1;
  EQUAL(test_write(s, add_one, NULL), FAULT_STORE);
  CHECK(!store_probe(s));
  EQUAL(count_of(s), 1); /* reads go on */
  fail_write = 0;
  EQUAL(test_write(s, add_one, NULL), OK);
  CHECK(store_probe(s));
  EQUAL(count_of(s), 2);
  store_close(s);
  remove_bad_disk();
}

static const struct test tests[] = {TEST(a_failed_fsync_stops_the_writer_for_good),
    TEST(nobody_is_answered_before_the_disk_has_it), TEST(a_failed_fsync_fails_all_who_wait_for_it),
    TEST(a_broken_store_is_closed_without_copying_its_wal_back), TEST(a_reader_that_stays_does_not_hold_up_the_writer),
    TEST(a_full_disk_refuses_and_recovers)};
TEST_MAIN(tests)
