/* Protocol sanity (RFC 9112 §3, §5, §6): see guard.h. Pure; any thread. */
#include "http/guard.h"

#include <string.h>
#include <strings.h>
#include "limits.h"

static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", NULL};
static const char *const singles[] = {"Content-Type", "Authorization", "Origin", "Idempotency-Key", "Expect", NULL};

static bool named(const char *const *list, const char *word)
{
  for (; *list; list++)
    if (!strcmp(*list, word))
      return true;
  return false;
}

/* Occurrences of a header; *value gets the first one. */
static size_t occurrences(const struct head *head, const char *name, const char **value)
{
  size_t n = 0;
  for (size_t i = 0; i < head->count; i++)
    if ((head->headers[i].name[0] | 32) == (name[0] | 32) && !strcasecmp(head->headers[i].name, name) && n++ == 0)
      *value = head->headers[i].value;
  return n;
}

const char *guard_header(const struct head *head, const char *name)
{
  const char *value = NULL;
  occurrences(head, name, &value);
  return value;
}

/* A token of RFC 9110 §5.6.2. */
static bool is_token(const char *s)
{
  static const bool token[256] = {['!'] = true, ['#' ... '\''] = true, ['*'] = true, ['+'] = true, ['-'] = true, ['.'] = true,
      ['0' ... '9'] = true, ['A' ... 'Z'] = true, ['^' ... 'z'] = true, ['|'] = true, ['~'] = true};
  const char *p = s;
  while (token[(unsigned char)*p])
    p++;
  return p > s && !*p;
}

static bool has_control(const char *s)
{
  for (; *s; s++)
    if (((unsigned char)*s < 32 && *s != '\t') || *s == 127)
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

static enum err check_framing(const struct head *head, struct framing *out)
{
  const char *length = NULL, *encoding = NULL, *expect = NULL;
  size_t lengths = occurrences(head, "Content-Length", &length);
  size_t encodings = occurrences(head, "Transfer-Encoding", &encoding);
  if (lengths + encodings > 1)
    return ERR_BAD_REQUEST;
  if (lengths && !parse_length(length, &out->length))
    return ERR_BAD_REQUEST;
  if (encodings && (strcasecmp(encoding, "chunked") || strcmp(head->version, "1.1")))
    return ERR_BAD_REQUEST;
  out->chunked = encodings == 1;
  if (occurrences(head, "Expect", &expect)) {
    if (strcasecmp(expect, "100-continue"))
      return ERR_EXPECTATION;
    out->expects = !strcmp(head->version, "1.1");
  }
  return OK;
}

static enum err check_host(const struct head *head)
{
  const char *host = NULL;
  if (occurrences(head, "Host", &host) != 1 || !*host || strlen(host) > 255)
    return ERR_BAD_REQUEST;
  for (const char *p = host; *p; p++)
    if (*p <= ' ' || (unsigned char)*p >= 127 || strchr("/?#@\\,;\"'<>", *p))
      return ERR_BAD_REQUEST;
  return OK;
}

enum err guard_check(const struct head *head, struct framing *out)
{
  *out = (struct framing){0};
  if (head->count >= LIMIT_HEADERS)
    return ERR_HEADERS;
  if (!head->method || !head->target || head->target[0] != '/')
    return ERR_BAD_REQUEST;
  if (!head->version || (strcmp(head->version, "1.1") && strcmp(head->version, "1.0")))
    return ERR_BAD_REQUEST;
  if (has_control(head->target) || (head->query && has_control(head->query)))
    return ERR_BAD_REQUEST;
  for (size_t i = 0; i < head->count; i++)
    if (!is_token(head->headers[i].name) || has_control(head->headers[i].value))
      return ERR_BAD_REQUEST;
  for (const char *const *s = singles; *s; s++) {
    const char *ignored;
    if (occurrences(head, *s, &ignored) > 1)
      return ERR_BAD_REQUEST;
  }
  enum err e = check_host(head);
  if (!e)
    e = check_framing(head, out);
  if (!e && !named(methods, head->method))
    e = ERR_METHOD;
  return e;
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
