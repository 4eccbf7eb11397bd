/* A store that can no longer be trusted stops writing. Any thread. */
#include "base/log.h"
#include "store/internal.h"

/* After a failed fsync nobody knows what is on disk, and a second try may lie (the kernel drops the dirty pages). */
void writer_check(struct writer *w, int code)
{
  bool failed = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
  if (failed && !atomic_exchange(&w->broken, true))
    log_error("store.broken", "error=\"fsync failed; writing has stopped until a restart\"");
}
