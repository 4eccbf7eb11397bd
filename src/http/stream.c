/* Server-sent events (WHATWG HTML §9.2): the loop that asks a handler for news and sends them. Guarantee: a stream ends
 * when its client is gone, its session is over or the server stops, which does not wait for it; all streams together
 * leave most threads to the requests. Worker thread of the exchange. */
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/arena_pool.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/internal.h"
#include "limits.h"

/* A stream looks again at most every GAP_MS, however often there is news, and at least every POLL_MS, as a bell may be
 * lost. Every BEAT_MS it asks whether the session goes on, and sends a comment, which keeps proxies from closing it and
 * finds out that a client is gone. */
enum { GAP_MS = 100, POLL_MS = 1000, BEAT_MS = 5000, RETRY_SECONDS = 15 };

/* Of the process, not of struct http: a bell may ring while the server is being taken apart. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static uint64_t news;

void http_news(void)
{
  pthread_mutex_lock(&lock);
  news++;
  pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&lock);
}

static uint64_t news_now(void)
{
  pthread_mutex_lock(&lock);
  uint64_t n = news;
  pthread_mutex_unlock(&lock);
  return n;
}

/* Under the lock. */
static bool is_over(const struct exchange *x)
{
  return x->http->stopping || x->place->displaced;
}

static bool over(const struct exchange *x)
{
  pthread_mutex_lock(&lock);
  bool is = is_over(x);
  pthread_mutex_unlock(&lock);
  return is;
}

static void wait_for_news(const struct exchange *x, uint64_t seen)
{
  struct timespec until;
  usleep(GAP_MS * 1000);
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += POLL_MS / 1000;
  pthread_mutex_lock(&lock);
  while (news == seen && !is_over(x))
    if (pthread_cond_clockwait(&wake, &lock, CLOCK_MONOTONIC, &until))
      break;
  pthread_mutex_unlock(&lock);
}

/* Under the lock. Streams that are not displaced, of one account or of all (0), and the eldest of them. */
static int streams_of(struct http *h, int64_t account, struct stream_place **eldest)
{
  int n = 0;
  *eldest = NULL;
  for (int i = 0; i < LIMIT_STREAM_PLACES; i++) {
    struct stream_place *p = &h->streams[i];
    if (!p->account || p->displaced || (account && p->account != account))
      continue;
    n++;
    if (!*eldest || p->turn < (*eldest)->turn)
      *eldest = p;
  }
  return n;
}

int streams_open(struct http *h)
{
  int n = 0;
  pthread_mutex_lock(&lock);
  for (int i = 0; i < LIMIT_STREAM_PLACES; i++)
    n += h->streams[i].account != 0;
  pthread_mutex_unlock(&lock);
  return n;
}

/* All have a ceiling, and each account has one, so that one clerk's tabs do not take everybody's. An account's next
 * stream takes the place of its eldest: that one's page is most likely gone, which a server hears only when it writes,
 * and a page that is still there comes back by itself. False when all are taken by others. */
static bool take_place(struct exchange *x, int64_t account)
{
  struct http *h = x->http;
  struct stream_place *own, *any;
  int64_t half = h->options.config->threads / 2;
  int most = half < LIMIT_STREAMS ? (int)half : LIMIT_STREAMS, at = 0;
  pthread_mutex_lock(&lock);
  if (streams_of(h, account, &own) >= LIMIT_STREAMS_ACCOUNT) {
    own->displaced = true;
    pthread_cond_broadcast(&wake);
  }
  while (at < LIMIT_STREAM_PLACES && h->streams[at].account)
    at++;
  bool free = at < LIMIT_STREAM_PLACES && streams_of(h, 0, &any) < most;
  if (free) {
    h->streams[at] = (struct stream_place){.account = account, .turn = ++h->stream_turns};
    x->place = &h->streams[at];
  }
  pthread_mutex_unlock(&lock);
  return free;
}

enum err reply_stream(struct request *req, struct reply *r, stream_fn next, void *ctx)
{
  struct exchange *x = exchange_of(req);
  if (!take_place(x, req->actor.id)) {
    x->retry_after = RETRY_SECONDS;
    return FAULT_STREAMS;
  }
  x->close = true;
  r->next = next;
  r->next_ctx = ctx;
  reply_header(r, "X-Accel-Buffering", "no");
  reply_bytes(r, 200, "text/event-stream", "", 0, NULL, NULL);
  return OK;
}

/* One look; false when the stream is over. */
static bool send_news(struct exchange *x, struct arena *a, bool beat, enum stream_step *step)
{
  struct buf out;
  struct scope scope = {.arena = a};
  if (beat && auth_again(x))
    return false;
  buf_init(&out, a);
  if (beat)
    buf_lit(&out, ":\n\n");
  *step = x->reply.next(&x->req, x->reply.next_ctx, &scope, &out);
  return (!out.len || x->wire->write(x->wire->connection, out.data, out.len)) && *step != STREAM_END;
}

void stream_run(struct exchange *x)
{
  struct arena *a = arena_take();
  int64_t start = clock_mono_ms(), beat = start;
  while (!over(x)) {
    enum stream_step step;
    uint64_t seen = news_now();
    bool due = clock_mono_ms() - beat >= BEAT_MS;
    if (!send_news(x, a, due, &step))
      break;
    if (due)
      beat = clock_mono_ms();
    arena_reset(a);
    if (step == STREAM_WAIT)
      wait_for_news(x, seen);
  }
  arena_give(a);
  log_info("http.stream", "ended id=%s ms=%lld", x->req.request_id, (long long)(clock_mono_ms() - start));
}

void stream_leave(struct exchange *x)
{
  pthread_mutex_lock(&lock);
  *x->place = (struct stream_place){0};
  x->place = NULL;
  pthread_mutex_unlock(&lock);
}
