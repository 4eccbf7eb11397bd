/* Migrations: forward only, one transaction each, in the order of their numbers; user_version holds the last one done.
 * Before an existing file is changed, a copy of it is kept beside it. Runs at start, before any other thread. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"
#include "store/embedded.h"
#include "store/sqlite.h"

enum { APPLICATION_ID = 0x595A484E /* "YZHN" */, TABLE_LEAF = 13 };

/* Reads the header as it lies on disk (SQLite's file format, §1.3: magic at 0, application id at 68; §1.6: the schema's
 * page begins at 100 with its type, and its cells are counted at 103). With a WAL beside it the header may be old, and
 * then migrate decides. A file without an id and without a table is what a first start leaves that was cut short. */
bool file_may_be_ours(const char *file)
{
  unsigned char head[105];
  char wal[4096];
  struct stat beside;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? 0 : read(fd, head, sizeof head);
  if (fd >= 0)
    close(fd);
  if (n == 0)
    return true;
  uint32_t id = (uint32_t)head[68] << 24 | (uint32_t)head[69] << 16 | (uint32_t)head[70] << 8 | head[71];
  snprintf(wal, sizeof wal, "%s-wal", file);
  bool sqlite = n == (ssize_t)sizeof head && !memcmp(head, "SQLite format 3", 16);
  bool unknown = id == 0 && stat(wal, &beside) == 0 && beside.st_size > 0;
  bool blank = id == 0 && head[100] == TABLE_LEAF && head[103] == 0 && head[104] == 0;
  if (sqlite && (id == APPLICATION_ID || unknown || blank))
    return true;
  log_error("store.foreign", "file=%s error=\"this file belongs to another program\"", file);
  return false;
}

static int64_t pragma(struct conn *c, const char *sql)
{
  sqlite3_stmt *s = NULL;
  int64_t v = -1;
  if (sqlite3_prepare_v2(c->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
    v = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  return v;
}

int schema_version(void)
{
  int newest = 0;
  for (const struct embedded_migration *m = embedded_migrations; m->number; m++)
    newest = m->number > newest ? m->number : newest;
  return newest;
}

static bool keep_copy(struct conn *c, const char *file, int64_t version)
{
  char path[4096];
  snprintf(path, sizeof path, "%s.before-upgrade-from-%" PRId64, file, version);
  sqlite3 *copy = NULL;
  bool fine = sqlite3_open(path, &copy) == SQLITE_OK;
  sqlite3_backup *b = fine ? sqlite3_backup_init(copy, "main", c->db, "main") : NULL;
  fine = b && sqlite3_backup_step(b, -1) == SQLITE_DONE;
  sqlite3_backup_finish(b);
  sqlite3_close(copy);
  if (fine)
    log_info("store.snapshot", "file=%s", path);
  else
    log_error("store.snapshot", "file=%s error=\"could not be written\"", path);
  return fine;
}

static bool apply(struct conn *c, const struct embedded_migration *m)
{
  char version[64];
  snprintf(version, sizeof version, "PRAGMA user_version=%d", m->number);
  if (conn_exec(c, "BEGIN IMMEDIATE") == SQLITE_OK && conn_exec(c, m->text) == SQLITE_OK &&
      conn_exec(c, version) == SQLITE_OK && conn_exec(c, "COMMIT") == SQLITE_OK) {
    log_info("store.migrate", "migration=%s", m->name);
    return true;
  }
  log_error("store.migrate", "migration=%s error=\"%s\"", m->name, sqlite3_errmsg(c->db));
  conn_exec(c, "ROLLBACK");
  return false;
}

bool migrate(struct conn *c, const char *file, bool alone)
{
  int64_t version = pragma(c, "PRAGMA user_version"), id = pragma(c, "PRAGMA application_id");
  int64_t tables = pragma(c, "SELECT count(*) FROM sqlite_schema");
  if (tables > 0 && id != APPLICATION_ID) {
    log_error("store.foreign", "file=%s error=\"this SQLite file belongs to another program\"", file);
    return false;
  }
  if (version > schema_version()) {
    log_error("store.newer", "file=%s schema=%" PRId64 " known=%d error=\"written by a newer yizhan; use that one\"", file,
        version, schema_version());
    return false;
  }
  if (version > 0 && version < schema_version() && !alone) {
    log_error("store.in_use", "file=%s schema=%" PRId64 " needed=%d error=\"others have it open; stop them to upgrade it\"",
        file, version, schema_version());
    return false;
  }
  if (version > 0 && version < schema_version() && !keep_copy(c, file, version))
    return false;
  char application[64];
  snprintf(application, sizeof application, "PRAGMA application_id=%d", APPLICATION_ID);
  if (id != APPLICATION_ID && conn_exec(c, application) != SQLITE_OK)
    return false;
  for (const struct embedded_migration *m = embedded_migrations; m->number; m++)
    if (m->number > version && !apply(c, m))
      return false;
  return true;
}
