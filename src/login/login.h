/* Members: login, first login, phone, profile.
 *
 * Guarantee: a member's first login is found by compare-and-set and announced on login_notify_topic in the same
 * transaction, so exactly one login is the first however many come at once. Inside a transaction, on its thread. */
#ifndef YIZHAN_LOGIN_LOGIN_H
#define YIZHAN_LOGIN_LOGIN_H

#include "base/actor.h"
#include "login/session.h"
#include "store/store.h"

struct member {
  int64_t id;
  const char *nickname, *phone; /* phone NULL when not bound */
  bool phone_proved;            /* by its owner, not written down by staff */
  const char *note;             /* staff only */
  int64_t created_at, last_login_at;
  uint64_t given;
};
extern const struct shape member_shape;       /* what the guest sees: id, nickname, phone */
extern const struct shape member_admin_shape; /* what staff see and write */

struct login {
  char token[TOKEN_TEXT];
  const char *token_text; /* = token, for the shape */
  struct member member;
  bool first_login;
};
extern const struct shape login_shape;

/* Logs in whoever has this openid, made on the first time. */
enum err login_member(struct tx *tx, const char *openid, const char *nickname, const char *trace, struct login *out);
/* Opens the member's session, whoever has proved to be it; the first one ever is announced. */
enum err login_open(struct tx *tx, int64_t id, const char *trace, struct login *out);
/* Fills `out`; false when there is no such member, or it was deleted. */
bool member_get(struct tx *tx, int64_t id, struct member *out);
/* Binds a phone number that the member has proved to be its own. ERR_EXISTS when another member has proved it; a record with
 * which staff had noted it loses it. */
enum err member_bind_phone(struct tx *tx, int64_t id, const char *phone, struct member *out);
/* Takes over the given fields of `in`; `actor` NULL when the member itself does it (nickname only). A phone number needs a
 * manager, lets nobody in and ends the member's sessions: ERR_FORBIDDEN, ERR_EXISTS naming it. */
enum err member_change(struct tx *tx, const struct actor *actor, int64_t id, const struct member *in, struct member *out);
/* A member made by staff, without a WeChat login; whoever proves the phone number gets in. ERR_EXISTS naming it. */
enum err member_create(struct tx *tx, const struct actor *actor, const struct member *in, struct member *out);
/* Staff or the member itself wipes the personal data, also out of the orders, which stay, and the trail, and ends the sessions;
 * who comes back afterwards is not welcomed as somebody new. ERR_HAS_ORDERS while an order is open. */
enum err member_delete(struct tx *tx, const struct actor *actor, int64_t id);
/* The next login counts as the first again. ERR_NOT_FOUND. */
enum err member_reset_first_login(struct tx *tx, const struct actor *actor, int64_t id);
/* What members are found by is written anew when texts are folded otherwise; at start. */
bool member_search_current(struct tx *tx);
void member_search_refresh(struct tx *tx);
/* Newest first, id below `after`; q matches a part of the nickname, folded (text_form.h), or the end of the phone
 * number; phones are masked. */
struct list member_list(struct tx *tx, const char *q, int64_t after, int64_t limit);
/* The one form in which phone numbers are kept and compared, of what somebody typed: digits of any width, with blanks, dashes,
 * dots or brackets between them. A mobile number of the mainland is its 11 digits, without +86, 0086 or 86; a foreign one is +
 * (or 00) and 7 to 15 digits; another, of a landline, 6 to 15 digits as they are. In the arena; NULL when it is none of them. */
const char *phone_form(const char *typed, struct arena *a);
/* False when it was deleted: a request may be under way while its member is. */
bool member_live(struct tx *tx, int64_t id);
/* Inside the folder: keeps digests of what a member is known by, before it is wiped; true when one like it was wiped. */
void wiped_remember(struct tx *tx, int64_t id);
bool wiped_before(struct tx *tx, int64_t id);
/* Inside the folder: staff write down another number, NULL for none; a new record's number is fine. */
enum err member_note_phone(struct tx *tx, const struct actor *staff, const struct member *before, const char *given);
enum err member_check_new_phone(struct tx *tx, const char *given, const char **phone);

#endif
