/* Notices: one row for every event of a guest's order, in the order of the events, readable by the guest. The sender
 * of WeChat messages will stand behind the same rows. Inside a transaction, on its thread. */
#ifndef YIZHAN_MESSAGE_MESSAGE_H
#define YIZHAN_MESSAGE_MESSAGE_H

#include "mq/mq.h"

struct notice {
  int64_t id, order_id, at, read_at;
  const char *kind;   /* created, confirmed, checked_in, completed, cancelled, no_show, sold_out, refund_due, refunded */
  const char *params; /* JSON: the event */
  const char *title, *text; /* in the reader's language; the text has three lines */
};
extern const struct shape notice_shape;

/* A member's notices, newest first; texts in `lang`. order_id 0 = all. */
struct list notice_list(struct tx *tx, int64_t member_id, int64_t order_id, enum lang lang, int64_t after, int64_t limit);
/* Marks all up to `id` as read. */
void notice_read(struct tx *tx, int64_t member_id, int64_t id);
/* order_topic: writes the notice; its id is the message's, so it is there once. */
enum mq_result notice_on_order(struct tx *tx, const struct message *m, void *ctx);

#endif
