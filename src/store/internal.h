/* Inside the store: what its writer and its readers share. */
#ifndef YIZHAN_STORE_INTERNAL_H
#define YIZHAN_STORE_INTERNAL_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include "limits.h"
#include "store/seats.h"
#include "store/sqlite.h"
#include "store/turnstile.h"

/* A caller's work, on its stack while it waits. */
struct job {
  tx_fn fn;
  void *arg;
  struct scope *scope;
  enum err result;
  struct problem before; /* of the scope, put back when the work runs again */
  sem_t done;
  struct job *next;      /* in the queue */
  struct job *chain;     /* to be woken by this caller */
};
struct writer {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  struct job *head, **tail;
  int queued;
  bool stopping;
  _Atomic bool broken;   /* an fsync failed: nothing is written any more */
  struct conn *conn;
  struct turnstile turnstile;
  bool turn;             /* it is this process's, for the batch in hand */
  int wal_pages;
  void (*hook)(void *ctx, uint64_t topics);
  void *hook_ctx;
  _Atomic int64_t jobs, batches, refused_busy, wal_bytes, commit_us, checkpoint_ms;
};
struct readers {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  struct conn *idle[LIMIT_READERS];
  int idle_count;
};
struct store {
  char file[4096];
  struct seats seats;
  struct writer writer;
  struct readers readers;
};

bool writer_start(struct writer *w, struct conn *conn, int lock_fd);
void writer_stop(struct writer *w);
bool readers_open(struct readers *r, const char *file);
void readers_close(struct readers *r);
/* Notes a fault on the tx from SQLite's last extended code; logs it once. */
void tx_fault(struct tx *tx, const char *what, int code);

#endif
