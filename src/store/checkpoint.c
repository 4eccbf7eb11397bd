/* Copying the WAL back into the file, beside the writer.
 *
 * A checkpoint's writes and its fsync take as long as several commits. So a thread with a connection of its own copies
 * while the writer goes on, again until only a short tail is left, and the writer copies that tail between two batches:
 * with nothing left to copy, its next commit begins the WAL anew. Without that last step the WAL would only grow under
 * load. A reader that stays on an old snapshot stops every checkpoint; then the WAL grows, the thread looks again a few
 * times a second, and the writer goes on as if nothing were. Only the thread ever waits for readers, for INSIST_MS while
 * commits wait, and only once the WAL is large. Rules of a checkpoint: SQLite's documentation of WAL mode and
 * sqlite3_wal_checkpoint_v2. */
#include <inttypes.h>
#include "base/clock.h"
#include "base/log.h"
#include "store/internal.h"

enum { BEGIN_PAGES = 4000, TAIL_PAGES = 150, ROUNDS = 4, STUCK_MS = 200, INSIST_MS = 50, INSIST_EVERY_MS = 5000,
  SAY_EVERY_MS = 60000 };

/* One checkpoint; the pages copied so far since the WAL began, or -1. */
static int copy(struct writer *w, struct conn *conn, int mode)
{
  int in_log = 0, copied = 0;
  int code = sqlite3_wal_checkpoint_v2(conn->db, NULL, mode, &in_log, &copied);
  writer_check(w, code);
  return code == SQLITE_OK ? copied : -1;
}

/* SQLite syncs the file only when it has copied all there is, which is the writer's step. Without this one, that step
 * would wait for all that was copied before it. */
static void sync_copied(struct checkpoint *c)
{
  sqlite3_file *file = NULL;
  if (sqlite3_file_control(c->conn->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file)
    writer_check(c->writer, file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY));
}

/* True when what is left is short enough for the writer. */
static bool copy_most(struct checkpoint *c)
{
  for (int i = 0; i < ROUNDS; i++) {
    int copied = copy(c->writer, c->conn, SQLITE_CHECKPOINT_PASSIVE);
    sync_copied(c);
    if (copied < 0 || c->writer->wal_pages - copied <= TAIL_PAGES)
      return copied >= 0;
  }
  return false;
}

/* Short readers one after the other keep a WAL from beginning anew just as a long one does; a moment without new
 * commits lets them end. */
static void insist(struct checkpoint *c)
{
  int64_t now = clock_mono_ms();
  if (now < c->insist_at)
    return;
  sqlite3_busy_timeout(c->conn->db, INSIST_MS);
  int copied = copy(c->writer, c->conn, SQLITE_CHECKPOINT_RESTART);
  c->insist_at = clock_mono_ms() + INSIST_EVERY_MS;
  if (copied >= 0 || now < c->say_at)
    return;
  c->say_at = now + SAY_EVERY_MS;
  log_warn("store.wal_large", "bytes=%" PRId64 " error=\"a reader that stays open keeps it from being copied back\"",
      (int64_t)c->writer->wal_bytes);
}

static void *checkpoint_main(void *arg)
{
  struct checkpoint *c = arg;
  for (;;) {
    while (sem_wait(&c->wanted))
      ;
    if (c->stopping)
      return NULL;
    bool near = copy_most(c);
    if (c->writer->wal_bytes > LIMIT_WAL_BYTES)
      insist(c);
    c->again_at = near ? 0 : clock_mono_ms() + STUCK_MS;
    c->state = near ? CHECKPOINT_TAIL : CHECKPOINT_IDLE;
  }
}

/* The writer's share. */
static void finish(struct writer *w)
{
  int64_t start = clock_mono_ms();
  copy(w, w->conn, SQLITE_CHECKPOINT_PASSIVE);
  w->checkpoint_ms = clock_mono_ms() - start;
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
    finish(w);
    c->state = CHECKPOINT_IDLE;
  } else if (!c->again_at || clock_mono_ms() >= c->again_at) {
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
