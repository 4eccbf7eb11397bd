/* Handlers of the login domain; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_LOGIN_LOGIN_HTTP_H
#define YIZHAN_LOGIN_LOGIN_HTTP_H

#include "http/http.h"

extern const struct shape login_code_shape, phone_code_shape, members_query_shape;
extern const struct shape login_code_request_shape, login_code_sent_shape, login_code_check_shape;

/* What each does is its summary in routes.c. */
enum err http_login_wechat(struct request *req, struct reply *reply);
enum err http_login_code(struct request *req, struct reply *reply);
enum err http_login_code_verify(struct request *req, struct reply *reply);
enum err http_login_phone(struct request *req, struct reply *reply);
enum err http_logout(struct request *req, struct reply *reply);
enum err http_me(struct request *req, struct reply *reply);
enum err http_me_change(struct request *req, struct reply *reply);
enum err http_me_delete(struct request *req, struct reply *reply);
enum err http_my_guests(struct request *req, struct reply *reply);
enum err http_my_guest_add(struct request *req, struct reply *reply);
enum err http_my_guest_change(struct request *req, struct reply *reply);
enum err http_my_guest_remove(struct request *req, struct reply *reply);
enum err http_members(struct request *req, struct reply *reply);
enum err http_member(struct request *req, struct reply *reply);
enum err http_member_create(struct request *req, struct reply *reply);
enum err http_member_change(struct request *req, struct reply *reply);
enum err http_member_delete(struct request *req, struct reply *reply);
enum err http_member_reset_first_login(struct request *req, struct reply *reply);

#endif
