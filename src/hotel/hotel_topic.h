/* The consumer of hotel_room_topic in group hotel_room_cache. */
#ifndef YIZHAN_HOTEL_HOTEL_TOPIC_H
#define YIZHAN_HOTEL_HOTEL_TOPIC_H

#include "mq/mq.h"

/* Drops the room type's view from memory if it is older than the message's version, or what staff asked to be dropped.
 * Touches no rows; running it again does no harm. */
enum mq_result hotel_room_changed(struct tx *tx, const struct message *m, void *ctx);

#endif
