/* Inside mq: the running pump and what its passes share. */
#ifndef YIZHAN_MQ_INTERNAL_H
#define YIZHAN_MQ_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include "mq/mq.h"

/* How often the pump looks without a bell; what is due sooner rings. */
enum { MQ_POLL_MS = 1000, MQ_FRESH_MS = MQ_POLL_MS };

struct mq {
  struct store *store;
  const struct mq_map *map;
  void *ctx;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  uint64_t rung;       /* topics with news */
  /* By the group's index; only the passes touch them. */
  int64_t *cursors;    /* of broadcasting groups */
  bool *troubled;      /* has retries, as far as the last look told; so it is looked at without a bell */
  bool stopping;
  int64_t looked_ms;   /* clock_mono_ms of the last look at all topics; the pump's own */
  pthread_mutex_t catching_up;
  _Atomic int64_t confirmed_ms; /* all that was in the log at this clock_mono_ms and is broadcast has been taken */
};
/* One pass of the pump: what it looks at, and what it found. */
struct pass {
  struct mq *mq;
  uint64_t topics;
  bool more;           /* a bound cut the pass short */
  int64_t next_at;     /* epoch ms of the next timer or retry, INT64_MAX without one */
};

/* Moves due timers into the log, in order of due time. */
void timers_fire(struct tx *tx, struct pass *p);
/* Lets one group take what is due and new; on the writer thread, inside the pass's transaction. */
void group_step(struct tx *tx, const struct mq_group *g, struct pass *p);
/* Lets the broadcasting groups take what is new, in a snapshot; on the pump thread. */
void broadcast_step(struct tx *tx, struct pass *p);
/* Milliseconds to wait before retry number n (1..16), with up to a tenth of jitter. */
int64_t retry_delay(int n);

#endif
