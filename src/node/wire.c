/* Frames: magic and format (4 bytes), boot, counter, topics (8 each, big-endian), HMAC (32). */
#include "node/wire.h"

#include <string.h>
#include "base/digest.h"

enum { MAGIC = 4, NUMBER = 8, SIGNED = MAGIC + 3 * NUMBER };
static const uint8_t magic[MAGIC] = {'Y', 'Z', 'B', 1};

static void put(uint8_t *at, uint64_t v)
{
  for (int i = NUMBER; i-- > 0; v >>= 8)
    at[i] = (uint8_t)v;
}

static uint64_t take(const uint8_t *at)
{
  uint64_t v = 0;
  for (int i = 0; i < NUMBER; i++)
    v = v << 8 | at[i];
  return v;
}

void wire_seal(const char *key, const struct wire_bell *bell, uint8_t out[WIRE_BYTES])
{
  memcpy(out, magic, MAGIC);
  put(out + MAGIC, (uint64_t)bell->boot);
  put(out + MAGIC + NUMBER, bell->counter);
  put(out + MAGIC + 2 * NUMBER, bell->topics);
  hmac_sha256(key, strlen(key), out, SIGNED, out + SIGNED);
}

bool wire_open(const char *key, const void *frame, size_t n, struct wire_bell *out)
{
  const uint8_t *p = frame;
  uint8_t hmac[SHA256_BYTES];
  if (n != WIRE_BYTES || memcmp(p, magic, MAGIC) != 0)
    return false;
  hmac_sha256(key, strlen(key), p, SIGNED, hmac);
  if (!bytes_equal(hmac, p + SIGNED, sizeof hmac))
    return false;
  *out = (struct wire_bell){(int64_t)take(p + MAGIC), take(p + MAGIC + NUMBER), take(p + MAGIC + 2 * NUMBER)};
  return true;
}
