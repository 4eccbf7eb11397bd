/* The unit tests' vocabulary; checks may be made from any thread. */
#include "test.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"

static atomic_int failures;
static char dirs[64][64];
static int dir_count;
static _Atomic int64_t virtual_now;

void test_check(bool fine, const char *what, const char *file, int line)
{
  if (fine)
    return;
  failures++;
  printf("  %s:%d: %s\n", file, line, what);
}

void test_equal(int64_t a, int64_t b, const char *what, const char *file, int line)
{
  if (a == b)
    return;
  failures++;
  printf("  %s:%d: %s: %" PRId64 " against %" PRId64 "\n", file, line, what, a, b);
}

void test_same_text(const char *a, const char *b, const char *what, const char *file, int line)
{
  if (a && b && !strcmp(a, b))
    return;
  failures++;
  printf("  %s:%d: %s: \"%s\" against \"%s\"\n", file, line, what, a ? a : "(null)", b ? b : "(null)");
}

static void remove_dirs(void)
{
  char command[sizeof dirs[0] + 16];
  for (int i = 0; i < dir_count; i++) {
    snprintf(command, sizeof command, "rm -rf %.*s", (int)sizeof dirs[0], dirs[i]);
    if (system(command))
      perror(command);
  }
}

const char *test_dir(void)
{
  if (dir_count == (int)(sizeof dirs / sizeof dirs[0]))
    abort();
  char *dir = dirs[dir_count++];
  if (dir_count == 1)
    atexit(remove_dirs);
  snprintf(dir, sizeof dirs[0], "/tmp/yizhan-unit-XXXXXX");
  if (!mkdtemp(dir))
    abort();
  return dir;
}

struct store *test_store(void)
{
  struct store *s = store_open(test_dir(), true);
  if (!s)
    abort();
  return s;
}

static int64_t read_virtual(void)
{
  return virtual_now;
}

void test_clock_at(int64_t ms)
{
  virtual_now = ms;
  clock_set(read_virtual);
}

void test_clock_move(int64_t ms)
{
  virtual_now += ms;
}

void test_clock_real(void)
{
  clock_set(NULL);
}

enum err test_write(struct store *s, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = arena_create()};
  enum err e = store_write(s, fn, arg, &scope);
  arena_destroy(scope.arena);
  return e;
}

enum err test_read(struct store *s, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = arena_create()};
  enum err e = store_read(s, fn, arg, &scope);
  arena_destroy(scope.arena);
  return e;
}

bool test_eventually(bool (*check)(void *arg), void *arg)
{
  for (int i = 0; i < 2000; i++) {
    if (check(arg))
      return true;
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  return false;
}

static bool named(int argc, char **argv, const char *name)
{
  for (int i = 1; i < argc; i++)
    if (!strcmp(argv[i], name))
      return true;
  return argc < 2;
}

int test_main(int argc, char **argv, const struct test *tests, size_t count)
{
  int bad = 0, planned = 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  log_level(getenv("TEST_LOG") ? LOG_DEBUG : LOG_ERROR + 1);
  for (size_t i = 0; i < count; i++)
    planned += named(argc, argv, tests[i].name);
  printf("1..%d\n", planned);
  for (size_t i = 0; i < count; i++) {
    if (!named(argc, argv, tests[i].name))
      continue;
    int before = failures;
    tests[i].run();
    printf("%s %s\n", failures == before ? "ok" : "not ok", tests[i].name);
    bad += failures != before;
  }
  return bad || !planned ? 1 : 0;
}
