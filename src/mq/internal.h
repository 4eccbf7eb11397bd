/* Inside mq: the running pump and what its passes share. */
#ifndef YIZHAN_MQ_INTERNAL_H
#define YIZHAN_MQ_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include "limits.h"
#include "mq/mq.h"

/* How often the pump looks without a bell; what is due sooner rings. */
#define ALL_TOPICS UINT64_MAX
enum { MQ_POLL_MS = 1000, MQ_FRESH_MS = MQ_POLL_MS, MQ_NODE = 80 };

/* How late timers fired. */
enum { MQ_LATE_BOUNDS = 9 };
struct lateness { int64_t buckets[MQ_LATE_BOUNDS + 1], sum_ms, most_ms; };
/* What mq_watch remembers of a group from one call to the next; its thread's own. */
enum mq_alarm { MQ_ALARM_OLDEST, MQ_ALARM_DEAD, MQ_ALARM_FAILURES, MQ_ALARM_STALLED, MQ_ALARMS };
struct group_watch { int64_t said_at[MQ_ALARMS], cursor, moved_at, failed; };

/* What this process knows of a group, by its index in the map. Without _Atomic: the passes' own. */
struct group_state {
  char *tags;          /* "|a|b|", NULL for all */
  int64_t cursor;      /* of a broadcasting group */
  bool again;          /* has more to do, as far as the last look told; so it is looked at without a bell */
  int done, failed;    /* deliveries of the pass in hand */
  _Atomic int64_t done_total, failed_total; /* committed, since the process started */
  struct group_watch watch;
};
struct pool;
struct mq {
  struct store *store;
  const struct mq_map *map;
  void *ctx;
  char node[MQ_NODE];
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  uint64_t rung;       /* topics with news */
  struct lateness late; /* most_ms since the last watch; under the lock like what is above */
  struct group_state *groups;
  struct pool *pool;   /* NULL without leased groups */
  int64_t late_said_at; /* mq_watch's own */
  int64_t tallied_at;  /* epoch ms of the last tally; the passes' own */
  bool stopping;
  int64_t looked_ms;   /* clock_mono_ms of the last look at all topics; the pump's own */
  pthread_mutex_t catching_up;
  _Atomic int64_t confirmed_ms; /* all that was in the log at this clock_mono_ms and is broadcast has been taken */
};
/* A lease that a pass took; it is worked on once the pass has committed. Texts live in the pass's arena. */
struct taken {
  const struct mq_group *group;
  int64_t delivery, epoch;
  struct message m;
};
/* One pass of the pump: what it looks at, and what it found. */
struct pass {
  struct mq *mq;
  uint64_t topics;
  int64_t until_us;    /* clock_mono_us after which no further batch is begun */
  bool more;           /* a bound cut the pass short */
  int64_t next_at;     /* epoch ms of the next timer, retry, lease end or free place in a rate; INT64_MAX without one */
  int slots;           /* idle workers */
  struct taken taken[LIMIT_MQ_WORKERS];
  int taken_count;
  struct lateness late;
};
/* A group's row, as a pass found it and will leave it. */
struct group_row {
  int64_t id, topic, cursor, epoch, free_at;
  bool paused, exceptions;
};
/* An exception's row in hand. */
struct delivery {
  int64_t id;          /* 0: has no row yet */
  int attempts;        /* made so far */
  int64_t epoch;
  const char *key;
  struct message m;
};

/* A delayed message. */
struct timer {
  int64_t due_at, id, topic;
  int64_t schedule;    /* whose it is; 0: none's */
  bool by_hand;        /* published by staff, who may call it off */
  const char *tag, *key, *body, *trace;
};

/* delayed.c: what is not due yet, newest first, id below `after`; of the times of the search the due time is meant. */
struct list delayed_search(struct tx *tx, const struct mq_search *s, int64_t after, int64_t most);
bool delayed_get(struct tx *tx, int64_t id, struct mq_record *out);

/* wake.c: sleeps until a bell rings or `next_at` (epoch ms) comes, MQ_POLL_MS at most, then a moment more, so that the work
 * joins the next group commit. Which topics to look at; false when the pump is to stop. All are looked at once a second
 * however busy some of them are, for another node's news may come without a bell. Pump thread. */
bool wake_await(struct mq *mq, int64_t next_at, uint64_t *topics);

/* log.c: puts a new one under t->id, and rings when the pump's poll would be late for it. */
void timer_put(struct tx *tx, struct timer *t);
/* timers.c: moves due timers into the log, in order of due time. */
void timers_fire(struct tx *tx, struct pass *p);

/* schedule.c: the timer of a schedule fired; puts the next. */
void schedule_fired(struct tx *tx, const struct timer *fired);
/* tally.c: counts what came since the last time, every few seconds. */
void tally(struct tx *tx, struct pass *p);

/* watch.c: counts one timer's lateness; adds up. */
void late_note(struct lateness *l, int64_t ms);
void late_add(struct lateness *to, const struct lateness *l);

/* delivery.c: the group's state in this process. */
struct group_state *state_of(struct mq *mq, const struct mq_group *g);
/* Runs the handler in a part of its own that is undone on failure; *error is set then, in the tx's arena. */
/* The error of one that failed without saying why. */
extern const char no_reason[];
enum mq_result attempt(struct tx *tx, const struct mq_group *g, const struct message *m, void *ctx, const char **error);
/* Notes a delivery that went through and had a row, or one that failed: what comes next by the group's policy. True when
 * it is over, so that the next of its key may follow. */
void note_done(struct tx *tx, struct mq *mq, struct delivery *d);
bool note_failure(struct tx *tx, struct mq *mq, const struct mq_group *g, int64_t group_id, struct delivery *d,
    enum mq_result result, const char *error);
/* The next message of a key that waited becomes due; false when none did. */
bool release_key(struct tx *tx, int64_t group_id, const char *key);
/* Puts a delivery's row. `state` and the time that belongs to it; the key's place is that of the message. */
int64_t delivery_put(struct tx *tx, struct mq *mq, int64_t group_id, const struct delivery *d, const char *state,
    int64_t next_at, const char *error);

/* group.c: lets one group take what is due and new; on the writer thread, inside the pass's transaction. */
void group_step(struct tx *tx, const struct mq_group *g, struct pass *p);
/* Lets the broadcasting groups take what is new, in a snapshot; on the pump thread. */
void broadcast_step(struct tx *tx, struct pass *p);
/* lease.c: takes over one that ran out: it is due at once, or dead when it was the last attempt. */
void lease_expire(struct tx *tx, const struct mq_group *g, const struct group_row *row, struct delivery *d, struct pass *p);
/* Leases one delivery for a worker of this process. */
void lease_take(struct tx *tx, const struct mq_group *g, struct group_row *row, struct delivery *d, struct pass *p);
/* How many leases the group may take now. */
int lease_room(struct tx *tx, const struct mq_group *g, const struct group_row *row, const struct pass *p);
/* The pool: threads that work on what the passes took. pool_run hands over after the commit; pump thread. */
struct pool *pool_start(struct mq *mq);
void pool_stop(struct pool *pool);
int pool_idle(struct pool *pool);
void pool_run(struct pool *pool, const struct pass *p);

/* retry.c: milliseconds before retry number n (1, 2, …), with its jitter; -1 when the policy has no such retry. */
int64_t retry_delay(const struct mq_retry *policy, int n);
/* True when the policy can be read; the texts are constants of the map. */
bool retry_valid(const struct mq_retry *policy);
/* The policy in words, for people. */
const char *retry_text(const struct mq_retry *policy, struct arena *a);
/* "|a|b|" of "a || b", in memory of the caller's to free; NULL for all. */
char *tags_parse(const char *expression);
/* True when the parsed tags name this one. */
bool tags_match(const char *tags, const char *tag);

#endif
