/* A growing byte string in an arena, for building replies and texts. One thread at a time. */
#ifndef YIZHAN_BASE_BUF_H
#define YIZHAN_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/arena.h"

struct buf {
  struct arena *arena;
  char *data; /* always NUL-terminated once anything was put */
  size_t len, cap;
};

/* Empties it; `data` is NULL until something is put. The bytes live as long as the arena. */
void buf_init(struct buf *b, struct arena *a);
/* Makes room for `more` bytes and a NUL at once, where the size is known beforehand. */
void buf_reserve(struct buf *b, size_t more);
/* Append bytes, a text, a literal, a decimal number, or a formatted text. */
static inline void buf_put(struct buf *b, const void *p, size_t n)
{
  if (b->len + n >= b->cap)
    buf_reserve(b, n);
  if (n)
    memcpy(b->data + b->len, p, n);
  b->len += n;
  b->data[b->len] = 0;
}
static inline void buf_str(struct buf *b, const char *s)
{
  buf_put(b, s, strlen(s));
}
#define buf_lit(b, literal) buf_put((b), "" literal, sizeof literal - 1)
void buf_i64(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
