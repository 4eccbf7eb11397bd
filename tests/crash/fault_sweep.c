/* Every call that the store makes of the disk fails once: opening, migrating, booking, paying, cancelling, passing messages
 * on, closing. Whatever fails, the program refuses cleanly and does not crash, and when it is started again the store is
 * whole and has all that was acknowledged.
 *
 * Each run is a process of its own on a copy of a prepared store; it leaves word of what was acknowledged in memory that
 * it shares with the one that judges. Every STEP-th call fails, every one where there are FEW; YIZHAN_SWEEP_STEP=1 is the
 * whole sweep. */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "app.h"
#include "demo.h"
#include "disk.h"
#include "order/order.h"

enum { ORDERS = 6, SECONDS = 60, SETTLE_MS = 300, STEP = 17, FEW = 40 };

/* What one run was told, and how far it came. */
struct told {
  int64_t booked[ORDERS];
  bool paid[ORDERS], cancelled[ORDERS];
  int odd;   /* answers that are neither success nor fault */
  int calls; /* of the kind that was to fail */
};
static struct told *told;
struct known { int64_t type_id; int32_t today; };
static struct known *known;
static char house[128], dir[128];
static const char *empty;

static struct order_request request(void)
{
  return (struct order_request){.room_type_id = type_id, .arrival = today, .departure = today + 2, .rooms = 1,
      .guest_name = "张三", .guest_phone = "13800000000"};
}

static enum err book(struct tx *tx, void *arg)
{
  struct order o;
  struct order_request in = request();
  enum err e = order_walk_in(tx, &owner, &in, &o);
  *(int64_t *)arg = o.id;
  return e;
}

static enum err pay(struct tx *tx, void *arg)
{
  struct order o;
  enum err e = order_find(tx, &owner, *(int64_t *)arg, &o);
  return e ? e : order_pay_at_desk(tx, &owner, &o, o.payable, "cash", NULL);
}

static enum err cancel(struct tx *tx, void *arg)
{
  struct order o;
  enum err e = order_find(tx, &owner, *(int64_t *)arg, &o);
  return e ? e : order_cancel(tx, &owner, &o);
}

/* True when it was acknowledged; a refusal has no reason here. */
static bool done(struct store *s, tx_fn fn, void *arg)
{
  enum err e = test_write(s, fn, arg);
  told->odd += e && !err_is_fault(e);
  return e == OK;
}

static void live(struct store *s)
{
  struct config config = {0};
  struct mq *mq = mq_start(s, &app_topics, &config);
  for (int i = 0; i < ORDERS; i++) {
    int64_t id = 0;
    if (!done(s, book, &id))
      continue;
    told->booked[i] = id;
    told->paid[i] = done(s, pay, &id);
    if (i % 2)
      told->cancelled[i] = done(s, cancel, &id);
  }
  usleep(SETTLE_MS * 1000); /* the messages go their way */
  mq_stop(mq);
}

static void run_house(void)
{
  struct store *s = store_open(dir, true);
  if (s && type_id)
    live(s);
  store_close(s);
  told->calls = disk_calls();
}

/* Runs fn in a process of its own; its exit status, or minus the signal that ended it. */
static int apart(void (*fn)(void))
{
  int status;
  fflush(stdout);
  pid_t pid = fork();
  if (!pid) {
    alarm(SECONDS);
    fn();
    _exit(0);
  }
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* The statement's one number; ?1 is `id`. */
static int64_t number(sqlite3 *db, const char *sql, int64_t id)
{
  sqlite3_stmt *s = NULL;
  int64_t n = -1;
  if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK) {
    sqlite3_bind_int64(s, 1, id);
    n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
  }
  sqlite3_finalize(s);
  return n;
}

static int wrong(sqlite3 *db)
{
  int found = 0;
  found += number(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'", 0) != 0;
  found += number(db, "SELECT count(*) FROM pragma_foreign_key_check", 0) != 0;
  for (int i = 0; i < ORDERS; i++) {
    int64_t id = told->booked[i];
    found += id && number(db, "SELECT count(*) FROM orders WHERE id = ?1", id) != 1;
    found += told->paid[i] && number(db, "SELECT count(*) FROM payments WHERE order_id = ?1", id) != 1;
    found += told->cancelled[i] && number(db, "SELECT count(*) FROM orders WHERE id = ?1 AND status = 'cancelled'", id) != 1;
  }
  found += type_id && number(db, "SELECT (SELECT coalesce(sum(sold), 0) FROM nights) - "
                                 "(SELECT 2 * count(*) FROM orders WHERE status = 'confirmed')", 0) != 0;
  return found;
}

/* As the next start finds it, with a disk that is well. */
static void judge(void)
{
  char path[160];
  sqlite3 *db = NULL;
  struct store *s = store_open(dir, true);
  bool fine = s && store_probe(s);
  store_close(s);
  snprintf(path, sizeof path, "%s/yizhan.db", dir);
  fine = fine && sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
  int found = fine ? wrong(db) : 1;
  sqlite3_close(db);
  _exit(found + told->odd);
}

static enum disk_op op;
static int code, at;

static void run_with_a_fault(void)
{
  install_bad_disk();
  disk_fail(op, at, code);
  run_house();
}

static void start_from(const char *from)
{
  char command[512];
  snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s", dir, from, dir);
  EQUAL(system(command), 0);
}

/* One run on a copy of `from`, in which the at-th call fails; how many calls there were. */
static int run(const char *from, int number)
{
  at = number;
  memset(told, 0, sizeof *told);
  start_from(from);
  int ended = apart(run_with_a_fault), calls = told->calls, found = apart(judge);
  if (ended || found)
    printf("  call %d of %d: ended %d, found %d\n", at, calls, ended, found);
  EQUAL(ended, 0);
  EQUAL(found, 0);
  return calls;
}

/* Every step-th call of one kind fails; how many there are tells a first run in which none does. */
static void sweep(const char *from, enum disk_op kind, int result)
{
  const char *given = getenv("YIZHAN_SWEEP_STEP");
  int runs = 0;
  op = kind;
  code = result;
  int calls = run(from, 0), step = given && atoi(given) > 0 ? atoi(given) : calls > FEW ? STEP : 1;
  CHECK(calls > 0);
  for (int i = 1; i <= calls; i += step, runs++)
    run(from, i);
  printf("# %d faults among %d calls\n", runs, calls);
}

/* A house with rooms, whose ids the processes to come know. */
static void fill(void)
{
  demo_open_at(house);
  known->type_id = type_id;
  known->today = today;
  store_close(store);
}

static void prepare(void)
{
  if (told)
    return;
  told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  known = mmap(NULL, sizeof *known, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  snprintf(dir, sizeof dir, "%s/run", test_dir());
  snprintf(house, sizeof house, "%s/house", test_dir());
  empty = test_dir();
  EQUAL(apart(fill), 0);
}

static void in_use(enum disk_op kind, int result)
{
  prepare();
  type_id = known->type_id;
  today = known->today;
  sweep(house, kind, result);
}

/* Making and migrating. */
static void at_first_start(enum disk_op kind, int result)
{
  prepare();
  type_id = 0;
  sweep(empty, kind, result);
}

#define SWEEP(name, kind, result) \
  static void name##_in_use(void) \
  { \
    in_use(kind, result); \
  } \
  static void name##_at_first_start(void) \
  { \
    at_first_start(kind, result); \
  }
#define SWEEPS(X) \
  X(a_read_that_fails, DISK_READ, SQLITE_IOERR_READ) X(a_write_that_fails, DISK_WRITE, SQLITE_IOERR_WRITE) \
  X(a_full_disk, DISK_WRITE, SQLITE_FULL) X(a_sync_that_fails, DISK_SYNC, SQLITE_IOERR_FSYNC) \
  X(a_truncate_that_fails, DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE) X(a_lock_that_fails, DISK_LOCK, SQLITE_IOERR_LOCK) \
  X(a_map_that_fails, DISK_SHM_MAP, SQLITE_IOERR_SHMMAP) X(a_full_disk_under_a_map, DISK_SHM_MAP, SQLITE_FULL) \
  X(an_open_that_fails, DISK_OPEN, SQLITE_CANTOPEN) X(no_memory_to_read, DISK_READ, SQLITE_IOERR_NOMEM) \
  X(no_memory_to_write, DISK_WRITE, SQLITE_IOERR_NOMEM)
SWEEPS(SWEEP)

#define BOTH(name, kind, result) TEST(name##_in_use), TEST(name##_at_first_start),
static const struct test tests[] = {SWEEPS(BOTH)};
TEST_MAIN(tests)
