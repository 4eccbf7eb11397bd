/* The copy is made by SQLite's online backup interface under one read transaction: by itself a step that finds the file
 * changed would begin the whole copy anew, and under steady writing never end. Facts: sqlite3_backup_step in SQLite's
 * documentation. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "store/sqlite.h"

enum { STEP_PAGES = 2048, NAME = 4096 };

static bool fail(const char *file, const char *why)
{
  log_error("backup.failed", "file=%s error=\"%s\"", file, why);
  return false;
}

static const char too_slow[] = "it took longer than backup-seconds, and the WAL grows meanwhile; copy to a faster disk and from "
                               "there to its place, or allow more";

static bool copy_pages(struct conn *from, sqlite3 *to, const char *file, const struct backup_progress *progress)
{
  sqlite3_backup *b = sqlite3_backup_init(to, "main", from->db, "main");
  int code = b ? SQLITE_OK : SQLITE_ERROR;
  int64_t until = clock_mono_ms() + progress->most_ms;
  bool wanted = true, late = false;
  while (code == SQLITE_OK && wanted && !(late = clock_mono_ms() > until)) {
    code = sqlite3_backup_step(b, STEP_PAGES);
    int all = sqlite3_backup_pagecount(b), left = sqlite3_backup_remaining(b);
    wanted = all <= 0 || progress->copied(progress->ctx, (int)((int64_t)(all - left) * 100 / all));
  }
  sqlite3_backup_finish(b);
  if (code == SQLITE_DONE && wanted)
    return true;
  return fail(file, !wanted ? "it was stopped" : late ? too_slow : sqlite3_errmsg(to));
}

/* One snapshot from here to the end: the read makes the transaction begin. */
static bool copy(const char *source, const char *file, const struct backup_progress *progress)
{
  sqlite3 *to = NULL;
  struct conn *from = conn_open(source, false, false);
  if (!from)
    return fail(file, "the store cannot be opened");
  bool fine = false;
  if (conn_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema") != SQLITE_OK)
    fail(file, sqlite3_errmsg(from->db));
  else if (sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK ||
           sqlite3_exec(to, "PRAGMA synchronous=OFF", NULL, NULL, NULL) != SQLITE_OK)
    fail(file, sqlite3_errmsg(to));
  else
    fine = copy_pages(from, to, file, progress);
  conn_close(from);
  return sqlite3_close(to) == SQLITE_OK && fine;
}

/* The first row of a check: "ok", or no row where rows are faults. */
static bool answers(sqlite3 *db, const char *sql, const char *right)
{
  sqlite3_stmt *s = NULL;
  int code = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
  bool row = code == SQLITE_OK && (code = sqlite3_step(s)) == SQLITE_ROW;
  const char *said = row ? (const char *)sqlite3_column_text(s, 0) : NULL;
  bool fine = right ? said && !strcmp(said, right) : code == SQLITE_DONE;
  sqlite3_finalize(s);
  return fine;
}

/* Without a WAL of its own, so that the copy is one file. */
static bool check(const char *file)
{
  sqlite3 *db = NULL;
  bool fine = sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
              answers(db, "PRAGMA journal_mode=DELETE", "delete") && answers(db, "PRAGMA integrity_check", "ok") &&
              answers(db, "PRAGMA foreign_key_check", NULL);
  sqlite3_close(db);
  return fine || fail(file, "the copy is damaged");
}

static bool sync_path(const char *path)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  bool fine = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0)
    close(fd);
  return fine;
}

/* link refuses a name that somebody has taken meanwhile, which rename would not. */
static bool publish(const char *partial, const char *file)
{
  char folder[NAME];
  snprintf(folder, sizeof folder, "%s", file);
  if (!sync_path(partial) || link(partial, file) || !sync_path(dirname(folder)))
    return fail(file, strerror(errno));
  return true;
}

bool store_backup(const char *dir, const char *file, const struct backup_progress *progress)
{
  char source[NAME], partial[NAME];
  int n = snprintf(source, sizeof source, "%s/yizhan.db", dir);
  int m = snprintf(partial, sizeof partial, "%s.partial-%d", file, (int)getpid());
  if (n >= NAME || m >= NAME)
    return fail(file, "the name is too long");
  if (access(source, F_OK))
    return fail(file, "there is no store in that directory");
  if (!access(file, F_OK))
    return fail(file, "it exists already; choose another name");
  umask(0077); /* it holds guests' data */
  bool fine = file_may_be_ours(source) && copy(source, partial, progress) && check(partial) && publish(partial, file);
  unlink(partial);
  return fine;
}
