/* A growing byte string in an arena, for building replies and texts. One thread at a time. */
#ifndef YIZHAN_BASE_BUF_H
#define YIZHAN_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

struct buf {
  struct arena *arena;
  char *data; /* always NUL-terminated once anything was put */
  size_t len, cap;
};

/* Empties it; `data` is NULL until something is put. The bytes live as long as the arena. */
void buf_init(struct buf *b, struct arena *a);
/* Append bytes, a text, a decimal number, or a formatted text. */
void buf_put(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_i64(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
