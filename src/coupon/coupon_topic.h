/* Consumers of the coupon domain; each is a row of topics.c. Exactly once: a repeated message grants nothing. */
#ifndef YIZHAN_COUPON_COUPON_TOPIC_H
#define YIZHAN_COUPON_COUPON_TOPIC_H

#include "mq/mq.h"

/* login_notify_topic: the first-login benefit (setting first_login_coupon_id). */
enum mq_result coupon_on_first_login(struct tx *tx, const struct message *m, void *ctx);
/* order_finished_topic: the check-out benefit (setting checkout_coupon_id). */
enum mq_result coupon_on_order_finished(struct tx *tx, const struct message *m, void *ctx);

#endif
