/* Members. On the transaction's thread. */
#include "login/login.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "base/log.h"
#include "limits.h"
#include "mq/mq.h"
#include "store/audit.h"
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
    FIELD(struct member, phone, F_STR, .flags = F_NULLABLE, .max = 20),
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
  out->first_login = round > 0;
  if (out->first_login)
    announce_first_login(tx, id, round, trace);
  session_open(tx, SESSION_GUEST, id, "", LIMIT_SESSION_GUEST_DAYS * DAY_MS, out->token);
  out->token_text = out->token;
  return member_get(tx, id, &out->member) ? OK : FAULT_INTERNAL;
}

enum err login_member(struct tx *tx, const char *openid, const char *nickname, const char *trace, struct login *out)
{
  int64_t id = tx_i64(tx, SQL_MEMBER_PUT, 0, BI("id", id_next()), BS("openid", openid), BS("nickname", nickname),
      BI("now", tx_now(tx)));
  return login_open(tx, id, trace, out);
}

bool member_get(struct tx *tx, int64_t id, struct member *out)
{
  *out = (struct member){0};
  return tx_object(tx, SQL_MEMBER_GET, &member_admin_shape, out, BI("id", id));
}

/* Before and after go to the trail without the phone number itself: the trail is exported and kept for long. */
static void note_change(struct tx *tx, const struct actor *actor, const char *action, const struct member *before,
    const struct member *after)
{
  struct member masked[2] = {before ? *before : (struct member){0}, *after};
  char phone[2][24];
  for (int i = 0; i < 2; i++) {
    mask_phone(masked[i].phone, phone[i]);
    masked[i].phone = masked[i].phone ? phone[i] : NULL;
  }
  audit_change(tx, actor, 0, action, "member", after->id, &member_admin_shape, before ? &masked[0] : NULL, &masked[1]);
}

static bool differ(const char *a, const char *b)
{
  return a && b ? strcmp(a, phone_kept(b)) != 0 : a != b;
}

enum err member_change(struct tx *tx, const struct actor *actor, int64_t id, const struct member *in, struct member *out)
{
  struct member before;
  if (!member_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  *out = before;
  shape_take_given(actor ? &member_admin_shape : &member_shape, in, out);
  bool moved = actor && differ(before.phone, out->phone);
  enum err e = moved ? member_note_phone(tx, actor, &before, out->phone) : OK;
  if (e)
    return e;
  tx_run_object(tx, SQL_MEMBER_CHANGE, &member_admin_shape, out);
  tx_outdate(tx);
  if (!member_get(tx, id, out))
    return FAULT_INTERNAL;
  if (actor)
    note_change(tx, actor, moved ? "member.phone" : "member.update", &before, out);
  return OK;
}

enum err member_create(struct tx *tx, const struct actor *actor, const struct member *in, struct member *out)
{
  int64_t id = id_next();
  const char *phone = in->phone ? phone_kept(in->phone) : NULL;
  enum err e = phone ? member_check_new_phone(tx, phone) : OK;
  if (e)
    return e;
  tx_run(tx, SQL_MEMBER_CREATE, BI("id", id), BS("nickname", in->nickname), BS("phone", phone),
      BS("kind", phone ? "entered" : ""), BS("note", in->note ? in->note : ""), BI("now", tx_now(tx)));
  if (!member_get(tx, id, out))
    return FAULT_INTERNAL;
  note_change(tx, actor, "member.create", NULL, out);
  return OK;
}

enum err member_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct member before;
  if (!member_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (tx_i64(tx, SQL_MEMBER_HAS_OPEN_ORDERS, 0, BI("id", id)))
    return tx_refuse(tx, ERR_HAS_ORDERS, NULL, TXT_NONE, 0);
  tx_run(tx, SQL_MEMBER_DELETE, BI("id", id), BI("now", tx_now(tx)));
  session_end_all(tx, SESSION_GUEST, id);
  audit(tx, actor, 0, "member.delete", "member", id, NULL, NULL);
  return OK;
}

enum err member_reset_first_login(struct tx *tx, const struct actor *actor, int64_t id)
{
  if (!tx_run(tx, SQL_MEMBER_RESET_FIRST_LOGIN, BI("id", id)))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  audit(tx, actor, 0, "member.reset_first_login", "member", id, NULL, NULL);
  return OK;
}

struct list member_list(struct tx *tx, const char *q, int64_t after, int64_t limit)
{
  struct arena *a = tx_arena(tx);
  struct list out = tx_list(tx, SQL_MEMBER_LIST, &member_admin_shape, 0, BS("q", q),
      BS("like", q ? like_pattern(a, "%", q, "%") : ""),
      BS("tail", q ? like_pattern(a, "%", q, "") : ""), BI("after", after), BI("most", limit));
  struct member *m = out.items;
  for (size_t i = 0; i < out.count; i++) {
    char phone[24];
    mask_phone(m[i].phone, phone);
    m[i].phone = m[i].phone ? arena_str(a, phone) : NULL;
  }
  return out;
}
