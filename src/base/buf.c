/* Growing byte string; one thread at a time. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_init(struct buf *b, struct arena *a)
{
  *b = (struct buf){.arena = a};
}

static void reserve(struct buf *b, size_t more)
{
  if (b->len + more < b->cap)
    return;
  size_t cap = b->cap ? b->cap * 2 : 512;
  while (cap <= b->len + more)
    cap *= 2;
  char *data = arena_alloc(b->arena, cap);
  if (b->len)
    memcpy(data, b->data, b->len);
  b->data = data;
  b->cap = cap;
}

void buf_put(struct buf *b, const void *p, size_t n)
{
  reserve(b, n + 1);
  if (n)
    memcpy(b->data + b->len, p, n);
  b->len += n;
  b->data[b->len] = 0;
}

void buf_str(struct buf *b, const char *s)
{
  buf_put(b, s, strlen(s));
}

void buf_i64(struct buf *b, int64_t v)
{
  char digits[24];
  char *p = digits + sizeof digits;
  uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
  do
    *--p = (char)('0' + u % 10);
  while (u /= 10);
  if (v < 0)
    *--p = '-';
  buf_put(b, p, (size_t)(digits + sizeof digits - p));
}

void buf_printf(struct buf *b, const char *format, ...)
{
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  reserve(b, (size_t)n + 1);
  vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
  va_end(again);
  b->len += (size_t)n;
}
