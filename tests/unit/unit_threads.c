/* base under threads: log lines and the pool of arenas. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/arena_pool.h"
#include "base/log.h"
#include "test.h"

enum { ARENA_THREADS = 8, ARENA_ROUNDS = 20000 };

static void *fill_arenas(void *wrong)
{
  for (int i = 0; i < ARENA_ROUNDS; i++) {
    struct arena *a = arena_take();
    char *p = arena_alloc(a, 64), mark = (char)(i % 100 + 1);
    *(_Atomic int *)wrong += p[0] != 0 || p[63] != 0;
    memset(p, mark, 64);
    if (i % 64 == 0)
      sched_yield();
    *(_Atomic int *)wrong += p[0] != mark || p[63] != mark;
    arena_give(a);
  }
  return NULL;
}

static void an_arena_of_the_pool_has_one_owner(void)
{
  pthread_t threads[ARENA_THREADS];
  _Atomic int wrong = 0;
  for (int i = 0; i < ARENA_THREADS; i++)
    pthread_create(&threads[i], NULL, fill_arenas, &wrong);
  for (int i = 0; i < ARENA_THREADS; i++)
    pthread_join(threads[i], NULL);
  EQUAL(wrong, 0);
  arena_pool_clear();
}

/* Many times what fits in memory between two writes, so that both halves fill and turn. */
enum { LOG_THREADS = 6, LOG_LINES = 20000 };

static void *write_lines(void *arg)
{
  char text[96];
  memset(text, 'x', sizeof text);
  for (int i = 0; i < LOG_LINES; i++) {
    if (i % 5000 == 0)
      log_warn("test.warn", "thread=%d", *(int *)arg);
    log_info("test.line", "thread=%d n=%d text=%.*s\nforged=1 end=1", *(int *)arg, i, i * 7 % 96, text);
  }
  return NULL;
}

static void count_lines(FILE *f)
{
  char line[1024];
  int next[LOG_THREADS] = {0}, wrong = 0, warnings = 0;
  while (fgets(line, sizeof line, f)) {
    int thread, n;
    const char *pairs = strstr(line, "thread=");
    warnings += strstr(line, "test.warn") != NULL;
    if (!pairs || strncmp(line, "ts=20", 5))
      wrong++;
    else if (sscanf(pairs, "thread=%d n=%d ", &thread, &n) == 2)
      wrong += thread < 0 || thread >= LOG_THREADS || n != next[thread]++ || strcmp(line + strlen(line) - 7, " end=1\n");
  }
  EQUAL(wrong, 0);
  EQUAL(warnings, LOG_THREADS * (LOG_LINES / 5000));
  for (int i = 0; i < LOG_THREADS; i++)
    EQUAL(next[i], LOG_LINES);
}

static void no_log_line_is_lost_or_torn(void)
{
  pthread_t threads[LOG_THREADS];
  int numbers[LOG_THREADS], stderr_before = dup(STDERR_FILENO);
  FILE *f = tmpfile();
  dup2(fileno(f), STDERR_FILENO);
  log_level(LOG_INFO);
  log_start();
  for (int i = 0; i < LOG_THREADS; i++) {
    numbers[i] = i;
    pthread_create(&threads[i], NULL, write_lines, &numbers[i]);
  }
  for (int i = 0; i < LOG_THREADS; i++)
    pthread_join(threads[i], NULL);
  log_stop();
  log_level(LOG_ERROR + 1);
  dup2(stderr_before, STDERR_FILENO);
  close(stderr_before);
  rewind(f);
  count_lines(f);
  fclose(f);
}

static const struct test tests[] = {TEST(an_arena_of_the_pool_has_one_owner), TEST(no_log_line_is_lost_or_torn)};
TEST_MAIN(tests)
