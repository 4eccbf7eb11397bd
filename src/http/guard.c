/* Protocol sanity (RFC 9112 §3, §5, §6): see guard.h. Pure; any thread. */
#include "http/guard.h"

#include <string.h>
#include <strings.h>
#include "limits.h"

/* Classes of bytes, one bit each. */
enum { TOKEN = 1, VALUE = 2, HOST = 4 };
static const unsigned char classes[256] = {
    ['\t'] = VALUE,
    [' '] = VALUE,
    ['!'] = TOKEN | VALUE | HOST,
    ['"'] = VALUE,
    ['#'] = TOKEN | VALUE,
    ['$' ... '&'] = TOKEN | VALUE | HOST,
    ['\''] = TOKEN | VALUE,
    ['('] = VALUE | HOST,
    [')'] = VALUE | HOST,
    ['*'] = TOKEN | VALUE | HOST,
    ['+'] = TOKEN | VALUE | HOST,
    [','] = VALUE,
    ['-'] = TOKEN | VALUE | HOST,
    ['.'] = TOKEN | VALUE | HOST,
    ['/'] = VALUE,
    ['0' ... '9'] = TOKEN | VALUE | HOST,
    [':'] = VALUE | HOST,
    [';' ... '<'] = VALUE,
    ['='] = VALUE | HOST,
    ['>' ... '@'] = VALUE,
    ['A' ... 'Z'] = TOKEN | VALUE | HOST,
    ['['] = VALUE | HOST,
    ['\\'] = VALUE,
    [']'] = VALUE | HOST,
    ['^' ... 'z'] = TOKEN | VALUE | HOST,
    ['{'] = VALUE | HOST,
    ['|'] = TOKEN | VALUE | HOST,
    ['}'] = VALUE | HOST,
    ['~'] = TOKEN | VALUE | HOST,
    [128 ... 255] = VALUE,
};

/* Bytes of `s` until the first that is not of the class. */
static size_t span(const char *s, unsigned char class)
{
  const char *p = s;
  while (classes[(unsigned char)*p] & class)
    p++;
  return (size_t)(p - s);
}

static bool all(const char *s, unsigned char class)
{
  return !s[span(s, class)];
}

/* Headers that must not come twice, or whose number decides the framing. */
enum known { HEAD_HOST, HEAD_LENGTH, HEAD_ENCODING, HEAD_EXPECT, HEAD_TYPE, HEAD_AUTHORIZATION, HEAD_ORIGIN, HEAD_KEY, KNOWN };
static const char *const known_names[KNOWN] = {"Host", "Content-Length", "Transfer-Encoding", "Expect", "Content-Type",
    "Authorization", "Origin", "Idempotency-Key"};
struct found {
  const char *value; /* of the first */
  size_t count;
};

static bool is_named(const struct header *h, const char *name)
{
  return (h->name[0] | 32) == (name[0] | 32) && !strcasecmp(h->name, name);
}

const char *guard_header(const struct head *head, const char *name)
{
  for (size_t i = 0; i < head->count; i++)
    if (is_named(&head->headers[i], name))
      return head->headers[i].value;
  return NULL;
}

static enum err bad(struct problem *p, const char *field, enum text why)
{
  return refuse(p, ERR_BAD_REQUEST, field, why, 0);
}

/* False for a name that is no token (RFC 9110 §5.6.2) or a value with control bytes. */
static bool sort_out(const struct head *head, struct found found[KNOWN])
{
  for (size_t i = 0; i < head->count; i++) {
    const struct header *h = &head->headers[i];
    if (!*h->name || !all(h->name, TOKEN) || !all(h->value, VALUE))
      return false;
    for (int k = 0; k < KNOWN; k++)
      if (is_named(h, known_names[k]) && found[k].count++ == 0)
        found[k].value = h->value;
  }
  return true;
}

static bool is_method(const char *word)
{
  static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", NULL};
  for (const char *const *m = methods; *m; m++)
    if (!strcmp(*m, word))
      return true;
  return false;
}

/* Decimal digits only, with the optional white space that RFC 9110 allows behind a value. */
static bool parse_length(const char *s, int64_t *out)
{
  int64_t n = 0;
  int digits = 0;
  for (; *s >= '0' && *s <= '9'; s++, digits++)
    if (digits < 16)
      n = n * 10 + (*s - '0');
  s += strspn(s, " \t");
  *out = n;
  return digits > 0 && digits < 16 && !*s;
}

static enum err check_framing(const struct head *head, const struct found *found, struct framing *out, struct problem *p)
{
  const struct found *length = &found[HEAD_LENGTH], *encoding = &found[HEAD_ENCODING], *expect = &found[HEAD_EXPECT];
  bool modern = !strcmp(head->version, "1.1");
  if (length->count + encoding->count > 1)
    return bad(p, length->count ? "Content-Length" : "Transfer-Encoding", TXT_HEAD_FRAMING);
  if (length->count && !parse_length(length->value, &out->length))
    return bad(p, "Content-Length", TXT_HEAD_LENGTH);
  if (encoding->count && (strcasecmp(encoding->value, "chunked") || !modern))
    return bad(p, "Transfer-Encoding", TXT_HEAD_CODING);
  out->chunked = encoding->count == 1;
  if (expect->count && strcasecmp(expect->value, "100-continue"))
    return refuse(p, ERR_EXPECTATION, "Expect", TXT_HEAD_EXPECT, 0);
  out->expects = expect->count && modern;
  return OK;
}

static bool host_is_fine(const struct found *host)
{
  return host->count == 1 && *host->value && all(host->value, HOST) && strlen(host->value) <= 255;
}

/* "OPTIONS *" asks about the server as a whole (RFC 9112 §3.2.4). */
static bool is_asterisk(const struct head *head)
{
  return !strcmp(head->target, "*") && !strcmp(head->method, "OPTIONS");
}

bool guard_origin_form(struct head *head)
{
  const char *host = guard_header(head, "Host"), *target = head->target;
  if (!target || target[0] == '/' || (strncasecmp(target, "http://", 7) && strncasecmp(target, "https://", 8)))
    return true;
  const char *authority = strstr(target, "//") + 2;
  size_t n = strcspn(authority, "/");
  head->target = authority[n] ? authority + n : "/";
  return host && n == strlen(host) && !strncasecmp(host, authority, n);
}

static enum err check_line(const struct head *head, struct problem *p)
{
  if (!head->method || !head->target || (head->target[0] != '/' && !is_asterisk(head)))
    return bad(p, "path", TXT_HEAD_TARGET);
  if (!head->version || (strcmp(head->version, "1.1") && strcmp(head->version, "1.0")))
    return bad(p, "request", TXT_HEAD_VERSION);
  if (!all(head->target, VALUE) || (head->query && !all(head->query, VALUE)))
    return bad(p, "path", TXT_HEAD_TARGET);
  if (strlen(head->target) + (head->query ? strlen(head->query) : 0) > LIMIT_TARGET)
    return refuse(p, ERR_URI_TOO_LONG, NULL, TXT_NONE, 0);
  return OK;
}

enum err guard_check(const struct head *head, struct framing *out, struct problem *p)
{
  struct found found[KNOWN] = {0};
  *out = (struct framing){0};
  if (head->count >= LIMIT_HEADERS)
    return refuse(p, ERR_HEADERS, NULL, TXT_NONE, 0);
  enum err e = check_line(head, p);
  if (e)
    return e;
  if (!sort_out(head, found))
    return bad(p, "header", TXT_HEAD_LINE);
  if (!host_is_fine(&found[HEAD_HOST]))
    return bad(p, "Host", TXT_HEAD_HOST);
  for (int k = HEAD_EXPECT; k < KNOWN; k++)
    if (found[k].count > 1)
      return bad(p, known_names[k], TXT_DUPLICATE_KEY);
  e = check_framing(head, found, out, p);
  return e || is_method(head->method) ? e : refuse(p, ERR_METHOD, NULL, TXT_NONE, 0);
}

bool guard_whole(const struct head *head)
{
  if (head->count >= LIMIT_HEADERS)
    return true; /* cut short, and refused for that by guard_check */
  const char *end = head->query ? head->query + strlen(head->query) : head->target + strlen(head->target);
  if (head->target != head->method + strlen(head->method) + 1)
    return false;
  if (head->version != end + 1 + strlen("HTTP/"))
    return false;
  if (!head->count) /* nothing follows the version that could be checked; a missing Host is refused anyway */
    return true;
  end = head->version + strlen(head->version);
  if (head->headers[0].name != end + 2)
    return false;
  for (size_t i = 0; i < head->count; i++) {
    const struct header *h = &head->headers[i];
    const char *colon = h->name + strlen(h->name); /* cut to NUL */
    if (h->value != colon + 1 && colon[1] != ' ' && colon[1] != '\t')
      return false; /* white space before the colon */
    end = h->value + strlen(h->value);
    if (end[1]) /* the line did not end with CR LF, both cut to NUL */
      return false;
    if (i + 1 < head->count && head->headers[i + 1].name != end + 2)
      return false;
  }
  return end[2] == '\r' && !end[3];
}
