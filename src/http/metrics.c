/* Counters of requests, and their lines for Prometheus. Counters are atomic: any thread. */
#include <stdlib.h>
#include "http/internal.h"

enum { CLASSES = 6 };

static const int64_t bounds_us[] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000};
enum { BOUNDS = sizeof bounds_us / sizeof bounds_us[0] };

struct row_counts {
  _Atomic uint64_t by_class[CLASSES];
};

struct metrics {
  const struct route *rows;
  size_t count;
  struct row_counts *counts; /* one per row and one for what matched none */
  _Alignas(64) _Atomic uint64_t duration_us; /* beside the first bucket: both change with nearly every request */
  _Atomic uint64_t buckets[BOUNDS + 1];
  _Atomic uint64_t guard_refused, rate_refused;
};

struct metrics *metrics_create(const struct route *rows, size_t count)
{
  struct metrics *m = aligned_alloc(_Alignof(struct metrics), sizeof *m);
  if (!m)
    return NULL;
  *m = (struct metrics){0};
  if (!(m->counts = calloc(count + 1, sizeof *m->counts))) {
    free(m);
    return NULL;
  }
  m->rows = rows;
  m->count = count;
  return m;
}

void metrics_free(struct metrics *m)
{
  if (m)
    free(m->counts);
  free(m);
}

void metrics_request(struct metrics *m, const struct route *row, int status, int64_t us)
{
  size_t i = row ? (size_t)(row - m->rows) : m->count;
  size_t bucket = 0;
  int class = status / 100;
  while (bucket < BOUNDS && us > bounds_us[bucket])
    bucket++;
  atomic_fetch_add_explicit(&m->counts[i].by_class[class >= 0 && class < CLASSES ? class : 0], 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&m->buckets[bucket], 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&m->duration_us, us > 0 ? (uint64_t)us : 0, memory_order_relaxed);
}

void metrics_guard_refused(struct metrics *m)
{
  atomic_fetch_add_explicit(&m->guard_refused, 1, memory_order_relaxed);
}

void metrics_rate_refused(struct metrics *m)
{
  atomic_fetch_add_explicit(&m->rate_refused, 1, memory_order_relaxed);
}

static void put_requests(struct metrics *m, struct buf *out)
{
  buf_str(out, "# HELP yizhan_http_requests_total Requests answered.\n# TYPE yizhan_http_requests_total counter\n");
  for (size_t i = 0; i <= m->count; i++)
    for (int class = 1; class < CLASSES; class ++) {
      unsigned long long n = m->counts[i].by_class[class];
      const char *method = i < m->count ? m->rows[i].method : "", *path = i < m->count ? m->rows[i].path : "";
      if (n)
        buf_printf(out, "yizhan_http_requests_total{method=\"%s\",route=\"%s\",status=\"%dxx\"} %llu\n", method, path,
            class, n);
    }
}

static void put_durations(struct metrics *m, struct buf *out)
{
  unsigned long long sum = 0;
  buf_str(out,
      "# HELP yizhan_http_request_seconds Time from head to answer.\n# TYPE yizhan_http_request_seconds histogram\n");
  for (size_t i = 0; i < BOUNDS; i++) {
    sum += m->buckets[i];
    buf_printf(out, "yizhan_http_request_seconds_bucket{le=\"%g\"} %llu\n", (double)bounds_us[i] / 1e6, sum);
  }
  sum += m->buckets[BOUNDS];
  buf_printf(out, "yizhan_http_request_seconds_bucket{le=\"+Inf\"} %llu\n", sum);
  buf_printf(out, "yizhan_http_request_seconds_sum %.6f\n", (double)m->duration_us / 1e6);
  buf_printf(out, "yizhan_http_request_seconds_count %llu\n", sum);
}

static void put_refused(struct metrics *m, struct buf *out)
{
  buf_printf(out,
      "# HELP yizhan_http_guard_refused_total Requests the protocol guard refused.\n# TYPE "
      "yizhan_http_guard_refused_total counter\n"
      "yizhan_http_guard_refused_total %llu\n",
      (unsigned long long)m->guard_refused);
  buf_printf(out,
      "# HELP yizhan_http_rate_refused_total Requests beyond a rate limit.\n# TYPE yizhan_http_rate_refused_total "
      "counter\n"
      "yizhan_http_rate_refused_total %llu\n",
      (unsigned long long)m->rate_refused);
}

void metrics_put(struct metrics *m, struct buf *out)
{
  put_requests(m, out);
  put_durations(m, out);
  put_refused(m, out);
}
