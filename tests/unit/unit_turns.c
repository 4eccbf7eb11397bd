/* store, several processes on one: turns, seats, names, ids, and what an undone transaction leaves behind. The others
 * are forked before this process opens a store, and talk through pipes. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/id.h"
#include "limits.h"
#include "store/internal.h"
#include "test.h"

struct other {
  pid_t pid;
  int say, hear; /* this side's ends */
};

static void say(int fd)
{
  if (write(fd, "!", 1) != 1)
    _exit(1);
}

static bool hear(int fd)
{
  char c;
  return read(fd, &c, 1) == 1;
}

/* Runs run(hear, say, dir) in a process of its own. */
static struct other start(void (*run)(int from, int to, const char *dir), const char *dir)
{
  int there[2], back[2];
  if (pipe(there) || pipe(back))
    abort();
  fflush(NULL);
  pid_t pid = fork();
  if (!pid) {
    close(there[1]);
    close(back[0]);
    run(there[0], back[1], dir);
    _exit(0);
  }
  close(there[0]);
  close(back[1]);
  return (struct other){pid, there[1], back[0]};
}

static void finish(struct other *o)
{
  close(o->say);
  close(o->hear);
  waitpid(o->pid, NULL, 0);
}

static enum err add_one(struct tx *tx, void *arg)
{
  const char *name = arg;
  char text[24];
  snprintf(text, sizeof text, "%lld", (long long)setting_i64(tx, name, 0) + 1);
  setting_put(tx, name, text);
  return OK;
}

struct counted { const char *name; int64_t n; };

static enum err read_count(struct tx *tx, void *arg)
{
  struct counted *c = arg;
  c->n = setting_i64(tx, c->name, 0);
  return OK;
}

static int64_t count_of(struct store *s, const char *name)
{
  struct counted c = {.name = name};
  test_read(s, read_count, &c);
  return c.n;
}

enum { WRITE_MS = 1500 };

static void write_flat_out(struct store *s, const char *name)
{
  int64_t until = clock_mono_ms() + WRITE_MS;
  while (clock_mono_ms() < until)
    EQUAL(test_write(s, add_one, (void *)name), OK);
}

static void write_as_second(int from, int to, const char *dir)
{
  struct store *s = store_open(dir, false);
  struct store_stats stats;
  say(to);
  hear(from);
  write_flat_out(s, "second");
  store_stats(s, &stats);
  printf("# the other waited %lld times, at most %lld us\n", (long long)stats.turn_waits, (long long)stats.turn_longest_us);
  fflush(stdout);
  store_close(s);
}

static void two_writers_get_equal_shares(void)
{
  const char *dir = test_dir();
  store_close(store_open(dir, true));
  struct other o = start(write_as_second, dir);
  struct store *s = store_open(dir, false);
  struct store_stats stats;
  hear(o.hear);
  say(o.say);
  write_flat_out(s, "first");
  store_stats(s, &stats);
  waitpid(o.pid, NULL, 0);
  int64_t first = count_of(s, "first"), second = count_of(s, "second");
  printf("# %lld and %lld commits in %d ms; waited %lld times, at most %lld us\n", (long long)first, (long long)second,
      WRITE_MS, (long long)stats.turn_waits, (long long)stats.turn_longest_us);
  CHECK(first > (first + second) / 4 && second > (first + second) / 4);
  store_close(s);
}

static enum err never_end(struct tx *tx, void *arg)
{
  setting_put(tx, "lost", "1");
  say(*(int *)arg);
  while (!tx_faulted(tx))
    pause();
  return OK;
}

static void stay_in_turn(int from, int to, const char *dir)
{
  (void)from;
  test_write(store_open(dir, false), never_end, &to);
}

static void a_killed_process_does_not_keep_its_turn(void)
{
  const char *dir = test_dir();
  store_close(store_open(dir, true));
  struct other o = start(stay_in_turn, dir);
  hear(o.hear);
  struct store *s = store_open(dir, false);
  kill(o.pid, SIGKILL);
  EQUAL(test_write(s, add_one, "count"), OK);
  EQUAL(count_of(s, "lost"), 0);
  finish(&o);
  store_close(s);
}

static void a_process_stopped_in_its_turn_makes_the_others_refuse(void)
{
  const char *dir = test_dir();
  store_close(store_open(dir, true));
  struct other o = start(stay_in_turn, dir);
  hear(o.hear);
  kill(o.pid, SIGSTOP);
  struct store *s = store_open(dir, false);
  struct store_stats stats;
  int64_t began = clock_mono_ms();
  EQUAL(test_write(s, add_one, "count"), FAULT_BUSY);
  printf("# refused after %lld ms\n", (long long)(clock_mono_ms() - began));
  EQUAL(count_of(s, "count"), 0); /* reads go on */
  kill(o.pid, SIGKILL);
  EQUAL(test_write(s, add_one, "count"), OK);
  store_stats(s, &stats);
  CHECK(stats.turn_waits > 0);
  finish(&o);
  store_close(s);
}

static void stay_at_gate(int from, int to, const char *dir)
{
  char path[256];
  struct seats seats;
  snprintf(path, sizeof path, "%s/yizhan.lock", dir);
  seats_take(&seats, path);
  byte_lock(seats.fd, BYTE_GATE);
  say(to);
  hear(from);
}

static void a_process_stopped_at_the_gate_is_passed(void)
{
  const char *dir = test_dir();
  store_close(store_open(dir, true));
  struct other o = start(stay_at_gate, dir);
  hear(o.hear);
  struct store *s = store_open(dir, false);
  for (int i = 0; i < 3; i++) {
    int64_t began = clock_mono_us();
    EQUAL(test_write(s, add_one, "count"), OK);
    printf("# write %d past a stuck gate: %lld us\n", i + 1, (long long)(clock_mono_us() - began));
  }
  finish(&o);
  store_close(s);
}

static void hold_open(int from, int to, const char *dir)
{
  struct store *s = store_open(dir, false);
  bool claimed = store_claim(s, "inn");
  if (claimed)
    say(to);
  hear(from);
  store_close(s);
}

static void a_name_is_one_process_s(void)
{
  const char *dir = test_dir();
  bool mine;
  store_close(store_open(dir, true));
  struct other o = start(hold_open, dir);
  hear(o.hear);
  struct store *s = store_open(dir, false);
  CHECK(!store_claim(s, "inn"));
  CHECK(store_claimed(s, "inn", &mine) && !mine);
  CHECK(store_claim(s, "tea house"));
  CHECK(store_claimed(s, "tea house", &mine) && mine);
  CHECK(!store_claimed(s, "nobody", &mine));
  kill(o.pid, SIGKILL);
  waitpid(o.pid, NULL, 0);
  CHECK(!store_claimed(s, "inn", &mine));
  CHECK(store_claim(s, "inn"));
  CHECK(!store_claimed(s, "tea house", &mine)); /* one at a time */
  store_close(s);
}

static void a_store_in_use_is_not_upgraded(void)
{
  const char *dir = test_dir();
  char path[256];
  sqlite3 *db;
  store_close(store_open(dir, true));
  struct other o = start(hold_open, dir);
  hear(o.hear);
  snprintf(path, sizeof path, "%s/yizhan.db", dir);
  sqlite3_open(path, &db);
  sqlite3_exec(db, "PRAGMA user_version=1", NULL, NULL, NULL);
  sqlite3_close(db);
  CHECK(!store_open(dir, false));
  snprintf(path, sizeof path, "%s/yizhan.db.before-upgrade-from-1", dir);
  CHECK(access(path, F_OK) != 0);
  finish(&o);
}

enum { IDS = 100000, PROCESSES = 4 };

static void make_ids(int from, int to, const char *dir)
{
  static int64_t ids[IDS];
  struct store *s = store_open(dir, false);
  say(to);
  hear(from);
  for (int i = 0; i < IDS; i++)
    ids[i] = id_next();
  for (size_t done = 0; done < sizeof ids;) {
    ssize_t n = write(to, (char *)ids + done, sizeof ids - done);
    if (n <= 0)
      _exit(1);
    done += (size_t)n;
  }
  store_close(s);
}

static int by_number(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static void ids_of_several_processes_are_never_equal(void)
{
  static int64_t ids[IDS * PROCESSES];
  struct other others[PROCESSES];
  const char *dir = test_dir();
  store_close(store_open(dir, true));
  for (int i = 0; i < PROCESSES; i++)
    others[i] = start(make_ids, dir);
  for (int i = 0; i < PROCESSES; i++)
    hear(others[i].hear);
  for (int i = 0; i < PROCESSES; i++)
    say(others[i].say);
  for (int i = 0; i < PROCESSES; i++) {
    for (size_t done = 0; done < sizeof ids / PROCESSES;) {
      ssize_t n = read(others[i].hear, (char *)(ids + (size_t)i * IDS) + done, sizeof ids / PROCESSES - done);
      if (n <= 0)
        break;
      done += (size_t)n;
    }
    finish(&others[i]);
  }
  qsort(ids, IDS * PROCESSES, sizeof *ids, by_number);
  int doubles = 0;
  for (int i = 1; i < IDS * PROCESSES; i++)
    doubles += ids[i] == ids[i - 1];
  CHECK(ids[0] > 0);
  EQUAL(doubles, 0);
}

static void answer_with_ids(int from, int to, const char *dir)
{
  struct store *s = store_open(dir, false);
  int64_t seen;
  while (read(from, &seen, sizeof seen) == sizeof seen) {
    int64_t next = id_next();
    if (write(to, &next, sizeof next) != sizeof next)
      _exit(1);
  }
  store_close(s);
}

/* An order's history is sorted by ids, and its steps may be taken on different nodes within a millisecond. */
static void ids_grow_over_all_processes(void)
{
  const char *dir = test_dir();
  int64_t last = 0;
  int backwards = 0;
  store_close(store_open(dir, true));
  struct other o = start(answer_with_ids, dir);
  struct store *s = store_open(dir, false);
  for (int i = 0; i < 5000; i++) {
    int64_t next = id_next();
    backwards += next <= last;
    EQUAL(write(o.say, &next, sizeof next), sizeof next);
    EQUAL(read(o.hear, &last, sizeof last), sizeof last);
    backwards += last <= next;
  }
  EQUAL(backwards, 0);
  finish(&o);
  store_close(s);
}

static void only_so_many_processes_have_a_seat(void)
{
  const char *dir = test_dir();
  char path[256];
  struct seats seats[LIMIT_PROCESSES + 1];
  snprintf(path, sizeof path, "%s/yizhan.lock", dir);
  for (int i = 0; i < LIMIT_PROCESSES; i++) {
    CHECK(seats_take(&seats[i], path));
    EQUAL(seats[i].number, i);
  }
  CHECK(!seats_take(&seats[LIMIT_PROCESSES], path));
  seats_leave(&seats[5]);
  CHECK(seats_take(&seats[LIMIT_PROCESSES], path));
  EQUAL(seats[LIMIT_PROCESSES].number, 5);
  CHECK(!seats_alone(&seats[0]));
  for (int i = 1; i <= LIMIT_PROCESSES; i++)
    if (i != 5)
      seats_leave(&seats[i]);
  CHECK(seats_alone(&seats[0]));
  seats_leave(&seats[0]);
}

static void a_turn_costs_little_when_alone(void)
{
  enum { TURNS = 200000 };
  char path[256];
  struct seats seats;
  snprintf(path, sizeof path, "%s/yizhan.lock", test_dir());
  CHECK(seats_take(&seats, path));
  struct turnstile t = {.fd = seats.fd};
  int64_t began = clock_mono_us();
  for (int i = 0; i < TURNS; i++) {
    CHECK(turnstile_enter(&t));
    turnstile_leave(&t);
  }
  printf("# a turn alone: %.2f us\n", (double)(clock_mono_us() - began) / TURNS);
  EQUAL(t.waits, 0);
  seats_leave(&seats);
}

static const struct test tests[] = {TEST(two_writers_get_equal_shares), TEST(a_killed_process_does_not_keep_its_turn),
    TEST(a_process_stopped_in_its_turn_makes_the_others_refuse), TEST(a_process_stopped_at_the_gate_is_passed),
    TEST(a_name_is_one_process_s),
    TEST(a_store_in_use_is_not_upgraded), TEST(ids_of_several_processes_are_never_equal),
    TEST(ids_grow_over_all_processes),
    TEST(only_so_many_processes_have_a_seat), TEST(a_turn_costs_little_when_alone)};
TEST_MAIN(tests)
