/* Handlers of the message domain; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_MESSAGE_MESSAGE_HTTP_H
#define YIZHAN_MESSAGE_MESSAGE_HTTP_H

#include "http/http.h"

extern const struct shape notices_query_shape, notices_read_shape;

/* What each does is its summary in routes.c. */
enum err http_notices(struct request *req, struct reply *reply);
enum err http_notices_read(struct request *req, struct reply *reply);

#endif
