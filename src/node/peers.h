/* Bells between nodes: nng PUB/SUB over TCP. Each node publishes at its own address, if it has one, and dials those of
 * all others; nng dials again by itself when a connection breaks.
 *
 * Guarantee: on_bell is called only for frames with the cluster's signature, from a node that is registered, and newer
 * than any heard from that run of it (the first heard sets the mark). Everything else is counted and dropped. A bell may
 * be lost; nothing rests on one. */
#ifndef YIZHAN_NODE_PEERS_H
#define YIZHAN_NODE_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct peers;
struct peer { const char *name, *bell; int64_t boot; };

/* Opens the sockets and a listening thread. `url` is "tcp://HOST:PORT" to publish at, port 0 for any free one, or "" to
 * listen only. NULL after logging why. */
struct peers *peers_open(const char *url, const char *key, int64_t boot, void (*on_bell)(void *ctx, uint64_t topics), void *ctx);
/* The address with its true port, "" without one. */
const char *peers_address(const struct peers *p);
/* Who lives now besides this node: newcomers are dialled, those gone are hung up on; both are logged. One thread at a
 * time. */
void peers_meet(struct peers *p, const struct peer *others, size_t count);
/* Rings at all others; never blocks. One thread at a time. */
void peers_ring(struct peers *p, uint64_t topics);
/* Closes the sockets and waits for the thread. NULL is fine. */
void peers_close(struct peers *p);

struct peers_stats {
  int64_t sent, received, forged, replayed, strange; /* forged: wrong length too; strange: from nobody registered */
  int64_t connections, hangups, known;
};
/* Numbers since the start; any thread. */
void peers_stats(struct peers *p, struct peers_stats *out);

#endif
