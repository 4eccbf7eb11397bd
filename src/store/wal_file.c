/* SQLite writes a WAL frame as two writes, header and page: a booking's transaction is a dozen system calls. Here the
 * appended bytes wait in memory until those that make them a commit.
 *
 * Guarantee: they are written before SQLite publishes the commit in the WAL index, so no reader and no recovery ever
 * needs bytes that are still waiting: a commit ends with the page of a frame whose header gives the size of the database
 * (SQLite's WAL format, §4.1), and with that page all are written. Whoever reads, sizes, truncates or syncs through this
 * handle has them written first, too. One connection's thread at a time, and beside it who syncs; interface: sqlite3_vfs
 * and sqlite3_io_methods of SQLite's documentation. */
#include "store/wal_file.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* PIECE stays below 128 KiB: SQLite's own unix VFS masks the length of a single write to 17 bits. */
enum { GATHER = 1 << 20, PIECE = 120 * 1024, FRAME_HEAD = 24 };

struct wal_file {
  sqlite3_file base;
  sqlite3_file *real;
  sqlite3_int64 at; /* where the waiting bytes belong */
  int waiting;
  bool commits; /* the next page ends a commit */
  char *bytes;
  pthread_mutex_t lock; /* of all but base and real */
};

static struct wal_file *wal(sqlite3_file *f)
{
  return (struct wal_file *)f;
}

/* Under the lock. */
static int write_waiting(struct wal_file *w)
{
  int code = SQLITE_OK;
  for (int done = 0; code == SQLITE_OK && done < w->waiting; done += PIECE) {
    int n = w->waiting - done < PIECE ? w->waiting - done : PIECE;
    code = w->real->pMethods->xWrite(w->real, w->bytes + done, n, w->at + done);
  }
  w->waiting = 0;
  return code;
}

static bool is_commit(const unsigned char head[FRAME_HEAD])
{
  return head[4] | head[5] | head[6] | head[7];
}

/* Under the lock. */
static int append(struct wal_file *w, const void *p, int n, sqlite3_int64 at)
{
  if (w->waiting && (at != w->at + w->waiting || n > GATHER - w->waiting)) {
    int code = write_waiting(w);
    if (code != SQLITE_OK)
      return code;
  }
  if (n > GATHER)
    return w->real->pMethods->xWrite(w->real, p, n, at);
  if (!w->waiting)
    w->at = at;
  memcpy(w->bytes + w->waiting, p, (size_t)n);
  w->waiting += n;
  if (n == FRAME_HEAD)
    w->commits = is_commit(p);
  else if (w->commits)
    return write_waiting(w);
  return SQLITE_OK;
}

static int wal_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
  pthread_mutex_lock(&wal(f)->lock);
  int code = append(wal(f), p, n, at);
  pthread_mutex_unlock(&wal(f)->lock);
  return code;
}

static int flush(struct wal_file *w)
{
  pthread_mutex_lock(&w->lock);
  int code = w->waiting ? write_waiting(w) : SQLITE_OK;
  pthread_mutex_unlock(&w->lock);
  return code;
}

static int wal_sync(sqlite3_file *f, int flags)
{
  int code = flush(wal(f));
  return code == SQLITE_OK ? wal(f)->real->pMethods->xSync(wal(f)->real, flags) : code;
}

int wal_sync_all(sqlite3_file *f)
{
  return wal_sync(f, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

static int wal_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
  int code = flush(wal(f));
  return code == SQLITE_OK ? wal(f)->real->pMethods->xRead(wal(f)->real, p, n, at) : code;
}

static int wal_truncate(sqlite3_file *f, sqlite3_int64 size)
{
  int code = flush(wal(f));
  return code == SQLITE_OK ? wal(f)->real->pMethods->xTruncate(wal(f)->real, size) : code;
}

static int wal_size(sqlite3_file *f, sqlite3_int64 *size)
{
  int code = flush(wal(f));
  return code == SQLITE_OK ? wal(f)->real->pMethods->xFileSize(wal(f)->real, size) : code;
}

static int wal_close(sqlite3_file *f)
{
  flush(wal(f));
  free(wal(f)->bytes);
  pthread_mutex_destroy(&wal(f)->lock);
  return wal(f)->real->pMethods->xClose(wal(f)->real);
}

static int wal_lock(sqlite3_file *f, int level)
{
  return wal(f)->real->pMethods->xLock(wal(f)->real, level);
}

static int wal_unlock(sqlite3_file *f, int level)
{
  return wal(f)->real->pMethods->xUnlock(wal(f)->real, level);
}

static int wal_check_lock(sqlite3_file *f, int *out)
{
  return wal(f)->real->pMethods->xCheckReservedLock(wal(f)->real, out);
}

static int wal_control(sqlite3_file *f, int op, void *arg)
{
  return wal(f)->real->pMethods->xFileControl(wal(f)->real, op, arg);
}

static int wal_sector(sqlite3_file *f)
{
  return wal(f)->real->pMethods->xSectorSize(wal(f)->real);
}

static int wal_traits(sqlite3_file *f)
{
  return wal(f)->real->pMethods->xDeviceCharacteristics(wal(f)->real);
}

static const sqlite3_io_methods wal_methods = {
    .iVersion = 1,
    .xClose = wal_close,
    .xRead = wal_read,
    .xWrite = wal_write,
    .xTruncate = wal_truncate,
    .xSync = wal_sync,
    .xFileSize = wal_size,
    .xLock = wal_lock,
    .xUnlock = wal_unlock,
    .xCheckReservedLock = wal_check_lock,
    .xFileControl = wal_control,
    .xSectorSize = wal_sector,
    .xDeviceCharacteristics = wal_traits,
};

/* Only WALs are wrapped; every other file is the real one, opened in place. */
static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
  sqlite3_vfs *real = vfs->pAppData;
  if (!(flags & SQLITE_OPEN_WAL))
    return real->xOpen(real, name, f, flags, out);
  struct wal_file *w = wal(f);
  *w = (struct wal_file){.real = (sqlite3_file *)(w + 1), .bytes = malloc(GATHER)};
  if (!w->bytes)
    return SQLITE_NOMEM;
  pthread_mutex_init(&w->lock, NULL);
  int code = real->xOpen(real, name, w->real, flags, out);
  if (code == SQLITE_OK)
    w->base.pMethods = &wal_methods;
  else
    free(w->bytes);
  return code;
}

int wal_settle(sqlite3 *db, bool committed)
{
  sqlite3_file *f = NULL;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &f) != SQLITE_OK || !f || f->pMethods != &wal_methods)
    return SQLITE_OK;
  pthread_mutex_lock(&wal(f)->lock);
  int code = committed && wal(f)->waiting ? write_waiting(wal(f)) : SQLITE_OK;
  wal(f)->waiting = 0;
  pthread_mutex_unlock(&wal(f)->lock);
  return code;
}

const char *wal_vfs(void)
{
  static sqlite3_vfs vfs;
  sqlite3_vfs *real = sqlite3_vfs_find(NULL);
  sqlite3_vfs_unregister(&vfs);
  vfs = *real;
  vfs.zName = "yizhan";
  vfs.szOsFile = (int)sizeof(struct wal_file) + real->szOsFile;
  vfs.pAppData = real;
  vfs.xOpen = open_file;
  sqlite3_vfs_register(&vfs, 0);
  return vfs.zName;
}
