/* Staff accounts: scrypt passwords, roles owner / manager / frontdesk, branch scope.
 *
 * Guarantee: a wrong name takes as long as a wrong password; there is always an active owner; a changed password, role
 * or scope ends the account's sessions.
 * Names are one whatever their case and width. Passwords are hashed outside transactions (0.4 s), all else inside one. */
#ifndef YIZHAN_STAFF_STAFF_H
#define YIZHAN_STAFF_STAFF_H

#include "base/actor.h"
#include "base/digest.h"
#include "login/session.h"
#include "store/store.h"

struct staff {
  int64_t id;
  const char *name;
  const char *password;      /* from a request only */
  const char *password_hash; /* ready for the row; "" keeps the old one */
  int role;                  /* index of staff_role_names */
  struct list branch_ids;
  bool active;
  int64_t created_at;
  uint64_t given;
};
extern const struct shape staff_shape;
extern const char *const staff_role_names[];

struct staff_session {
  char token[TOKEN_TEXT];
  const char *token_text;
  struct staff staff;
  int64_t expires_at;
};
extern const struct shape staff_session_shape, staff_token_shape;

/* enum role of a role index. */
enum role staff_role(int index);
/* Checks a new password: ERR_BAD_REQUEST naming `field`. */
enum err password_check(const char *password, const char *field, struct problem *p);
/* Hashes it; at most LIMIT_PASSWORD_WORK at once, FAULT_BUSY when too many wait. Any thread, not in a transaction. */
enum err password_prepare(const char *password, char out[PASSWORD_HASH_TEXT]);
/* True when it matches; same bound (then FAULT_BUSY in *e). */
bool password_matches(const char *password, const char *hash, enum err *e);

/* Id and hash of an active account; false when there is none. */
bool staff_credentials(struct tx *tx, const char *name, int64_t *id, const char **hash);
/* True when the account was logged in from this address lately. */
bool staff_knows(struct tx *tx, int64_t id, const char *address);
/* Opens a session for the account, whose password was found to be that of `hash`; ERR_LOGIN_FAILED when it is another one by
 * now. `address` is remembered as one of the account's; NULL: none. */
enum err staff_login(struct tx *tx, int64_t id, const char *hash, const char *address, struct staff_session *out);
/* Opens an API token living `days`, with a label, for whoever has the session; ERR_UNAUTHORIZED when that is over by now,
 * ERR_FORBIDDEN when it is a token itself. */
enum err staff_token(struct tx *tx, const struct actor *actor, const uint8_t session[32], const char *label, int64_t days,
    struct staff_session *out);
struct staff_token_info {
  int64_t id, created_at, last_used_at, expires_at; /* last_used_at 0: not yet */
  const char *name, *staff_name, *last4;
};
extern const struct shape staff_token_info_shape;
/* Live tokens, newest first, id below `after`: the owner sees all, others their own. */
struct list staff_tokens(struct tx *tx, const struct actor *actor, int64_t after, int64_t limit);
/* Ends one; ERR_NOT_FOUND when there is none that the actor sees. */
enum err staff_token_revoke(struct tx *tx, const struct actor *actor, int64_t id);
/* Fills an actor; false when there is no such active account. `used`: it counts as use of the session. */
bool staff_actor(struct tx *tx, const uint8_t hash[32], bool used, struct actor *out);
bool staff_get(struct tx *tx, int64_t id, struct staff *out);
struct list staff_list(struct tx *tx, int64_t after, int64_t limit);
/* True when there is an account at all. */
bool staff_any(struct tx *tx);
/* in->password_hash is ready. ERR_EXISTS, ERR_BAD_REQUEST (unknown branch). */
enum err staff_create(struct tx *tx, const struct actor *actor, const struct staff *in, struct staff *out);
enum err staff_change(struct tx *tx, const struct actor *actor, int64_t id, const struct staff *in, struct staff *out);
enum err staff_delete(struct tx *tx, const struct actor *actor, int64_t id);
/* Sets the password by name, for the command line; false when there is no such account. */
bool staff_set_password(struct tx *tx, const char *name, const char *hash);

#endif
