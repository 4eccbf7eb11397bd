/* Start and stop of the HTTP face. Guarantee: http_stop returns after every request in hand was answered (or after
 * STOP_MS). Called by the main thread. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "http/address.h"
#include "http/internal.h"
#include "http/rate.h"
#include "http/recent_keys.h"

enum { STOP_MS = 10000 };

static const struct route openapi_row = {.method = "GET",
    .path = "/api/v1/openapi.json",
    .who = WHO_PUBLIC,
    .rate = RATE_READ,
    .handler = openapi_answer,
    .flags = ROUTE_TAGGED,
    .types = json_alone,
    .summary = "This document"};

static void release(struct http *h)
{
  router_free(h->router);
  rates_free(h->rates);
  recent_keys_free(h->keys);
  metrics_free(h->metrics);
  arena_destroy(h->arena);
  free(h);
}

/* API.md: the staff's part lies under /api/v1/admin, the guests' part is the rest of /api. */
static bool served(const struct http_options *o, const struct route *row)
{
  if (strncmp(row->path, "/api/", 5))
    return true;
  return strncmp(row->path, "/api/v1/admin/", 14) ? o->guests : o->staff;
}

static void join_rows(struct http *h)
{
  const struct http_options *o = &h->options;
  h->row_count = o->route_count + health_row_count + 1;
  h->rows = arena_array(h->arena, struct route, h->row_count + 1);
  if (o->route_count)
    memcpy(h->rows, o->routes, o->route_count * sizeof *h->rows);
  for (size_t i = 0; i < o->route_count; i++)
    if (!served(o, &h->rows[i]))
      h->rows[i].flags |= ROUTE_ELSEWHERE;
  memcpy(h->rows + o->route_count, health_rows, health_row_count * sizeof *h->rows);
  h->rows[h->row_count - 1] = openapi_row;
  h->rows[h->row_count] = asset_row;
}

const char *http_openapi(const struct http_options *o, struct arena *a, size_t *n)
{
  struct http h = {.options = *o, .arena = a};
  join_rows(&h);
  openapi_build(&h);
  *n = h.openapi_len;
  return h.openapi;
}

struct http *http_start(const struct http_options *o)
{
  struct http *h = aligned_alloc(_Alignof(struct http), sizeof *h);
  if (!h)
    return NULL;
  *h = (struct http){.options = *o, .probed_at = INT64_MIN / 2};
  random_bytes(&h->seed, sizeof h->seed);
  h->arena = arena_create();
  join_rows(h);
  h->trusted = address_list(o->config->trusted_proxy, h->arena);
  const char *fault = address_list_fault(h->trusted);
  if (fault)
    log_error("http.proxy", "trusted-proxy=%s error=\"this is no address; name each proxy by its IPv4 or IPv6 address\"", fault);
  h->router = router_create(h->rows, h->row_count);
  h->rates = rates_create();
  h->keys = recent_keys_create();
  h->metrics = metrics_create(h->rows, h->row_count + 1);
  if (h->router)
    openapi_build(h);
  if (h->keys)
    recent_keys_load(h->keys, o->store);
  if (fault || !h->router || !h->rates || !h->keys || !h->metrics || !server_start(h)) {
    release(h);
    return NULL;
  }
  log_info("http.listen", "port=%d", http_port(h));
  return h;
}

int http_port(const struct http *h)
{
  return server_port(h->server);
}

void http_stop(struct http *h)
{
  if (!h)
    return;
  int64_t until = clock_mono_ms() + STOP_MS;
  h->stopping = true;
  http_news();
  while (h->in_flight > 0 && clock_mono_ms() < until)
    usleep(2000);
  server_stop(h->server);
  release(h);
}
