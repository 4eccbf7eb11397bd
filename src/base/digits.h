/* Decimal digits of a number, two at a time: every answer and log line is full of ids and lengths. Any thread. */
#ifndef YIZHAN_BASE_DIGITS_H
#define YIZHAN_BASE_DIGITS_H

#include <stdint.h>
#include <string.h>

enum { DIGITS_MAX = 20 };

/* Writes the digits of `v` so that the last one stands before `end`; where the first one stands. At most DIGITS_MAX. */
static inline char *digits_before(char *end, uint64_t v)
{
  static const char pairs[] =
      "00010203040506070809101112131415161718192021222324"
      "25262728293031323334353637383940414243444546474849"
      "50515253545556575859606162636465666768697071727374"
      "75767778798081828384858687888990919293949596979899";
  for (; v >= 100; v /= 100)
    memcpy(end -= 2, pairs + v % 100 * 2, 2);
  if (v >= 10)
    return memcpy(end - 2, pairs + v * 2, 2);
  *--end = (char)('0' + v);
  return end;
}

#endif
