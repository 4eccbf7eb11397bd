/* store: group commit, undoing, limits, settings. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "base/id.h"
#include "count.h"
#include "limits.h"
#include "store/embedded.h"
#include "store/sqlite.h"
#include "test.h"

static struct store *shared;
enum { THREADS = 64, EACH = 50 };

static void *add_many(void *arg)
{
  enum err refusal = ERR_CONFLICT;
  for (int i = 0; i < EACH; i++) {
    test_write(shared, add_one, NULL);
    if (i % 5 == 0)
      EQUAL(test_write(shared, add_one, &refusal), ERR_CONFLICT);
  }
  return arg;
}

static void refused_jobs_undo_themselves_alone(void)
{
  pthread_t threads[THREADS];
  struct store_stats stats;
  shared = test_store();
  for (int i = 0; i < THREADS; i++)
    pthread_create(&threads[i], NULL, add_many, NULL);
  for (int i = 0; i < THREADS; i++)
    pthread_join(threads[i], NULL);
  EQUAL(count_of(shared), THREADS * EACH);
  store_stats(shared, &stats);
  CHECK(stats.batches < stats.jobs); /* commits were shared */
  store_close(shared);
}

static enum err mark_and_undo(struct tx *tx, void *arg)
{
  int *runs = arg;
  ++*runs;
  setting_put(tx, "kept", "1");
  tx_mark(tx);
  setting_put(tx, "kept", "2");
  tx_mark(tx);
  setting_put(tx, "dropped", "1");
  tx_undo(tx);
  tx_keep(tx);
  tx_mark(tx);
  setting_put(tx, "kept", "3");
  tx_undo(tx);
  if (tx_faulted(tx))
    return OK; /* the bold run: it will come again, carefully */
  EQUAL(setting_i64(tx, "kept", 0), 2);
  EQUAL(setting_i64(tx, "dropped", 0), 0);
  return OK;
}

static enum err mark_and_keep(struct tx *tx, void *arg)
{
  ++*(int *)arg;
  tx_mark(tx);
  tx_undo(tx); /* nothing was changed: nothing to undo */
  tx_mark(tx);
  setting_put(tx, "kept", "4");
  tx_keep(tx);
  return OK;
}

static void parts_can_be_undone(void)
{
  struct store *s = test_store();
  int runs = 0;
  EQUAL(test_write(s, mark_and_undo, &runs), OK);
  EQUAL(runs, 2);
  runs = 0;
  EQUAL(test_write(s, mark_and_keep, &runs), OK);
  EQUAL(runs, 1);
  store_close(s);
}

static enum err break_a_rule(struct tx *tx, void *arg)
{
  setting_put(tx, "before", "1");
  tx_run(tx, SQL_SETTING_PUT, BS("name", "x"), BN("value"), BI("at", 1)); /* value is NOT NULL */
  CHECK(tx_faulted(tx));
  setting_put(tx, "after", "1"); /* does nothing any more */
  (void)arg;
  return OK;
}

static enum err read_before(struct tx *tx, void *arg)
{
  *(int64_t *)arg = setting_i64(tx, "before", 0);
  return OK;
}

static void a_fault_sticks_and_undoes_the_job(void)
{
  struct store *s = test_store();
  int64_t before = -1;
  EQUAL(test_write(s, break_a_rule, NULL), FAULT_INTERNAL);
  test_read(s, read_before, &before);
  EQUAL(before, 0);
  EQUAL(test_write(s, add_one, NULL), OK);
  store_close(s);
}

static enum err forget_a_parameter(struct tx *tx, void *arg)
{
  (void)arg;
  tx_run(tx, SQL_SETTING_PUT, BS("name", "x"));
  return OK;
}

static void a_forgotten_parameter_is_a_fault(void)
{
  struct store *s = test_store();
  EQUAL(test_write(s, forget_a_parameter, NULL), FAULT_INTERNAL);
  store_close(s);
}

static atomic_int busy, done, writer_is_in, let_go;

static enum err hold_the_writer(struct tx *tx, void *arg)
{
  writer_is_in = 1;
  while (!let_go)
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  return add_one(tx, arg);
}

static bool is_set(void *arg)
{
  return *(atomic_int *)arg != 0;
}

enum { BEYOND = 60 };

static bool refused_all_beyond(void *arg)
{
  (void)arg;
  return busy >= BEYOND;
}

static void *write_once(void *arg)
{
  enum err e = test_write(shared, arg ? hold_the_writer : add_one, NULL);
  if (e == FAULT_BUSY)
    busy++;
  else
    done += e == OK;
  return NULL;
}

static void a_full_queue_refuses_at_once(void)
{
  enum { MANY = LIMIT_WRITE_QUEUE + BEYOND };
  static pthread_t threads[MANY];
  pthread_t slow;
  shared = test_store();
  busy = done = writer_is_in = let_go = 0;
  pthread_create(&slow, NULL, write_once, &busy);
  CHECK(test_eventually(is_set, &writer_is_in));
  for (int i = 0; i < MANY; i++)
    pthread_create(&threads[i], NULL, write_once, NULL);
  CHECK(test_eventually(refused_all_beyond, NULL));
  let_go = 1;
  for (int i = 0; i < MANY; i++)
    pthread_join(threads[i], NULL);
  pthread_join(slow, NULL);
  EQUAL(busy, MANY - LIMIT_WRITE_QUEUE);
  EQUAL(done, LIMIT_WRITE_QUEUE + 1);
  EQUAL(count_of(shared), LIMIT_WRITE_QUEUE + 1);
  store_close(shared);
}

enum { SUBMITTED = 200, REFUSED = 7 };
static atomic_int told[SUBMITTED], told_ok, told_refused;

static void count_answer(void *ctx, enum err result)
{
  (*(atomic_int *)ctx)++;
  told_ok += result == OK;
  told_refused += result == ERR_CONFLICT;
}

/* Nobody waits; the store is closed over them, and still each is told once. */
static void who_does_not_wait_is_told_once(void)
{
  enum err refusal = ERR_CONFLICT;
  struct scope scopes[SUBMITTED];
  const char *dir = test_dir();
  struct store *s = store_open(dir, true);
  for (int i = 0; i < SUBMITTED; i++) {
    scopes[i] = (struct scope){.arena = arena_create()};
    EQUAL(store_submit(s, add_one, i < REFUSED ? &refusal : NULL, &scopes[i], count_answer, &told[i]), OK);
  }
  store_close(s);
  for (int i = 0; i < SUBMITTED; i++) {
    EQUAL(told[i], 1);
    arena_destroy(scopes[i].arena);
  }
  EQUAL(told_refused, REFUSED);
  EQUAL(told_ok, SUBMITTED - REFUSED);
  s = store_open(dir, false);
  EQUAL(count_of(s), SUBMITTED - REFUSED);
  store_close(s);
}

static enum err read_forever(struct tx *tx, void *arg)
{
  int64_t *rounds = arg;
  while (!tx_faulted(tx) && ++*rounds < 100000000)
    tx_i64(tx, SQL_SETTING_GET, 0, BS("name", "count"));
  return OK;
}

static void a_read_cannot_last_forever(void)
{
  struct store *s = test_store();
  int64_t rounds = 0;
  EQUAL(test_read(s, read_forever, &rounds), FAULT_TIMEOUT);
  EQUAL(test_write(s, add_one, NULL), OK);
  EQUAL(count_of(s), 1);
  store_close(s);
}

static enum err try_to_write(struct tx *tx, void *arg)
{
  (void)arg;
  setting_put(tx, "x", "1");
  return OK;
}

static void a_reader_cannot_write(void)
{
  struct store *s = test_store();
  CHECK(err_is_fault(test_read(s, try_to_write, NULL)));
  store_close(s);
}

static void files_of_others_and_of_the_future_are_refused(void)
{
  const char *foreign = test_dir(), *newer = test_dir();
  sqlite3 *db = test_open_raw(foreign, "yizhan.db");
  sqlite3_exec(db, "CREATE TABLE x (a)", NULL, NULL, NULL);
  sqlite3_close(db);
  CHECK(!store_open(foreign, true));
  struct store *s = store_open(newer, true);
  store_close(s);
  db = test_open_raw(newer, "yizhan.db");
  sqlite3_exec(db, "PRAGMA user_version=9999", NULL, NULL, NULL);
  sqlite3_close(db);
  CHECK(!store_open(newer, true));
}

static void an_upgrade_keeps_a_copy_of_the_old_file(void)
{
  const char *dir = test_dir();
  sqlite3 *db = test_open_raw(dir, "yizhan.db");
  sqlite3_exec(db, embedded_migrations[0].text, NULL, NULL, NULL);
  sqlite3_exec(db, "PRAGMA application_id=0x595A484E; PRAGMA user_version=1; INSERT INTO settings VALUES ('count', '41', 0)",
      NULL, NULL, NULL);
  sqlite3_close(db);
  struct store *s = store_open(dir, true);
  CHECK(s != NULL);
  EQUAL(count_of(s), 41);
  store_close(s);
  db = test_open_raw(dir, "yizhan.db.before-upgrade-from-1");
  sqlite3_stmt *q = NULL;
  sqlite3_prepare_v2(db, "SELECT value FROM settings WHERE name = 'count'", -1, &q, NULL);
  EQUAL(sqlite3_step(q), SQLITE_ROW);
  EQUAL(sqlite3_column_int(q, 0), 41);
  sqlite3_finalize(q);
  sqlite3_close(db);
}

static void every_statement_prepares_on_a_fresh_file(void)
{
  const char *dir = test_dir();
  char path[256];
  store_close(store_open(dir, true));
  snprintf(path, sizeof path, "%s/yizhan.db", dir);
  struct conn *c = conn_open(path, true, false);
  for (int i = 0; i < SQL_COUNT; i++)
    test_check(conn_stmt(c, (enum sql)i) != NULL, embedded_sql[i].name, __FILE__, __LINE__);
  conn_close(c);
}

static void every_connection_has_the_settings_of_the_house(void)
{
  static const struct { const char *pragma; int64_t value; } rows[] = {{"PRAGMA synchronous", 2}, {"PRAGMA foreign_keys", 1},
      {"PRAGMA trusted_schema", 0}, {"PRAGMA cell_size_check", 1}, {"PRAGMA page_size", 4096},
      {"PRAGMA application_id", 0x595A484E}, {"PRAGMA mmap_size", 0}, {"PRAGMA journal_size_limit", 67108864}};
  const char *dir = test_dir();
  char path[256];
  store_close(store_open(dir, true));
  snprintf(path, sizeof path, "%s/yizhan.db", dir);
  struct conn *c = conn_open(path, true, false);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    sqlite3_stmt *s = NULL;
    sqlite3_prepare_v2(c->db, rows[i].pragma, -1, &s, NULL);
    sqlite3_step(s);
    test_equal(sqlite3_column_int64(s, 0), rows[i].value, rows[i].pragma, __FILE__, __LINE__);
    sqlite3_finalize(s);
  }
  CHECK(conn_exec(c, "SELECT \"nowhere\"") != SQLITE_OK);                        /* double-quoted strings are off */
  CHECK(conn_exec(c, "DELETE FROM sqlite_schema") != SQLITE_OK);                /* defensive */
  CHECK(conn_exec(c, "SELECT load_extension('x')") != SQLITE_OK);
  conn_close(c);
}

static const struct test tests[] = {TEST(refused_jobs_undo_themselves_alone), TEST(parts_can_be_undone),
    TEST(a_fault_sticks_and_undoes_the_job), TEST(a_forgotten_parameter_is_a_fault), TEST(a_full_queue_refuses_at_once),
    TEST(who_does_not_wait_is_told_once), TEST(a_read_cannot_last_forever), TEST(a_reader_cannot_write),
    TEST(files_of_others_and_of_the_future_are_refused), TEST(an_upgrade_keeps_a_copy_of_the_old_file),
    TEST(every_statement_prepares_on_a_fresh_file), TEST(every_connection_has_the_settings_of_the_house)};
TEST_MAIN(tests)
