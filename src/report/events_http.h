/* The live feed of order events; its handler is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_REPORT_EVENTS_HTTP_H
#define YIZHAN_REPORT_EVENTS_HTTP_H

#include "http/http.h"

/* What it does is its summary in routes.c. */
enum err http_events(struct request *req, struct reply *reply);

#endif
