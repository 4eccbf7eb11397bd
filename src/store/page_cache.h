/* SQLite's own page cache, spared a needless search through the whole of it at the end of nearly every commit. */
#ifndef YIZHAN_STORE_PAGE_CACHE_H
#define YIZHAN_STORE_PAGE_CACHE_H

/* Puts itself in front of SQLite's page cache, for all connections of the process; SQLite's result code. Before SQLite is
 * used the first time, from one thread (SQLite's documentation of sqlite3_config, SQLITE_CONFIG_PCACHE2). */
int page_cache_install(void);

#endif
