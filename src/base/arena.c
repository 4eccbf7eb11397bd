/* Arena of growing blocks. A block kept over a reset is at most KEEP bytes, so an idle thread holds next to nothing. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region(p, n)
#define UNPOISON(p, n) __asan_unpoison_memory_region(p, n)
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST = 4096, KEEP = 16384, GROW_MAX = 1 << 20, ALIGN = 16 };

struct block {
  struct block *next;
  size_t size, used;
  _Alignas(ALIGN) char data[];
};
struct arena {
  struct block *top;
};

static void *must(void *p)
{
  if (!p) {
    fputs("yizhan: out of memory\n", stderr);
    abort();
  }
  return p;
}

static void free_block(struct block *b)
{
  UNPOISON(b->data, b->size);
  free(b);
}

struct arena *arena_create(void)
{
  return must(calloc(1, sizeof(struct arena)));
}

void arena_reset(struct arena *a)
{
  struct block *keep = NULL;
  while (a->top) {
    struct block *b = a->top;
    a->top = b->next;
    if (!keep && b->size <= KEEP) {
      keep = b;
      POISON(b->data, b->size);
    } else {
      free_block(b);
    }
  }
  if (keep) {
    keep->used = 0;
    keep->next = NULL;
  }
  a->top = keep;
}

void arena_destroy(struct arena *a)
{
  if (!a)
    return;
  while (a->top) {
    struct block *b = a->top;
    a->top = b->next;
    free_block(b);
  }
  free(a);
}

static struct block *grow(struct arena *a, size_t n)
{
  size_t size = a->top ? a->top->size * 2 : FIRST;
  if (size > GROW_MAX)
    size = GROW_MAX;
  if (size < n)
    size = n;
  struct block *b = must(malloc(sizeof *b + size));
  *b = (struct block){.next = a->top, .size = size};
  POISON(b->data, size);
  return a->top = b;
}

void *arena_raw(struct arena *a, size_t n)
{
  size_t need = (n + ALIGN - 1) / ALIGN * ALIGN;
  struct block *b = a->top;
  if (!b || b->size - b->used < need)
    b = grow(a, need);
  void *p = b->data + b->used;
  b->used += need;
  UNPOISON(p, n);
  return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
  return memset(arena_raw(a, n), 0, n);
}

char *arena_copy(struct arena *a, const void *p, size_t n)
{
  char *copy = arena_raw(a, n + 1);
  if (n)
    memcpy(copy, p, n);
  copy[n] = 0;
  return copy;
}

char *arena_str(struct arena *a, const char *s)
{
  return s ? arena_copy(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  char *s = arena_raw(a, (size_t)n + 1);
  vsnprintf(s, (size_t)n + 1, format, again);
  va_end(again);
  return s;
}
