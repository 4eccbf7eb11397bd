/* Handlers of the order domain, guests' and the desk's; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_ORDER_ORDER_HTTP_H
#define YIZHAN_ORDER_ORDER_HTTP_H

#include "http/http.h"

extern const struct shape order_request_shape, quote_request_shape, orders_query_shape, desk_query_shape, today_query_shape,
    check_in_shape, room_move_shape, extension_shape, refund_request_shape, desk_payment_shape, walk_in_shape,
    pay_parameters_shape, stay_check_in_shape, stay_check_out_shape, stay_move_shape, stay_swap_shape, stay_departure_shape,
    stay_extra_in_shape, nights_price_shape, stay_fees_shape, fee_waiver_shape;

/* What each does is its summary in routes.c. */
enum err http_quote(struct request *req, struct reply *reply);
enum err http_order_book(struct request *req, struct reply *reply);
enum err http_orders(struct request *req, struct reply *reply);
enum err http_order(struct request *req, struct reply *reply);
enum err http_order_pay(struct request *req, struct reply *reply);
enum err http_order_cancel(struct request *req, struct reply *reply);
enum err http_order_correct(struct request *req, struct reply *reply);
/* Also the desk's. */
enum err http_order_rebook_quote(struct request *req, struct reply *reply);
/* The sandbox's button: its notice takes the same way as a real provider's. */
enum err http_sandbox_pay(struct request *req, struct reply *reply);

/* The desk's; as above. */
enum err http_desk_orders(struct request *req, struct reply *reply);
enum err http_desk_order(struct request *req, struct reply *reply);
enum err http_desk_walk_in(struct request *req, struct reply *reply);
enum err http_desk_check_in(struct request *req, struct reply *reply);
enum err http_desk_check_out(struct request *req, struct reply *reply);
enum err http_desk_cancel(struct request *req, struct reply *reply);
enum err http_desk_no_show(struct request *req, struct reply *reply);
enum err http_desk_move(struct request *req, struct reply *reply);
enum err http_desk_extend(struct request *req, struct reply *reply);
enum err http_desk_correct(struct request *req, struct reply *reply);
enum err http_desk_pay(struct request *req, struct reply *reply);
enum err http_desk_refund(struct request *req, struct reply *reply);
enum err http_today(struct request *req, struct reply *reply);

/* One room of an order; as above. */
enum err http_stay_check_in(struct request *req, struct reply *reply);
enum err http_stay_correct(struct request *req, struct reply *reply);
enum err http_stay_check_out(struct request *req, struct reply *reply);
enum err http_stay_move(struct request *req, struct reply *reply);
enum err http_stay_swap(struct request *req, struct reply *reply);
enum err http_stay_extend(struct request *req, struct reply *reply);
enum err http_stay_shorten(struct request *req, struct reply *reply);
enum err http_stay_nights(struct request *req, struct reply *reply);
enum err http_stay_fees(struct request *req, struct reply *reply);
enum err http_stay_waive(struct request *req, struct reply *reply);
enum err http_stay_cancel(struct request *req, struct reply *reply);
enum err http_stay_no_show(struct request *req, struct reply *reply);
enum err http_stay_undo(struct request *req, struct reply *reply);
enum err http_stay_extra(struct request *req, struct reply *reply);
enum err http_stay_extra_end(struct request *req, struct reply *reply);

#endif
