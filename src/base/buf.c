/* Growing byte string; one thread at a time. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/digits.h"

void buf_init(struct buf *b, struct arena *a)
{
  *b = (struct buf){.arena = a};
}

void buf_reserve(struct buf *b, size_t more)
{
  size_t cap = b->cap ? b->cap * 2 : 512;
  if (b->len + more < b->cap)
    return;
  while (cap <= b->len + more)
    cap *= 2;
  char *data = arena_raw(b->arena, cap);
  if (b->len)
    memcpy(data, b->data, b->len);
  data[b->len] = 0;
  b->data = data;
  b->cap = cap;
}

void buf_i64(struct buf *b, int64_t v)
{
  char digits[DIGITS_MAX + 1];
  char *end = digits + sizeof digits;
  char *p = digits_before(end, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
  if (v < 0)
    *--p = '-';
  buf_put(b, p, (size_t)(end - p));
}

void buf_printf(struct buf *b, const char *format, ...)
{
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  buf_reserve(b, (size_t)n + 1);
  vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
  va_end(again);
  b->len += (size_t)n;
}
