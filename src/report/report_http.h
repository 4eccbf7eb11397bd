/* Reports over HTTP; each handler is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_REPORT_REPORT_HTTP_H
#define YIZHAN_REPORT_REPORT_HTTP_H

#include "http/http.h"

extern const struct shape report_query_shape, revenue_query_shape, manager_query_shape;

/* What each does is its summary in routes.c. */
enum err http_report_occupancy(struct request *req, struct reply *reply);
enum err http_report_revenue(struct request *req, struct reply *reply);
enum err http_report_manager(struct request *req, struct reply *reply);

#endif
