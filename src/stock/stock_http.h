/* Endpoints of rooms, the calendar and price rules, with their shapes; each is a row of routes.c. Worker threads. */
#ifndef YIZHAN_STOCK_STOCK_HTTP_H
#define YIZHAN_STOCK_STOCK_HTTP_H

#include "http/http.h"
#include "stock/calendar.h"

/* Query shapes: with branch_id, room_type_id and status; with room_type_id; the calendar's range. */
extern const struct shape room_query, price_rule_query, calendar_query;
/* With branch_id, room_id and the nights it touches. */
extern const struct shape closing_query;
/* The calendar's answer: {items: [CalendarNight…]}. */
extern const struct shape calendar_answer_shape;

/* What each does is its summary in routes.c. */
enum err room_list_get(struct request *req, struct reply *reply);
enum err room_post(struct request *req, struct reply *reply);
enum err room_item_get(struct request *req, struct reply *reply);
enum err room_item_patch(struct request *req, struct reply *reply);
enum err room_item_delete(struct request *req, struct reply *reply);
enum err closing_list_get(struct request *req, struct reply *reply);
enum err closing_post(struct request *req, struct reply *reply);
enum err closing_item_get(struct request *req, struct reply *reply);
enum err closing_item_patch(struct request *req, struct reply *reply);
enum err closing_item_delete(struct request *req, struct reply *reply);
enum err calendar_get(struct request *req, struct reply *reply);
enum err calendar_put(struct request *req, struct reply *reply);
enum err price_rule_list_get(struct request *req, struct reply *reply);
enum err price_rule_post(struct request *req, struct reply *reply);
enum err price_rule_item_delete(struct request *req, struct reply *reply);

#endif
