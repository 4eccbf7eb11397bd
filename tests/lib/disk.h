/* A disk that fails on purpose: a VFS that stands in front of the real one. */
#ifndef YIZHAN_TESTS_DISK_H
#define YIZHAN_TESTS_DISK_H

#include <stdatomic.h>

/* Non-zero: every sync fails; every write says that the disk is full; every sync waits until it is zero again. */
extern atomic_int fail_sync, fail_write, hold_sync;
/* How many syncs were made to wait. */
extern atomic_int held_syncs;

/* Makes it the default for stores opened from now on, and takes it away again. */
void install_bad_disk(void);
void remove_bad_disk(void);

#endif
