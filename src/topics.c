/* MAP 2: every topic and its consumers, one row each. Topics stand in the order of topic_ids.h and are only appended:
 * their numbers are in the store. */
#include "app.h"
#include "coupon/coupon_topic.h"
#include "hotel/hotel_topic.h"
#include "message/message.h"
#include "order/order_topic.h"
#include "pay/pay.h"
#include "topic_ids.h"

static const struct mq_topic topics[TOPIC_COUNT] = {
    [TOPIC_LOGIN_NOTIFY] = {"login_notify_topic"},
    [TOPIC_HOTEL_ROOM] = {"hotel_room_topic"},
    [TOPIC_ORDER] = {"order_topic"},
    [TOPIC_ORDER_DELAY] = {"order_delay_topic"},
    [TOPIC_ORDER_FINISHED] = {"order_finished_topic"},
    [TOPIC_PAY] = {"pay_topic"},
    [TOPIC_DAY] = {"day_topic"},
};

/* name, topic, mode, ordered per key, handler */
static const struct mq_group groups[] = {
    {"coupon_first_login", TOPIC_LOGIN_NOTIFY, MQ_CLUSTERING, false, coupon_on_first_login},
    {"hotel_room_cache", TOPIC_HOTEL_ROOM, MQ_BROADCASTING, false, hotel_room_changed},
    {"message_order", TOPIC_ORDER, MQ_CLUSTERING, true, notice_on_order},
    {"order_search", TOPIC_ORDER, MQ_CLUSTERING, false, order_on_created, .tags = "created || corrected", .from = MQ_FROM_LAST,
        .calm = true},
    {"order_deadline", TOPIC_ORDER_DELAY, MQ_CLUSTERING, true, order_on_deadline},
    {"coupon_checkout", TOPIC_ORDER_FINISHED, MQ_CLUSTERING, false, coupon_on_order_finished},
    {"order_payment", TOPIC_PAY, MQ_CLUSTERING, true, order_on_payment},
    {"pay_refund", TOPIC_PAY, MQ_CLUSTERING, true, pay_on_refund},
};

const struct mq_map app_topics = {topics, TOPIC_COUNT, groups, sizeof groups / sizeof groups[0]};
