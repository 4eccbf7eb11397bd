/* store's page cache: pages beyond the end of the file are dropped as SQLite asks, and it is asked only when there may be
 * some. Beneath it a cache that counts what reaches SQLite's own. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "store/page_cache.h"
#include "test.h"

enum { LOCK_PAGE = 0x40000000 / 4096 + 1, ROWS = 3000 };

static sqlite3_pcache_methods2 real;
static int searches, borrowed;

static void count_truncate(sqlite3_pcache *p, unsigned first)
{
  searches++;
  real.xTruncate(p, first);
}

static void count_rekey(sqlite3_pcache *p, sqlite3_pcache_page *page, unsigned from, unsigned to)
{
  borrowed += to == LOCK_PAGE;
  real.xRekey(p, page, from, to);
}

/* Once, before SQLite is used. */
static void install(void)
{
  static bool done;
  if (done)
    return;
  done = true;
  EQUAL(sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &real), SQLITE_OK);
  sqlite3_pcache_methods2 counting = real;
  counting.xTruncate = count_truncate;
  counting.xRekey = count_rekey;
  EQUAL(sqlite3_config(SQLITE_CONFIG_PCACHE2, &counting), SQLITE_OK);
  EQUAL(page_cache_install(), SQLITE_OK);
}

static void run(sqlite3 *db, const char *sql)
{
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
    printf("# %s: %s\n", sql, sqlite3_errmsg(db));
  EQUAL(sqlite3_errcode(db), SQLITE_OK);
}

static int64_t ask(sqlite3 *db, const char *sql)
{
  sqlite3_stmt *s;
  int64_t v = -1;
  if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
    v = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  return v;
}

static sqlite3 *open_db(const char *name)
{
  static const char *dir;
  char path[256];
  sqlite3 *db;
  dir = dir ? dir : test_dir();
  snprintf(path, sizeof path, "%s/%s", dir, name);
  EQUAL(sqlite3_open(path, &db), SQLITE_OK);
  run(db, "PRAGMA journal_mode=WAL");
  run(db, "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body BLOB) STRICT");
  return db;
}

static void check_whole(sqlite3 *db)
{
  EQUAL(ask(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
}

/* Rows at scattered keys, so that pages split in the middle and their neighbours are put in order. */
static void insert(sqlite3 *db, int64_t id)
{
  char sql[128];
  snprintf(sql, sizeof sql, "INSERT INTO t VALUES (%lld, zeroblob(%d))", (long long)id, (int)(200 + id % 700));
  run(db, sql);
}

static void rebalancing_asks_for_no_search(void)
{
  install();
  sqlite3 *db = open_db("balance.db");
  searches = borrowed = 0;
  for (int64_t i = 1; i <= ROWS; i++)
    insert(db, i * 7919 % 1000003);
  CHECK(borrowed > 0);
  EQUAL(searches, 0);
  check_whole(db);
  sqlite3_close(db);
}

static void what_an_undone_transaction_added_is_dropped(void)
{
  install();
  sqlite3 *db = open_db("undone.db");
  for (int64_t i = 1; i <= 100; i++)
    insert(db, i);
  int64_t pages = ask(db, "PRAGMA page_count");
  searches = 0;
  run(db, "BEGIN");
  for (int64_t i = 1000; i < 2000; i++)
    insert(db, i);
  run(db, "ROLLBACK");
  CHECK(searches > 0);
  EQUAL(ask(db, "PRAGMA page_count"), pages);
  for (int64_t i = 5000; i < 5500; i++) /* new pages at the same numbers */
    insert(db, i);
  EQUAL(ask(db, "SELECT count(*) FROM t"), 600);
  EQUAL(ask(db, "SELECT sum(length(body)) = sum(200 + id % 700) FROM t"), 1);
  check_whole(db);
  sqlite3_close(db);
}

/* Growing, undoing, shrinking, with a second connection beside: always what a plain count says. */
static void a_long_mixed_life_ends_whole(void)
{
  install();
  sqlite3 *db = open_db("mixed.db"), *other = open_db("mixed.db");
  int64_t rows = 0, next = 1;
  srand(20261123);
  for (int i = 0; i < 200; i++) {
    int add = rand() % 60, kind = rand() % 8;
    sqlite3 *who = rand() % 4 ? db : other;
    run(who, "BEGIN IMMEDIATE");
    for (int k = 0; k < add; k++)
      insert(who, next++ * 7919 % 1000003);
    run(who, kind ? "COMMIT" : "ROLLBACK");
    rows += kind ? add : 0;
    if (kind == 1) {
      run(who, "DELETE FROM t WHERE id % 3 = 0");
      rows = ask(who, "SELECT count(*) FROM t");
    }
    if (i % 50 == 49)
      run(who, "VACUUM");
    EQUAL(ask(db, "SELECT count(*) FROM t"), rows);
    EQUAL(ask(other, "SELECT count(*) FROM t"), rows);
  }
  EQUAL(ask(db, "SELECT sum(length(body)) = sum(200 + id % 700) FROM t"), 1);
  check_whole(db);
  check_whole(other);
  sqlite3_close(other);
  sqlite3_close(db);
}

static const struct test tests[] = {TEST(rebalancing_asks_for_no_search), TEST(what_an_undone_transaction_added_is_dropped),
    TEST(a_long_mixed_life_ends_whole)};
TEST_MAIN(tests)
