/* Copying the WAL back into the file, beside the writer.
 *
 * A checkpoint's writes and its fsync take as long as several commits. So a thread with a connection of its own copies
 * while the writer goes on, again until only a short tail is left, and the writer copies that tail between two batches:
 * with nothing left to copy, its next commit begins the WAL anew. Without that last step the WAL would only grow under
 * load. Rules of a checkpoint: SQLite's documentation of WAL mode and sqlite3_wal_checkpoint_v2. */
#include <inttypes.h>
#include "base/clock.h"
#include "base/log.h"
#include "store/internal.h"

enum { BEGIN_PAGES = 4000, TAIL_PAGES = 150, ROUNDS = 4 };

/* One checkpoint; the pages copied so far since the WAL began, or -1. */
static int copy(struct writer *w, struct conn *conn, int mode)
{
  int in_log = 0, copied = 0;
  int code = sqlite3_wal_checkpoint_v2(conn->db, NULL, mode, &in_log, &copied);
  sync_check(w, code);
  return code == SQLITE_OK ? copied : -1;
}

/* SQLite syncs the file only when it has copied all there is, which is the writer's step. Without this one, that step
 * would wait for all that was copied before it. */
static void sync_copied(struct checkpoint *c)
{
  sqlite3_file *file = NULL;
  if (sqlite3_file_control(c->conn->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file)
    sync_check(c->writer, file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY));
}

/* The tail may stay long: a reader that holds an old snapshot stops every checkpoint. */
static void copy_most(struct checkpoint *c)
{
  for (int i = 0, copied = 0; i < ROUNDS && copied >= 0 && c->writer->wal_pages - copied > TAIL_PAGES; i++) {
    copied = copy(c->writer, c->conn, SQLITE_CHECKPOINT_PASSIVE);
    sync_copied(c);
  }
}

static void *checkpoint_main(void *arg)
{
  struct checkpoint *c = arg;
  for (;;) {
    while (sem_wait(&c->wanted))
      ;
    if (c->stopping)
      return NULL;
    copy_most(c);
    c->state = CHECKPOINT_TAIL;
  }
}

/* The writer's share, and the whole when the WAL is too large already: then it insists a little and says so. */
static void finish(struct checkpoint *c)
{
  struct writer *w = c->writer;
  bool large = w->wal_bytes > LIMIT_WAL_BYTES;
  int64_t start = clock_mono_ms();
  int copied = copy(w, w->conn, large ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE);
  w->checkpoint_ms = clock_mono_ms() - start;
  if (large)
    log_warn("store.wal_large", "bytes=%" PRId64 " copied_pages=%d of=%d", (int64_t)w->wal_bytes, copied, w->wal_pages);
}

bool checkpoint_is_near(struct checkpoint *c)
{
  return c->state == CHECKPOINT_TAIL && c->writer->wal_pages >= BEGIN_PAGES;
}

void checkpoint_step(struct checkpoint *c)
{
  struct writer *w = c->writer;
  w->wal_bytes = (int64_t)w->wal_pages * 4096;
  if (w->wal_pages < BEGIN_PAGES || c->state == CHECKPOINT_COPYING)
    return;
  if (c->state == CHECKPOINT_TAIL) {
    finish(c);
    c->state = CHECKPOINT_IDLE;
  } else {
    c->state = CHECKPOINT_COPYING;
    sem_post(&c->wanted);
  }
}

bool checkpoint_start(struct checkpoint *c, struct writer *w, const char *file)
{
  c->writer = w;
  c->conn = conn_open(file, true, false);
  if (!c->conn)
    return false;
  sem_init(&c->wanted, 0, 0);
  if (pthread_create(&c->thread, NULL, checkpoint_main, c) == 0)
    return true;
  conn_close(c->conn);
  c->conn = NULL;
  return false;
}

void checkpoint_stop(struct checkpoint *c)
{
  if (!c->conn)
    return;
  c->stopping = true;
  sem_post(&c->wanted);
  pthread_join(c->thread, NULL);
  sem_destroy(&c->wanted);
  conn_close(c->conn);
  c->conn = NULL;
}
