/* Who a member is, and how it gets in. On the transaction's thread. */
#include "login/login.h"

#include <inttypes.h>
#include <stdio.h>
#include "base/id.h"
#include "base/text_form.h"
#include "limits.h"
#include "mq/mq.h"
#include "topic_ids.h"

#define DAY_MS INT64_C(86400000)

static const struct field member_fields[] = {
    FIELD(struct member, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct member, nickname, F_STR, .min = 1, .max = 32),
    FIELD(struct member, phone, F_STR, .flags = F_READ_ONLY | F_NULLABLE),
};
const struct shape member_shape = SHAPE("Member", struct member, member_fields, given);

static const struct field member_admin_fields[] = {
    FIELD(struct member, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct member, nickname, F_STR, .flags = F_REQUIRED, .min = 1, .max = 32),
    FIELD(struct member, phone, F_STR, .flags = F_NULLABLE, .max = 30),
    FIELD(struct member, phone_proved, F_BOOL, .flags = F_READ_ONLY,
        .about = "its owner came with a code or by WeChat; otherwise staff wrote it down, and it lets nobody in"),
    FIELD(struct member, note, F_STR, .flags = F_MULTILINE, .max = 500),
    FIELD(struct member, created_at, F_INSTANT, .flags = F_READ_ONLY),
    FIELD(struct member, last_login_at, F_INSTANT, .flags = F_READ_ONLY | F_NULLABLE),
};
const struct shape member_admin_shape = SHAPE("MemberRecord", struct member, member_admin_fields, given);

static const struct field login_fields[] = {
    FIELD_AS("token", struct login, token_text, F_STR, .about = "bearer token; shown once"),
    FIELD(struct login, member, F_OBJECT, .shape = &member_shape),
    FIELD(struct login, first_login, F_BOOL),
};
const struct shape login_shape = SHAPE_OUT("Login", struct login, login_fields);

static void announce_first_login(struct tx *tx, int64_t id, int64_t round, const char *trace)
{
  char key[ID_TEXT], body[96];
  snprintf(key, sizeof key, "%" PRId64, id);
  snprintf(body, sizeof body, "{\"member_id\":\"%" PRId64 "\",\"round\":%" PRId64 "}", id, round);
  mq_append(tx, TOPIC_LOGIN_NOTIFY, "first_login", key, body, trace);
}

enum err login_open(struct tx *tx, int64_t id, const char *trace, struct login *out)
{
  int64_t round = tx_i64(tx, SQL_MEMBER_FIRST_LOGIN, 0, BI("id", id), BI("now", tx_now(tx)));
  out->first_login = round > 1 || (round == 1 && !wiped_before(tx, id)); /* a later round was asked for by the owner */
  if (out->first_login)
    announce_first_login(tx, id, round, trace);
  session_open(tx, SESSION_GUEST, id, "", LIMIT_SESSION_GUEST_DAYS * DAY_MS, out->token);
  out->token_text = out->token;
  return member_get(tx, id, &out->member) ? OK : FAULT_INTERNAL;
}

enum err login_member(struct tx *tx, const char *openid, const char *nickname, const char *trace, struct login *out)
{
  int64_t id = tx_i64(tx, SQL_MEMBER_PUT, 0, BI("id", id_next()), BS("openid", openid), BS("nickname", nickname),
      BS("folded", text_fold(nickname, tx_arena(tx))), BI("now", tx_now(tx)));
  return login_open(tx, id, trace, out);
}

bool member_live(struct tx *tx, int64_t id)
{
  return tx_i64(tx, SQL_MEMBER_LIVE, 0, BI("id", id));
}

bool member_get(struct tx *tx, int64_t id, struct member *out)
{
  *out = (struct member){0};
  return tx_object(tx, SQL_MEMBER_GET, &member_admin_shape, out, BI("id", id));
}
