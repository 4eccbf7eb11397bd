/* node: frames of bells. The first 24 bytes are a bell, the rest what somebody does to its frame on the way. */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "node/wire.h"

static const char key[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/* Whatever is taken for a frame is the very one that its bell makes. */
static void offer(const void *bytes, size_t n)
{
  struct wire_bell bell;
  uint8_t again[WIRE_BYTES];
  char *exact = fuzz_text(bytes, n);
  if (wire_open(key, exact, n, &bell)) {
    wire_seal(key, &bell, again);
    MUST(n == WIRE_BYTES && !memcmp(again, exact, n));
  }
  MUST(!wire_open("another key", exact, n, &bell));
  free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct wire_bell in = {0}, out = {0};
  uint8_t frame[WIRE_BYTES], changed[WIRE_BYTES];
  offer(data, size);
  if (size < sizeof in)
    return 0;
  memcpy(&in, data, sizeof in);
  wire_seal(key, &in, frame);
  MUST(wire_open(key, frame, sizeof frame, &out));
  MUST(in.boot == out.boot && in.counter == out.counter && in.topics == out.topics);
  memcpy(changed, frame, sizeof frame);
  for (size_t i = sizeof in; i + 1 < size; i += 2)
    changed[data[i] % WIRE_BYTES] ^= data[i + 1];
  MUST(wire_open(key, changed, sizeof changed, &out) == !memcmp(changed, frame, sizeof frame));
  offer(changed, size % WIRE_BYTES);
  return 0;
}
