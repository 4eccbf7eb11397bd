/* Replies: one buffer with head and body, the security headers on everything, refusals as RFC 9457 problem documents
 * in the caller's language. Worker thread of the exchange. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/clock.h"
#include "base/date.h"
#include "http/internal.h"

/* Scripts come from this server's files alone. Styles may stand in the page: charts and the guest pages' framework set
 * them as attributes. */
#define SECURITY_HEADERS                                                                                               \
  "Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob:; " \
  "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'\r\n"                                 \
  "X-Content-Type-Options: nosniff\r\n"                                                                                \
  "Referrer-Policy: same-origin\r\n"                                                                                   \
  "Cross-Origin-Opener-Policy: same-origin\r\n"

void reply_init(struct reply *r, struct arena *a)
{
  *r = (struct reply){.arena = a};
  buf_init(&r->headers, a);
}

static const char *reason(int status)
{
  switch (status) {
  case 200:
    return "OK";
  case 201:
    return "Created";
  case 202:
    return "Accepted";
  case 204:
    return "No Content";
  case 304:
    return "Not Modified";
  case 400:
    return "Bad Request";
  case 401:
    return "Unauthorized";
  case 403:
    return "Forbidden";
  case 404:
    return "Not Found";
  case 405:
    return "Method Not Allowed";
  case 408:
    return "Request Timeout";
  case 409:
    return "Conflict";
  case 413:
    return "Content Too Large";
  case 414:
    return "URI Too Long";
  case 415:
    return "Unsupported Media Type";
  case 417:
    return "Expectation Failed";
  case 422:
    return "Unprocessable Content";
  case 429:
    return "Too Many Requests";
  case 431:
    return "Request Header Fields Too Large";
  case 500:
    return "Internal Server Error";
  case 503:
    return "Service Unavailable";
  default:
    return status < 300 ? "Success" : status < 400 ? "Redirect" : status < 500 ? "Client Error" : "Server Error";
  }
}

void reply_object(struct reply *r, int status, const struct shape *shape, const void *object)
{
  struct json_out w;
  json_begin(&w, r->arena);
  shape_write(shape, object, &w, NULL);
  reply_bytes(r, status, "application/json", w.buf.data, w.buf.len, NULL, NULL);
}

void reply_list(struct reply *r, const struct shape *shape, struct list items, const char *next)
{
  struct json_out w;
  json_begin(&w, r->arena);
  json_open(&w, NULL, '{');
  json_open(&w, "items", '[');
  for (size_t i = 0; i < items.count; i++)
    shape_write(shape, (const char *)items.items + i * shape->size, &w, NULL);
  json_close(&w, ']');
  json_put_str(&w, "next", next);
  json_close(&w, '}');
  reply_bytes(r, 200, "application/json", w.buf.data, w.buf.len, NULL, NULL);
}

void reply_bytes(struct reply *r, int status, const char *content_type, const void *data, size_t n,
    void (*release)(void *), void *owner)
{
  if (r->release)
    r->release(r->owner);
  r->status = status;
  r->content_type = content_type;
  r->body = data;
  r->body_len = n;
  r->release = release;
  r->owner = owner;
}

void reply_header(struct reply *r, const char *name, const char *value)
{
  if (strpbrk(name, "\r\n") || strpbrk(value, "\r\n"))
    return; /* a value from data must not open a header of its own */
  if (!strcasecmp(name, "Cache-Control"))
    r->caches = true;
  buf_str(&r->headers, name);
  buf_lit(&r->headers, ": ");
  buf_str(&r->headers, value);
  buf_lit(&r->headers, "\r\n");
}

void reply_lines(struct reply *r, const char *lines, bool caches)
{
  buf_str(&r->headers, lines);
  r->caches |= caches;
}

/* True when a list of entity tags names `etag`; W/ is passed over (weak comparison). */
static bool names_etag(const char *list, const char *etag)
{
  size_t n = strlen(etag);
  if (!strcmp(list, "*"))
    return true;
  while (*list) {
    list += strspn(list, " \t,");
    if (!strncmp(list, "W/", 2))
      list += 2;
    size_t m = strcspn(list, ",");
    while (m && (list[m - 1] == ' ' || list[m - 1] == '\t'))
      m--;
    if (m == n && !memcmp(list, etag, n))
      return true;
    list += strcspn(list, ",");
  }
  return false;
}

bool reply_not_modified(struct reply *r, const struct request *req, const char *etag)
{
  const char *given = request_header(req, "If-None-Match");
  reply_header(r, "ETag", etag);
  if (!given || !names_etag(given, strncmp(etag, "W/", 2) ? etag : etag + 2))
    return false;
  reply_bytes(r, 304, NULL, NULL, 0, NULL, NULL);
  return true;
}

/* The sentence with its number or its word, if it has one. */
static const char *field_reason(struct arena *a, const struct problem_field *f, enum lang lang)
{
  const char *s = text(f->why, lang), *number = strstr(s, "%lld"), *word = number ? NULL : strstr(s, "%s");
  const char *hole = number ? number : word;
  struct buf b;
  buf_init(&b, a);
  buf_put(&b, s, hole ? (size_t)(hole - s) : strlen(s));
  if (number)
    buf_i64(&b, f->arg);
  else if (word)
    buf_str(&b, f->word);
  if (hole)
    buf_str(&b, hole + (number ? 4 : 2));
  return b.data;
}

static const char *detail(struct arena *a, enum err e, const struct problem *p, enum lang lang, const char *of)
{
  if (err_is_fault(e) || !p->count)
    return err_title(e, lang);
  const struct problem_field *f = &p->fields[0];
  const char *why = field_reason(a, f, lang);
  return *f->name ? arena_printf(a, lang == LANG_EN ? "%s %s" : "%s：%s", text_label(of, f->name, lang), why) : why;
}

const char *problem_text(
    struct arena *a, enum err e, const struct problem *p, const struct request *req, const char *request_id, size_t *n)
{
  enum lang lang = req->lang;
  const char *of = req->route && req->route->in ? req->route->in->name : NULL;
  struct json_out w;
  json_begin(&w, a);
  json_open(&w, NULL, '{');
  json_put_str(&w, "type", arena_printf(a, "/problems/%s", err_code(e)));
  json_put_str(&w, "title", err_title(e, lang));
  json_put_i64(&w, "status", err_status(e));
  json_put_str(&w, "code", err_code(e));
  json_put_str(&w, "detail", detail(a, e, p, lang, of));
  if (e == ERR_BALANCE_DUE)
    json_put_i64(&w, "due_fen", p->due_fen);
  if (e == ERR_DAY_BLOCKED)
    json_put_raw(&w, "blockers", p->blockers, strlen(p->blockers));
  if (request_id)
    json_put_str(&w, "request_id", request_id);
  if (p->count && !err_is_fault(e)) {
    json_open(&w, "errors", '[');
    for (size_t i = 0; i < p->count && i < PROBLEM_FIELDS; i++) {
      json_open(&w, NULL, '{');
      json_put_str(&w, "field", p->fields[i].name);
      json_put_str(&w, "label", text_label(of, p->fields[i].name, lang));
      json_put_str(&w, "reason", field_reason(a, &p->fields[i], lang));
      json_close(&w, '}');
    }
    json_close(&w, ']');
  }
  json_close(&w, '}');
  *n = w.buf.len;
  return w.buf.data;
}

void reply_problem(struct exchange *x, enum err e)
{
  struct reply *r = &x->reply;
  struct request *req = &x->req;
  size_t n;
  const char *body = problem_text(r->arena, e, &req->scope.problem, req, req->request_id, &n);
  int status = err_status(e);
  char seconds[16];
  reply_bytes(r, status, "application/problem+json", body, n, NULL, NULL);
  reply_header(r, "Content-Language", req->lang == LANG_EN ? "en" : "zh-CN");
  if (status == 401)
    reply_header(r, "WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) {
    snprintf(seconds, sizeof seconds, "%d", x->retry_after > 0 ? x->retry_after : 1);
    reply_header(r, "Retry-After", seconds);
  }
}

static bool bodiless(int status)
{
  return status < 200 || status == 204 || status == 304;
}

size_t reply_body_len(const struct exchange *x)
{
  const char *method = x->wire->head.method;
  return bodiless(x->reply.status) || (method && !strcmp(method, "HEAD")) ? 0 : x->reply.body_len;
}

void reply_head(const struct exchange *x, bool keep_alive, struct buf *out)
{
  const struct reply *r = &x->reply;
  char date[HTTP_DATE_TEXT];
  instant_http(clock_now_coarse(), date);
  if (r->status == 200) {
    buf_lit(out, "HTTP/1.1 200 OK\r\nDate: ");
  } else {
    buf_lit(out, "HTTP/1.1 ");
    buf_i64(out, r->status);
    buf_lit(out, " ");
    buf_str(out, reason(r->status));
    buf_lit(out, "\r\nDate: ");
  }
  buf_put(out, date, sizeof date - 1);
  if (!bodiless(r->status)) {
    if (!r->next) { /* a stream ends with its connection */
      buf_lit(out, "\r\nContent-Length: ");
      buf_i64(out, (int64_t)r->body_len);
    }
    if (r->content_type) {
      buf_lit(out, "\r\nContent-Type: ");
      buf_str(out, r->content_type);
    }
  }
  if (keep_alive)
    buf_lit(out, "\r\nConnection: keep-alive\r\n" SECURITY_HEADERS);
  else
    buf_lit(out, "\r\nConnection: close\r\n" SECURITY_HEADERS);
  if (!r->caches)
    buf_lit(out, "Cache-Control: no-store\r\n");
  buf_lit(out, "X-Request-Id: ");
  buf_str(out, x->req.request_id);
  buf_lit(out, "\r\n");
  if (r->headers.len)
    buf_put(out, r->headers.data, r->headers.len);
  buf_lit(out, "\r\n");
}
