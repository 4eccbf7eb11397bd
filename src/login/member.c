/* What staff and the member itself change of its record. On the transaction's thread. */
#include <string.h>
#include "base/id.h"
#include "base/log.h"
#include "base/text_form.h"
#include "login/login.h"
#include "store/audit.h"

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

static bool differ(struct arena *arena, const char *a, const char *b)
{
  const char *form = a && b ? phone_form(b, arena) : NULL;
  return a && b ? strcmp(a, b) != 0 && (!form || strcmp(a, form) != 0) : a != b;
}

enum err member_change(struct tx *tx, const struct actor *actor, int64_t id, const struct member *in, struct member *out)
{
  struct member before;
  if (!member_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  *out = before;
  shape_take_given(actor ? &member_admin_shape : &member_shape, in, out);
  bool moved = actor && differ(tx_arena(tx), before.phone, out->phone);
  enum err e = moved ? member_note_phone(tx, actor, &before, out->phone) : OK;
  if (e)
    return e;
  tx_run_object(tx, SQL_MEMBER_CHANGE, &member_admin_shape, out, BS("folded", text_fold(out->nickname, tx_arena(tx))));
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
  const char *phone = NULL;
  enum err e = in->phone ? member_check_new_phone(tx, in->phone, &phone) : OK;
  if (e)
    return e;
  tx_run(tx, SQL_MEMBER_CREATE, BI("id", id), BS("nickname", in->nickname),
      BS("folded", text_fold(in->nickname, tx_arena(tx))), BS("phone", phone), BS("kind", phone ? "entered" : ""),
      BS("note", in->note ? in->note : ""), BI("now", tx_now(tx)));
  if (!member_get(tx, id, out))
    return FAULT_INTERNAL;
  note_change(tx, actor, "member.create", NULL, out);
  return OK;
}

#define WIPED_NAME "—" /* as the statements of login.sql write it */

/* Who was there is gone from what stays: orders, their history, the trail. Answers kept for repetition end within a day. */
static void wipe_traces(struct tx *tx, const struct member *m)
{
  tx_run(tx, SQL_MEMBER_WIPE_ORDERS, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_WORDS, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_COMPANIONS, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_STAYS, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_HISTORY, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_AUDIT, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_CORRECTIONS, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_ACTS, BI("id", m->id));
  tx_run(tx, SQL_MEMBER_WIPE_GUESTS, BI("id", m->id));
  if (m->phone)
    tx_run(tx, SQL_MEMBER_WIPE_CODE, BS("phone", m->phone));
}

enum err member_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct member before;
  if (!member_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  bool itself = actor->kind == ACTOR_GUEST;
  if (tx_i64(tx, SQL_MEMBER_HAS_OPEN_ORDERS, 0, BI("id", id)))
    return tx_refuse(tx, ERR_HAS_ORDERS, itself ? "orders" : NULL, itself ? TXT_ACCOUNT_ORDERS : TXT_NONE, 0);
  wiped_remember(tx, id);
  tx_run(tx, SQL_MEMBER_DELETE, BI("id", id), BI("now", tx_now(tx)));
  wipe_traces(tx, &before);
  session_end_all(tx, SESSION_GUEST, id);
  struct actor nameless = *actor;
  nameless.name = itself ? WIPED_NAME : actor->name;
  audit(tx, &nameless, 0, "member.delete", "member", id, NULL, NULL);
  return OK;
}

enum err member_reset_first_login(struct tx *tx, const struct actor *actor, int64_t id)
{
  if (!tx_run(tx, SQL_MEMBER_RESET_FIRST_LOGIN, BI("id", id)))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  audit(tx, actor, 0, "member.reset_first_login", "member", id, NULL, NULL);
  return OK;
}

enum { NICKNAME_FORM = 1, MEMBERS_AT_A_TIME = 500 }; /* raised when texts are folded otherwise */

bool member_search_current(struct tx *tx)
{
  return setting_i64(tx, "member_form", 0) >= NICKNAME_FORM;
}

/* A part of them, by id; the last one's, 0 at the end. */
static int64_t fold_some(struct tx *tx, int64_t after)
{
  int64_t ids[MEMBERS_AT_A_TIME];
  const char *folded[MEMBERS_AT_A_TIME];
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_MEMBER_NICKNAMES, BI("after", after), BI("most", MEMBERS_AT_A_TIME));
  while (n < MEMBERS_AT_A_TIME && row_next(r)) {
    ids[n] = row_i64(r);
    folded[n++] = text_fold(row_str(r), tx_arena(tx));
  }
  row_end(r);
  for (size_t i = 0; i < n; i++)
    tx_run(tx, SQL_MEMBER_FOLD, BI("id", ids[i]), BS("folded", folded[i]));
  return n ? ids[n - 1] : 0;
}

void member_search_refresh(struct tx *tx)
{
  int64_t last = 0;
  if (member_search_current(tx))
    return;
  while ((last = fold_some(tx, last)))
    ;
  setting_put_i64(tx, "member_form", NICKNAME_FORM);
}

struct list member_list(struct tx *tx, const char *q, int64_t after, int64_t limit)
{
  struct arena *a = tx_arena(tx);
  const char *folded = q ? text_fold(q, a) : "", *number = q ? phone_form(q, a) : NULL;
  struct list out = tx_list(tx, SQL_MEMBER_LIST, &member_admin_shape, 0, BS("q", q),
      BS("like", q ? like_pattern(a, "%", *folded ? folded : q, "%") : ""),
      BS("tail", q ? like_pattern(a, "%", number ? number : q, "") : ""), BI("after", after), BI("most", limit));
  struct member *m = out.items;
  for (size_t i = 0; i < out.count; i++) {
    char phone[24];
    mask_phone(m[i].phone, phone);
    m[i].phone = m[i].phone ? arena_str(a, phone) : NULL;
  }
  return out;
}
