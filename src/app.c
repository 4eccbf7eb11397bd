/* The composition root. Order of opening: cache, bells, mq, http; closing is the reverse, so that nothing calls into
 * what is gone. The main thread runs a libuv loop with the signals and the housekeeping timer. */
#include "app.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>
#include "base/clock.h"
#include "base/log.h"
#include "cache/lru.h"
#include "hotel/view.h"
#include "http/idempotency.h"
#include "login/login_http.h"
#include "login/session.h"
#include "node/bell.h"
#include "order/order.h"
#include "staff/staff.h"
#include "topic_ids.h"

enum { TICK_MS = 1000, MINUTE_TICKS = 60, HOUR_TICKS = 3600, SWEEP = 200 };
#define DAY_MS INT64_C(86400000)

struct app {
  const struct config *config;
  struct store *store;
  struct lru *cache;
  struct bell *bell;
  struct mq *mq;
  struct http *http;
  struct arena *arena; /* of the housekeeping */
  int64_t ticks;
  uv_loop_t loop;
  uv_signal_t interrupt, terminate;
  uv_timer_t tick;
};

static bool find_session(struct tx *tx, const uint8_t hash[32], enum who who, bool used, struct actor *out)
{
  return who == WHO_GUEST ? guest_actor(tx, hash, out) : staff_actor(tx, hash, used, out);
}

static void on_commit(void *ctx, uint64_t topics)
{
  bell_ring(((struct app *)ctx)->bell, topics);
}

static void on_bell(void *ctx, uint64_t topics)
{
  struct app *a = ctx;
  if (a->mq)
    mq_ring(a->mq, topics);
  if (topics & UINT64_C(1) << TOPIC_ORDER)
    http_news();
}

static enum err sweep_orders(struct tx *tx, void *arg)
{
  *(int64_t *)arg = order_sweep(tx, SWEEP);
  return OK;
}

static enum err write_touched(struct tx *tx, void *arg)
{
  session_write_touched(tx, arg);
  return OK;
}

static enum err sweep_sessions(struct tx *tx, void *arg)
{
  (void)arg;
  session_sweep(tx);
  return OK;
}

static void run(struct app *a, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = a->arena, .patient = true};
  store_write(a->store, fn, arg, &scope);
  arena_reset(a->arena);
}

/* What the timers of the log do one by one, for all that are overdue: at start after a long stop, and as a net. */
static void sweep(struct app *a)
{
  int64_t done = SWEEP;
  while (done == SWEEP) {
    done = 0;
    run(a, sweep_orders, &done);
    if (done)
      log_info("order.sweep", "cancelled=%" PRId64, done);
  }
}

static void on_tick(uv_timer_t *timer)
{
  struct app *a = timer->data;
  if (++a->ticks % MINUTE_TICKS)
    return;
  struct touched touched;
  session_take_touched(&touched);
  if (touched.count)
    run(a, write_touched, &touched);
  run(a, sweep_sessions, NULL);
  sweep(a);
  if (a->ticks % HOUR_TICKS)
    return;
  idempotency_expire(a->store);
  mq_retain(a->mq, clock_now() - a->config->retention_days * DAY_MS);
}

static void on_signal(uv_signal_t *signal, int number)
{
  log_info("app.signal", "number=%d", number);
  uv_stop(signal->loop);
}

static void gauge(struct buf *out, const char *name, int64_t v)
{
  buf_printf(out, "# TYPE yizhan_%s gauge\nyizhan_%s %" PRId64 "\n", name, name, v);
}

struct numbers { struct list groups; };

static enum err read_numbers(struct tx *tx, void *arg)
{
  ((struct numbers *)arg)->groups = mq_groups(tx);
  return OK;
}

static void put_group_gauge(struct buf *out, const char *name, const char *group, int64_t v)
{
  if (v != NONE_I64) /* unknown is left out, never 0 */
    buf_printf(out, "yizhan_mq_%s{group=\"%s\"} %" PRId64 "\n", name, group, v);
}

static void put_groups(struct buf *out, const struct list *groups)
{
  const struct mq_group_stats *g = groups->items;
  buf_str(out, "# TYPE yizhan_mq_lag gauge\n# TYPE yizhan_mq_oldest_age_ms gauge\n# TYPE yizhan_mq_retrying gauge\n"
               "# TYPE yizhan_mq_dead gauge\n");
  for (size_t i = 0; i < groups->count; i++) {
    put_group_gauge(out, "lag", g[i].name, g[i].lag);
    put_group_gauge(out, "oldest_age_ms", g[i].name, g[i].oldest_age_ms);
    put_group_gauge(out, "retrying", g[i].name, g[i].retrying);
    put_group_gauge(out, "dead", g[i].name, g[i].dead);
  }
}

static void metrics(void *ctx, struct buf *out)
{
  struct app *a = ctx;
  struct store_stats s;
  struct lru_stats c;
  struct numbers n = {0};
  struct scope scope = {.arena = out->arena};
  store_stats(a->store, &s);
  lru_stats(a->cache, &c);
  gauge(out, "store_writable", s.writable);
  gauge(out, "store_jobs_total", s.jobs);
  gauge(out, "store_batches_total", s.batches);
  gauge(out, "store_refused_busy_total", s.refused_busy);
  gauge(out, "store_queue", s.queue);
  gauge(out, "store_wal_bytes", s.wal_bytes);
  gauge(out, "store_last_checkpoint_ms", s.last_checkpoint_ms);
  gauge(out, "cache_hits_total", c.hits);
  gauge(out, "cache_misses_total", c.misses);
  gauge(out, "cache_evictions_total", c.evictions);
  gauge(out, "cache_bytes", c.bytes);
  if (store_read(a->store, read_numbers, &n, &scope) == OK)
    put_groups(out, &n.groups);
}

static bool start(struct app *a)
{
  a->cache = lru_create((size_t)a->config->cache_bytes);
  if (!a->cache || !(a->bell = bell_open(on_bell, a)))
    return false;
  hotel_use_cache(a->cache);
  store_on_commit(a->store, on_commit, a);
  sweep(a);
  a->mq = mq_start(a->store, &app_topics, (void *)a->config);
  if (!a->mq)
    return false;
  struct http_options o = {.listen = a->config->listen, .routes = app_routes, .route_count = app_route_count,
      .session = find_session, .config = a->config, .store = a->store, .app = a, .sandbox = a->config->demo,
      .metrics = metrics};
  a->http = http_start(&o);
  return a->http != NULL;
}

static void stop(struct app *a)
{
  if (a->http)
    http_stop(a->http);
  mq_stop(a->mq);
  store_on_commit(a->store, NULL, NULL);
  bell_close(a->bell);
  hotel_use_cache(NULL);
  lru_destroy(a->cache);
}

/* Before anything is opened, so that a signal that comes meanwhile waits for the loop instead of killing the process. */
static void watch_signals(struct app *a)
{
  uv_loop_init(&a->loop);
  uv_signal_init(&a->loop, &a->interrupt);
  uv_signal_init(&a->loop, &a->terminate);
  uv_signal_start(&a->interrupt, on_signal, SIGINT);
  uv_signal_start(&a->terminate, on_signal, SIGTERM);
}

static void run_loop(struct app *a)
{
  uv_timer_init(&a->loop, &a->tick);
  a->tick.data = a;
  uv_timer_start(&a->tick, on_tick, TICK_MS, TICK_MS);
  uv_run(&a->loop, UV_RUN_DEFAULT);
  uv_close((uv_handle_t *)&a->tick, NULL);
}

static void close_loop(struct app *a)
{
  uv_close((uv_handle_t *)&a->interrupt, NULL);
  uv_close((uv_handle_t *)&a->terminate, NULL);
  uv_run(&a->loop, UV_RUN_DEFAULT);
  uv_loop_close(&a->loop);
}

int app_serve(const struct config *config, struct store *store)
{
  struct app a = {.config = config, .store = store, .arena = arena_create()};
  signal(SIGPIPE, SIG_IGN);
  watch_signals(&a);
  log_start();
  bool started = start(&a);
  if (started) {
    log_info("app.ready", "version=%s data=%s", YIZHAN_VERSION, config->data);
    run_loop(&a);
  }
  stop(&a);
  close_loop(&a);
  arena_destroy(a.arena);
  log_info("app.stopped", "clean=%d", started);
  log_stop();
  return started ? 0 : 1;
}
