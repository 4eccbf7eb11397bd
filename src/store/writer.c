/* The writer thread: group commit.
 *
 * It takes all queued jobs (bounded), begins, runs them, commits once, which syncs (synchronous=FULL), and wakes the
 * callers. A job that is refused after it changed rows makes the batch run again with a savepoint around each. A batch
 * that could not commit is nobody's success: every caller gets the fault. */
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"

enum { CHAINS = 8 };

static int note_wal(void *arg, sqlite3 *db, const char *name, int pages)
{
  (void)db;
  (void)name;
  struct writer *w = arg;
  w->wal_pages = pages;
  return SQLITE_OK;
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
  struct tx tx = {.conn = w->conn, .scope = j->scope, .now = now, .batch = w->begun, .careful = careful};
  bool fine = true;
  j->scope->problem = j->before;
  if (careful)
    run_careful(w, j, &tx);
  else
    fine = run_bold(w, j, &tx);
  if (j->result == OK) {
    *bells |= tx.bells;
    w->outdates |= tx.outdates;
  }
  return fine;
}

static void fail_all(struct job **batch, int n, enum err why)
{
  for (int i = 0; i < n; i++)
    batch[i]->result = why;
}

enum outcome { COMMITTED, FAILED, AGAIN };

/* Runs the jobs in one transaction. AGAIN: undone, because a part of it must be undone and was not run carefully. */
static enum outcome run_batch(struct writer *w, struct job **batch, int n, bool careful, uint64_t *bells)
{
  int64_t now = clock_now();
  *bells = 0;
  w->outdates = false;
  w->begun++;
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
  writer_check(w, sqlite3_extended_errcode(w->conn->db));
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
  if (outcome == COMMITTED && w->outdates)
    w->shared->outdated++;
  return outcome == COMMITTED;
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
  if (n)
    batch[n - 1]->next = NULL;
  w->queued -= n;
  pthread_mutex_unlock(&w->lock);
  return n;
}

static void tell(struct job *j)
{
  j->on_done(j->ctx, j->result);
  free(j);
}

/* Callers are woken in a few chains, each waking its next, so that the writer is done after a handful of system calls. */
static void wake_all(struct job *list)
{
  struct job *heads[CHAINS] = {NULL}, *ends[CHAINS] = {NULL}, *next;
  int i = 0;
  for (; list; list = next) {
    next = list->next;
    if (list->on_done) {
      tell(list);
      continue;
    }
    list->chain = NULL;
    *(ends[i] ? &ends[i]->chain : &heads[i]) = list;
    ends[i] = list;
    i = (i + 1) % CHAINS;
  }
  for (i = 0; i < CHAINS && heads[i]; i++)
    sem_post(&heads[i]->done);
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
    bool copies = committed && checkpoint_is_near(&w->checkpoint);
    if (!copies)
      turnstile_leave(&w->turnstile);
    if (committed && bells && w->hook)
      w->hook(w->hook_ctx, bells);
    wake_all(batch[0]);
    if (committed)
      checkpoint_step(&w->checkpoint);
    if (copies)
      turnstile_leave(&w->turnstile); /* in the turn, for the WAL begins anew only when nobody wrote meanwhile */
  }
  return NULL;
}

bool writer_start(struct writer *w, struct conn *conn, const struct seats *seats)
{
  pthread_mutex_init(&w->lock, NULL);
  pthread_cond_init(&w->wake, NULL);
  w->tail = &w->head;
  w->conn = conn;
  w->turnstile.fd = seats->fd;
  w->shared = seats->shared;
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

enum err store_submit(struct store *s, tx_fn fn, void *arg, struct scope *scope, void (*done)(void *ctx, enum err result),
    void *ctx)
{
  struct writer *w = &s->writer;
  struct job *j = w->broken ? NULL : calloc(1, sizeof *j);
  if (!j)
    return w->broken ? FAULT_READ_ONLY : FAULT_BUSY;
  *j = (struct job){.fn = fn, .arg = arg, .scope = scope, .before = scope->problem, .on_done = done, .ctx = ctx};
  if (enqueue(w, j))
    return OK;
  w->refused_busy++;
  free(j);
  return FAULT_BUSY;
}
