/* Handlers of the coupon domain; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_COUPON_COUPON_HTTP_H
#define YIZHAN_COUPON_COUPON_HTTP_H

#include "http/http.h"

extern const struct shape my_coupons_query_shape, coupons_query_shape, grant_request_shape;

/* What each does is its summary in routes.c. */
enum err http_my_coupons(struct request *req, struct reply *reply);
enum err http_coupons(struct request *req, struct reply *reply);
enum err http_coupon(struct request *req, struct reply *reply);
enum err http_coupon_create(struct request *req, struct reply *reply);
enum err http_coupon_change(struct request *req, struct reply *reply);
enum err http_coupon_delete(struct request *req, struct reply *reply);
enum err http_member_coupons(struct request *req, struct reply *reply);
enum err http_coupon_holders(struct request *req, struct reply *reply);
enum err http_coupon_grant(struct request *req, struct reply *reply);

#endif
