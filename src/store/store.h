/* The one SQLite file: one writer thread with group commit, a pool of readers.
 *
 * Guarantee: when store_write returns OK, the effect is on disk (fdatasync of the WAL). A refusal or fault of one job
 * undoes that job alone. After a failed fsync the writer stops for good: FAULT_READ_ONLY from then on.
 * Several processes may have one store open; they write in turn (turnstile.h).
 * store_write and store_read may be called from any thread, never from inside a tx function. */
#ifndef YIZHAN_STORE_STORE_H
#define YIZHAN_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"
#include "store/tx.h"

struct store;

/* A unit of work. OK commits; anything else undoes all it did. It may run again after being undone, so it touches
 * nothing but the database, its arena and what `arg` points to; no network, no sleep. */
typedef enum err (*tx_fn)(struct tx *tx, void *arg);

/* Opens or creates DIR/yizhan.db, migrates it to this binary's schema, starts the writer. `busy` bounds the queue.
 * NULL after logging why (newer schema, not ours, disk). */
struct store *store_open(const char *dir, bool create);
/* Stops the writer after the queued jobs, checkpoints, closes. */
void store_close(struct store *s);
/* Runs fn in the next batch on the writer thread and waits until it is durable. `scope` (not NULL) lends the arena and
 * takes the refusal's fields. FAULT_BUSY at once when the queue is full. */
enum err store_write(struct store *s, tx_fn fn, void *arg, struct scope *scope);
/* The same without waiting, for a producer with many writes under way: `done` is called once with what store_write would
 * have returned, when it is durable; on a thread of the store, so it must not block or call the store. `arg` and `scope`
 * live until then. FAULT_BUSY or FAULT_READ_ONLY when it was not taken; then `done` is not called. Any thread. */
enum err store_submit(struct store *s, tx_fn fn, void *arg, struct scope *scope, void (*done)(void *ctx, enum err result),
    void *ctx);
/* Runs fn on a snapshot; it cannot write. FAULT_TIMEOUT past the time cap. */
enum err store_read(struct store *s, tx_fn fn, void *arg, struct scope *scope);

/* Claims a name for this process among all that have the store open, at most one; false when another has it. It is free
 * again when the store is closed or the process is gone. Main thread. */
bool store_claim(struct store *s, const char *name);
/* True when a living process has the name; *mine tells whether it is this one. Any thread. */
bool store_claimed(struct store *s, const char *name, bool *mine);

/* Called on the writer thread after each commit, once per batch; `topics` is a bit per topic number that tx_bell named
 * in the batch. Must not block. Set before the first write. */
void store_on_commit(struct store *s, void (*hook)(void *ctx, uint64_t topics), void *ctx);

/* How many commits of all processes called tx_outdate; each counts before its callers are answered. Who remembers rows
 * notes the count before reading them, and reads again when it has moved. A process that is killed between its commit and
 * the count leaves it as it was, so what is remembered needs an age, too. Any thread. */
int64_t store_outdated(const struct store *s);

struct store_stats {
  bool writable;
  int64_t jobs, batches, refused_busy, wal_bytes, queue, commit_us_total, last_checkpoint_ms;
  int64_t turn_waits, turn_wait_us, turn_longest_us; /* for other processes that were writing */
};
/* Numbers of this moment, for metrics; any thread. */
void store_stats(struct store *s, struct store_stats *out);
/* True when a real write and a real read went through just now; for /readyz. */
bool store_probe(struct store *s);

#endif
