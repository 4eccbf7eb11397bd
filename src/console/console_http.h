/* The console: messages, cache and settings for staff; each handler is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_CONSOLE_CONSOLE_HTTP_H
#define YIZHAN_CONSOLE_CONSOLE_HTTP_H

#include "http/http.h"

extern const struct shape messages_query_shape, resend_shape, reset_shape, dead_query_shape, dead_edit_shape, discard_shape;
extern const struct shape settings_shape, cache_shape, cache_query_shape;

/* What each does is its summary in routes.c. */
enum err http_mq_topics(struct request *req, struct reply *reply);
enum err http_mq_groups(struct request *req, struct reply *reply);
enum err http_mq_messages(struct request *req, struct reply *reply);
enum err http_mq_message(struct request *req, struct reply *reply);
enum err http_mq_call_off(struct request *req, struct reply *reply);
enum err http_mq_post(struct request *req, struct reply *reply);
enum err http_mq_resend(struct request *req, struct reply *reply);
enum err http_mq_schedules(struct request *req, struct reply *reply);
enum err http_mq_pause(struct request *req, struct reply *reply);
enum err http_mq_resume(struct request *req, struct reply *reply);
enum err http_mq_reset(struct request *req, struct reply *reply);
enum err http_mq_dead(struct request *req, struct reply *reply);
enum err http_mq_dead_letter(struct request *req, struct reply *reply);
enum err http_mq_dead_retry(struct request *req, struct reply *reply);
enum err http_mq_dead_discard(struct request *req, struct reply *reply);
enum err http_settings(struct request *req, struct reply *reply);
enum err http_settings_change(struct request *req, struct reply *reply);
enum err http_cache(struct request *req, struct reply *reply);
enum err http_cache_clear(struct request *req, struct reply *reply);

#endif
