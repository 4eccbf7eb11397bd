/* Inside the store: one SQLite connection with its prepared statements, used by one thread at a time. */
#ifndef YIZHAN_STORE_SQLITE_H
#define YIZHAN_STORE_SQLITE_H

#include <sqlite3.h>
#include "store/store.h"

enum { COLUMNS = 48, MARKS = 8 };

struct rows {
  struct tx *tx;
  sqlite3_stmt *stmt;
  int column;                       /* the next to be taken */
  bool stepped;                     /* the statement must be reset */
  const struct shape *shape;        /* for which `fields` was worked out */
  const struct field *fields[COLUMNS];
  int parameters;                   /* of the statement; their names without the colon: */
  char *names[COLUMNS];             /* copies: SQLite drops its own when it prepares a statement anew by itself */
  unsigned char places[COLUMNS];    /* where in the caller's binds each was last found: call sites keep their order */
  const struct shape *bound;        /* for which `sources` was worked out */
  const struct field *sources[COLUMNS];
};
struct conn {
  sqlite3 *db;
  int64_t deadline_ms;              /* readers: clock_mono_ms at which a query is cut off */
  struct rows rows[SQL_COUNT];
};
struct tx {
  struct conn *conn;
  struct scope *scope;
  int64_t now;
  int64_t batch;                    /* number of its transaction, 0 for readers */
  enum err fault;
  bool disk_fault;                  /* not to be forgiven */
  bool careful;                     /* marks are real savepoints; else something undone makes the batch start again */
  bool restart;                     /* it must: stands beside a fault, so that the work ends soon */
  int depth;                        /* of marks */
  int64_t changes_at[MARKS];        /* sqlite3_total_changes64 at each mark */
  uint64_t bells;
  bool outdates;
};

/* Opens FILE with every pragma and db_config of the house; NULL after logging. */
struct conn *conn_open(const char *file, bool writable, bool create);
void conn_close(struct conn *c);
/* Gives a prepared statement back; it is prepared again when it is wanted. */
void rows_forget(struct rows *r);
/* Closing this connection, be it the last, does not copy the WAL back: after a failed fsync that might lose it. */
void conn_leave_wal(struct conn *c);
/* Runs a constant statement without parameters; SQLite's extended code. */
int conn_exec(struct conn *c, const char *sql);
/* Runs a named statement without parameters or rows through its prepared form; SQLite's extended code. */
int conn_run(struct conn *c, enum sql id);
/* The prepared statement of `id`, NULL when SQLite refuses the text. */
sqlite3_stmt *conn_stmt(struct conn *c, enum sql id);
/* False, after logging it, when the file is surely another program's; nothing of it is touched. */
bool file_may_be_ours(const char *file);
/* Brings the file to this binary's schema; refuses newer and foreign files, and to change one that others have open
 * (`alone` false). Logs and returns false on failure. */
bool migrate(struct conn *c, const char *file, bool alone);
/* Number of the newest migration in this binary. */
int schema_version(void);

#endif
