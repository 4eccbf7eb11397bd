/* Region memory: everything of one request or job is taken from one arena and given back at once.
 * An arena has one owner thread at a time; no locking. Memory is zeroed unless asked for raw. When the machine has no memory
 * left, what is in hand is finished out of a reserve, and arena_short tells to take on nothing new; without the reserve,
 * too, the process ends. */
#ifndef YIZHAN_BASE_ARENA_H
#define YIZHAN_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new empty arena; it holds next to nothing until used. Free it with arena_destroy. */
struct arena *arena_create(void);
/* Frees it and all that was taken from it; NULL is fine. */
void arena_destroy(struct arena *a);
/* Gives everything back; keeps at most one small block for the next use. */
void arena_reset(struct arena *a);
/* `p`; without it the process ends with a word, at once and with status 1: for what a start cannot do without, and
 * what is acknowledged is in the store. */
void *must_have(void *p);
/* True while a part of the reserve is taken. Any thread. */
bool arena_short(void);
/* `n` zeroed bytes, aligned for any type, valid until reset or destroy. Never NULL. */
void *arena_alloc(struct arena *a, size_t n);
/* The same with whatever bytes were there before, for who fills all of them. */
void *arena_raw(struct arena *a, size_t n);
/* Copy of `n` bytes at `p` with a NUL behind them. */
char *arena_copy(struct arena *a, const void *p, size_t n);
/* Copy of the string `s`; NULL gives NULL. */
char *arena_str(struct arena *a, const char *s);
/* printf into the arena. */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))

#endif
