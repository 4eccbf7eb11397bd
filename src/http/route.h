/* Matching of a path to its row: a tree of segments, literals before {names}. Built once at start, read-only afterwards:
 * any thread. */
#ifndef YIZHAN_HTTP_ROUTE_H
#define YIZHAN_HTTP_ROUTE_H

#include "http/http.h"

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };
enum { ROUTE_IDS = 3 };

struct router;

struct match {
  const struct route *route;  /* NULL: no row for that method */
  const char *allow;          /* the path's methods, for the Allow header; NULL when no row has this path (404) */
  const char *ids[ROUTE_IDS]; /* text of the {names}, from the arena */
};

/* Builds the table; NULL after logging the row that is wrong (unknown method, more than three names, a double).
 * `rows` must outlive the router. Free it with router_free. */
struct router *router_create(const struct route *rows, size_t count);
void router_free(struct router *r);
/* Finds the row for method and decoded path. HEAD is served by GET rows. */
struct match router_match(const struct router *r, const char *method, const char *path, struct arena *a);

#endif
