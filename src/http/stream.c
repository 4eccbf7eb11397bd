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
enum { GAP_MS = 100, POLL_MS = 1000, BEAT_MS = 15000, RETRY_SECONDS = 15 };

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

static void wait_for_news(const struct http *h, uint64_t seen)
{
  struct timespec until;
  usleep(GAP_MS * 1000);
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += POLL_MS / 1000;
  pthread_mutex_lock(&lock);
  while (news == seen && !h->stopping)
    if (pthread_cond_clockwait(&wake, &lock, CLOCK_MONOTONIC, &until))
      break;
  pthread_mutex_unlock(&lock);
}

/* Under the lock. */
static int streams_of(const struct http *h, int64_t account)
{
  int n = 0;
  for (int i = 0; i < LIMIT_STREAMS; i++)
    n += h->stream_of[i] == account;
  return n;
}

/* All have a ceiling, and each account has one, so that one clerk's tabs do not take everybody's. */
static bool take_place(struct http *h, int64_t account)
{
  int64_t half = h->options.config->threads / 2;
  int most = half < LIMIT_STREAMS ? (int)half : LIMIT_STREAMS, at = 0;
  pthread_mutex_lock(&lock);
  while (at < LIMIT_STREAMS && h->stream_of[at])
    at++;
  bool free = h->streams < most && at < LIMIT_STREAMS && streams_of(h, account) < LIMIT_STREAMS_ACCOUNT;
  if (free) {
    h->stream_of[at] = account;
    h->streams++;
  }
  pthread_mutex_unlock(&lock);
  return free;
}

enum err reply_stream(struct request *req, struct reply *r, stream_fn next, void *ctx)
{
  struct exchange *x = exchange_of(req);
  if (!take_place(x->http, req->actor.id)) {
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
  const struct http *h = x->http;
  struct arena *a = arena_take();
  int64_t start = clock_mono_ms(), beat = start;
  while (!h->stopping) {
    enum stream_step step;
    uint64_t seen = news_now();
    bool due = clock_mono_ms() - beat >= BEAT_MS;
    if (!send_news(x, a, due, &step))
      break;
    if (due)
      beat = clock_mono_ms();
    arena_reset(a);
    if (step == STREAM_WAIT)
      wait_for_news(h, seen);
  }
  arena_give(a);
  log_info("http.stream", "ended id=%s ms=%lld", x->req.request_id, (long long)(clock_mono_ms() - start));
}

void stream_leave(struct exchange *x)
{
  struct http *h = x->http;
  pthread_mutex_lock(&lock);
  for (int i = 0; i < LIMIT_STREAMS; i++)
    if (h->stream_of[i] == x->req.actor.id) {
      h->stream_of[i] = 0;
      break;
    }
  h->streams--;
  pthread_mutex_unlock(&lock);
}
