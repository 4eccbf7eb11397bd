/* The nodes for staff; a row of routes.c. On a worker thread. */
#ifndef YIZHAN_CONSOLE_NODES_HTTP_H
#define YIZHAN_CONSOLE_NODES_HTTP_H

#include "http/http.h"
#include "node/node.h"

/* What it does is its summary in routes.c. */
enum err http_nodes(struct request *req, struct reply *reply);

#endif
