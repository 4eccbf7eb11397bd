/* A bell as it travels between nodes: 60 bytes, who rings (the boot of its run), the how manieth time, topics' bits, and
 * an HMAC-SHA256 over them with the cluster's key. It carries no data of anybody. Any thread. */
#ifndef YIZHAN_NODE_WIRE_H
#define YIZHAN_NODE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIRE_BYTES = 60, CLUSTER_KEY = 65 };

struct wire_bell {
  int64_t boot;      /* of the sender's run, random */
  uint64_t counter;  /* grows with each of its bells */
  uint64_t topics;
};

/* Writes the signed frame; `key` is the text of the setting "cluster_key". */
void wire_seal(const char *key, const struct wire_bell *bell, uint8_t out[WIRE_BYTES]);
/* Takes a frame apart; false when its length, its format or its signature is wrong. */
bool wire_open(const char *key, const void *frame, size_t n, struct wire_bell *out);

#endif
