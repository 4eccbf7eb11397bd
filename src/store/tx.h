/* What a unit of work may do inside its transaction: run named statements, bind by name, read columns in order.
 *
 * A fault (disk, constraint that no rule foresaw) sticks to the tx: later calls do nothing, and the job ends with that
 * fault whatever fn returns; so rules test only what they care about. Valid only inside fn, on its thread. */
#ifndef YIZHAN_STORE_TX_H
#define YIZHAN_STORE_TX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/money.h"
#include "base/shape.h"
#include "sql.gen.h" /* enum sql: SQL_ORDER_INSERT for "-- name: order_insert" of any .sql file */

struct tx;

/* What a caller lends to its work: memory for results, room for a refusal's fields. */
struct scope {
  struct arena *arena;
  struct problem problem;
};

struct bind {
  const char *name; /* without the colon */
  enum { BIND_I64 = 1, BIND_STR, BIND_BLOB, BIND_DOUBLE, BIND_NULL } kind;
  int64_t i;
  double d;
  const void *p;
  size_t n;
};
#define BI(name_, v) ((struct bind){.name = name_, .kind = BIND_I64, .i = (v)})
#define BS(name_, v) ((struct bind){.name = name_, .kind = BIND_STR, .p = (v)}) /* NULL binds null */
#define BB(name_, v, size) ((struct bind){.name = name_, .kind = BIND_BLOB, .p = (v), .n = (size)})
#define BD(name_, v) ((struct bind){.name = name_, .kind = BIND_DOUBLE, .d = (v)})
#define BN(name_) ((struct bind){.name = name_, .kind = BIND_NULL})
#define BM(name_, v) BI(name_, (v).fen)
#define BINDS(...) (const struct bind[]){__VA_ARGS__ __VA_OPT__(,) {.name = NULL}}

/* Runs a statement without rows; the number of rows it changed, 0 after a fault. */
int64_t tx_run_(struct tx *tx, enum sql id, const struct bind *binds);
#define tx_run(tx, id, ...) tx_run_(tx, id, BINDS(__VA_ARGS__))

/* The id that the last insert of this tx was given, where the table gives them in commit order. */
int64_t tx_last_id(struct tx *tx);

/* Starts a query; step it with row_next. Rows must be finished (row_next false, or row_end) before the same statement
 * starts again in this tx. */
struct rows;
struct rows *tx_query_(struct tx *tx, enum sql id, const struct bind *binds);
#define tx_query(tx, id, ...) tx_query_(tx, id, BINDS(__VA_ARGS__))
/* The next row; false at the end or after a fault, and then the statement is reset. */
bool row_next(struct rows *r);
/* Gives the statement back before its end. */
void row_end(struct rows *r);
/* Columns, taken from left to right; text and blobs are copied into the tx's arena. */
int64_t row_i64(struct rows *r);      /* null gives 0 */
double row_double(struct rows *r);    /* null gives NaN */
const char *row_str(struct rows *r);  /* null gives NULL */
const void *row_blob(struct rows *r, size_t *n);
struct money row_fen(struct rows *r);
/* Fills the fields of `object` whose names equal column names (null → the type's none); other columns are passed over. */
void row_object(struct rows *r, const struct shape *shape, void *object);

/* One row, one integer: `fallback` when there is no row. */
int64_t tx_i64_(struct tx *tx, enum sql id, int64_t fallback, const struct bind *binds);
#define tx_i64(tx, id, fallback, ...) tx_i64_(tx, id, fallback, BINDS(__VA_ARGS__))
/* One row into `object` by column names; false when there is none. */
bool tx_object_(struct tx *tx, enum sql id, const struct shape *shape, void *object, const struct bind *binds);
#define tx_object(tx, id, shape, object, ...) tx_object_(tx, id, shape, object, BINDS(__VA_ARGS__))
/* All rows into a new list of structs of shape->size; `at_most` rows (0 = no bound). */
struct list tx_list_(struct tx *tx, enum sql id, const struct shape *shape, size_t at_most, const struct bind *binds);
#define tx_list(tx, id, shape, at_most, ...) tx_list_(tx, id, shape, at_most, BINDS(__VA_ARGS__))
/* Runs a statement with every :name that is a field of `shape` bound from `object`, the others from `...`. */
int64_t tx_run_object_(struct tx *tx, enum sql id, const struct shape *shape, const void *object, const struct bind *binds);
#define tx_run_object(tx, id, shape, object, ...) tx_run_object_(tx, id, shape, object, BINDS(__VA_ARGS__))

/* The arena and the problem that the caller lent. */
struct arena *tx_arena(struct tx *tx);
struct problem *tx_problem(struct tx *tx);
/* The instant this unit of work counts as now: one value for the whole batch. */
int64_t tx_now(struct tx *tx);
/* It counts as that instant from here on: for a past that is made up. */
void tx_set_now(struct tx *tx, int64_t ms);
/* A number that no other transaction of this process has: of the writer's whole batch, new when it starts again. */
int64_t tx_batch(struct tx *tx);
/* refuse() and refuse_word() into the tx's problem. */
enum err tx_refuse(struct tx *tx, enum err code, const char *field, enum text why, int64_t arg);
enum err tx_refuse_word(struct tx *tx, enum err code, const char *field, enum text why, const char *word);
/* True once a fault stuck. */
bool tx_faulted(struct tx *tx);
/* Names topic number 0..63 for the after-commit hook. */
void tx_bell(struct tx *tx, int topic);
/* Says that what processes may remember of the rows changed here is out of date, once this is committed: store_outdated. */
void tx_outdate(struct tx *tx);
/* A part that may be undone alone: tx_undo drops all since the mark, tx_keep keeps it. Marks nest strictly. */
void tx_mark(struct tx *tx);
void tx_keep(struct tx *tx);
void tx_undo(struct tx *tx);
/* Ends a part that may fail: keeps it when it is `fine`, else undoes it and forgets why it was refused. Returns `fine`. */
bool tx_keep_if(struct tx *tx, bool fine);
/* After tx_undo: the fault that had stuck, cleared, so that the work around may go on (a consumer's failure is its
 * message's retry). OK if there was none. Disk faults are not cleared. */
enum err tx_forgive(struct tx *tx);

/* A pattern for LIKE … ESCAPE '\': the user's own wildcards in `q` are made harmless. Any thread. */
const char *like_pattern(struct arena *a, const char *before, const char *q, const char *after);

/* Settings kept in the store: small integers and texts by name. NULL and `fallback` when unset. */
int64_t setting_i64(struct tx *tx, const char *name, int64_t fallback);
const char *setting_str(struct tx *tx, const char *name);
void setting_put(struct tx *tx, const char *name, const char *value);
void setting_put_i64(struct tx *tx, const char *name, int64_t value);

#endif
