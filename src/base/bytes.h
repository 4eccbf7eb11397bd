/* Whole numbers as files hold them: `n` (at most 4) bytes, the first the most or the least significant. Pure; any thread. */
#ifndef YIZHAN_BASE_BYTES_H
#define YIZHAN_BASE_BYTES_H

#include <stdint.h>

static inline uint32_t bytes_big(const uint8_t *p, int n)
{
  uint32_t v = 0;
  for (int i = 0; i < n; i++)
    v = v << 8 | p[i];
  return v;
}

static inline uint32_t bytes_little(const uint8_t *p, int n)
{
  uint32_t v = 0;
  for (int i = n - 1; i >= 0; i--)
    v = v << 8 | p[i];
  return v;
}

#endif
