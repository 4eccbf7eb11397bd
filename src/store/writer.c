/* The writer thread: group commit.
 *
 * It takes all queued jobs (bounded), begins, runs them, commits once with one fsync, then wakes the callers. A job
 * that is refused after it changed rows makes the batch run again with a savepoint around each. A batch that could not
 * commit is nobody's success: every caller gets the fault. Callers are woken in a few chains, each waking its next, so
 * that the writer is back at work after a handful of futex calls. */
#include "store/internal.h"

#include <inttypes.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "store/wal_file.h"

enum { CHAINS = 8, CHECKPOINT_PAGES = 1000 };

static int note_wal(void *arg, sqlite3 *db, const char *name, int pages)
{
  (void)db;
  (void)name;
  ((struct writer *)arg)->wal_pages = pages;
  return SQLITE_OK;
}

static bool is_fsync_failure(int code)
{
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

/* After a failed fsync nobody knows what is on disk, and a second try may lie (the kernel drops the dirty pages). */
static void break_if_unsynced(struct writer *w, int code)
{
  if (!is_fsync_failure(code) || w->broken)
    return;
  w->broken = true;
  log_error("store.broken", "error=\"fsync failed; writing has stopped until a restart\"");
}

/* A job in a savepoint of its own. */
static void run_careful(struct writer *w, struct job *j, struct tx *tx)
{
  if (conn_run(w->conn, SQL_TX_SAVEPOINT) != SQLITE_OK) {
    j->result = FAULT_STORE;
    return;
  }
  j->result = j->fn(tx, j->arg);
  if (tx->fault)
    j->result = tx->fault;
  if (j->result != OK)
    conn_run(w->conn, SQL_TX_ROLLBACK_TO);
  conn_run(w->conn, SQL_TX_RELEASE);
}

/* A job without one; false when it changed rows that must be undone. A refusal nearly always comes before any change. */
static bool run_bold(struct writer *w, struct job *j, struct tx *tx)
{
  int64_t before = sqlite3_total_changes64(w->conn->db);
  j->result = j->fn(tx, j->arg);
  if (tx->fault)
    j->result = tx->fault;
  return !tx->restart && (j->result == OK || sqlite3_total_changes64(w->conn->db) == before);
}

static bool run_job(struct writer *w, struct job *j, int64_t now, bool careful, uint64_t *bells)
{
  struct tx tx = {.conn = w->conn, .scope = j->scope, .now = now, .careful = careful};
  bool fine = true;
  j->scope->problem = j->before;
  if (careful)
    run_careful(w, j, &tx);
  else
    fine = run_bold(w, j, &tx);
  if (j->result == OK)
    *bells |= tx.bells;
  return fine;
}

static void fail_all(struct job **batch, int n, enum err why)
{
  for (int i = 0; i < n; i++)
    batch[i]->result = why;
}

static void wake_all(struct job **batch, int n)
{
  for (int i = 0; i < n; i++)
    batch[i]->chain = i + CHAINS < n ? batch[i + CHAINS] : NULL;
  struct job *heads[CHAINS];
  int count = n < CHAINS ? n : CHAINS;
  memcpy(heads, batch, sizeof heads[0] * (size_t)count);
  for (int i = 0; i < count; i++)
    sem_post(&heads[i]->done);
}

enum outcome { COMMITTED, FAILED, AGAIN };

/* Runs the jobs in one transaction. AGAIN: undone, because a part of it must be undone and was not run carefully. */
static enum outcome run_batch(struct writer *w, struct job **batch, int n, bool careful, uint64_t *bells)
{
  int64_t now = clock_now();
  *bells = 0;
  if (conn_run(w->conn, SQL_TX_BEGIN_WRITE) != SQLITE_OK) {
    log_warn("store.begin", "error=\"%s\"", sqlite3_errmsg(w->conn->db));
    fail_all(batch, n, FAULT_BUSY);
    return FAILED;
  }
  for (int i = 0; i < n; i++) {
    bool fine = run_job(w, batch[i], now, careful, bells);
    if (sqlite3_get_autocommit(w->conn->db))
      break; /* SQLite undid everything by itself, as it does when the disk is full */
    if (!fine) {
      conn_run(w->conn, SQL_TX_ROLLBACK);
      return AGAIN;
    }
  }
  bool undone = sqlite3_get_autocommit(w->conn->db);
  int code = undone ? SQLITE_IOERR : conn_run(w->conn, SQL_TX_COMMIT);
  if (code == SQLITE_OK)
    return COMMITTED;
  break_if_unsynced(w, sqlite3_extended_errcode(w->conn->db));
  log_error("store.commit", "jobs=%d error=\"%s\"", n, sqlite3_errmsg(w->conn->db));
  if (!undone)
    conn_run(w->conn, SQL_TX_ROLLBACK);
  fail_all(batch, n, w->broken ? FAULT_READ_ONLY : FAULT_STORE);
  return FAILED;
}

/* True when the batch's transaction was committed and is on disk. */
static bool commit_batch(struct writer *w, struct job **batch, int n, uint64_t *bells)
{
  if (w->broken) {
    fail_all(batch, n, FAULT_READ_ONLY);
    return false;
  }
  if (!w->turn) {
    fail_all(batch, n, FAULT_BUSY);
    return false;
  }
  enum outcome outcome = run_batch(w, batch, n, false, bells);
  if (outcome == AGAIN)
    outcome = run_batch(w, batch, n, true, bells);
  wal_forget(w->conn->db);
  return outcome == COMMITTED;
}

/* Copies the log back into the file. It runs after the callers were woken, so it is nobody's latency but the next
 * batch's. Past the limit (a reader that will not end) it insists a little and says so. */
static void checkpoint(struct writer *w)
{
  w->wal_bytes = (int64_t)w->wal_pages * 4096;
  if (w->wal_pages < CHECKPOINT_PAGES)
    return;
  bool large = w->wal_bytes > LIMIT_WAL_BYTES;
  int64_t start = clock_mono_ms();
  int log_pages = 0, done = 0;
  int code = sqlite3_wal_checkpoint_v2(w->conn->db, NULL, large ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE,
      &log_pages, &done);
  w->checkpoint_ms = clock_mono_ms() - start;
  break_if_unsynced(w, code);
  if (large)
    log_warn("store.wal_large", "bytes=%" PRId64 " copied_pages=%d of=%d", (int64_t)w->wal_bytes, done, log_pages);
}

/* Waits for work and then for the turn, so that those who come meanwhile are in the same commit. */
static int take_batch(struct writer *w, struct job **batch)
{
  int n = 0;
  pthread_mutex_lock(&w->lock);
  while (!w->head && !w->stopping)
    pthread_cond_wait(&w->wake, &w->lock);
  if (w->head) {
    pthread_mutex_unlock(&w->lock);
    w->turn = turnstile_enter(&w->turnstile);
    pthread_mutex_lock(&w->lock);
  }
  while (w->head && n < LIMIT_BATCH) {
    batch[n++] = w->head;
    w->head = w->head->next;
  }
  if (!w->head)
    w->tail = &w->head;
  w->queued -= n;
  pthread_mutex_unlock(&w->lock);
  return n;
}

static void *writer_main(void *arg)
{
  struct writer *w = arg;
  struct job *batch[LIMIT_BATCH];
  int n;
  while ((n = take_batch(w, batch)) > 0) {
    uint64_t bells = 0;
    int64_t start = clock_mono_us();
    bool committed = commit_batch(w, batch, n, &bells);
    w->jobs += n;
    w->batches += 1;
    w->commit_us += clock_mono_us() - start;
    bool copies = committed && w->wal_pages >= CHECKPOINT_PAGES;
    if (!copies)
      turnstile_leave(&w->turnstile);
    if (committed && bells && w->hook)
      w->hook(w->hook_ctx, bells);
    wake_all(batch, n);
    if (committed)
      checkpoint(w);
    if (copies)
      turnstile_leave(&w->turnstile); /* in the turn, for the log begins anew only when nobody wrote meanwhile */
  }
  return NULL;
}

bool writer_start(struct writer *w, struct conn *conn, int lock_fd)
{
  pthread_mutex_init(&w->lock, NULL);
  pthread_cond_init(&w->wake, NULL);
  w->tail = &w->head;
  w->conn = conn;
  w->turnstile.fd = lock_fd;
  sqlite3_wal_hook(conn->db, note_wal, w);
  return pthread_create(&w->thread, NULL, writer_main, w) == 0;
}

void writer_stop(struct writer *w)
{
  pthread_mutex_lock(&w->lock);
  w->stopping = true;
  pthread_cond_signal(&w->wake);
  pthread_mutex_unlock(&w->lock);
  pthread_join(w->thread, NULL);
}

static bool enqueue(struct writer *w, struct job *j)
{
  pthread_mutex_lock(&w->lock);
  bool room = !w->stopping && w->queued < LIMIT_WRITE_QUEUE;
  if (room) {
    *w->tail = j;
    w->tail = &j->next;
    w->queued++;
    pthread_cond_signal(&w->wake);
  }
  pthread_mutex_unlock(&w->lock);
  return room;
}

enum err store_write(struct store *s, tx_fn fn, void *arg, struct scope *scope)
{
  struct writer *w = &s->writer;
  struct job j = {.fn = fn, .arg = arg, .scope = scope, .before = scope->problem};
  if (w->broken)
    return FAULT_READ_ONLY;
  sem_init(&j.done, 0, 0);
  if (!enqueue(w, &j)) {
    w->refused_busy++;
    sem_destroy(&j.done);
    return FAULT_BUSY;
  }
  while (sem_wait(&j.done))
    ;
  if (j.chain)
    sem_post(&j.chain->done);
  sem_destroy(&j.done);
  return j.result;
}
