/* What the files of http share with each other and with nobody else.
 *
 * One exchange = one request with its reply, on one civetweb worker thread, in that worker's arena. struct http is
 * read-only after start but for its atomic counters. */
#ifndef YIZHAN_HTTP_INTERNAL_H
#define YIZHAN_HTTP_INTERNAL_H

#include <stdatomic.h>
#include "http/guard.h"
#include "http/http.h"
#include "limits.h"
#include "http/route.h"

struct metrics;
struct recent_keys;
struct rates;
struct server;

struct stream_place {
  int64_t account; /* whose stream holds it; 0: free */
  uint64_t turn;   /* they are numbered as they come */
  bool displaced;  /* by a later one of the account: it ends at its next look */
};

struct http {
  struct http_options options;
  struct route *rows; /* the caller's rows with the built-in ones behind them, and asset_row behind all of them */
  size_t row_count;
  struct router *router;
  struct rates *rates;
  struct recent_keys *keys;
  struct metrics *metrics;
  struct server *server;
  const char *openapi; /* the document, built once */
  size_t openapi_len;
  char openapi_etag[72];
  struct arena *arena;        /* owns what was built at start */
  const char *const *trusted; /* addresses of trusted proxies, NULL-terminated */
  uint64_t seed;              /* of the request ids; random */
  _Atomic bool stopping;
  _Atomic int64_t probed_at; /* /readyz: monotonic ms of the last probe, which costs a commit, and how it went */
  _Atomic bool probed_well;
  struct stream_place streams[LIMIT_STREAM_PLACES]; /* of the open ones; see stream.c, as is what follows */
  uint64_t stream_turns;
  _Alignas(64) _Atomic int in_flight; /* on a cache line of its own: it changes with every request, the rest never does */
};

struct reply {
  struct arena *arena;
  int status; /* 0: not set yet */
  const char *content_type;
  const void *body;
  size_t body_len;
  void (*release)(void *);
  void *owner;
  struct buf headers; /* further header lines */
  bool caches;        /* the handler set Cache-Control */
  stream_fn next;     /* a stream follows the head; NULL: none */
  void *next_ctx;
};

/* What the adapter knows of the request, and the things it can do for it. */
struct wire {
  struct head head;
  struct framing framing;
  const char *peer;
  int port;   /* the peer's */
  bool local; /* the peer is a loopback address */
  void *connection;
  /* Up to n bytes of the body: 0 at its end, -1 when it is broken or the client is too slow. Blocks. */
  int (*read)(void *connection, void *p, size_t n);
  /* Sends n bytes; false when the client is gone or does not take them. Blocks. */
  bool (*write)(void *connection, const void *p, size_t n);
  /* Asks the client for the body it holds back (100 Continue). */
  void (*proceed)(void *connection);
  /* Shuts the connection when `ms` milliseconds pass before the next call; 0: no more. */
  void (*deadline)(void *connection, int64_t ms);
};

struct exchange {
  struct request req; /* first: exchange_of */
  struct reply reply;
  struct http *http;
  const struct wire *wire;
  int retry_after; /* seconds, for 429 and 503 */
  struct stream_place *place; /* from reply_stream until stream_leave; NULL: none */
  int64_t started_us;
  bool body_read; /* all of it */
  bool close;     /* the connection must not be used again */
};

static inline struct exchange *exchange_of(struct request *req)
{
  return (struct exchange *)req;
}

/* request.c: runs the exchange up to a complete reply; x->http, wire and req.scope.arena are set. Never fails. */
void exchange_run(struct exchange *x);
/* A reply to what never became a request (malformed head, guard, server stopping). */
void exchange_refuse(struct exchange *x, enum err e);
/* Counts and logs a finished exchange. `bytes` of the answer's body were sent. */
void exchange_log(const struct exchange *x, size_t bytes);

/* reply.c */
void reply_init(struct reply *r, struct arena *a);
void reply_problem(struct exchange *x, enum err e);
/* Problem document as text in the language of `req`; request_id may be NULL. */
const char *problem_text(
    struct arena *a, enum err e, const struct problem *p, const struct request *req, const char *request_id, size_t *n);
/* The whole head, ready to send. */
void reply_head(const struct exchange *x, bool keep_alive, struct buf *out);
/* Bytes of the body that go over the wire: none for HEAD, 204 and 304. */
size_t reply_body_len(const struct exchange *x);

/* auth.c: fills req->actor and req->session by the row's policy; OK or ERR_UNAUTHORIZED, ERR_FORBIDDEN,
 * ERR_FORBIDDEN_ORIGIN, or the store's fault. */
enum err auth_check(struct exchange *x);
/* Looks the caller up again, which does not count as use of the session: OK with a fresh req->actor, or as above. */
enum err auth_again(struct exchange *x);

/* rate.c: the row's class, by address and by member. */
enum err rate_address(struct exchange *x);
enum err rate_member(struct exchange *x);

/* health.c: built-in rows. */
extern const char *const json_alone[]; /* `types` of rows that answer JSON of no shape */
extern const struct route health_rows[];
extern const size_t health_row_count;

/* metrics.c: counts by row, status and time; one per server. metrics_put appends their lines. */
struct metrics *metrics_create(const struct route *rows, size_t count);
void metrics_free(struct metrics *m);
void metrics_request(struct metrics *m, const struct route *row, int status, int64_t us);
void metrics_guard_refused(struct metrics *m);
void metrics_rate_refused(struct metrics *m);
void metrics_put(struct metrics *m, struct buf *out);

/* assets.c: the row of every file of the pages; no path of the table names it. */
extern const struct route asset_row;

/* missing.c: whether a person asked for what is not there, by a browser's Accept and outside the API; the page that says so. */
bool missing_is_for_people(const struct exchange *x);
void missing_reply(struct exchange *x);

/* openapi.c: builds h->openapi in h->arena. */
void openapi_build(struct http *h);
enum err openapi_answer(struct request *req, struct reply *reply);

/* stream.c: sends news until the stream ends; gives back the place that reply_stream took. */
void stream_run(struct exchange *x);
void stream_leave(struct exchange *x);
int streams_open(struct http *h);

/* server.c: listens; NULL after logging why. */
struct server *server_start(struct http *h);
int server_port(const struct server *s);
void server_stop(struct server *s);

#endif
