/* The business day over HTTP: the handlers of the rows in routes.c; see day.h. On a worker thread. */
#ifndef YIZHAN_DAY_DAY_HTTP_H
#define YIZHAN_DAY_DAY_HTTP_H

#include "http/http.h"

extern const struct shape day_query, day_report_query, days_query, day_close_shape;
/* What each does is its summary in routes.c. */
enum err http_day(struct request *req, struct reply *reply);
enum err http_day_close(struct request *req, struct reply *reply);
enum err http_day_report(struct request *req, struct reply *reply);
enum err http_days(struct request *req, struct reply *reply);
enum err http_overview(struct request *req, struct reply *reply);

#endif
