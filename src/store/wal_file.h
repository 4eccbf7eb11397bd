/* A VFS that gathers what the writer appends to the WAL and hands it to the system in one write before each sync. */
#ifndef YIZHAN_STORE_WAL_FILE_H
#define YIZHAN_STORE_WAL_FILE_H

#include <sqlite3.h>

/* Name of the VFS, registered over the default one. Before threads start, or under the store's opening lock. */
const char *wal_vfs(void);
/* Drops what an undone transaction, or an undone part of one, had left waiting: another process may write at that place
 * next. A commit leaves nothing, for it synced. Before the turn to write is given on; the connection's thread. */
void wal_forget(sqlite3 *db);

#endif
