/* Percent-decoding of paths and queries: see url.h. Pure; any thread. */
#include "http/url.h"

#include <string.h>

enum { QUERY_NAME = 64 };

static int hex_digit(char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes n bytes; the length, or -1 for a bad escape or a NUL. */
static long decode(const char *raw, size_t n, bool plus, char *out)
{
  char *p = out;
  for (size_t i = 0; i < n; i++) {
    char c = raw[i];
    if (c == '%') {
      int high = i + 2 < n ? hex_digit(raw[i + 1]) : -1;
      int low = i + 2 < n ? hex_digit(raw[i + 2]) : -1;
      if (high < 0 || low < 0)
        return -1;
      c = (char)(high * 16 + low);
      i += 2;
    } else if (plus && c == '+') {
      c = ' ';
    }
    if (!c)
      return -1;
    *p++ = c;
  }
  *p = 0;
  return p - out;
}

/* Visible ASCII without an escape. */
static bool plain(const char *raw)
{
  static const bool visible[256] = {['!' ... '$'] = true, ['&' ... '~'] = true};
  while (visible[(unsigned char)*raw])
    raw++;
  return !*raw;
}

const char *url_path(const char *raw, struct arena *a)
{
  if (plain(raw))
    return raw;
  size_t n = strlen(raw);
  for (const char *p = strstr(raw, "%2"); p; p = strstr(p + 1, "%2"))
    if (p[2] == 'f' || p[2] == 'F')
      return NULL;
  char *out = arena_alloc(a, n + 1);
  long length = decode(raw, n, false, out);
  if (length < 0 || !utf8_clean(out, (size_t)length))
    return NULL;
  for (const char *p = out; *p; p++)
    if ((unsigned char)*p < ' ' || *p == 127)
      return NULL;
  return out;
}

static bool read_pair(const char *pair, size_t n, const struct shape *shape, void *out, uint64_t *seen, struct arena *a,
    struct problem *p)
{
  const char *equals = memchr(pair, '=', n);
  size_t name_n = equals ? (size_t)(equals - pair) : n;
  if (!name_n || name_n > QUERY_NAME * 3)
    return true;
  char *name = arena_alloc(a, name_n + 1);
  char *value = arena_alloc(a, n + 1);
  if (decode(pair, name_n, true, name) < 0)
    return refuse(p, ERR_BAD_REQUEST, "query", TXT_NONE, 0), false;
  const struct field *f = shape_field(shape, name);
  if (!f)
    return true;
  size_t i = (size_t)(f - shape->fields);
  if (*seen >> i & 1)
    return refuse(p, ERR_BAD_REQUEST, f->name, TXT_DUPLICATE_KEY, 0), false;
  *seen |= (uint64_t)1 << i;
  long length = equals ? decode(equals + 1, n - name_n - 1, true, value) : 0;
  if (length < 0 || !utf8_clean(value, (size_t)length))
    return refuse(p, ERR_BAD_REQUEST, f->name, TXT_UTF8, 0), false;
  if (!length && !(f->flags & F_REQUIRED))
    return true; /* "?q=" is a form's way of not giving it */
  return shape_read_text(shape, f, value, out, a, p);
}

bool url_query(const char *raw, const struct shape *shape, void *out, struct arena *a, struct problem *p)
{
  uint64_t seen = 0;
  bool fine = true;
  while (raw && *raw) {
    size_t n = strcspn(raw, "&");
    fine = read_pair(raw, n, shape, out, &seen, a, p) && fine;
    raw += n + (raw[n] == '&');
  }
  for (size_t i = 0; i < shape->count; i++)
    if ((shape->fields[i].flags & F_REQUIRED) && !(seen >> i & 1)) {
      refuse(p, ERR_BAD_REQUEST, shape->fields[i].name, TXT_REQUIRED, 0);
      fine = false;
    }
  return fine;
}
