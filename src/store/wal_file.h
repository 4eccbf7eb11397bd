/* A VFS that gathers what the writer appends to the WAL and hands it to the system in one write before each sync. */
#ifndef YIZHAN_STORE_WAL_FILE_H
#define YIZHAN_STORE_WAL_FILE_H

/* Name of the VFS, registered over the default one. Before threads start, or under the store's opening lock. */
const char *wal_vfs(void);

#endif
