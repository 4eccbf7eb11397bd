/* The handler of prints; it is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_DESK_PRINT_HTTP_H
#define YIZHAN_DESK_PRINT_HTTP_H

#include "http/http.h"

/* What it does is its summary in routes.c. */
enum err http_print(struct request *req, struct reply *reply);

#endif
