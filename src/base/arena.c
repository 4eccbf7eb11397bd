/* Arena of growing blocks. A block kept over a reset is at most KEEP bytes, so an idle thread holds next to nothing. */
#include "base/arena.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region(p, n)
#define UNPOISON(p, n) __asan_unpoison_memory_region(p, n)
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST = 4096, KEEP = 16384, GROW_MAX = 1 << 20, ALIGN = 16, RESERVE_BLOCK = 256 * 1024, RESERVES = 8 };

struct block {
  struct block *next;
  size_t size, used;
  _Alignas(ALIGN) char data[];
};
struct arena {
  struct block *top;
};

/* For when the machine has no memory left. */
static _Alignas(ALIGN) char reserve_block[RESERVES][RESERVE_BLOCK];
static struct arena reserve_arena[RESERVES];
static atomic_bool block_taken[RESERVES], arena_taken[RESERVES];
static atomic_int blocks_taken;

/* The first that nobody has; RESERVES when all are taken. */
static size_t take(atomic_bool *is_taken)
{
  size_t i = 0;
  while (i < RESERVES && atomic_exchange(&is_taken[i], true))
    i++;
  return i;
}

bool arena_short(void)
{
  return blocks_taken > 0;
}

void *must_have(void *p)
{
  static const char word[] = "yizhan: out of memory\n";
  if (p)
    return p;
  if (write(STDERR_FILENO, word, sizeof word - 1) < 0)
    abort();
  _exit(EXIT_FAILURE);
}

static struct block *new_block(size_t size, size_t needed)
{
  struct block *b = malloc(sizeof *b + size);
  if (!b && sizeof *b + needed <= RESERVE_BLOCK) {
    size_t i = take(block_taken);
    size = RESERVE_BLOCK - sizeof *b;
    b = i < RESERVES ? (struct block *)reserve_block[i] : NULL;
    blocks_taken += b != NULL;
  }
  must_have(b);
  *b = (struct block){.size = size};
  POISON(b->data, size);
  return b;
}

static void free_block(struct block *b)
{
  size_t offset = (size_t)((char *)b - reserve_block[0]);
  UNPOISON(b->data, b->size);
  if (offset >= sizeof reserve_block) {
    free(b);
    return;
  }
  block_taken[offset / RESERVE_BLOCK] = false;
  blocks_taken--;
}

struct arena *arena_create(void)
{
  struct arena *a = calloc(1, sizeof *a);
  size_t i = a ? 0 : take(arena_taken);
  if (!a && i < RESERVES)
    a = &reserve_arena[i];
  return must_have(a);
}

static void free_arena(struct arena *a)
{
  size_t offset = (size_t)((char *)a - (char *)reserve_arena);
  if (offset < sizeof reserve_arena)
    arena_taken[offset / sizeof *a] = false;
  else
    free(a);
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
  free_arena(a);
}

static struct block *grow(struct arena *a, size_t n)
{
  size_t size = a->top ? a->top->size * 2 : FIRST;
  if (size > GROW_MAX)
    size = GROW_MAX;
  if (size < n)
    size = n;
  struct block *b = new_block(size, n);
  b->next = a->top;
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
