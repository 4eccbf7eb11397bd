/* FNV-1a, 64 bits, of a text: for tables in memory and lock numbers, not against an adversary. Its low bits are the
 * weakest; callers fold. Any thread. */
#ifndef YIZHAN_BASE_HASH_H
#define YIZHAN_BASE_HASH_H

#include <stdint.h>

/* The hash of all bytes before the NUL. */
static inline uint64_t text_hash(const char *s)
{
  uint64_t h = 0xcbf29ce484222325ull;
  for (; *s; s++)
    h = (h ^ (unsigned char)*s) * 0x100000001b3ull;
  return h;
}

#endif
