/* The composition root. Order of opening: cache, bells, mq, http; closing is the reverse, so that nothing calls into
 * what is gone. The main thread runs a libuv loop with the signals and the housekeeping timer. */
#include "app.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>
#include "base/clock.h"
#include "base/log.h"
#include "cache/lru.h"
#include "day/day.h"
#include "hotel/catalogue.h"
#include "hotel/view.h"
#include "http/assets.h"
#include "http/idempotency.h"
#include "login/guest_session.h"
#include "login/login.h"
#include "login/session.h"
#include "node/bell.h"
#include "node/node.h"
#include "order/order.h"
#include "setup/setup.h"
#include "staff/staff_http.h"
#include "topic_ids.h"

enum { TICK_MS = 1000, WATCH_TICKS = 5, MINUTE_TICKS = 60, HOUR_TICKS = 3600, SWEEP = 200, WORDS = 1000 };
#define DAY_MS INT64_C(86400000)

struct app {
  const struct config *config;
  struct store *store;
  struct lru *cache;
  struct lru *guests; /* their sessions */
  struct bell *bell;
  struct mq *mq;
  struct node *node;
  uint64_t shared;          /* topics of which other nodes want to hear */
  pthread_rwlock_t ringing; /* bells come from threads that live longer than mq and node */
  struct http *http;
  struct arena *arena; /* of the housekeeping */
  struct arena *names; /* as long as the app */
  int64_t ticks;
  bool words; /* all orders have their words */
  int64_t blocked; /* branches whose day cannot be closed by schedule */
  uv_loop_t loop;
  uv_signal_t interrupt, terminate;
  uv_timer_t tick;
};

static enum err find_session(struct store *store, struct scope *scope, const uint8_t hash[32], enum who who, bool used,
    struct actor *out)
{
  return who == WHO_GUEST ? guest_of_token(store, scope, hash, out) : staff_of_token(store, scope, hash, used, out);
}

/* Others hear only of what is broadcast: what a group takes once is taken here, or by whoever polls first. */
static void on_commit(void *ctx, uint64_t topics)
{
  struct app *a = ctx;
  bell_ring(a->bell, topics);
  if (!(topics & a->shared))
    return;
  pthread_rwlock_rdlock(&a->ringing);
  if (a->node)
    node_ring(a->node, topics & a->shared);
  pthread_rwlock_unlock(&a->ringing);
}

/* Another node's: taken at once, without a turn to write. */
static void on_far_bell(void *ctx, uint64_t topics)
{
  struct app *a = ctx;
  pthread_rwlock_rdlock(&a->ringing);
  if (a->mq && topics & a->shared)
    mq_catch_up(a->mq);
  pthread_rwlock_unlock(&a->ringing);
}

static void on_bell(void *ctx, uint64_t topics)
{
  struct app *a = ctx;
  pthread_rwlock_rdlock(&a->ringing);
  if (a->mq)
    mq_ring(a->mq, topics);
  pthread_rwlock_unlock(&a->ringing);
  if (topics & (UINT64_C(1) << TOPIC_ORDER | UINT64_C(1) << TOPIC_DAY))
    http_news();
}

static enum err sweep_orders(struct tx *tx, void *arg)
{
  *(int64_t *)arg = order_sweep(tx, SWEEP);
  return OK;
}

struct closing { bool done; int64_t blocked; };

static enum err close_day(struct tx *tx, void *arg)
{
  struct closing *c = arg;
  c->done = day_close_next(tx, &c->blocked);
  return OK;
}

static enum err release_rooms(struct tx *tx, void *arg)
{
  *(int64_t *)arg = order_release(tx);
  return OK;
}

static enum err index_older(struct tx *tx, void *arg)
{
  *(bool *)arg = order_words_older(tx, WORDS) == 0;
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

static bool run(struct app *a, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = a->arena};
  enum err e = store_write(a->store, fn, arg, &scope);
  if (e)
    log_warn("app.housekeeping", "code=%s", err_code(e));
  arena_reset(a->arena);
  return !e;
}

/* What the timers of the log do one by one, for all that are overdue: at start after a long stop, and as a net. */
static void sweep(struct app *a)
{
  int64_t done = SWEEP;
  while (done == SWEEP && run(a, sweep_orders, &done))
    if (done)
      log_info("order.sweep", "cancelled=%" PRId64, done);
  if (run(a, release_rooms, &done) && done)
    log_info("order.release", "stays=%" PRId64, done);
}

/* Days that were missed are closed one by one. */
static void close_days(struct app *a)
{
  struct closing c = {.done = true};
  while (c.done && run(a, close_day, &c))
    ;
  if (c.blocked > a->blocked)
    log_warn("day.blocked", "branches=%" PRId64, c.blocked);
  a->blocked = c.blocked;
}

static void on_tick(uv_timer_t *timer)
{
  struct app *a = timer->data;
  if (++a->ticks % WATCH_TICKS == 0)
    mq_watch(a->mq, a->config->mq_alarm_seconds * 1000);
  if (!a->words)
    run(a, index_older, &a->words);
  if (a->ticks % MINUTE_TICKS)
    return;
  struct touched touched;
  session_take_touched(&touched);
  if (touched.count)
    run(a, write_touched, &touched);
  run(a, sweep_sessions, NULL);
  sweep(a);
  close_days(a);
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

/* What only grows is a counter and is called so (Prometheus, "Metric and label naming"). */
static void put_type(struct buf *out, const char *name)
{
  size_t n = strlen(name), end = strlen("_total");
  bool counts = n > end && !strcmp(name + n - end, "_total");
  buf_printf(out, "# TYPE yizhan_%s %s\n", name, counts ? "counter" : "gauge");
}

static void put(struct buf *out, const char *name, int64_t v)
{
  put_type(out, name);
  buf_printf(out, "yizhan_%s %" PRId64 "\n", name, v);
}

static void put_seconds(struct buf *out, const char *name, double v)
{
  put_type(out, name);
  buf_printf(out, "yizhan_%s %.6f\n", name, v);
}

static void put_bells(struct buf *out, const struct peers_stats *p)
{
  put(out, "nodes_others", p->known);
  put(out, "bell_connections", p->connections);
  put(out, "bell_hangups_total", p->hangups);
  put(out, "bells_sent_total", p->sent);
  put(out, "bells_received_total", p->received);
  buf_printf(out, "# TYPE yizhan_bells_refused_total counter\nyizhan_bells_refused_total{reason=\"forged\"} %" PRId64
             "\nyizhan_bells_refused_total{reason=\"replayed\"} %" PRId64
             "\nyizhan_bells_refused_total{reason=\"stranger\"} %" PRId64 "\n", p->forged, p->replayed, p->strange);
}

static void metrics(void *ctx, struct buf *out)
{
  struct app *a = ctx;
  struct store_stats s;
  struct lru_stats c;
  store_stats(a->store, &s);
  lru_stats(a->cache, &c);
  put(out, "store_writable", s.writable);
  put(out, "store_jobs_total", s.jobs);
  put(out, "store_batches_total", s.batches);
  put(out, "store_refused_busy_total", s.refused_busy);
  put(out, "store_queue", s.queue);
  put(out, "store_wal_bytes", s.wal_bytes);
  put_seconds(out, "store_last_checkpoint_seconds", (double)s.last_checkpoint_ms / 1e3);
  put(out, "store_turn_waits_total", s.turn_waits);
  put_seconds(out, "store_turn_wait_seconds_total", (double)s.turn_wait_us / 1e6);
  put_seconds(out, "store_turn_longest_seconds", (double)s.turn_longest_us / 1e6);
  put(out, "cache_hits_total", c.hits);
  put(out, "cache_misses_total", c.misses);
  put(out, "cache_evictions_total", c.evictions);
  put(out, "cache_loads_total", c.loads);
  put(out, "cache_negative_hits_total", c.missing_hits);
  put(out, "cache_entries", c.entries);
  put(out, "cache_bytes", c.bytes);
  put(out, "cache_capacity_bytes", c.capacity);
  struct peers_stats p;
  pthread_rwlock_rdlock(&a->ringing);
  if (a->node) {
    node_stats(a->node, &p);
    put_bells(out, &p);
  }
  pthread_rwlock_unlock(&a->ringing);
  mq_metrics(a->mq, out);
}

static void set_rung(struct app *a, struct mq *mq, struct node *node)
{
  pthread_rwlock_wrlock(&a->ringing);
  a->mq = mq;
  a->node = node;
  pthread_rwlock_unlock(&a->ringing);
}

/* The name that no other process on this machine has as long as this one listens on its port; with the process id where
 * the same port of another address already gave that name. */
static const char *own_name(struct app *a, int port)
{
  char host[32] = "node";
  if (*a->config->node)
    return a->config->node;
  gethostname(host, sizeof host - 1);
  const char *name = arena_printf(a->names, "%s:%d", host, port);
  if (!node_name_fine(name))
    name = arena_printf(a->names, "node:%d", port);
  return store_claim(a->store, name) ? name : arena_printf(a->names, "%s-%d", name, (int)getpid());
}

static bool join(struct app *a, enum node_role role)
{
  const char *colon = strrchr(a->config->listen, ':');
  int port = http_port(a->http), host = colon ? (int)(colon - a->config->listen) : 0;
  struct node_options o = {.store = a->store, .name = own_name(a, port), .role = role, .bell = a->config->bell,
      .address = arena_printf(a->names, "%.*s:%d", host, a->config->listen, port), .on_bell = on_far_bell, .ctx = a};
  struct node *node = store_claim(a->store, o.name) ? node_start(&o) : NULL;
  set_rung(a, a->mq, node);
  return node != NULL;
}

static enum err refresh_search(struct tx *tx, void *arg)
{
  (void)arg;
  branch_search_refresh(tx);
  member_search_refresh(tx);
  return OK;
}

struct readiness { bool zones, search, words; };

static enum err look_at_house(struct tx *tx, void *arg)
{
  struct readiness *r = arg;
  const char *missing = branch_zone_missing(tx);
  if (missing)
    log_error("app.zone", "zone=%s error=\"a branch is in this time zone, of which this machine has no data; install tzdata\"",
        missing);
  *r = (struct readiness){.zones = !missing, .search = branch_search_current(tx) && member_search_current(tx),
      .words = order_words_done(tx)};
  return OK;
}

/* Without a branch's time zone all its dates would be wrong, so nothing is served. */
static bool house_is_ready(struct app *a)
{
  struct readiness r = {0};
  struct scope scope = {.arena = a->arena};
  bool read = !store_read(a->store, look_at_house, &r, &scope);
  arena_reset(a->arena);
  a->words = r.words;
  return read && r.zones && (r.search || run(a, refresh_search, NULL));
}

static bool start(struct app *a)
{
  enum node_role role = *a->config->role ? (enum node_role)enum_find(node_role_names, a->config->role) : NODE_ALL;
  a->shared = mq_shared(&app_topics);
  a->cache = lru_create((size_t)a->config->cache_bytes);
  a->guests = lru_create(LIMIT_SESSIONS_KNOWN_BYTES);
  if (!a->cache || !a->guests || !(a->bell = bell_open(on_bell, a)))
    return false;
  if (!house_is_ready(a))
    return false;
  store_on_commit(a->store, on_commit, a);
  sweep(a);
  close_days(a);
  struct mq *mq = mq_start(a->store, &app_topics, (void *)a->config);
  if (!mq)
    return false;
  set_rung(a, mq, NULL);
  hotel_use_cache(a->cache, a->mq);
  guest_sessions_use(a->guests);
  struct http_options o = {.listen = a->config->listen, .routes = app_routes, .route_count = app_route_count,
      .session = find_session, .config = a->config, .store = a->store, .app = a, .sandbox = setup_in_sandbox,
      .assets = &web_assets, .metrics = metrics, .guests = role != NODE_ADMIN, .staff = role != NODE_GUEST};
  a->http = http_start(&o);
  return a->http && join(a, role);
}

static void stop(struct app *a)
{
  if (a->http)
    http_stop(a->http);
  hotel_use_cache(NULL, NULL);
  guest_sessions_use(NULL);
  struct mq *mq = a->mq;
  struct node *node = a->node;
  set_rung(a, NULL, NULL);
  node_stop(node);
  mq_stop(mq);
  store_on_commit(a->store, NULL, NULL);
  bell_close(a->bell);
  lru_destroy(a->guests);
  lru_destroy(a->cache);
}

/* Before anything is opened, so that a signal that comes meanwhile waits for the loop instead of killing the process. */
static void watch_signals(struct app *a)
{
  int code = uv_loop_init(&a->loop);
  if (!code)
    code = uv_signal_init(&a->loop, &a->interrupt);
  if (!code)
    code = uv_signal_init(&a->loop, &a->terminate);
  if (!code)
    code = uv_signal_start(&a->interrupt, on_signal, SIGINT);
  if (!code)
    code = uv_signal_start(&a->terminate, on_signal, SIGTERM);
  if (code) { /* nothing is open yet */
    fprintf(stderr, "yizhan: cannot watch for signals: %s\n", uv_strerror(code));
    exit(1);
  }
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

static bool with_sandbox(struct store *store, const struct config *config)
{
  (void)store, (void)config;
  return true;
}

const char *app_openapi(struct arena *a, size_t *n)
{
  struct http_options o = {.routes = app_routes, .route_count = app_route_count, .sandbox = with_sandbox,
      .guests = true, .staff = true};
  return http_openapi(&o, a, n);
}

bool app_has_pages(void)
{
  return web_assets.count > 0;
}

int app_serve(const struct config *config, struct store *store, void (*ready)(void *ctx, int port), void *ctx)
{
  struct app a = {.config = config, .store = store, .arena = arena_create(), .names = arena_create(),
      .ringing = PTHREAD_RWLOCK_INITIALIZER};
  signal(SIGPIPE, SIG_IGN);
  watch_signals(&a);
  log_start();
  bool started = start(&a);
  if (started) {
    log_info("app.ready", "version=%s data=%s", YIZHAN_VERSION, config->data);
    ready(ctx, http_port(a.http));
    run_loop(&a);
  } else {
    log_error("app.not_started", "error=\"the lines above say why; if none does, memory is out\"");
  }
  stop(&a);
  close_loop(&a);
  arena_destroy(a.arena);
  arena_destroy(a.names);
  log_info("app.stopped", "clean=%d", started);
  log_stop();
  return started ? 0 : 1;
}
