/* Bells: after a commit, a hint over nng PUB/SUB (inproc) that topics have news. A bell may be lost, so nothing rests
 * on one: whoever waits for bells also polls. Only this file's room knows nng. */
#ifndef YIZHAN_NODE_BELL_H
#define YIZHAN_NODE_BELL_H

#include <stdint.h>

struct bell;

/* Opens the sockets and a listening thread that calls on_bell with the topics' bits. NULL after logging why. */
struct bell *bell_open(void (*on_bell)(void *ctx, uint64_t topics), void *ctx);
/* Rings; never blocks, any thread. */
void bell_ring(struct bell *b, uint64_t topics);
/* Closes the sockets and waits for the thread. NULL is fine. */
void bell_close(struct bell *b);

#endif
