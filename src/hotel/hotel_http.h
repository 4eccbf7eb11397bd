/* The hotel domain's endpoints: handlers and the shapes of their queries and bodies, for the route table.
 * Handlers decode, call a rule, encode; each runs on a worker thread. */
#ifndef YIZHAN_HOTEL_HOTEL_HTTP_H
#define YIZHAN_HOTEL_HOTEL_HTTP_H

#include "hotel/calendar.h"
#include "hotel/catalogue.h"
#include "hotel/media.h"
#include "hotel/search.h"
#include "hotel/view.h"
#include "http/http.h"

/* Query shapes: paging alone; with branch_id; with branch_id, room_type_id and status; with room_type_id; the
 * calendar's range; the guest search; a stay's dates. */
extern const struct shape hotel_page_query, room_type_query, room_query, price_rule_query, calendar_query;
extern const struct shape search_query, dates_query;

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
/* room_http.c */
enum err room_list_get(struct request *req, struct reply *reply);
enum err room_post(struct request *req, struct reply *reply);
enum err room_item_get(struct request *req, struct reply *reply);
enum err room_item_patch(struct request *req, struct reply *reply);
enum err room_item_delete(struct request *req, struct reply *reply);
/* calendar_http.c */
enum err calendar_get(struct request *req, struct reply *reply);
enum err calendar_put(struct request *req, struct reply *reply);
enum err price_rule_list_get(struct request *req, struct reply *reply);
enum err price_rule_post(struct request *req, struct reply *reply);
enum err price_rule_item_delete(struct request *req, struct reply *reply);
/* media_http.c */
enum err media_post(struct request *req, struct reply *reply);
enum err media_item_get(struct request *req, struct reply *reply);
/* Guests: guest_http.c */
enum err search_get(struct request *req, struct reply *reply);
enum err branch_offer_get(struct request *req, struct reply *reply);
enum err room_view_get(struct request *req, struct reply *reply);

/* The calendar's answer: {items: [CalendarNight…]}. */
extern const struct shape calendar_answer_shape;

/* Inside the folder: the slice that limit and after name (false after refusing `after`), and the next cursor of a list
 * that was read one item beyond it. */
bool page_slice(struct request *req, const struct page *page, struct slice *out);
const char *slice_next(struct request *req, struct slice slice, struct list *items);

#endif
