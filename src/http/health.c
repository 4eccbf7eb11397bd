/* /livez, /readyz and /metrics. Worker thread of the exchange. */
#include <string.h>
#include "base/clock.h"
#include "http/internal.h"

enum { PROBE_MS = 1000 };

static void put_open(struct http *h, struct buf *out)
{
  buf_printf(out,
      "# HELP yizhan_http_in_flight Requests in hand.\n# TYPE yizhan_http_in_flight gauge\nyizhan_http_in_flight %d\n"
      "# HELP yizhan_http_streams Open live streams.\n# TYPE yizhan_http_streams gauge\nyizhan_http_streams %d\n",
      (int)h->in_flight, streams_open(h));
}

/* Only for a collector on this machine: a loopback peer, and not a proxy's that speaks for somebody else. */
static enum err get_metrics(struct request *req, struct reply *reply)
{
  struct http *h = exchange_of(req)->http;
  struct buf out;
  if (!request_is_local(req))
    return ERR_NOT_FOUND;
  buf_init(&out, req->scope.arena);
  metrics_put(h->metrics, &out);
  put_open(h, &out);
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
  int64_t now = clock_mono_ms(), last = h->probed_at;
  if (now - last >= PROBE_MS && atomic_compare_exchange_strong(&h->probed_at, &last, now))
    h->probed_well = store_probe(h->options.store);
  return h->probed_well;
}

static enum err get_readyz(struct request *req, struct reply *reply)
{
  struct http *h = exchange_of(req)->http;
  if (h->stopping || !store_is_fine(h))
    return FAULT_BUSY;
  say(reply, "{\"status\":\"ready\"}");
  return OK;
}

const char *const json_alone[] = {"application/json", NULL};
static const char *const prometheus[] = {"text/plain", NULL};

const struct route health_rows[] = {
    {.method = "GET",
        .path = "/livez",
        .rate = RATE_NONE,
        .handler = get_livez,
        .summary = "The process answers",
        .types = json_alone},
    {.method = "GET",
        .path = "/readyz",
        .rate = RATE_NONE,
        .handler = get_readyz,
        .summary = "A real write and a real read go through",
        .types = json_alone},
    {.method = "GET",
        .path = "/metrics",
        .rate = RATE_NONE,
        .handler = get_metrics,
        .summary = "Prometheus text, for loopback only",
        .types = prometheus},
};
const size_t health_row_count = sizeof health_rows / sizeof health_rows[0];
