/* The hotel domain's endpoints: handlers and the shapes of their queries and bodies, for the route table.
 * Handlers decode, call a rule, encode; each runs on a worker thread. */
#ifndef YIZHAN_HOTEL_HOTEL_HTTP_H
#define YIZHAN_HOTEL_HOTEL_HTTP_H

#include "hotel/catalogue.h"
#include "hotel/media.h"
#include "hotel/view.h"
#include "http/http.h"

/* Query shapes: paging alone; with branch_id. */
extern const struct shape hotel_page_query, room_type_query;

/* Staff: catalogue_http.c */
enum err branch_list_get(struct request *req, struct reply *reply);
enum err branch_post(struct request *req, struct reply *reply);
enum err branch_item_get(struct request *req, struct reply *reply);
enum err branch_item_patch(struct request *req, struct reply *reply);
enum err branch_item_delete(struct request *req, struct reply *reply);
enum err room_type_list_get(struct request *req, struct reply *reply);
enum err room_type_post(struct request *req, struct reply *reply);
enum err room_type_item_get(struct request *req, struct reply *reply);
enum err room_type_item_patch(struct request *req, struct reply *reply);
enum err room_type_item_delete(struct request *req, struct reply *reply);
/* media_http.c */
enum err media_post(struct request *req, struct reply *reply);
enum err media_item_get(struct request *req, struct reply *reply);
/* Guests: view_http.c */
enum err room_view_get(struct request *req, struct reply *reply);

#endif
