/* Time-ordered ids and random bytes; any thread (one atomic). */
#include "base/id.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "base/clock.h"
#include "base/digits.h"

#define ID_EPOCH_MS INT64_C(1577836800000) /* 2020-01-01 */
enum { RANDOM_BITS = 21, STEP_MAX = 1 << 10 };

static _Atomic int64_t own, *last = &own;

void random_bytes(void *p, size_t n)
{
  char *at = p;
  while (n) {
    ssize_t got = getrandom(at, n, 0);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0) {
      perror("yizhan: getrandom");
      abort();
    }
    at += got;
    n -= (size_t)got;
  }
}

int64_t id_next(void)
{
  static _Thread_local uint16_t pool[128];
  static _Thread_local size_t left;
  if (!left) {
    random_bytes(pool, sizeof pool);
    left = sizeof pool / sizeof pool[0];
  }
  int64_t step = 1 + pool[--left] % STEP_MAX;
  int64_t base = (clock_now() - ID_EPOCH_MS) << RANDOM_BITS;
  int64_t before = atomic_load(last), next;
  do
    next = (before >= base ? before : base) + step;
  while (!atomic_compare_exchange_weak(last, &before, next));
  return next;
}

void id_share(_Atomic int64_t *shared)
{
  int64_t seen = *last;
  last = shared ? shared : &own;
  id_after(seen);
}

void id_after(int64_t seen)
{
  int64_t before = atomic_load(last);
  while (before < seen && !atomic_compare_exchange_weak(last, &before, seen))
    ;
}

int64_t id_time(int64_t id)
{
  return (id >> RANDOM_BITS) + ID_EPOCH_MS;
}

void id_format(int64_t id, char out[ID_TEXT])
{
  char digits[DIGITS_MAX];
  char *end = digits + sizeof digits;
  char *p = digits_before(end, (uint64_t)id);
  size_t n = (size_t)(end - p);
  memcpy(out, p, n);
  out[n] = 0;
}

bool id_parse(const char *s, int64_t *out)
{
  uint64_t v = 0; /* 19 digits fit */
  int n = 0;
  if (!s)
    return false;
  for (; *s >= '0' && *s <= '9' && n < 19; s++, n++)
    v = v * 10 + (uint64_t)(*s - '0');
  *out = (int64_t)v;
  return !*s && v > 0 && v <= INT64_MAX;
}

void hex_encode(const void *p, size_t n, char *out)
{
  static const char hex[] = "0123456789abcdef";
  const uint8_t *b = p;
  for (size_t i = 0; i < n; i++) {
    out[i * 2] = hex[b[i] >> 4];
    out[i * 2 + 1] = hex[b[i] & 15];
  }
  out[n * 2] = 0;
}
