/* The client's address behind trusted proxies. Pure; any thread. */
#ifndef YIZHAN_HTTP_ADDRESS_H
#define YIZHAN_HTTP_ADDRESS_H

#include <stdbool.h>
#include "base/arena.h"
#include "http/guard.h"

/* Cuts "a, b" into a NULL-terminated list in the arena; IPv6 addresses in the form in which clients' are written. */
const char *const *address_list(const char *text, struct arena *a);
/* The first that is no address; NULL when all are. */
const char *address_list_fault(const char *const *list);
bool address_in(const char *const *list, const char *address);
bool address_is_loopback(const char *address);
/* An IPv4 client of a dual-stack socket comes as "::ffff:192.0.2.1" (RFC 4291 2.5.5.2): the IPv4 part, inside `address`.
 * Other addresses as they are. */
const char *address_plain(const char *address);
/* The peer or, when the peer is trusted, the last entry of X-Forwarded-For that is not; in the arena or the peer. */
const char *address_of_client(const struct head *head, const char *peer, const char *const *trusted, struct arena *a);

/* Who is counted as one client: the address itself, or an IPv6 address's /64, which a single client owns at least
 * (RFC 6177). `address` is its text, at most 47 characters of it are kept. */
enum { ADDRESS_TEXT = 48 };
void address_network(const char *address, char out[ADDRESS_TEXT]);

#endif
