/* A consistent copy of a store, taken while others write to it. */
#ifndef YIZHAN_STORE_BACKUP_H
#define YIZHAN_STORE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

struct backup_progress {
  bool (*copied)(void *ctx, int percent); /* now and then while copying, 100 at its end; false ends it */
  void *ctx;
  int64_t most_ms; /* the longest it may read for: as long as it does, no checkpoint can give the WAL's file back */
};

/* Copies DIR/yizhan.db as it is at one moment to `file`, which must not exist; checks the copy (integrity_check,
 * foreign_key_check), syncs it and gives it its name only then. Nobody waits for it: it reads one snapshot, and meanwhile
 * the WAL grows by what is written. False after logging why; then nothing is left under either name. Any thread. */
bool store_backup(const char *dir, const char *file, const struct backup_progress *progress);

#endif
