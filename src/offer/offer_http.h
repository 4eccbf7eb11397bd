/* What guests find: endpoints with their shapes; each handler is a row of routes.c. Worker threads. */
#ifndef YIZHAN_OFFER_OFFER_HTTP_H
#define YIZHAN_OFFER_OFFER_HTTP_H

#include "http/http.h"
#include "offer/search.h"

/* Query shapes: the guest search; a stay's dates. */
extern const struct shape search_query, dates_query;

/* What each does is its summary in routes.c. */
enum err search_get(struct request *req, struct reply *reply);
enum err branch_offer_get(struct request *req, struct reply *reply);

#endif
