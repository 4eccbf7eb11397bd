/* The composition root: opens everything in order, closes it in reverse. The one place that knows all rooms. */
#ifndef YIZHAN_APP_H
#define YIZHAN_APP_H

#include "base/config.h"
#include "http/http.h"
#include "mq/mq.h"
#include "store/store.h"

/* MAP 1 and MAP 2: routes.c and topics.c. */
extern const struct route app_routes[];
extern const size_t app_route_count;
extern const struct mq_map app_topics;

/* The OpenAPI document of all routes, the sandboxes' too, in the arena; *n bytes. */
const char *app_openapi(struct arena *a, size_t *n);

/* True when the pages were built in. */
bool app_has_pages(void);

/* Serves until SIGINT or SIGTERM; the store is open and stays the caller's. 0, or 1 after logging why. Main thread.
 * `ready` is told once, with the port listened on. */
int app_serve(const struct config *config, struct store *store, void (*ready)(void *ctx, int port), void *ctx);

#endif
