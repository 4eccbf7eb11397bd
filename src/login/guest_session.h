/* Who a guest's token stands for. Guests come with every request, so this process remembers them for a moment.
 *
 * Guarantee: once the request that ended a session, or renamed or deleted a member, is answered, nobody is answered from
 * memory as before it, whichever process of the store did it. (Only a process killed between its commit and the count of
 * store_outdated leaves the others up to LIMIT_SESSION_KNOWN_MS behind; nobody was told of that commit.) Unknown tokens
 * are never remembered. */
#ifndef YIZHAN_LOGIN_GUEST_SESSION_H
#define YIZHAN_LOGIN_GUEST_SESSION_H

#include "base/actor.h"
#include "login/session.h"

struct lru;

/* Where to remember; NULL: the store is asked each time. Main thread, while no request runs. */
void guest_sessions_use(struct lru *memory);
/* Fills *out, its name in the scope's arena; ERR_UNAUTHORIZED when the session is unknown or over, or a fault. Any
 * thread, outside of transactions. */
enum err guest_of_token(struct store *store, struct scope *scope, const uint8_t hash[TOKEN_HASH], struct actor *out);

#endif
