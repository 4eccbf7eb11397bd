/* The guinea pig of the store's tests: a setting that counts. */
#ifndef YIZHAN_TESTS_COUNT_H
#define YIZHAN_TESTS_COUNT_H

#include "store/store.h"

/* Adds one, then gives what `arg` (an enum err) says, OK for NULL. Inside a transaction. */
enum err add_one(struct tx *tx, void *arg);
/* What it has come to, read from the store; -1 when that failed. Any thread. */
int64_t count_of(struct store *s);

#endif
