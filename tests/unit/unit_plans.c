/* How SQLite would run the statements: none reads a whole table that grows with the house's business. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "store/embedded.h"
#include "store/sqlite.h"
#include "test.h"

/* Small tables, and ends of a table: a word behind "SCAN " in the plan. */
static const char *const small[] = {"branches", "staff_scope", "b", "s", "own", "CONSTANT", "nodes", "staff", "mq_timers", "g",
    "found", "ahead", "charge_codes", "companies", "payment_kinds", "spans", NULL};
/* Statements that look at what is small for another reason, or at the first rows of something only. */
static const char *const spared[] = {
    "search_types", "search_nights", "search_rules", /* the guests' search reads the whole catalogue */
    "branch_room_type_count", "branch_room_type_live_count", "room_type_open_orders", "room_type_rooms_used", /* one row */
    "branch_delete", "room_type_delete", "room_type_any_orders", /* an owner's rare act; an index would cost every booking */
    "idempotency_expire", "mq_once_forget", "mq_minutes_forget", "mq_retain_window", "login_code_sweep", /* sweeps */
    "desk_bars", "desk_search", "desk_stays", /* common tables of what their arms have found, each by an index */
    "mq_group_stats", "mq_topic_stats", "setup_since",
    "branch_money_count", /* the first row of each */
    "day_blockers", "day_types_put", "day_put", "events_after", /* what their parts have found, each by an index */
    "demo_clean", NULL};

/* And what is not read whole in those, either. */
static const char *const never[] = {"shown", NULL};

static bool is_among(const char *const *names, const char *name, size_t n)
{
  for (; *names; names++)
    if (strlen(*names) == n && !strncmp(*names, name, n))
      return true;
  return false;
}

/* A full-text table is asked by words or rowid: what SQLite hands to it stands behind the colon. */
static bool by_words(const char *line)
{
  const char *index = strstr(line, "VIRTUAL TABLE INDEX "), *colon = index ? strchr(index, ':') : NULL;
  return colon && colon[1];
}

static void check_plan(sqlite3 *db, const struct embedded_sql *sql, struct arena *a)
{
  sqlite3_stmt *q = NULL;
  EQUAL(sqlite3_prepare_v2(db, arena_printf(a, "EXPLAIN QUERY PLAN %s", sql->text), -1, &q, NULL), SQLITE_OK);
  while (q && sqlite3_step(q) == SQLITE_ROW) {
    const char *line = (const char *)sqlite3_column_text(q, 3);
    if (!line || strncmp(line, "SCAN ", 5))
      continue;
    size_t n = strcspn(line + 5, " ");
    bool fine = by_words(line) || is_among(small, line + 5, n) ||
                (is_among(spared, sql->name, strlen(sql->name)) && !is_among(never, line + 5, n));
    test_check(fine, arena_printf(a, "%s: %s", sql->name, line), __FILE__, __LINE__);
  }
  sqlite3_finalize(q);
}

static void no_statement_reads_a_whole_table_that_grows(void)
{
  const char *dir = test_dir();
  char path[256];
  struct arena *a = arena_create();
  store_close(store_open(dir, true));
  snprintf(path, sizeof path, "%s/yizhan.db", dir);
  struct conn *c = conn_open(path, true, false);
  for (int i = 0; i < SQL_COUNT; i++)
    check_plan(c->db, &embedded_sql[i], a);
  conn_close(c);
  arena_destroy(a);
}

static const struct test tests[] = {TEST(no_statement_reads_a_whole_table_that_grows)};
TEST_MAIN(tests)
