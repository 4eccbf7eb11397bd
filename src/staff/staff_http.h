/* Handlers of the staff domain; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_STAFF_STAFF_HTTP_H
#define YIZHAN_STAFF_STAFF_HTTP_H

#include "http/http.h"

extern const struct shape staff_login_shape, staff_token_in_shape, staff_query_shape, audit_query_shape;

/* What each does is its summary in routes.c. */
enum err http_staff_login(struct request *req, struct reply *reply);
enum err http_staff_session(struct request *req, struct reply *reply);
enum err http_staff_logout(struct request *req, struct reply *reply);
enum err http_staff_token(struct request *req, struct reply *reply);
enum err http_staff_tokens(struct request *req, struct reply *reply);
enum err http_staff_token_revoke(struct request *req, struct reply *reply);
enum err http_staff_list(struct request *req, struct reply *reply);
enum err http_staff_get(struct request *req, struct reply *reply);
enum err http_staff_create(struct request *req, struct reply *reply);
enum err http_staff_change(struct request *req, struct reply *reply);
enum err http_staff_delete(struct request *req, struct reply *reply);
enum err http_audit(struct request *req, struct reply *reply);

/* Fills *out with who a session cookie or API token stands for, by its SHA-256; ERR_UNAUTHORIZED when it is nobody's, or a
 * fault. `used`: it counts as use of the session. Outside of transactions. */
enum err staff_of_token(struct store *store, struct scope *scope, const uint8_t hash[32], bool used, struct actor *out);

#endif
