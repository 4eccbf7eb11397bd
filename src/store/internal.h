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

/* A caller's work: on its stack while it waits, or in memory of its own when it does not. */
struct job {
  tx_fn fn;
  void *arg;
  struct scope *scope;
  enum err result;
  struct problem before; /* of the scope, put back when the work runs again */
  sem_t done;            /* of who waits */
  void (*on_done)(void *ctx, enum err result); /* of who does not; NULL for who waits */
  void *ctx;
  struct job *next;      /* in the queue, then in its batch */
  struct job *chain;     /* to be woken by this caller */
};
/* Copies the WAL back into the file. */
struct checkpoint {
  pthread_t thread;
  sem_t wanted;
  struct conn *conn;
  struct writer *writer;
  _Atomic enum { CHECKPOINT_IDLE, CHECKPOINT_COPYING, CHECKPOINT_TAIL } state;
  int64_t again_at, insist_at, say_at; /* clock_mono_ms; again_at belongs to who may change `state` */
  _Atomic bool stopping;
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
  struct shared *shared;
  bool turn;             /* it is this process's, for the batch in hand */
  _Atomic int wal_pages;
  struct checkpoint checkpoint;
  int64_t begun;         /* transactions */
  bool outdates;         /* the one in hand calls for a count in `shared` */
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

bool writer_start(struct writer *w, struct conn *conn, const struct seats *seats);
void writer_stop(struct writer *w);
/* broken.c: stops writing for good, and logs it once, when `code` is that of a failed fsync. Any thread. */
void writer_check(struct writer *w, int code);
/* Starts the copying thread with a connection of its own; false after logging. checkpoint_stop ends it, after the writer. */
bool checkpoint_start(struct checkpoint *c, struct writer *w, const char *file);
void checkpoint_stop(struct checkpoint *c);
/* True when the next step will copy the tail, which should be done before another process writes. */
bool checkpoint_is_near(struct checkpoint *c);
/* Between two batches, on the writer thread: looks whether there is something to do. */
void checkpoint_step(struct checkpoint *c);
bool readers_open(struct readers *r, const char *file);
void readers_close(struct readers *r);
/* Notes a fault on the tx from SQLite's last extended code; logs it once. */
void tx_fault(struct tx *tx, const char *what, int code);

#endif
