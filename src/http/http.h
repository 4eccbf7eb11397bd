/* The HTTP face: what a handler sees, and the route table's row. http knows no domain; app hands it the table.
 *
 * Before a handler runs, the row's policy has been enforced: protocol guards, rate, who may call, role, origin, body
 * cap; path ids, query and body have been decoded into structs by the row's shapes, with 400 naming each bad field.
 * A handler runs on a civetweb worker thread; everything it takes from req->scope.arena lives until the reply is sent. */
#ifndef YIZHAN_HTTP_HTTP_H
#define YIZHAN_HTTP_HTTP_H

#include "base/actor.h"
#include "base/config.h"
#include "base/shape.h"
#include "store/store.h"

struct reply;
struct request;

enum who { WHO_PUBLIC, WHO_GUEST, WHO_STAFF }; /* WHO_STAFF goes with a least role */
enum rate_class { RATE_READ, RATE_WRITE, RATE_LOGIN, RATE_BOOK, RATE_NONE }; /* numbers: limits.h */
enum {
  ROUTE_IDEMPOTENT = 1, /* takes Idempotency-Key; the handler must use request_write */
  ROUTE_RAW_BODY = 2,   /* body stays bytes (uploads, provider notices) */
  ROUTE_SANDBOX = 4,    /* 404 unless the sandboxes are on */
  ROUTE_STREAM = 8,     /* answers with reply_stream; `out` is the data of its events */
  ROUTE_ELSEWHERE = 16, /* set by http_start: this node does not serve it */
  /* What the document says of the answer besides its shape. */
  ROUTE_CREATES = 32,   /* 201 */
  ROUTE_TAGGED = 64,    /* with an ETag; 304 */
  ROUTE_COOKIE = 128    /* sets the session cookie */
};

typedef enum err (*handler_fn)(struct request *req, struct reply *reply);

struct route {
  const char *method, *path;   /* path with {names} that match one segment: "/api/v1/orders/{order_no}/pay" */
  enum who who;
  enum role role;              /* WHO_STAFF: least role */
  enum rate_class rate;
  unsigned flags;
  size_t body_cap;             /* bytes; 0 = LIMIT_BODY */
  const struct shape *query, *in, *out; /* NULL = none */
  enum shape_mode mode;        /* for `in` */
  bool list;                   /* the answer is {items: [out…], next} */
  const char *const *types;    /* content types that the answer can have besides the JSON of `out`; NULL-terminated */
  handler_fn handler;
  const char *summary;         /* one line, for the OpenAPI document */
};

struct request {
  struct scope scope;          /* arena and problem */
  struct store *store;
  const struct config *config;
  const struct route *route;
  enum lang lang;
  struct actor actor;
  char request_id[33];
  const char *path, *query_string; /* decoded path; raw query, NULL without one */
  const char *ids[3];          /* text of the path's {names}, in order */
  void *query, *in;            /* structs of the row's shapes; NULL without one */
  const void *body; size_t body_len; /* raw body */
  const char *address;         /* the client's, proxies resolved */
  const uint8_t *session;      /* SHA-256 of the caller's token, NULL when public */
};

/* Value of a request header, NULL without it; valid during the request. */
const char *request_header(const struct request *req, const char *name);
/* Whether it was made on this machine: the peer is a loopback address, and no header says that it speaks for somebody else. */
bool request_is_local(const struct request *req);
/* Path name number i as an id: 0 when it is not one (no row has id 0, so it ends as 404). */
int64_t request_id_at(const struct request *req, int i);

/* Whether the sandboxes are on. */
bool request_sandbox(const struct request *req);

/* store_write/store_read with the request's scope. */
enum err request_read(struct request *req, tx_fn fn, void *arg);
/* Runs fn on the writer; for ROUTE_IDEMPOTENT rows with an Idempotency-Key the answer (success or refusal) is stored
 * in the same transaction and given again for the same key, body and caller. On OK the object is encoded with `shape`
 * into the reply with `status`. shape NULL: 204 without a body. */
enum err request_write(struct request *req, struct reply *reply, tx_fn fn, void *arg, int status,
    const struct shape *shape, const void *object);

/* One object. */
void reply_object(struct reply *r, int status, const struct shape *shape, const void *object);
/* A page: items of `shape`; next is a cursor text or NULL. */
void reply_list(struct reply *r, const struct shape *shape, struct list items, const char *next);
/* Bytes as they are; `data` must live until the handler's arena is reset, or be released by `release(owner)`. */
void reply_bytes(struct reply *r, int status, const char *content_type, const void *data, size_t n,
    void (*release)(void *), void *owner);
/* The items as a CSV file named `file` (a name of the program's own). */
void reply_csv(struct reply *r, enum lang lang, const struct shape *shape, struct list items, const char *file);
/* Puts what is new since the last call into `out`, as server-sent events, without waiting for any. `scope` with its
 * arena lasts for the call; req->actor is kept up to date, ctx is the handler's. On the exchange's thread. */
enum stream_step { STREAM_WAIT, STREAM_MORE, STREAM_END }; /* nothing more now; call again at once; close */
typedef enum stream_step (*stream_fn)(struct request *req, void *ctx, struct scope *scope, struct buf *out);
/* Answers with a stream that asks `next` at first, after each http_news and now and then, until the client goes, the
 * session ends, the server stops, or the account opens LIMIT_STREAMS_ACCOUNT later ones. FAULT_STREAMS when
 * LIMIT_STREAMS are open. */
enum err reply_stream(struct request *req, struct reply *r, stream_fn next, void *ctx);
/* There may be news for the open streams. Any thread, at any time; does not wait for them. */
void http_news(void);
/* Adds a header line; strings are copied. */
void reply_header(struct reply *r, const char *name, const char *value);
/* Sets the staff session cookie (HttpOnly, SameSite=Strict; __Host- and Secure behind a TLS proxy that is trusted);
 * seconds 0 removes it. */
void reply_session_cookie(struct reply *r, const struct request *req, const char *token, int64_t seconds);
/* Adds whole header lines of the program's own, each ended by CR LF; they hold nothing from data. `caches`: one of them
 * is Cache-Control. */
void reply_lines(struct reply *r, const char *lines, bool caches);
/* 304 if If-None-Match names `etag` (RFC 9110 §13.1.2), and then true; else adds the ETag header. */
bool reply_not_modified(struct reply *r, const struct request *req, const char *etag);

/* Paging: the query shape members `limit` and `after` that every list row has. */
struct page { int64_t limit; const char *after; };
#define PAGE_FIELDS(type_) \
  FIELD_AS("limit", type_, page.limit, F_I64, .min = 1, .max = 100, .preset = "20", .about = "page size"), \
  FIELD_AS("after", type_, page.after, F_STR, .max = 64, .about = "cursor from the last answer's next")
/* The cursor as an id; INT64_MAX without one (lists run from the newest down). False after refusing field `after`. */
bool page_after(const struct page *p, int64_t *id, struct problem *problem);
/* Cuts a list that was read one row beyond the limit; the next cursor from the last kept row's id, NULL at the end. */
const char *page_next(struct list *items, size_t item_size, size_t id_offset, int64_t limit, struct arena *a);
/* The same for a list whose pages are counted, where `after` is how many items came before. */
bool page_slice(const struct page *p, struct slice *out, struct problem *problem);
const char *page_slice_next(struct list *items, struct slice slice, struct arena *a);

/* Looks up who a token belongs to; app hands this in, login and staff implement it. `hash` is its SHA-256; `used`: somebody
 * is using it, so that its idle time starts again. ERR_UNAUTHORIZED when it is nobody's, or a fault. Worker thread. */
typedef enum err (*session_fn)(struct store *store, struct scope *scope, const uint8_t hash[32], enum who who, bool used,
    struct actor *out);

struct assets;
struct http_options {
  const char *listen;
  const struct route *routes; size_t route_count;
  session_fn session;
  const struct config *config;
  struct store *store;
  void *app;                   /* for `metrics` */
  const struct assets *assets; /* the pages; NULL for none */
  bool (*sandbox)(struct store *store, const struct config *config); /* whether they are on now; outside of transactions */
  bool guests, staff;          /* which parts this node serves, pages too; /media and the program's own paths always */
  void (*metrics)(void *app, struct buf *out); /* appends the other rooms' Prometheus lines */
};
struct http;
/* Starts listening; NULL after logging why. http_port gives the port really bound (listen on :0 in tests). */
struct http *http_start(const struct http_options *o);
int http_port(const struct http *h);
/* The OpenAPI document of everything that `o` would serve, in the arena; *n bytes. Nothing is started. */
const char *http_openapi(const struct http_options *o, struct arena *a, size_t *n);
/* Stops taking requests, waits for those in hand; streams just end. */
void http_stop(struct http *h);

#endif
