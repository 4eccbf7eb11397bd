/* Stamps and percentiles: see mq_bench.h. */
#include "mq_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bench bench;
static int64_t sent[BENCH_MOST], confirmed[BENCH_MOST], consumed[BENCH_MOST];

static int64_t now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void bench_init(const char *window, const char *seconds)
{
  bench.window = atoi(window);
  bench.until = now() + (int64_t)(atof(seconds) * 1e9);
  if (bench.window < 1)
    bench_die("window", window);
}

int64_t bench_send(char body[BENCH_BODY + 1])
{
  int64_t at = now();
  if (at > bench.until)
    return -1;
  int64_t n = bench.next++;
  if (n >= BENCH_MOST)
    bench_die("messages", "more than there is room for");
  int head = snprintf(body, BENCH_BODY, "{\"n\":%lld,\"x\":\"", (long long)n);
  memset(body + head, 'x', (size_t)(BENCH_BODY - head - 2));
  memcpy(body + BENCH_BODY - 2, "\"}", 3);
  sent[n] = at;
  return n;
}

void bench_confirm(int64_t n)
{
  confirmed[n] = now();
}

void bench_consume(const char *body)
{
  int64_t n = atoll(body + 5);
  if (n < 0 || n >= bench.next)
    bench_die("consumed", "a message that was never sent");
  if (!consumed[n])
    bench.consumed++;
  consumed[n] = now();
}

bool bench_over(void)
{
  return bench.published_all && bench.consumed == bench.next;
}

static int compare(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* Of the differences in us; -1 when nothing was stamped. */
static void print_percentiles(const int64_t *stamps, int64_t n)
{
  static int64_t us[BENCH_MOST];
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++)
    if (stamps[i])
      us[count++] = (stamps[i] - sent[i]) / 1000;
  qsort(us, (size_t)count, sizeof *us, compare);
  printf(" %lld %lld", (long long)(count ? us[count / 2] : -1), (long long)(count ? us[count * 99 / 100] : -1));
}

void bench_report(void)
{
  int64_t n = bench.next, end = now();
  if (!n)
    bench_die("messages", "none");
  printf("RESULT %lld %lld", (long long)n, (long long)((end - sent[0]) / 1000));
  print_percentiles(confirmed, n);
  print_percentiles(consumed, n);
  printf("\n");
}

void bench_die(const char *what, const char *why)
{
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}
