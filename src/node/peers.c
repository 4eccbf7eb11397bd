/* The sockets and who is at the other end. Guarantee: see peers.h. One lock for the table of peers; the sockets are
 * nng's to lock. */
#include "node/peers.h"

#include <inttypes.h>
#include <nng/nng.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/log.h"
#include "limits.h"
#include "node/wire.h"

/* FRAME_MAX leaves room to count what is a little too long; nng hangs up on more than that. */
enum { BUFFER = 1024, FRAME_MAX = 256, REDIAL_MS = 50, REDIAL_MOST_MS = 1000, URL = 128, NAME = 64 };

struct known {
  char name[NAME], bell[URL];
  int64_t boot;
  uint64_t heard; /* the last counter */
  bool dialled, met;
  nng_dialer dialer;
};
struct peers {
  nng_socket pub, sub;
  bool publishes;
  char address[URL];
  char key[CLUSTER_KEY];
  int64_t boot;
  pthread_t thread;
  void (*on_bell)(void *ctx, uint64_t topics);
  void *ctx;
  pthread_mutex_t lock;
  struct known known[LIMIT_PROCESSES];
  size_t count;
  uint64_t counter;
  _Atomic int64_t sent, received, forged, replayed, strange, connections, hangups;
};

/* Said at 1, 2, 4, 8, …, so that a flood of them is no flood of lines. */
static void note_refused(_Atomic int64_t *count, const char *why)
{
  int64_t n = ++*count;
  if (!(n & (n - 1)))
    log_warn("bell.refused", "reason=%s count=%" PRId64, why, n);
}

/* Whether a signed bell is from somebody known and newer than the last. */
static bool is_news(struct peers *p, const struct wire_bell *bell)
{
  struct known *from = NULL;
  pthread_mutex_lock(&p->lock);
  for (size_t i = 0; i < p->count; i++)
    if (p->known[i].boot == bell->boot)
      from = &p->known[i];
  bool news = from && bell->counter > from->heard;
  if (news)
    from->heard = bell->counter;
  pthread_mutex_unlock(&p->lock);
  if (!from)
    note_refused(&p->strange, "stranger");
  else if (!news)
    note_refused(&p->replayed, "replayed");
  return news;
}

static void *listen_main(void *arg)
{
  struct peers *p = arg;
  uint8_t frame[FRAME_MAX];
  struct wire_bell bell;
  for (;;) {
    size_t n = sizeof frame;
    int code = nng_recv(p->sub, frame, &n, 0);
    if (code == NNG_ECLOSED)
      return NULL;
    if (code)
      continue;
    if (!wire_open(p->key, frame, n, &bell))
      note_refused(&p->forged, "forged");
    else if (is_news(p, &bell))
      p->on_bell(p->ctx, bell.topics);
    p->received++; /* last, so that who sees it counted sees what came of it */
  }
}

static void on_pipe(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
  struct peers *p = arg;
  (void)pipe;
  p->connections += event == NNG_PIPE_EV_ADD_POST ? 1 : -1;
  p->hangups += event == NNG_PIPE_EV_REM_POST;
}

static int open_sub(struct peers *p)
{
  int code = nng_sub0_open(&p->sub);
  if (code || (code = nng_socket_set_size(p->sub, NNG_OPT_RECVMAXSZ, FRAME_MAX)) ||
      (code = nng_socket_set_int(p->sub, NNG_OPT_RECVBUF, BUFFER)) ||
      (code = nng_socket_set_ms(p->sub, NNG_OPT_RECONNMINT, REDIAL_MS)) ||
      (code = nng_socket_set_ms(p->sub, NNG_OPT_RECONNMAXT, REDIAL_MOST_MS)) ||
      (code = nng_pipe_notify(p->sub, NNG_PIPE_EV_ADD_POST, on_pipe, p)) ||
      (code = nng_pipe_notify(p->sub, NNG_PIPE_EV_REM_POST, on_pipe, p)))
    return code;
  return nng_socket_set(p->sub, NNG_OPT_SUB_SUBSCRIBE, "", 0);
}

static int open_pub(struct peers *p, const char *url)
{
  nng_listener listener;
  int port = 0, code = nng_pub0_open(&p->pub);
  const char *colon = strrchr(url, ':');
  if (code)
    return code;
  p->publishes = true;
  if ((code = nng_socket_set_int(p->pub, NNG_OPT_SENDBUF, BUFFER)) || (code = nng_listen(p->pub, url, &listener, 0)) ||
      (code = nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port)))
    return code;
  snprintf(p->address, sizeof p->address, "%.*s:%d", (int)(colon - url), url, port);
  return 0;
}

struct peers *peers_open(const char *url, const char *key, int64_t boot, void (*on_bell)(void *ctx, uint64_t topics), void *ctx)
{
  struct peers *p = calloc(1, sizeof *p);
  if (!p)
    return NULL;
  p->boot = boot;
  p->on_bell = on_bell;
  p->ctx = ctx;
  pthread_mutex_init(&p->lock, NULL);
  snprintf(p->key, sizeof p->key, "%s", key);
  int code = open_sub(p);
  if (!code && *url)
    code = open_pub(p, url);
  if (!code && !pthread_create(&p->thread, NULL, listen_main, p))
    return p;
  log_error("bell.open", "address=%s error=\"%s\"", url, nng_strerror(code));
  nng_close(p->sub);
  if (p->publishes)
    nng_close(p->pub);
  free(p);
  return NULL;
}

const char *peers_address(const struct peers *p)
{
  return p->address;
}

static void hang_up(struct known *k)
{
  if (k->dialled)
    nng_dialer_close(k->dialer);
  k->dialled = false;
}

static void dial(struct peers *p, struct known *k)
{
  int code = *k->bell ? nng_dialer_create(&k->dialer, p->sub, k->bell) : NNG_ECLOSED;
  k->dialled = code == 0;
  if (!code)
    code = nng_dialer_start(k->dialer, NNG_FLAG_NONBLOCK);
  if (*k->bell && code)
    log_warn("bell.dial", "node=%s address=%s error=\"%s\"", k->name, k->bell, nng_strerror(code));
}

static void meet_one(struct peers *p, const struct peer *other)
{
  size_t i = 0;
  while (i < p->count && p->known[i].boot != other->boot)
    i++;
  struct known *k = &p->known[i];
  if (i < p->count) {
    k->met = true;
    if (!strcmp(k->bell, other->bell))
      return;
    hang_up(k);
  } else {
    if (p->count == LIMIT_PROCESSES)
      return;
    *k = (struct known){.boot = other->boot, .met = true};
    snprintf(k->name, sizeof k->name, "%s", other->name);
    p->count++;
    log_info("node.join", "node=%s bell=%s", other->name, *other->bell ? other->bell : "none");
  }
  snprintf(k->bell, sizeof k->bell, "%s", other->bell);
  dial(p, k);
}

void peers_meet(struct peers *p, const struct peer *others, size_t count)
{
  pthread_mutex_lock(&p->lock);
  for (size_t i = 0; i < p->count; i++)
    p->known[i].met = false;
  for (size_t i = 0; i < count; i++)
    meet_one(p, &others[i]);
  for (size_t i = 0; i < p->count;) {
    if (p->known[i].met) {
      i++;
      continue;
    }
    log_info("node.leave", "node=%s", p->known[i].name);
    hang_up(&p->known[i]);
    p->known[i] = p->known[--p->count];
  }
  pthread_mutex_unlock(&p->lock);
}

void peers_ring(struct peers *p, uint64_t topics)
{
  uint8_t frame[WIRE_BYTES];
  if (!p->publishes)
    return;
  wire_seal(p->key, &(struct wire_bell){p->boot, ++p->counter, topics}, frame);
  if (nng_send(p->pub, frame, sizeof frame, NNG_FLAG_NONBLOCK) == 0)
    p->sent++;
}

void peers_close(struct peers *p)
{
  if (!p)
    return;
  nng_pipe_notify(p->sub, NNG_PIPE_EV_ADD_POST, NULL, NULL);
  nng_pipe_notify(p->sub, NNG_PIPE_EV_REM_POST, NULL, NULL);
  nng_close(p->sub);
  if (p->publishes)
    nng_close(p->pub);
  pthread_join(p->thread, NULL);
  pthread_mutex_destroy(&p->lock);
  free(p);
}

void peers_stats(struct peers *p, struct peers_stats *out)
{
  pthread_mutex_lock(&p->lock);
  int64_t known = (int64_t)p->count;
  pthread_mutex_unlock(&p->lock);
  *out = (struct peers_stats){.sent = p->sent, .received = p->received, .forged = p->forged, .replayed = p->replayed,
      .strange = p->strange, .connections = p->connections, .hangups = p->hangups, .known = known};
}
