/* How many connections each address has open, and closing those beyond the ceiling.
 *
 * civetweb tells who the peer is only once a request came, so two things work together: a count per address, exact
 * from the first request on, and a watcher that now and then looks at the sockets themselves and shuts an address's
 * most silent ones. Any thread. */
#ifndef YIZHAN_HTTP_CONNECTIONS_H
#define YIZHAN_HTTP_CONNECTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct connections;
struct visit; /* one open connection from which a request came */

/* `ceiling` connections per address but those in `exempt` (NULL-terminated, must live as long). 0: CONNECTIONS_DEFAULT,
 * and none for loopback, where a proxy stands for everybody. Starts the watcher. */
enum { CONNECTIONS_DEFAULT = 128 };
struct connections *connections_create(int ceiling, const char *const *exempt);
/* The port whose sockets the watcher looks at. */
void connections_port(struct connections *c, int port);
/* A connection was opened or closed; the watcher sleeps while few are. */
void connections_opened(struct connections *c);
void connections_closed(struct connections *c);
/* Counts the connection that comes from `port` of `address`; *over tells whether it is beyond the ceiling of its address
 * (an IPv6 client's is its /64). NULL without memory. Give it back with connections_leave; NULL is fine there. */
struct visit *connections_enter(struct connections *c, const char *address, int port, bool *over);
void connections_leave(struct connections *c, struct visit *v);
/* Bytes that have come over the connection; 0 when it is not found. Looks at every socket: for rare cases. */
int64_t connections_received(const struct connections *c, const char *address, int port);
/* No more is read of the connection when it is not called again before `ms` milliseconds are over; 0: no deadline. civetweb waits
 * anew for each byte of a body, so the end of that has to come from outside. */
void connections_deadline(struct connections *c, struct visit *v, int64_t ms);
/* From now on shuts every connection and listening socket of the port, again and again, so that no thread sleeps in
 * poll while the server stops. */
void connections_shut(struct connections *c);
/* Stops the watcher and frees all. */
void connections_destroy(struct connections *c);

#endif
