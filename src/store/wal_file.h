/* A VFS that gathers what the writer appends to the WAL and hands it to the system in one write at each commit. */
#ifndef YIZHAN_STORE_WAL_FILE_H
#define YIZHAN_STORE_WAL_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

/* Name of the VFS, registered over the default one. Before threads start, or under the store's opening lock. */
const char *wal_vfs(void);
/* Syncs the data of all commits made so far through this WAL file, opened by that VFS; SQLite's result code. Any thread. */
int wal_sync_all(sqlite3_file *f);
/* At the end of a transaction, before another process may write: what a commit left waiting is written (SQLite mends
 * checksums behind its last page when a frame was written twice), what an undone one left is dropped, for others may
 * write at that place next. SQLite's result code. The connection's thread. */
int wal_settle(sqlite3 *db, bool committed);

#endif
