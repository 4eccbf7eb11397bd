/* store when the power goes: whatever the disk had not synced is lost, kept or mixed by sectors, and everything that was
 * answered is there, whole, at every moment tried: in the middle of commits, of copying the WAL back, and where the WAL
 * begins anew. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/hash.h"
#include "disk.h"
#include "power.h"
#include "store/internal.h"
#include "test.h"

enum { THREADS = 8, JOBS = 600, ROWS = 8, BODY = 1500, CUTS = 24 };

static struct store *store;
static long answered[THREADS][JOBS]; /* events that had happened when each job was answered */

struct job_id { int thread, job; };

/* Rows at scattered keys, and one that counts the thread's jobs. */
static enum err put_rows(struct tx *tx, void *arg)
{
  const struct job_id *id = arg;
  char name[64], body[BODY + 1];
  memset(body, 'a' + id->job % 26, BODY);
  for (int i = 0; i < ROWS; i++) {
    snprintf(name, sizeof name, "%d %d %d", id->thread, id->job, i);
    unsigned scatter = (unsigned)text_hash(name);
    snprintf(name, sizeof name, "power %08x %d %d %d", scatter, id->thread, id->job, i);
    body[BODY - scatter % 1000] = '\0';
    setting_put(tx, name, body);
  }
  snprintf(name, sizeof name, "count %d", id->thread);
  setting_put_i64(tx, name, id->job + 1);
  return OK;
}

/* After each part there is a rest, in which the log is copied however busy the machine is, so that it begins anew. */
enum { PARTS = 6, REST_US = 500000 };

static void *write_on(void *arg)
{
  struct job_id id = {.thread = (int)(intptr_t)arg};
  for (; id.job < JOBS; id.job++) {
    if (id.job && id.job % (JOBS / PARTS) == 0)
      usleep(REST_US);
    EQUAL(test_write(store, put_rows, &id), OK);
    answered[id.thread][id.job] = power_now();
  }
  return NULL;
}

static void run_threads(void)
{
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++)
    pthread_create(&threads[i], NULL, write_on, (void *)i);
  for (int i = 0; i < THREADS; i++)
    pthread_join(threads[i], NULL);
}

static sqlite3_stmt *query(sqlite3 *db, const char *sql)
{
  sqlite3_stmt *s = NULL;
  EQUAL(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
  return s;
}

/* Every job is there whole or not at all, and is there when it was answered before the cut. */
static void check_jobs(sqlite3 *db, long cut)
{
  static int rows[THREADS][JOBS];
  int lost = 0, torn = 0;
  memset(rows, 0, sizeof rows);
  sqlite3_stmt *s = query(db, "SELECT name FROM settings WHERE name LIKE 'power %'");
  while (sqlite3_step(s) == SQLITE_ROW) {
    int thread, job;
    if (sscanf((const char *)sqlite3_column_text(s, 0), "power %*x %d %d", &thread, &job) == 2 && thread < THREADS)
      rows[thread][job]++;
  }
  sqlite3_finalize(s);
  for (int t = 0; t < THREADS; t++)
    for (int j = 0; j < JOBS; j++) {
      torn += rows[t][j] != 0 && rows[t][j] != ROWS;
      lost += answered[t][j] <= cut && rows[t][j] == 0;
    }
  EQUAL(torn, 0);
  EQUAL(lost, 0);
}

static void check_counts(sqlite3 *db, long cut)
{
  sqlite3_stmt *s = query(db, "SELECT substr(name, 7), value FROM settings WHERE name LIKE 'count %'");
  while (sqlite3_step(s) == SQLITE_ROW) {
    int thread = sqlite3_column_int(s, 0), done = 0;
    while (thread < THREADS && done < JOBS && answered[thread][done] <= cut)
      done++;
    CHECK(sqlite3_column_int(s, 1) >= done);
  }
  sqlite3_finalize(s);
}

static void check_image(const char *dir, long cut)
{
  char path[256];
  sqlite3 *db;
  struct store *s = store_open(dir, false);
  CHECK(s != NULL);
  if (!s)
    return;
  store_close(s);
  snprintf(path, sizeof path, "%s/yizhan.db", dir);
  EQUAL(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
  sqlite3_stmt *whole = query(db, "PRAGMA integrity_check");
  EQUAL(sqlite3_step(whole), SQLITE_ROW);
  SAME_TEXT((const char *)sqlite3_column_text(whole, 0), "ok");
  sqlite3_finalize(whole);
  check_jobs(db, cut);
  check_counts(db, cut);
  sqlite3_close(db);
}

static void what_was_answered_survives_the_power(void)
{
  install_bad_disk();
  const char *dir = test_dir();
  store = store_open(dir, true);
  EQUAL(test_write(store, put_rows, &(struct job_id){THREADS, 0}), OK);
  power_begin(dir);
  run_threads();
  long end = power_now();
  power_end();
  store_close(store);
  remove_bad_disk();

  const char *image = test_dir();
  int begun = 0, cuts = 0;
  srand(20261123);
  for (long i = 0; i < end; i++)
    if (power_wal_begins(i) && ++begun > 1)
      for (long at = i; at < i + 3; at++, cuts++) {
        power_cut(image, at, (enum power_rest)(cuts % 3));
        check_image(image, at);
      }
  for (int i = 0; i < CUTS; i++, cuts++) {
    long at = (long)((double)rand() / RAND_MAX * (double)end);
    power_cut(image, at, (enum power_rest)(cuts % 3));
    check_image(image, at);
  }
  printf("# %ld writes and syncs, the WAL begun anew %d times, %d cuts\n", end, begun - 1, cuts);
  CHECK(begun > 2);
}

static const struct test tests[] = {TEST(what_was_answered_survives_the_power)};
TEST_MAIN(tests)
