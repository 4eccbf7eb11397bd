/* Writing JSON (RFC 8259) straight into a buffer; one thread per writer. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/date.h"
#include "base/json.h"

void json_begin(struct json_out *w, struct arena *a)
{
  buf_init(&w->buf, a);
  w->comma = false;
}

static void put_text(struct buf *b, const char *s)
{
  static const char hex[] = "0123456789abcdef";
  buf_put(b, "\"", 1);
  const char *run = s;
  for (; *s; s++) {
    unsigned char c = (unsigned char)*s;
    if (c >= 0x20 && c != '"' && c != '\\')
      continue;
    buf_put(b, run, (size_t)(s - run));
    run = s + 1;
    if (c == '"' || c == '\\')
      buf_put(b, (char[]){'\\', (char)c}, 2);
    else if (c == '\n')
      buf_put(b, "\\n", 2);
    else
      buf_put(b, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
  }
  buf_put(b, run, (size_t)(s - run));
  buf_put(b, "\"", 1);
}

static void lead(struct json_out *w, const char *key)
{
  if (w->comma)
    buf_lit(&w->buf, ",");
  w->comma = true;
  if (key) { /* a literal: nothing in it to escape */
    buf_lit(&w->buf, "\"");
    buf_str(&w->buf, key);
    buf_lit(&w->buf, "\":");
  }
}

void json_open(struct json_out *w, const char *key, char bracket)
{
  lead(w, key);
  buf_put(&w->buf, &bracket, 1);
  w->comma = false;
}

void json_close(struct json_out *w, char bracket)
{
  buf_put(&w->buf, &bracket, 1);
  w->comma = true;
}

void json_put_str(struct json_out *w, const char *key, const char *s)
{
  if (!s) {
    json_put_null(w, key);
    return;
  }
  lead(w, key);
  put_text(&w->buf, s);
}

void json_put_i64(struct json_out *w, const char *key, int64_t v)
{
  lead(w, key);
  buf_i64(&w->buf, v);
}

void json_put_id(struct json_out *w, const char *key, int64_t v)
{
  if (!v) {
    json_put_null(w, key);
    return;
  }
  lead(w, key);
  buf_put(&w->buf, "\"", 1);
  buf_i64(&w->buf, v);
  buf_put(&w->buf, "\"", 1);
}

void json_put_double(struct json_out *w, const char *key, double v)
{
  if (!isfinite(v)) {
    json_put_null(w, key);
    return;
  }
  lead(w, key);
  buf_printf(&w->buf, "%.10g", v);
}

void json_put_bool(struct json_out *w, const char *key, bool v)
{
  lead(w, key);
  buf_str(&w->buf, v ? "true" : "false");
}

void json_put_null(struct json_out *w, const char *key)
{
  lead(w, key);
  buf_str(&w->buf, "null");
}

void json_put_raw(struct json_out *w, const char *key, const char *json, size_t n)
{
  lead(w, key);
  buf_put(&w->buf, json, n);
}

static void put_quoted(struct json_out *w, const char *key, const char *plain)
{
  lead(w, key);
  buf_put(&w->buf, "\"", 1);
  buf_str(&w->buf, plain);
  buf_put(&w->buf, "\"", 1);
}

void json_put_date(struct json_out *w, const char *key, int32_t day)
{
  char date[DATE_TEXT];
  if (day == DATE_NONE) {
    json_put_null(w, key);
    return;
  }
  date_format(day, date);
  put_quoted(w, key, date);
}

void json_put_instant(struct json_out *w, const char *key, int64_t ms)
{
  char at[INSTANT_TEXT];
  if (!ms) {
    json_put_null(w, key);
    return;
  }
  instant_format(ms, at);
  put_quoted(w, key, at);
}
