/* Consumers of the order domain; each is a row of topics.c. Writer thread, inside the delivering transaction. */
#ifndef YIZHAN_ORDER_ORDER_TOPIC_H
#define YIZHAN_ORDER_ORDER_TOPIC_H

#include "mq/mq.h"

/* order_delay_topic: the deadline came; an order still unpaid is cancelled. */
enum mq_result order_on_deadline(struct tx *tx, const struct message *m, void *ctx);
/* pay_topic: money came (captured) or went back (refunded). */
enum mq_result order_on_payment(struct tx *tx, const struct message *m, void *ctx);
/* order_topic, tag created: keeps what the order is found by. */
enum mq_result order_on_created(struct tx *tx, const struct message *m, void *ctx);

#endif
