/* The fuzzers' vocabulary: see fuzz.h. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fuzz_broken(const char *promise, const char *file, int line)
{
  fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, promise);
  abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
  char *text = malloc(size + 1);
  if (!text)
    abort();
  if (size)
    memcpy(text, data, size);
  text[size] = 0;
  return text;
}

bool fuzz_utf8(const char *s, size_t n, size_t *characters)
{
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t count = 0;
  for (size_t i = 0; i < n; count++) {
    uint8_t first = (uint8_t)s[i++];
    int length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
    uint32_t c = length == 1 ? first : first & (0xffu >> (length + 1));
    if (!length || i + (size_t)length - 1 > n)
      return false;
    for (int k = 1; k < length; k++, i++) {
      if (((uint8_t)s[i] & 0xC0) != 0x80)
        return false;
      c = c << 6 | ((uint8_t)s[i] & 0x3F);
    }
    if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
      return false;
  }
  if (characters)
    *characters = count;
  return true;
}
