/* Whose a phone number is. Guarantee: nobody gets into a member's record by a number that staff wrote there; its owner has
 * proved it, or nobody was ever in. Inside a transaction, on its thread. */
#include <string.h>
#include "base/id.h"
#include "login/login.h"
#include "login/phone_code.h"
#include "store/audit.h"

struct holder { int64_t id; const char *kind; };

static struct holder holder_of(struct tx *tx, const char *phone)
{
  struct holder h = {0};
  struct rows *r = tx_query(tx, SQL_MEMBER_OF_PHONE, BS("phone", phone));
  if (row_next(r)) {
    h.id = row_i64(r);
    h.kind = row_str(r);
  }
  row_end(r);
  return h;
}

static void set(struct tx *tx, int64_t id, const char *phone, const char *kind)
{
  tx_run(tx, SQL_MEMBER_PHONE, BI("id", id), BS("phone", phone), BS("kind", phone ? kind : ""));
}

/* Somebody proves a number that staff had noted with another record: it is not that one's. */
static void release(struct tx *tx, int64_t id)
{
  static const struct actor system = {.kind = ACTOR_SYSTEM, .name = "system"};
  set(tx, id, NULL, "");
  audit(tx, &system, 0, "member.phone_released", "member", id, NULL, NULL);
}

enum err member_bind_phone(struct tx *tx, int64_t id, const char *given, struct member *out)
{
  const char *phone = phone_form(given, tx_arena(tx));
  if (!member_get(tx, id, out))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (!phone)
    return tx_refuse(tx, ERR_BAD_REQUEST, "phone", TXT_PHONE, 0);
  struct holder h = holder_of(tx, phone);
  if (h.id && h.id != id && !strcmp(h.kind, "proved"))
    return tx_refuse(tx, ERR_EXISTS, "phone", TXT_PHONE_TAKEN, 0);
  if (h.id && h.id != id)
    release(tx, h.id);
  set(tx, id, phone, "proved");
  return member_get(tx, id, out) ? OK : FAULT_INTERNAL;
}

enum err member_note_phone(struct tx *tx, const struct actor *staff, const struct member *before, const char *given)
{
  const char *phone = given ? phone_form(given, tx_arena(tx)) : NULL;
  if (staff->kind == ACTOR_STAFF && staff->role < ROLE_MANAGER)
    return tx_refuse(tx, ERR_FORBIDDEN, "phone", TXT_PHONE_MANAGER, 0);
  if (given && !phone)
    return tx_refuse(tx, ERR_BAD_REQUEST, "phone", TXT_PHONE, 0);
  if (phone && holder_of(tx, phone).id)
    return tx_refuse(tx, ERR_EXISTS, "phone", TXT_PHONE_OTHER, 0);
  set(tx, before->id, phone, "changed");
  session_end_all(tx, SESSION_GUEST, before->id);
  return OK;
}

enum err member_check_new_phone(struct tx *tx, const char *given, const char **phone)
{
  *phone = phone_form(given, tx_arena(tx));
  if (!*phone)
    return tx_refuse(tx, ERR_BAD_REQUEST, "phone", TXT_PHONE, 0);
  return holder_of(tx, *phone).id ? tx_refuse(tx, ERR_EXISTS, "phone", TXT_PHONE_OTHER, 0) : OK;
}

static int64_t new_member(struct tx *tx, const char *phone)
{
  size_t n = strlen(phone);
  int64_t id = id_next();
  tx_run(tx, SQL_MEMBER_CREATE, BI("id", id), BS("nickname", phone + (n > 4 ? n - 4 : 0)),
      BS("folded", phone + (n > 4 ? n - 4 : 0)), BS("phone", phone),
      BS("kind", "proved"), BS("note", ""), BI("now", tx_now(tx)));
  return id;
}

enum err login_by_phone(struct tx *tx, const char *phone, const char *trace, struct login *out)
{
  struct holder h = holder_of(tx, phone);
  int64_t id = h.id;
  if (id && !strcmp(h.kind, "entered"))
    set(tx, id, phone, "proved");
  if (id && !strcmp(h.kind, "changed")) {
    release(tx, id);
    id = 0;
  }
  if (!id)
    id = new_member(tx, phone);
  tx_run(tx, SQL_MEMBER_SEEN, BI("id", id), BI("now", tx_now(tx)));
  return login_open(tx, id, trace, out);
}
