/* One request from head to reply: route, rate, caller, body, shapes, handler. Guarantee: whatever happens, the
 * exchange ends with exactly one complete reply and one log line. Worker thread, in its arena. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/log.h"
#include "http/address.h"
#include "http/assets.h"
#include "http/internal.h"
#include "http/url.h"
#include "limits.h"

enum { READ_PIECE = 16 * 1024 };

static const char all_methods[] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/* Request ids need be different, not secret: a generator (splitmix64) spares a system call per request. */
static uint64_t next_random(const struct http *h)
{
  static _Atomic uint64_t state;
  uint64_t z = h->seed + atomic_fetch_add_explicit(&state, 0x9E3779B97F4A7C15ULL, memory_order_relaxed);
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
  return z ^ z >> 31;
}

static void take_request_id(struct request *req, const struct head *head, const struct http *h)
{
  const char *given = guard_header(head, "X-Request-Id");
  size_t n = given ? strspn(given, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") : 0;
  if (n >= 1 && n <= 32 && !given[n]) {
    memcpy(req->request_id, given, n + 1);
    return;
  }
  uint64_t made = next_random(h);
  hex_encode(&made, sizeof made, req->request_id);
}

static void prepare(struct exchange *x)
{
  struct request *req = &x->req;
  const struct head *head = &x->wire->head;
  x->started_us = clock_mono_us();
  reply_init(&x->reply, req->scope.arena);
  req->store = x->http->options.store;
  req->config = x->http->options.config;
  req->lang = lang_of(guard_header(head, "Accept-Language"));
  req->address = address_of_client(head, x->wire->peer, x->http->trusted, req->scope.arena);
  req->query_string = head->query;
  req->actor = (struct actor){.kind = ACTOR_GUEST, .name = ""};
  take_request_id(req, head, x->http);
}

/* The table's row, or the one of the pages' files. */
static struct match match_row(struct exchange *x)
{
  const char *method = x->wire->head.method;
  struct match m = router_match(x->http->router, method, x->req.path, x->req.scope.arena);
  if (m.allow || !assets_find(x->http->options.assets, x->req.path))
    return m;
  m.allow = "GET, HEAD, OPTIONS";
  m.route = !strcmp(method, "GET") || !strcmp(method, "HEAD") ? &x->http->rows[x->http->row_count] : NULL;
  return m;
}

/* Finds the row; OK with req->route set, or with the reply set (OPTIONS). */
static enum err find_row(struct exchange *x)
{
  struct request *req = &x->req;
  struct problem *p = &req->scope.problem;
  if (!strcmp(x->wire->head.target, "*")) {
    reply_header(&x->reply, "Allow", all_methods);
    reply_bytes(&x->reply, 204, NULL, NULL, 0, NULL, NULL);
    return OK;
  }
  req->path = url_path(x->wire->head.target, req->scope.arena);
  if (!req->path)
    return refuse(p, ERR_BAD_REQUEST, "path", TXT_PATH, 0);
  struct match m = match_row(x);
  if (!m.allow)
    return refuse(p, ERR_NOT_FOUND, "path", TXT_NO_PATH, 0);
  if (m.route && (m.route->flags & ROUTE_SANDBOX) && !request_sandbox(req))
    return ERR_NOT_FOUND;
  if (m.route && (m.route->flags & ROUTE_ELSEWHERE))
    return ERR_NODE_ROLE;
  if (!m.route) {
    reply_header(&x->reply, "Allow", m.allow);
    if (strcmp(x->wire->head.method, "OPTIONS"))
      return ERR_METHOD;
    reply_bytes(&x->reply, 204, NULL, NULL, 0, NULL, NULL);
    return OK;
  }
  req->route = m.route;
  memcpy(req->ids, m.ids, sizeof req->ids);
  return OK;
}

static enum err too_large(struct exchange *x, size_t cap)
{
  return refuse(&x->req.scope.problem, ERR_TOO_LARGE, "body", TXT_BODY_LARGE, (int64_t)cap);
}

/* A body that ended before its end, or had the time it is given. */
static enum err broken_body(struct exchange *x, int64_t began_ms)
{
  bool slow = clock_mono_ms() - began_ms >= LIMIT_REQUEST_MS;
  return slow ? ERR_SLOW : refuse(&x->req.scope.problem, ERR_BAD_REQUEST, "body", TXT_BODY_BROKEN, 0);
}

/* In pieces, at most `cap` bytes. */
static enum err read_pieces(struct exchange *x, size_t cap, struct buf *body)
{
  const struct wire *w = x->wire;
  int64_t began_ms = clock_mono_ms();
  size_t left = w->framing.chunked ? cap + 1 : (size_t)w->framing.length;
  char *piece = arena_alloc(x->req.scope.arena, left < READ_PIECE ? left + 1 : READ_PIECE);
  while (left) {
    int n = w->read(w->connection, piece, left < READ_PIECE ? left : READ_PIECE);
    if (n < 0 || (n == 0 && !w->framing.chunked))
      return broken_body(x, began_ms);
    if (n == 0)
      break;
    buf_put(body, piece, (size_t)n);
    left -= (size_t)n;
  }
  return body->len > cap ? too_large(x, cap) : OK;
}

/* No slower than LIMIT_BODY_RATE after the first seconds. */
static enum err read_body(struct exchange *x, size_t cap)
{
  const struct wire *w = x->wire;
  struct buf body;
  if (w->framing.expects && (w->framing.chunked || w->framing.length))
    w->proceed(w->connection);
  buf_init(&body, x->req.scope.arena);
  w->deadline(w->connection, LIMIT_REQUEST_MS + (w->framing.chunked ? (int64_t)cap : w->framing.length) / LIMIT_BODY_RATE);
  enum err e = read_pieces(x, cap, &body);
  w->deadline(w->connection, 0);
  if (e)
    return e;
  x->body_read = true;
  x->req.body = body.len ? body.data : "";
  x->req.body_len = body.len;
  return OK;
}

/* The body, if the method has one: cap first, so that what is too large is refused before any of it is read. */
static enum err take_body(struct exchange *x)
{
  const struct framing *f = &x->wire->framing;
  size_t cap = x->req.route->body_cap ? x->req.route->body_cap : LIMIT_BODY;
  if (!f->chunked && f->length == 0) {
    x->body_read = true;
    x->req.body = "";
    return OK;
  }
  if (f->length > (int64_t)cap)
    return too_large(x, cap);
  enum err e = read_body(x, cap);
  if (e || f->chunked)
    x->close = true;
  return e;
}

/* application/json or any type/subtype+json, with or without parameters. */
static bool is_json_type(const char *type)
{
  size_t n = type ? strcspn(type, "; \t") : 0;
  return (n == 16 && !strncasecmp(type, "application/json", 16)) || (n > 6 && !strncasecmp(type + n - 5, "+json", 5));
}

static enum err refused(const struct problem *p)
{
  return p->code ? p->code : ERR_BAD_REQUEST;
}

static enum err decode(struct exchange *x)
{
  struct request *req = &x->req;
  const struct route *row = req->route;
  struct problem *p = &req->scope.problem;
  if (row->query) {
    req->query = arena_alloc(req->scope.arena, row->query->size);
    shape_presets(row->query, req->query, req->scope.arena);
    if (!url_query(req->query_string, row->query, req->query, req->scope.arena, p))
      return refused(p);
  }
  if (!row->in || (row->flags & ROUTE_RAW_BODY))
    return OK;
  if (req->body_len && !is_json_type(request_header(req, "Content-Type")))
    return refuse(p, ERR_MEDIA_TYPE, "Content-Type", TXT_BODY_TYPE, 0);
  const struct json *doc =
      json_parse(req->body_len ? req->body : "{}", req->body_len ? req->body_len : 2, req->scope.arena, p);
  if (!doc)
    return refused(p);
  req->in = arena_alloc(req->scope.arena, row->in->size);
  if (row->mode == SHAPE_PATCH)
    shape_none(row->in, req->in);
  else
    shape_presets(row->in, req->in, req->scope.arena);
  return shape_read(row->in, doc, row->mode, req->in, req->scope.arena, p) ? OK : refused(p);
}

static enum err run(struct exchange *x)
{
  enum err e = find_row(x);
  if (e || x->reply.status)
    return e;
  if ((e = rate_address(x)) || (e = auth_check(x)) || (e = rate_member(x)))
    return e;
  if ((e = take_body(x)) || (e = decode(x)))
    return e;
  e = x->req.route->handler(&x->req, &x->reply);
  return e || x->reply.status ? e : FAULT_INTERNAL;
}

void exchange_run(struct exchange *x)
{
  prepare(x);
  enum err e = run(x);
  if (!e)
    return;
  if (err_is_fault(e))
    log_error("http.fault", "id=%s code=%s route=%s", x->req.request_id, err_code(e),
        x->req.route ? x->req.route->path : "-");
  if (e == ERR_NOT_FOUND && missing_is_for_people(x))
    missing_reply(x);
  else
    reply_problem(x, e);
}

void exchange_refuse(struct exchange *x, enum err e)
{
  prepare(x);
  x->close = true;
  if (e == ERR_METHOD)
    reply_header(&x->reply, "Allow", all_methods);
  reply_problem(x, e);
}

static void put_bounded(struct buf *b, const char *s, size_t most)
{
  buf_put(b, s, strnlen(s, most));
}

static void put_pair(struct buf *b, const char *name, int64_t v)
{
  buf_str(b, name);
  buf_i64(b, v);
}

/* Built by hand: this line is on every request's path, and printf would be a tenth of a cached answer. */
void exchange_log(const struct exchange *x, size_t bytes)
{
  const struct request *req = &x->req;
  const struct head *head = &x->wire->head;
  int64_t us = clock_mono_us() - x->started_us;
  metrics_request(x->http->metrics, req->route, x->reply.status, us);
  struct buf b;
  buf_init(&b, req->scope.arena);
  buf_reserve(&b, 512);
  buf_lit(&b, "method=");
  put_bounded(&b, head->method ? head->method : "-", 8);
  buf_lit(&b, " route=");
  buf_str(&b, req->route ? req->route->path : "-");
  buf_lit(&b, " path=");
  put_bounded(&b, head->target ? head->target : "-", 200);
  put_pair(&b, " status=", x->reply.status);
  put_pair(&b, " us=", us);
  put_pair(&b, " bytes=", (int64_t)bytes);
  buf_lit(&b, " id=");
  buf_str(&b, req->request_id);
  buf_lit(&b, " actor=");
  buf_str(&b, req->actor.id ? actor_kind_name(&req->actor) : "public");
  put_pair(&b, ":", req->actor.id);
  buf_lit(&b, " address=");
  buf_str(&b, req->address ? req->address : "-");
  log_text(LOG_INFO, "http.request", b.data, b.len);
}
