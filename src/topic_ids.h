/* Numbers of the topics, so that a domain can name the topic it appends to; the topics themselves and their consumers
 * are rows of topics.c in this order. */
#ifndef YIZHAN_TOPIC_IDS_H
#define YIZHAN_TOPIC_IDS_H

enum topic_id {
  TOPIC_LOGIN_NOTIFY,
  TOPIC_HOTEL_ROOM,
  TOPIC_ORDER,
  TOPIC_ORDER_DELAY,
  TOPIC_ORDER_FINISHED,
  TOPIC_PAY,
  TOPIC_DAY,
  TOPIC_COUNT
};

#endif
