/* Opening, closing and watching the store. Opening is done under a file lock, so that two processes starting on a new
 * directory do not both create it. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/id.h"
#include "base/log.h"
#include "store/internal.h"

static int lock_dir(const char *path)
{
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || flock(fd, LOCK_EX)) {
    log_error("store.lock", "file=%s error=\"%s\"", path, strerror(errno));
    if (fd >= 0)
      close(fd);
    return -1;
  }
  return fd;
}

static enum err largest_ids(struct tx *tx, void *arg)
{
  (void)arg;
  id_after(tx_i64(tx, SQL_STORE_LARGEST_ID, 0));
  return OK;
}

static bool start(struct store *s, bool create)
{
  struct conn *c = file_may_be_ours(s->file) ? conn_open(s->file, true, create) : NULL;
  if (!c)
    return false;
  if (!migrate(c, s->file, seats_alone(&s->seats)) || !readers_open(&s->readers, s->file) ||
      !checkpoint_start(&s->writer.checkpoint, &s->writer, s->file) || !writer_start(&s->writer, c, &s->seats)) {
    checkpoint_stop(&s->writer.checkpoint);
    readers_close(&s->readers);
    conn_close(c);
    return false;
  }
  return true;
}

struct store *store_open(const char *dir, bool create)
{
  static bool configured;
  if (!configured && sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0))
    log_warn("store.config", "error=\"SQLite was in use already\"");
  configured = true;
  if (create && mkdir(dir, 0700) && errno != EEXIST) {
    log_error("store.mkdir", "dir=%s error=\"%s\"", dir, strerror(errno));
    return NULL;
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/yizhan.lock", dir);
  int lock = lock_dir(path);
  if (lock < 0)
    return NULL;
  umask(0077); /* the file holds guests' data */
  struct store *s = calloc(1, sizeof *s);
  if (s) {
    snprintf(s->file, sizeof s->file, "%s/yizhan.db", dir);
    if (!seats_take(&s->seats, path) || !start(s, create)) {
      seats_leave(&s->seats);
      free(s);
      s = NULL;
    }
  }
  close(lock);
  if (s) {
    id_share(&s->seats.shared->last_id);
    struct scope scope = {.arena = arena_create()};
    store_read(s, largest_ids, NULL, &scope);
    arena_destroy(scope.arena);
  }
  return s;
}

void store_close(struct store *s)
{
  if (!s)
    return;
  writer_stop(&s->writer);
  checkpoint_stop(&s->writer.checkpoint);
  readers_close(&s->readers);
  if (!s->writer.broken && seats_alone(&s->seats))
    writer_check(&s->writer, sqlite3_wal_checkpoint_v2(s->writer.conn->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
  if (s->writer.broken)
    conn_leave_wal(s->writer.conn);
  conn_close(s->writer.conn);
  id_share(NULL);
  seats_leave(&s->seats);
  free(s);
}

int64_t store_outdated(const struct store *s)
{
  return s->seats.shared->outdated;
}

bool store_claim(struct store *s, const char *name)
{
  return seats_claim(&s->seats, name);
}

bool store_claimed(struct store *s, const char *name, bool *mine)
{
  return seats_claimed(&s->seats, name, mine);
}

void store_on_commit(struct store *s, void (*hook)(void *ctx, uint64_t topics), void *ctx)
{
  s->writer.hook_ctx = ctx;
  s->writer.hook = hook;
}

void store_stats(struct store *s, struct store_stats *out)
{
  struct writer *w = &s->writer;
  pthread_mutex_lock(&w->lock);
  int queued = w->queued;
  pthread_mutex_unlock(&w->lock);
  *out = (struct store_stats){.writable = !w->broken, .jobs = w->jobs, .batches = w->batches,
      .refused_busy = w->refused_busy, .wal_bytes = w->wal_bytes, .queue = queued, .commit_us_total = w->commit_us,
      .last_checkpoint_ms = w->checkpoint_ms, .turn_waits = w->turnstile.waits, .turn_wait_us = w->turnstile.wait_us,
      .turn_longest_us = w->turnstile.longest_us};
}

static enum err probe_write(struct tx *tx, void *arg)
{
  (void)arg;
  return tx_run(tx, SQL_STORE_PROBE, BI("at", tx_now(tx))) == 1 ? OK : FAULT_STORE;
}

static enum err probe_read(struct tx *tx, void *arg)
{
  (void)arg;
  return tx_i64(tx, SQL_STORE_PROBE_READ, 0) ? OK : FAULT_STORE;
}

bool store_probe(struct store *s)
{
  struct scope scope = {.arena = arena_create()};
  bool fine = store_write(s, probe_write, NULL, &scope) == OK && store_read(s, probe_read, NULL, &scope) == OK;
  arena_destroy(scope.arena);
  return fine;
}
