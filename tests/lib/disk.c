/* Passes everything on to the default VFS, except what is to fail, and tells power.h of it. */
#include "disk.h"

#include <sqlite3.h>
#include <time.h>
#include "power.h"

static sqlite3_vfs bad_vfs;
static sqlite3_vfs *real_vfs;
atomic_int fail_sync, fail_write, hold_sync, held_syncs;
static _Atomic int fail_op = DISK_OPS, fail_at, fail_code, calls;
struct bad_file { sqlite3_file base; sqlite3_file *real; enum power_file which; };

void disk_fail(enum disk_op op, int n, int code)
{
  fail_op = DISK_OPS;
  calls = 0;
  fail_at = n;
  fail_code = code;
  fail_op = op;
}

int disk_calls(void)
{
  return calls;
}

static int fault(enum disk_op op)
{
  return (int)op == fail_op && op != DISK_OPS && ++calls == fail_at ? fail_code : SQLITE_OK;
}

static int bad_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
  struct bad_file *bad = (struct bad_file *)f;
  int code = fail_write ? SQLITE_FULL : fault(DISK_WRITE);
  if (code == SQLITE_OK)
    code = bad->real->pMethods->xWrite(bad->real, p, n, at);
  if (code == SQLITE_OK)
    power_wrote(bad->which, p, n, at);
  return code;
}

static int bad_truncate(sqlite3_file *f, sqlite3_int64 size)
{
  struct bad_file *bad = (struct bad_file *)f;
  int code = fault(DISK_TRUNCATE);
  if (code == SQLITE_OK)
    code = bad->real->pMethods->xTruncate(bad->real, size);
  if (code == SQLITE_OK)
    power_cut_to(bad->which, size);
  return code;
}

static int bad_sync(sqlite3_file *f, int flags)
{
  struct bad_file *bad = (struct bad_file *)f;
  for (held_syncs += hold_sync != 0; hold_sync;)
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  long began = power_sync_begins(bad->which);
  int code = fail_sync ? SQLITE_IOERR_FSYNC : fault(DISK_SYNC);
  if (code == SQLITE_OK)
    code = bad->real->pMethods->xSync(bad->real, flags);
  if (code == SQLITE_OK)
    power_synced(bad->which, began);
  return code;
}

static int bad_close(sqlite3_file *f)
{
  sqlite3_file *real = ((struct bad_file *)f)->real;
  return real->pMethods->xClose(real);
}

#define PASS_UNLESS(op, name, params, ...) \
  static int bad_##name params \
  { \
    sqlite3_file *real = ((struct bad_file *)f)->real; \
    int code = fault(op); \
    return code == SQLITE_OK ? real->pMethods->name(real, ##__VA_ARGS__) : code; \
  }
#define PASS(name, params, ...) PASS_UNLESS(DISK_OPS, name, params, ##__VA_ARGS__)
/* clang-format off */
PASS_UNLESS(DISK_READ, xRead, (sqlite3_file *f, void *p, int n, sqlite3_int64 at), p, n, at)
PASS(xFileSize, (sqlite3_file *f, sqlite3_int64 *n), n)
PASS_UNLESS(DISK_LOCK, xLock, (sqlite3_file *f, int l), l)
PASS(xUnlock, (sqlite3_file *f, int l), l)
PASS(xCheckReservedLock, (sqlite3_file *f, int *out), out)
PASS(xFileControl, (sqlite3_file *f, int op, void *arg), op, arg)
PASS(xSectorSize, (sqlite3_file *f))
PASS(xDeviceCharacteristics, (sqlite3_file *f))
PASS_UNLESS(DISK_SHM_MAP, xShmMap, (sqlite3_file *f, int page, int size, int extend, void volatile **out), page, size, extend, out)
PASS(xShmUnmap, (sqlite3_file *f, int remove), remove)
/* clang-format on */

/* Giving a lock back does not fail: SQLite does not look. */
static int bad_xShmLock(sqlite3_file *f, int offset, int n, int flags)
{
  sqlite3_file *real = ((struct bad_file *)f)->real;
  int code = flags & SQLITE_SHM_UNLOCK ? SQLITE_OK : fault(DISK_LOCK);
  return code == SQLITE_OK ? real->pMethods->xShmLock(real, offset, n, flags) : code;
}

static void bad_barrier(sqlite3_file *f)
{
  sqlite3_file *real = ((struct bad_file *)f)->real;
  real->pMethods->xShmBarrier(real);
}

static int bad_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
  static const sqlite3_io_methods methods = {2, bad_close, bad_xRead, bad_write, bad_truncate, bad_sync, bad_xFileSize,
      bad_xLock, bad_xUnlock, bad_xCheckReservedLock, bad_xFileControl, bad_xSectorSize, bad_xDeviceCharacteristics,
      bad_xShmMap, bad_xShmLock, bad_barrier, bad_xShmUnmap, NULL, NULL};
  struct bad_file *bad = (struct bad_file *)f;
  (void)vfs;
  bad->real = (sqlite3_file *)(bad + 1);
  bad->which = power_file_of(name);
  bad->base.pMethods = NULL;
  int code = fault(DISK_OPEN);
  if (code != SQLITE_OK)
    return code;
  code = real_vfs->xOpen(real_vfs, name, bad->real, flags, out);
  bad->base.pMethods = bad->real->pMethods ? &methods : NULL;
  return code;
}

void install_bad_disk(void)
{
  sqlite3_initialize();
  if (real_vfs) {
    sqlite3_vfs_register(&bad_vfs, 1);
    return;
  }
  real_vfs = sqlite3_vfs_find(NULL);
  bad_vfs = *real_vfs;
  bad_vfs.zName = "bad";
  bad_vfs.szOsFile = (int)sizeof(struct bad_file) + real_vfs->szOsFile;
  bad_vfs.xOpen = bad_open;
  sqlite3_vfs_register(&bad_vfs, 1);
}

void remove_bad_disk(void)
{
  sqlite3_vfs_unregister(&bad_vfs);
  sqlite3_vfs_register(real_vfs, 1);
}
