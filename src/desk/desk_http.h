/* What the desk looks at, over HTTP; each is a row of routes.c. Worker threads. */
#ifndef YIZHAN_DESK_DESK_HTTP_H
#define YIZHAN_DESK_DESK_HTTP_H

#include "http/http.h"

extern const struct shape board_query, timeline_query, desk_search_query, stay_query, debtors_query;

/* What each does is its summary in routes.c. */
enum err http_board(struct request *req, struct reply *reply);
enum err http_timeline(struct request *req, struct reply *reply);
enum err http_desk_search(struct request *req, struct reply *reply);
enum err http_debtors(struct request *req, struct reply *reply);
enum err http_stays(struct request *req, struct reply *reply);
enum err http_stay(struct request *req, struct reply *reply);

#endif
