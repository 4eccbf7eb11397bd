/* A disk that fails on purpose: a VFS that stands in front of the real one. */
#ifndef YIZHAN_TESTS_DISK_H
#define YIZHAN_TESTS_DISK_H

#include <stdatomic.h>

/* Non-zero: every sync fails; every write says that the disk is full; every sync waits until it is zero again. */
extern atomic_int fail_sync, fail_write, hold_sync;
/* How many syncs were made to wait. */
extern atomic_int held_syncs;

/* What a disk is asked for; locks are those of the file and of the WAL index. */
enum disk_op { DISK_READ, DISK_WRITE, DISK_SYNC, DISK_TRUNCATE, DISK_LOCK, DISK_SHM_MAP, DISK_OPEN, DISK_OPS };
/* From now on the `n`-th (from 1) such call fails, once, with SQLite's result `code`; 0: none does. */
void disk_fail(enum disk_op op, int n, int code);
/* How many such calls there were since then. */
int disk_calls(void);

/* Makes it the default for stores opened from now on, and takes it away again. */
void install_bad_disk(void);
void remove_bad_disk(void);

#endif
