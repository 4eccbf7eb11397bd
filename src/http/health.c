/* /livez, /readyz, /metrics and the counters behind the last. Counters are atomic: any thread. */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "http/address.h"
#include "http/internal.h"

enum { CLASSES = 6, PROBE_MS = 1000 };

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
  _Atomic int64_t probed_at; /* monotonic ms of the last probe; a probe costs a commit */
  _Atomic bool probed_well;
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
  m->probed_at = INT64_MIN / 2;
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

static void put_rest(struct http *h, struct buf *out)
{
  struct metrics *m = h->metrics;
  buf_printf(out,
      "# HELP yizhan_http_in_flight Requests in hand.\n# TYPE yizhan_http_in_flight gauge\nyizhan_http_in_flight %d\n"
      "# HELP yizhan_http_streams Open live streams.\n# TYPE yizhan_http_streams gauge\nyizhan_http_streams %d\n",
      (int)h->in_flight, streams_open(h));
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

/* Only for a collector on this machine: a loopback peer, and not a proxy's that speaks for somebody else. */
static enum err get_metrics(struct request *req, struct reply *reply)
{
  struct exchange *x = exchange_of(req);
  struct http *h = x->http;
  struct buf out;
  if (!x->wire->local || !address_is_loopback(req->address) || request_header(req, "X-Forwarded-For") ||
      request_header(req, "Forwarded"))
    return ERR_NOT_FOUND;
  buf_init(&out, req->scope.arena);
  put_requests(h->metrics, &out);
  put_durations(h->metrics, &out);
  put_rest(h, &out);
  if (h->options.metrics)
    h->options.metrics(h->options.app, &out);
  reply_bytes(reply, 200, "text/plain; version=0.0.4; charset=utf-8", out.data, out.len, NULL, NULL);
  return OK;
}

static void say(struct reply *reply, const char *json)
{
  reply_bytes(reply, 200, "application/json", json, strlen(json), NULL, NULL);
}

static enum err get_livez(struct request *req, struct reply *reply)
{
  (void)req;
  say(reply, "{\"status\":\"alive\"}");
  return OK;
}

/* The store's probe is a real write, so its answer is kept for a second however often it is asked for. */
static bool store_is_fine(struct http *h)
{
  struct metrics *m = h->metrics;
  int64_t now = clock_mono_ms(), last = m->probed_at;
  if (now - last >= PROBE_MS && atomic_compare_exchange_strong(&m->probed_at, &last, now))
    m->probed_well = store_probe(h->options.store);
  return m->probed_well;
}

static enum err get_readyz(struct request *req, struct reply *reply)
{
  struct http *h = exchange_of(req)->http;
  if (h->stopping || !store_is_fine(h) || (h->options.ready && !h->options.ready(h->options.app)))
    return FAULT_BUSY;
  say(reply, "{\"status\":\"ready\"}");
  return OK;
}

const struct route health_rows[] = {
    {.method = "GET", .path = "/livez", .rate = RATE_NONE, .handler = get_livez, .summary = "The process answers"},
    {.method = "GET",
        .path = "/readyz",
        .rate = RATE_NONE,
        .handler = get_readyz,
        .summary = "A real write and a real read go through"},
    {.method = "GET",
        .path = "/metrics",
        .rate = RATE_NONE,
        .handler = get_metrics,
        .summary = "Prometheus text, for loopback only"},
};
const size_t health_row_count = sizeof health_rows / sizeof health_rows[0];
