/* Handlers of shifts; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_LEDGER_SHIFT_HTTP_H
#define YIZHAN_LEDGER_SHIFT_HTTP_H

#include "http/http.h"

extern const struct shape shifts_query, shift_begin_shape, shift_close_shape, shift_drop_shape, shift_paid_out_shape;

/* What each does is its summary in routes.c. */
enum err http_shifts(struct request *req, struct reply *reply);
enum err http_shift(struct request *req, struct reply *reply);
enum err http_shift_begin(struct request *req, struct reply *reply);
enum err http_shift_close(struct request *req, struct reply *reply);
enum err http_shift_drop(struct request *req, struct reply *reply);
enum err http_shift_pay_out(struct request *req, struct reply *reply);

#endif
