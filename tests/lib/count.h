/* The guinea pig of the store's tests: a setting that counts. */
#ifndef YIZHAN_TESTS_COUNT_H
#define YIZHAN_TESTS_COUNT_H

#include <sqlite3.h>
#include "store/store.h"

/* Adds one, then gives what `arg` (an enum err) says, OK for NULL. Inside a transaction. */
enum err add_one(struct tx *tx, void *arg);
/* What it has come to, read from the store; -1 when that failed. Any thread. */
int64_t count_of(struct store *s);

/* DIR/NAME as SQLite alone opens it, without any of the house's settings; to be closed by the caller. */
sqlite3 *test_open_raw(const char *dir, const char *name);

#endif
