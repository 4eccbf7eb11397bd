/* Handlers of the first run; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_SETUP_SETUP_HTTP_H
#define YIZHAN_SETUP_SETUP_HTTP_H

#include "http/http.h"

/* What each does is its summary in routes.c. */
enum err http_about(struct request *req, struct reply *reply);
enum err http_setup(struct request *req, struct reply *reply);

#endif
