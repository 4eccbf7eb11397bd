/* Handlers of an order's accounts; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_ORDER_ACCOUNT_HTTP_H
#define YIZHAN_ORDER_ACCOUNT_HTTP_H

#include "http/http.h"

extern const struct shape charge_shape, account_payment_shape, tender_shape, account_refund_shape, allowance_shape,
    deposit_use_shape, hold_take_shape, hold_capture_shape, transfer_shape, window_name_shape, account_reason_shape,
    adjustment_shape, account_route_in_shape, house_accounts_query, house_account_create_shape;

/* What each does is its summary in routes.c. */
enum err http_account(struct request *req, struct reply *reply);
enum err http_account_route(struct request *req, struct reply *reply);
enum err http_account_charge(struct request *req, struct reply *reply);
enum err http_account_allow(struct request *req, struct reply *reply);
enum err http_account_pay(struct request *req, struct reply *reply);
enum err http_account_refund(struct request *req, struct reply *reply);
enum err http_account_deposit(struct request *req, struct reply *reply);
enum err http_account_deposit_return(struct request *req, struct reply *reply);
enum err http_account_deposit_use(struct request *req, struct reply *reply);
enum err http_account_hold(struct request *req, struct reply *reply);
enum err http_account_transfer(struct request *req, struct reply *reply);
enum err http_account_window(struct request *req, struct reply *reply);
enum err http_account_open(struct request *req, struct reply *reply);
enum err http_account_close(struct request *req, struct reply *reply);
enum err http_line_reverse(struct request *req, struct reply *reply);
enum err http_line_adjust(struct request *req, struct reply *reply);
enum err http_house_accounts(struct request *req, struct reply *reply);
enum err http_house_account_create(struct request *req, struct reply *reply);
enum err http_hold_capture(struct request *req, struct reply *reply);
enum err http_hold_void(struct request *req, struct reply *reply);

#endif
