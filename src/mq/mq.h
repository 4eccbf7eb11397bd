/* Messages: an append-only log in the business transaction, consumer groups with cursors, delays, retries, leases.
 *
 * Guarantee: a message exists exactly if the transaction that appended it committed. A group's effect in the database
 * and its progress commit together: exactly once. Per key a group sees messages in commit order; a failing message
 * holds back only its own key. Facts of the model: RocketMQ's (topics, groups, 16 retries 10 s .. 2 h, dead letters).
 * Topics and groups are two constant tables that app hands over; mq knows no domain. */
#ifndef YIZHAN_MQ_MQ_H
#define YIZHAN_MQ_MQ_H

#include "store/store.h"

struct message {
  int64_t id;          /* in commit order over all topics */
  const char *topic, *tag, *key, *body; /* body: JSON text */
  const char *trace;   /* id of the request that published it, "" for the system */
  int64_t born_at;     /* epoch ms */
  int attempt;         /* 1 for the first delivery */
  const char *result;  /* leased groups: what the work handed over; else "" */
};

enum mq_result { MQ_DONE, MQ_RETRY, MQ_DEAD }; /* MQ_DEAD: permanent, no retry will help */

/* Consumes one message inside the transaction that also advances the group. On MQ_RETRY or MQ_DEAD its work is undone;
 * tx_refuse before it gives the error text. `ctx` is what mq_start got. */
typedef enum mq_result (*mq_handler)(struct tx *tx, const struct message *m, void *ctx);

/* For effects outside the database: called without a transaction, on a worker thread, while this process holds a lease
 * on the message; several run at once. The group's handler records the result afterwards, in the transaction that ends
 * the lease. A lease that ran out belongs to the next worker: then nothing of the handler's work stays. So the work may
 * happen again, and should give the other side m->id to know a repetition by: it never changes and never comes back. */
struct mq_lease;
typedef enum mq_result (*mq_work)(struct mq_lease *lease, const struct message *m, void *ctx);

/* How a failed delivery is tried again. Times are written as RocketMQ's delay levels are: "10s 30s 1m 2h" (ms s m h d).
 * With `delays` one per retry; without, `times` retries after first, first * factor, … at most cap. */
struct mq_retry {
  const char *delays;
  const char *first, *cap;
  int factor, times;
  int jitter;          /* percent of the delay that chance may add */
};
extern const struct mq_retry mq_ladder; /* RocketMQ's: 16 times, 10 s to 2 h; with a tenth of jitter */

/* MQ_CLUSTERING: one node handles each message, its effect and the group's progress are one transaction.
 * MQ_BROADCASTING: every node gets every message that comes after its start, from a cursor in its memory, in a
 * read-only tx; for effects in the node's own memory, such as a cache. There a failure is logged and passed over. */
enum mq_mode { MQ_CLUSTERING, MQ_BROADCASTING };
/* Where a group begins that the store does not know yet; one that it knows keeps its cursor. */
enum mq_from { MQ_FROM_FIRST, MQ_FROM_LAST, MQ_FROM_TIMESTAMP };
struct mq_group {
  const char *name;
  int topic;           /* number of the topic, below */
  enum mq_mode mode;
  bool ordered;        /* ORDERLY per key; false: a retry does not hold back its key */
  mq_handler handler;  /* NULL only beside `work`: nothing to record */
  /* What follows may be left out. */
  const char *tags;    /* "a || b": only these; NULL or "*": all. Messages of other tags are passed over. */
  enum mq_from from;
  int64_t from_at;     /* MQ_FROM_TIMESTAMP: born at or after, epoch ms */
  const struct mq_retry *retry; /* NULL: mq_ladder */
  int rate;            /* messages per second, over all nodes together; 0: no limit. At most 100000. */
  mq_work work;        /* makes it a leased group; clustering only */
  int64_t lease_ms;    /* 0: LIMIT_MQ_LEASE_MS */
  int in_flight;       /* leases at a time, over all nodes; 0: no bound but the workers of the processes */
  bool calm;           /* takes new messages once a second, many together, instead of at each bell */
};
struct mq_topic { const char *name; };
/* Topic numbers are the index in `topics`; at most 64. */
struct mq_map {
  const struct mq_topic *topics; size_t topic_count;
  const struct mq_group *groups; size_t group_count;
};

/* Appends to topic number `topic`; id of the message. `key` orders and finds it; strings are copied; body is JSON text;
 * a tag has no '|'. */
int64_t mq_append(struct tx *tx, int topic, const char *tag, const char *key, const char *body, const char *trace);
/* The same, but once only under the name `once` in this topic: for LIMIT_MQ_ONCE_HOURS a repetition appends nothing and
 * gives the id of the first. */
int64_t mq_append_once(struct tx *tx, int topic, const char *once, const char *tag, const char *key, const char *body,
    const char *trace);
/* Appends it to the topic at `due_at` (epoch ms; the past means now). The handle, with due_at, cancels it. */
int64_t mq_append_at(struct tx *tx, int topic, int64_t due_at, const char *tag, const char *key, const char *body,
    const char *trace);
/* Cancels a delayed message in this transaction; false when it fired already. */
bool mq_cancel(struct tx *tx, int64_t due_at, int64_t handle);
/* Moves it; the new handle stays the same. False when it fired already. */
bool mq_move(struct tx *tx, int64_t due_at, int64_t handle, int64_t new_due_at);

/* A message that comes by the calendar: five-field cron in a time zone of the tz database, see base/cron.h. */
struct mq_schedule {
  const char *name, *topic, *tag, *key, *body, *cron, *zone;
  int64_t next_at, last_at; /* when it comes next, and came last (0 never); for reading */
};
extern const struct shape mq_schedule_shape;
/* Makes or changes the schedule of this name, in this transaction; the same again changes nothing, so a missed time stays
 * due. Times missed while nobody ran come once. Refuses an unknown topic or zone, and a cron that never comes. */
enum err mq_schedule_put(struct tx *tx, const struct mq_schedule *schedule);
/* Ends it; false when there is none of that name. */
bool mq_schedule_remove(struct tx *tx, const char *name);
/* All, by name. */
struct list mq_schedules(struct tx *tx);

/* Milliseconds of "90s" or "2h" (ms s m h d); -1 when it is none. Any thread. */
int64_t mq_delay(const char *text);
/* Milliseconds of RocketMQ's delay level 1..18 (1 s to 2 h); higher levels count as 18, none or lower ones as no delay. */
int64_t mq_delay_level(int level);

/* Registers topics and groups in the store, then runs the pump thread, and a pool of LIMIT_MQ_WORKERS if a group is
 * leased. NULL after logging why. */
struct mq *mq_start(struct store *store, const struct mq_map *map, void *ctx);
/* Stops after the batch in hand and the work in hand. */
void mq_stop(struct mq *mq);
/* A bell: topics of these bits have news. Any thread, never blocks. Losing one costs at most a second. */
void mq_ring(struct mq *mq, uint64_t topics);
/* Takes what is broadcast up to the end of the log; false when the log could not be read. Any thread outside a
 * transaction; short, for it waits for no writer. */
bool mq_catch_up(struct mq *mq);
/* True when this node has taken all that was broadcast until a second ago or later, looking itself if need be: whatever
 * held it up (lost bells, a stopped process, a busy pump), what it keeps in memory is at most a poll old. Costs a look
 * at the clock. False when the log could not be read. Any thread outside a transaction. */
bool mq_caught_up(struct mq *mq);
/* Bits of the topics that have a broadcasting group: those of which other nodes want to hear. */
uint64_t mq_shared(const struct mq_map *map);
/* Deletes messages older than `before` (epoch ms) that every group has passed, in small batches; called now and then. */
void mq_retain(struct mq *mq, int64_t before);

/* Appends Prometheus lines: of every group, of the timers. Unknown numbers are left out. Any thread. */
void mq_metrics(struct mq *mq, struct buf *out);
/* Logs event=mq.alarm for what is wrong: the oldest of a group beyond `oldest_bound_ms`, dead letters, many failures since
 * the last call, a group with lag that nobody moves, late timers (limits.h). Each of a group once per
 * LIMIT_MQ_ALARM_EVERY_MS. Call every few seconds, from one thread. */
void mq_watch(struct mq *mq, int64_t oldest_bound_ms);

/* From inside the work, on its thread: */
/* Moves the end of the lease to `ms` from now; false when the lease is lost, and then the work may stop. */
bool mq_lease_extend(struct mq_lease *lease, int64_t ms);
/* Hands a text over: to the handler as m->result, or as the error of what failed. Copied. */
void mq_lease_result(struct mq_lease *lease, const char *result);
/* Memory for the work, given back behind the lease. */
struct arena *mq_lease_arena(struct mq_lease *lease);

/* Numbers and dead letters, all from the snapshot of `tx`. */
struct mq_group_stats {
  const char *name, *topic, *mode, *order;
  /* lag: messages behind the cursor that the group subscribes to, and those that wait behind a failed one of their key;
   * what is leased, retrying or dead is counted there alone. oldest_age_ms: of lag and of what is leased or retrying;
   * NONE_I64 when nothing waits. in_flight: leases. Both of the first are unknown for a broadcasting group. */
  int64_t lag, oldest_age_ms, in_flight, retrying, dead, cursor;
  bool paused, leased;
  const char *tags, *retry;
  struct list nodes;         /* struct mq_holder */
};
struct mq_holder { const char *group, *node; int64_t in_flight; };
/* messages and bytes: what the log holds; rates over whole minutes of the clock; delayed: timers, schedules' too. */
struct mq_topic_stats {
  const char *name;
  int64_t messages, bytes, last_id, oldest_at, delayed, oldest_delay_at;
  double per_second_minute, per_second_hour;
};
/* One delivery that was noted: all but those that went through at once. */
struct mq_attempt { int64_t attempt, at; const char *node, *error; /* "" when it went through */ };
struct mq_dead_letter {
  int64_t id;                /* of the delivery */
  int64_t message_id;
  const char *group, *topic, *tag, *key, *body, *error, *node;
  const char *state, *note;  /* dead; discarded and why; replaced and by which message; reset with its group */
  int64_t attempts, died_at;
  struct list made;          /* struct mq_attempt; empty in lists */
};
/* A message as the console shows it, and what became of it in each group of its topic. */
struct mq_fate {
  const char *group, *state; /* pending, filtered (another tag), done, retry, waiting, leased, dead, discarded, replaced;
                                unknown for a broadcasting group */
  int64_t attempts, next_at; /* attempts of this round; when the next one is due, or the lease ends */
  const char *error;         /* of the last one, "" without one */
  /* Only of what did not just go through: */
  int64_t delivery_id, at;
  const char *node, *note;
  struct list made;          /* struct mq_attempt */
};
struct mq_record {
  int64_t id, born_at;
  int64_t due_at;            /* of one that is delayed; 0: published */
  const char *state;         /* delayed, published */
  const char *topic, *tag, *key, *body, *trace;
  struct list fates;         /* struct mq_fate; empty in lists */
};
struct mq_search {
  const char *topic, *key;   /* NULL = all */
  int64_t from, to;          /* born in [from, to], due in it when delayed; 0 = open */
};
extern const struct shape mq_record_shape, mq_attempt_shape;
/* Newest first, id below `after`; what is delayed comes first, its ids are larger. Refuses an unknown topic. There is no
 * index by key, which a booking would pay for: one call looks at LIMIT_MQ_SCAN messages at most, and *next is the `after` to
 * go on with, even behind an empty page; 0 at the end. Times are found by halving, so messages of a clock that was set back
 * may be missed. */
enum err mq_messages(struct tx *tx, const struct mq_search *search, int64_t after, int64_t limit, struct list *out,
    int64_t *next);
/* Deletes a delayed message that staff published by hand; refuses one that belongs to an order or a schedule. */
enum err mq_call_off(struct tx *tx, int64_t id);
/* True when there is a group of that name. */
bool mq_group_exists(struct tx *tx, const char *name);
/* One message with its fates; false when there is none (any more). */
bool mq_message(struct tx *tx, int64_t id, struct mq_record *out);
/* Pauses or resumes a group; false when there is none of that name. */
bool mq_pause(struct tx *tx, const char *group, bool paused);
/* Sets a clustering group's cursor: what was born at or after `at` is delivered (again); INT64_MAX skips all that waits.
 * What failed since then is forgotten with its attempts, as it comes again; of dead letters the record stays, in the state
 * 'reset', and *told names them for the trail, as JSON in the arena. Older retries go on. False when there is no such group. */
bool mq_reset(struct tx *tx, const char *group, int64_t at, const char **told);

extern const struct shape mq_group_shape, mq_topic_shape, mq_dead_shape;
/* Lists of the structs above. */
struct list mq_groups(struct tx *tx);
struct list mq_topics(struct tx *tx);
struct list mq_dead(struct tx *tx, const char *group, int64_t after, int64_t limit); /* group NULL = all */
/* One dead letter, also when it was discarded, replaced or reset, with every attempt; false when there is none. */
bool mq_dead_letter(struct tx *tx, int64_t delivery_id, struct mq_dead_letter *out);
/* Sends a dead letter through its group again, from attempt 1: at once, or behind those of its key that are under way.
 * False if it is not dead. */
bool mq_dead_retry(struct tx *tx, int64_t delivery_id);
/* The same with another body: a new message for this group alone, in the place of the old one, which stays as it was,
 * 'replaced'. The new message's id; 0 if it is not dead. */
int64_t mq_dead_edit(struct tx *tx, int64_t delivery_id, const char *body, const char *trace);
bool mq_dead_discard(struct tx *tx, int64_t delivery_id, const char *reason);
/* Delivers a message once more to one clustering group of its topic, whatever its tags, and to no other; like
 * mq_dead_retry. Refuses an unknown message or group, and one that is still to be delivered there. */
enum err mq_resend(struct tx *tx, int64_t message_id, const char *group);

/* What staff publish by hand. */
struct mq_post { const char *topic, *tag, *key, *body; int64_t due_at; /* 0: at once */ };
struct mq_posted { int64_t message_id, due_at, delayed_id; /* the first or the other two */ };
extern const struct shape mq_post_shape, mq_posted_shape;
/* Refuses an unknown topic, a tag with '|', a body over LIMIT_MQ_BODY, a time beyond LIMIT_MQ_DELAY_DAYS. */
enum err mq_post(struct tx *tx, const struct mq_post *in, const char *trace, struct mq_posted *out);

#endif
