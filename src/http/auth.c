/* Who calls: a bearer token or, for staff, the session cookie; then origin and role. Tokens are looked up by their
 * SHA-256 only, so that the store never sees one. Worker thread of the exchange. */
#include <string.h>
#include <strings.h>
#include "base/digest.h"
#include "http/address.h"
#include "http/internal.h"

enum { TOKEN_MAX = 256 };

static const char *const cookie_names[] = {"__Host-yizhan", "yizhan_session", NULL};

/* Value of a cookie in one Cookie header (RFC 6265 §4.2.1). */
static bool cookie_value(const char *header, const char *name, const char **value, size_t *n)
{
  size_t name_n = strlen(name);
  while (*header) {
    header += strspn(header, " \t;");
    size_t pair = strcspn(header, ";");
    if (pair > name_n && !strncmp(header, name, name_n) && header[name_n] == '=') {
      *value = header + name_n + 1;
      *n = pair - name_n - 1;
      while (*n && ((*value)[*n - 1] == ' ' || (*value)[*n - 1] == '\t'))
        --*n;
      return true;
    }
    header += pair;
  }
  return false;
}

static bool find_cookie(const struct head *head, const char **value, size_t *n)
{
  for (const char *const *name = cookie_names; *name; name++)
    for (size_t i = 0; i < head->count; i++)
      if (!strcasecmp(head->headers[i].name, "Cookie") && cookie_value(head->headers[i].value, *name, value, n))
        return true;
  return false;
}

static bool find_bearer(const struct head *head, const char **value, size_t *n)
{
  const char *header = guard_header(head, "Authorization");
  if (!header || strncasecmp(header, "Bearer ", 7))
    return false;
  *value = header + 7 + strspn(header + 7, " ");
  *n = strcspn(*value, " \t");
  return true;
}

/* A browser names the page's origin with every change; it must be the host that was asked. */
static bool same_origin(const struct head *head)
{
  const char *origin = guard_header(head, "Origin"), *host = guard_header(head, "Host");
  const char *authority = origin ? strstr(origin, "://") : NULL;
  return authority && host && !strcasecmp(authority + 3, host);
}

static bool changes(const char *method)
{
  return strcmp(method, "GET") && strcmp(method, "HEAD");
}

static const struct actor nobody = {.kind = ACTOR_GUEST, .name = ""};

/* Fills req->actor by the token's hash. */
static enum err identify(struct exchange *x, const uint8_t *hash, bool used)
{
  struct request *req = &x->req;
  enum who who = req->route->who;
  req->actor = nobody;
  enum err e = x->http->options.session(req->store, &req->scope, hash, who, used, &req->actor);
  enum actor_kind kind = who == WHO_STAFF ? ACTOR_STAFF : ACTOR_GUEST;
  if (!e && (req->actor.kind != kind || !req->actor.id))
    e = ERR_UNAUTHORIZED;
  if (e) {
    req->actor = nobody;
    return e;
  }
  req->actor.request_id = req->request_id;
  return OK;
}

static enum err check_role(const struct request *req)
{
  return req->route->who == WHO_STAFF && req->actor.role < req->route->role ? ERR_FORBIDDEN : OK;
}

enum err auth_again(struct exchange *x)
{
  enum err e = identify(x, x->req.session, false);
  return e ? e : check_role(&x->req);
}

enum err auth_check(struct exchange *x)
{
  struct request *req = &x->req;
  const struct route *row = req->route;
  const struct head *head = &x->wire->head;
  const char *token;
  size_t n;
  req->actor.request_id = req->request_id;
  if (row->who == WHO_PUBLIC)
    return OK;
  bool cookie = false;
  if (!find_bearer(head, &token, &n)) {
    cookie = row->who == WHO_STAFF && find_cookie(head, &token, &n);
    if (!cookie)
      return ERR_UNAUTHORIZED;
  }
  if (n < 1 || n > TOKEN_MAX)
    return ERR_UNAUTHORIZED;
  uint8_t *hash = arena_alloc(req->scope.arena, SHA256_BYTES);
  sha256(token, n, hash);
  enum err e = identify(x, hash, true);
  if (e)
    return e;
  req->session = hash;
  if (cookie && changes(head->method) && !same_origin(head))
    return ERR_FORBIDDEN_ORIGIN;
  return check_role(req);
}

/* A browser keeps a Secure cookie only over TLS, and TLS ends at the proxy: whose word is taken if it is trusted. */
static bool over_tls(const struct exchange *x)
{
  const char *scheme = guard_header(&x->wire->head, "X-Forwarded-Proto");
  return scheme && !strcasecmp(scheme, "https") && address_in(x->http->trusted, x->wire->peer);
}

void reply_session_cookie(struct reply *r, const struct request *req, const char *token, int64_t seconds)
{
  bool tls = over_tls((const struct exchange *)req);
  reply_header(r, "Set-Cookie",
      arena_printf(r->arena, "%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s", cookie_names[tls ? 0 : 1],
          seconds > 0 ? token : "", (long long)(seconds > 0 ? seconds : 0), tls ? "; Secure" : ""));
}
