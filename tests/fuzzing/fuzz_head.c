/* http: a request's head. The bytes are cut as civetweb 1.15 cuts them; whatever the guards then let pass must be read
 * in the same way by a second, strict reader that sees the bytes as they came (RFC 9112): nobody in front of this
 * program, or behind it, can see another request. Then the path, the query and the client's address. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "fuzz.h"
#include "http/address.h"
#include "http/guard.h"
#include "http/url.h"
#include "limits.h"

/* --- civetweb's cutting ------------------------------------------------------------------------------------------ */

static size_t end_of_head(const char *s, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    unsigned char c = (unsigned char)s[i];
    if (c < 128 && c != '\r' && c != '\n' && !isprint(c))
      return 0;
    if (i + 1 < n && s[i] == '\n' && s[i + 1] == '\n')
      return i + 2;
    if (i + 3 < n && !memcmp(s + i, "\r\n\r\n", 4))
      return i + 4;
  }
  return 0;
}

static bool cut_word(char **p, bool last)
{
  while (isgraph((unsigned char)**p))
    (*p)++;
  if (last ? **p != '\r' && **p != '\n' : **p != ' ')
    return false;
  do {
    *(*p)++ = 0;
  } while (isspace((unsigned char)**p));
  return last || isgraph((unsigned char)**p);
}

/* Behind the version civetweb blanks out whatever white space there is, so that the guards cannot tell CR CR or LF blank
 * from the end of a line; they see that it was two bytes. The strict reader is told what they believe. */
static void end_version(const struct head *head, const char *s, char *raw)
{
  size_t end = (size_t)(head->version + strlen(head->version) - s);
  if (head->count && head->headers[0].name == s + end + 2)
    memcpy(raw + end, "\r\n", 2);
}

/* Two bare newlines with a CR and then nothing behind them look, once cut, like the end that a head should have. Nothing of
 * it is read differently, and no more comes from that connection than the CR. */
static bool in_doubt(const char *raw, size_t size)
{
  size_t n = end_of_head(raw, size);
  return n > 1 && raw[n - 2] == '\n' && raw[n] == '\r' && !raw[n + 1];
}

static bool cut_header(char **p, struct header *h)
{
  char *at = *p;
  while (*at != ':' && *at >= 33 && *at <= 126)
    at++;
  h->name = *p;
  while (*at == ' ')
    *at++ = 0;
  if (*at != ':')
    return false;
  *at++ = 0;
  at += strspn(at, " \t");
  h->value = at;
  at += strcspn(at, "\r\n");
  if (*at == '\r') {
    *at++ = 0;
    if (*at != '\n')
      return false;
  }
  *at++ = 0;
  *p = at;
  return true;
}

static bool cut(char *s, size_t n, struct head *head, struct header *headers)
{
  size_t length = end_of_head(s, n);
  if (!length || isspace((unsigned char)*s)) /* leading blanks: the server compares where the request begins */
    return false;
  s[length - 1] = 0;
  *head = (struct head){.method = s, .headers = headers};
  if (!cut_word(&s, false))
    return false;
  head->target = s;
  if (!cut_word(&s, false))
    return false;
  head->version = s;
  if (!cut_word(&s, true) || strncmp(head->version, "HTTP/", 5) != 0)
    return false;
  head->version += 5;
  while (head->count < LIMIT_HEADERS && *s != ':' && *s >= 33 && *s <= 126) {
    if (!cut_header(&s, &headers[head->count++]))
      return false;
    if (*s == '\r' || *s == '\n')
      break;
  }
  char *query = strchr((char *)head->target, '?');
  if (query)
    *query++ = 0;
  head->query = query;
  return true;
}

/* --- the strict reader ------------------------------------------------------------------------------------------- */

struct span { const char *at; size_t n; };
struct strict { size_t headers, hosts, lengths, encodings; int64_t length; bool chunked, modern; struct span host, authority; };

static bool is_token(const char *s, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isalnum((unsigned char)s[i]) && (!s[i] || !strchr("!#$%&'*+-.^_`|~", s[i])))
      return false;
  return n > 0;
}

static bool named(const char *s, size_t n, const char *name)
{
  return n == strlen(name) && !strncasecmp(s, name, n);
}

static bool read_length(const char *s, size_t n, int64_t *out)
{
  *out = 0;
  for (size_t i = 0; i < n; i++) {
    if (!isdigit((unsigned char)s[i]) || *out > INT64_MAX / 10 - 10)
      return false;
    *out = *out * 10 + (s[i] - '0');
  }
  return n > 0;
}

static bool read_line(const char *s, size_t n, struct strict *out)
{
  const char *colon = memchr(s, ':', n), *end = s + n;
  if (!colon || !is_token(s, (size_t)(colon - s)))
    return false;
  const char *value = colon + 1;
  for (const char *p = value; p < end; p++)
    if (((unsigned char)*p < ' ' && *p != '\t') || *p == 127)
      return false;
  while (value < end && (*value == ' ' || *value == '\t'))
    value++;
  while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  size_t name = (size_t)(colon - s), length = (size_t)(end - value);
  out->headers++;
  if (named(s, name, "Host") && out->hosts++ == 0)
    out->host = (struct span){value, length};
  if (named(s, name, "Content-Length"))
    return out->lengths++ == 0 && read_length(value, length, &out->length);
  if (named(s, name, "Transfer-Encoding")) {
    out->chunked = named(value, length, "chunked");
    return out->encodings++ == 0 && out->chunked;
  }
  return true;
}

/* A path, a whole address of http or https, or the asterisk of OPTIONS (RFC 9112 §3.2). */
static bool read_target(struct span method, struct span target, struct span *authority)
{
  if (target.n && *target.at == '/')
    return true;
  if (target.n == 1 && *target.at == '*')
    return method.n == 7 && !memcmp(method.at, "OPTIONS", 7);
  size_t scheme = target.n > 8 && !strncasecmp(target.at, "https://", 8) ? 8 : 7;
  if (target.n < scheme || (scheme == 7 && strncasecmp(target.at, "http://", 7)))
    return false;
  const char *begin = target.at + scheme, *end = begin;
  while (end < target.at + target.n && *end != '/' && *end != '?')
    end++;
  *authority = (struct span){begin, (size_t)(end - begin)};
  return true;
}

static bool read_request_line(const char *s, size_t n, struct strict *out)
{
  const char *first = memchr(s, ' ', n), *second = first ? memchr(first + 1, ' ', n - (size_t)(first + 1 - s)) : NULL;
  if (!second || !is_token(s, (size_t)(first - s)) || s + n - second != 9)
    return false;
  struct span method = {s, (size_t)(first - s)}, target = {first + 1, (size_t)(second - first - 1)};
  if (!read_target(method, target, &out->authority))
    return false;
  for (const char *p = first + 1; p < second; p++)
    if (!isgraph((unsigned char)*p))
      return false;
  out->modern = second[8] == '1';
  return !strncmp(second + 1, "HTTP/1.", 7) && (second[8] == '1' || second[8] == '0');
}

/* Whoever names a host in the target and in the header names one. */
static bool own_host(const struct strict *s)
{
  return !s->authority.at || (s->authority.n == s->host.n && !strncasecmp(s->authority.at, s->host.at, s->host.n));
}

/* Every line ends with CR LF and none but the last is empty. */
static bool read_strictly(const char *s, size_t n, struct strict *out)
{
  const char *end = memmem(s, n, "\r\n", 2);
  *out = (struct strict){0};
  if (!end || !read_request_line(s, (size_t)(end - s), out))
    return false;
  for (;;) {
    n -= (size_t)(end + 2 - s);
    s = end + 2;
    end = memmem(s, n, "\r\n", 2);
    if (!end)
      return false;
    if (end == s)
      return out->hosts == 1 && own_host(out) && !(out->chunked && (out->lengths || !out->modern));
    if (!read_line(s, (size_t)(end - s), out))
      return false;
  }
}

/* --- what follows a head that was let in ------------------------------------------------------------------------- */

struct query { uint64_t given; const char *q; int64_t n; int32_t day; bool flag; };
static const struct field query_fields[] = {
    FIELD(struct query, q, F_STR, .max = 20), FIELD(struct query, n, F_I64, .min = 1, .max = 100),
    FIELD(struct query, day, F_DATE), FIELD(struct query, flag, F_BOOL)};
static const struct shape query_shape = SHAPE("Query", struct query, query_fields, given);

static size_t slashes(const char *s)
{
  size_t n = 0;
  for (; *s; s++)
    n += *s == '/';
  return n;
}

static void use(const struct head *head)
{
  struct arena *a = arena_create();
  struct problem p = {0};
  struct query q = {0};
  const char *path = url_path(head->target, a);
  if (path) {
    MUST(*path == '/' && slashes(path) == slashes(head->target) && fuzz_utf8(path, strlen(path), NULL));
    MUST(strlen(path) <= strlen(head->target));
    for (const char *c = path; *c; c++)
      MUST((unsigned char)*c >= ' ' && *c != 127);
  }
  bool fine = url_query(head->query, &query_shape, &q, a, &p);
  MUST(fine == (p.code == OK));
  if (fine && q.q) {
    size_t n = 0;
    MUST(fuzz_utf8(q.q, strlen(q.q), &n) && n <= 20);
  }
  MUST(!fine || !shape_given(&query_shape, &q, "n") || (q.n >= 1 && q.n <= 100));
  const char *const trusted[] = {"10.0.0.1", "::1", NULL};
  const char *client = address_of_client(head, "192.0.2.1", trusted, a);
  MUST(!strcmp(client, "192.0.2.1")); /* nobody we trust says otherwise */
  client = address_of_client(head, "10.0.0.1", trusted, a);
  MUST(*client && strspn(client, "0123456789abcdefABCDEF.:") == strlen(client));
  arena_destroy(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct header headers[LIMIT_HEADERS];
  struct head head;
  struct framing framing;
  struct strict strict;
  struct problem problem = {0};
  char *raw = fuzz_text(data, size), *s = fuzz_text(data, size);
  if (cut(s, size, &head, headers) && !in_doubt(raw, size)) {
    bool whole = guard_whole(&head);
    bool own = whole && guard_origin_form(&head);
    enum err e = own ? guard_check(&head, &framing, &problem) : ERR_BAD_REQUEST;
    end_version(&head, s, raw);
    bool same = read_strictly(raw, size, &strict);
    if (whole && !e) {
      MUST(same);
      MUST(strict.headers == head.count);
      MUST(strict.length == framing.length && strict.chunked == framing.chunked);
      if (strcmp(head.target, "*"))
        use(&head);
    }
    if (same && strict.headers < LIMIT_HEADERS)
      MUST(whole); /* what is plain for everybody is not refused for how it was cut */
  }
  free(raw);
  free(s);
  return 0;
}
