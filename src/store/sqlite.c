/* Connections: the settings of every one of them in one place. Settings and their reasons: SQLite's documentation of
 * PRAGMA and sqlite3_db_config. A connection is used by one thread at a time. */
#include "store/sqlite.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text_form.h"

enum { PROGRESS_OPS = 2000 };

static int cut_off(void *arg)
{
  const struct conn *c = arg;
  return c->deadline_ms && clock_mono_ms() > c->deadline_ms;
}

int conn_exec(struct conn *c, const char *sql)
{
  return sqlite3_exec(c->db, sql, NULL, NULL, NULL);
}

/* COLLATE counted in a statement; no table or index is kept by it, so that other programs can open the store. */
static int counted(void *unused, int a_n, const void *a, int b_n, const void *b)
{
  (void)unused;
  return text_order(a, (size_t)a_n, b, (size_t)b_n);
}

/* business_date(timezone, audit_hour, now) for migrations, as zone_business_date. */
static void business_date(sqlite3_context *ctx, int n, sqlite3_value **v)
{
  (void)n;
  const char *timezone = (const char *)sqlite3_value_text(v[0]);
  if (timezone)
    sqlite3_result_int(ctx, zone_business_date(zone_of(timezone), sqlite3_value_int64(v[2]), sqlite3_value_int(v[1])));
}

static bool configure(struct conn *c, bool writable)
{
  static const struct { int op, value; } config[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, {SQLITE_DBCONFIG_DQS_DML, 0},
      {SQLITE_DBCONFIG_DQS_DDL, 0}, {SQLITE_DBCONFIG_ENABLE_FKEY, 1}};
  static const char writer[] = "PRAGMA busy_timeout=5000; PRAGMA page_size=4096; PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;" /* checkpoint.c copies back */
                               "PRAGMA journal_size_limit=67108864; PRAGMA cell_size_check=ON;"
                               "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;";
  static const char reader[] = "PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA cell_size_check=ON;"
                               "PRAGMA temp_store=MEMORY;";
  for (size_t i = 0; i < sizeof config / sizeof config[0]; i++)
    if (sqlite3_db_config(c->db, config[i].op, config[i].value, NULL) != SQLITE_OK)
      return false;
  if (sqlite3_create_collation_v2(c->db, "counted", SQLITE_UTF8, NULL, counted, NULL) != SQLITE_OK)
    return false;
  if (sqlite3_create_function_v2(c->db, "business_date", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
          business_date, NULL, NULL, NULL) != SQLITE_OK)
    return false;
  if (!writable)
    sqlite3_progress_handler(c->db, PROGRESS_OPS, cut_off, c);
  return conn_exec(c, writable ? writer : reader) == SQLITE_OK;
}

struct conn *conn_open(const char *file, bool writable, bool create)
{
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= writable ? SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0) : SQLITE_OPEN_READONLY;
  struct conn *c = calloc(1, sizeof *c);
  if (!c)
    return NULL;
  if (sqlite3_open_v2(file, &c->db, flags, NULL) != SQLITE_OK || !configure(c, writable)) {
    log_error("store.open", "file=%s error=\"%s\"", file, c->db ? sqlite3_errmsg(c->db) : "out of memory");
    conn_close(c);
    return NULL;
  }
  return c;
}

void rows_forget(struct rows *r)
{
  sqlite3_finalize(r->stmt);
  for (int k = 0; k < r->parameters; k++)
    free(r->names[k]);
  *r = (struct rows){0};
}

void conn_close(struct conn *c)
{
  if (!c)
    return;
  for (int i = 0; i < SQL_COUNT; i++)
    rows_forget(&c->rows[i]);
  sqlite3_close(c->db);
  free(c);
}

void conn_leave_wal(struct conn *c)
{
  sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}
