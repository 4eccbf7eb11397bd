/* Staff accounts. Inside a transaction, on its thread. */
#include "staff/staff.h"

#include <string.h>
#include "base/id.h"
#include "base/text_form.h"
#include "limits.h"
#include "store/audit.h"

#define HOUR_MS INT64_C(3600000)

const char *const staff_role_names[] = {"frontdesk", "manager", "owner", NULL};

static const struct field staff_fields[] = {
    FIELD(struct staff, id, F_ID, .flags = F_READ_ONLY),
    FIELD(struct staff, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = LIMIT_STAFF_NAME),
    FIELD(struct staff, password, F_STR, .flags = F_REQUIRED | F_WRITE_ONLY | F_EXACT, .max = 200),
    FIELD(struct staff, role, F_ENUM, .flags = F_REQUIRED, .names = staff_role_names),
    FIELD(struct staff, branch_ids, F_IDS, .max = ACTOR_BRANCHES),
    FIELD(struct staff, active, F_BOOL),
    FIELD(struct staff, created_at, F_INSTANT, .flags = F_READ_ONLY),
};
const struct shape staff_shape = SHAPE("Staff", struct staff, staff_fields, given);

static const struct field session_fields[] = {
    FIELD(struct staff_session, staff, F_OBJECT, .shape = &staff_shape),
    FIELD(struct staff_session, expires_at, F_INSTANT, .flags = F_NULLABLE, .about = "of a session; null with an API token"),
};
const struct shape staff_session_shape = SHAPE_OUT("StaffSession", struct staff_session, session_fields);

static const struct field token_fields[] = {
    FIELD_AS("token", struct staff_session, token_text, F_STR, .about = "bearer token; shown once"),
    FIELD(struct staff_session, staff, F_OBJECT, .shape = &staff_shape),
    FIELD(struct staff_session, expires_at, F_INSTANT),
};
const struct shape staff_token_shape = SHAPE_OUT("StaffToken", struct staff_session, token_fields);

static const struct field token_info_fields[] = {
    FIELD(struct staff_token_info, id, F_ID),
    FIELD(struct staff_token_info, name, F_STR, .about = "what it was said to be for"),
    FIELD(struct staff_token_info, staff_name, F_STR, .about = "whose account"),
    FIELD(struct staff_token_info, created_at, F_INSTANT),
    FIELD(struct staff_token_info, last_used_at, F_INSTANT, .flags = F_NULLABLE, .about = "to the minute"),
    FIELD(struct staff_token_info, expires_at, F_INSTANT),
    FIELD(struct staff_token_info, last4, F_STR, .about = "its last four characters"),
};
const struct shape staff_token_info_shape = SHAPE_OUT("StaffTokenInfo", struct staff_token_info, token_info_fields);

enum role staff_role(int index)
{
  static const enum role roles[] = {ROLE_FRONTDESK, ROLE_MANAGER, ROLE_OWNER};
  return roles[index];
}

/* The account of a name, whatever its case and width; 0: none. Of those that were made when case still told them apart, the one
 * written like it, else the oldest. `but`: an account passed over. */
static int64_t named(struct tx *tx, const char *name, int64_t but)
{
  const char *key = text_key(name, tx_arena(tx));
  int64_t exact = 0, alike = 0;
  struct rows *r = tx_query(tx, SQL_STAFF_NAMES);
  while (row_next(r)) {
    int64_t id = row_i64(r);
    const char *other = row_str(r);
    if (id == but)
      continue;
    if (!strcmp(other, name))
      exact = id;
    else if (!alike && !strcmp(text_key(other, tx_arena(tx)), key))
      alike = id;
  }
  row_end(r);
  return exact ? exact : alike;
}

bool staff_credentials(struct tx *tx, const char *name, int64_t *id, const char **hash)
{
  struct rows *r = tx_query(tx, SQL_STAFF_CREDENTIALS, BI("id", named(tx, name, 0)));
  bool found = row_next(r);
  if (found) {
    *id = row_i64(r);
    *hash = row_str(r);
  }
  row_end(r);
  return found;
}

static struct list branches_of(struct tx *tx, int64_t id)
{
  int64_t *out = arena_array(tx_arena(tx), int64_t, ACTOR_BRANCHES);
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_STAFF_BRANCHES, BI("id", id));
  while (n < ACTOR_BRANCHES && row_next(r))
    out[n++] = row_i64(r);
  row_end(r);
  return (struct list){out, n};
}

bool staff_get(struct tx *tx, int64_t id, struct staff *out)
{
  *out = (struct staff){0};
  if (!tx_object(tx, SQL_STAFF_GET, &staff_shape, out, BI("id", id)))
    return false;
  out->branch_ids = branches_of(tx, id);
  return true;
}

bool staff_knows(struct tx *tx, int64_t id, const char *address)
{
  return tx_i64(tx, SQL_STAFF_ADDRESS_KNOWN, 0, BI("id", id), BS("address", address),
      BI("since", tx_now(tx) - LIMIT_STAFF_ADDRESS_DAYS * 24 * HOUR_MS));
}

enum err staff_login(struct tx *tx, int64_t id, const char *hash, const char *address, struct staff_session *out)
{
  if (!tx_i64(tx, SQL_STAFF_IS_CURRENT, 0, BI("id", id), BS("hash", hash)) || !staff_get(tx, id, &out->staff))
    return tx_refuse(tx, ERR_LOGIN_FAILED, NULL, TXT_NONE, 0);
  struct actor self = {.kind = ACTOR_STAFF, .id = id, .name = out->staff.name};
  session_open(tx, SESSION_STAFF, id, "", LIMIT_SESSION_STAFF_HOURS * HOUR_MS, out->token);
  out->expires_at = tx_now(tx) + LIMIT_SESSION_STAFF_HOURS * HOUR_MS;
  if (address) {
    tx_run(tx, SQL_STAFF_ADDRESS_PUT, BI("id", id), BS("address", address), BI("now", tx_now(tx)));
    tx_run(tx, SQL_STAFF_ADDRESS_TRIM, BI("id", id), BI("keep", LIMIT_STAFF_ADDRESSES));
  }
  audit(tx, &self, 0, "staff.login", "staff", id, NULL, NULL);
  return OK;
}

/* The session is looked at again here: the password may have changed since the request came. A token makes none: it would
 * live on in them after it was revoked. */
enum err staff_token(struct tx *tx, const struct actor *actor, const uint8_t session[32], const char *label, int64_t days,
    struct staff_session *out)
{
  struct actor now;
  int64_t id;
  if (!staff_actor(tx, session, false, &now) || now.id != actor->id)
    return tx_refuse(tx, ERR_UNAUTHORIZED, NULL, TXT_NONE, 0);
  if (!session_find(tx, SESSION_STAFF, session, &id))
    return tx_refuse(tx, ERR_FORBIDDEN, "Authorization", TXT_TOKEN_BY_TOKEN, 0);
  if (!staff_get(tx, actor->id, &out->staff))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  session_open(tx, SESSION_TOKEN, actor->id, label, days * 24 * HOUR_MS, out->token);
  out->token_text = out->token;
  out->expires_at = tx_now(tx) + days * 24 * HOUR_MS;
  audit(tx, actor, 0, "staff.token", "staff", actor->id, NULL, NULL);
  return OK;
}

struct list staff_tokens(struct tx *tx, const struct actor *actor, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_STAFF_TOKENS, &staff_token_info_shape, 0, BI("staff", actor_scope(actor)), BI("now", tx_now(tx)),
      BI("after", after), BI("most", limit));
}

enum err staff_token_revoke(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct rows *r = tx_query(tx, SQL_STAFF_TOKEN_DROP, BI("id", id), BI("staff", actor_scope(actor)));
  const char *what = row_next(r) ? row_str(r) : NULL;
  row_end(r);
  if (!what)
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '{');
  json_put_str(&w, "token", what);
  json_close(&w, '}');
  tx_outdate(tx);
  audit(tx, actor, 0, "staff.token_revoke", "token", id, w.buf.data, NULL);
  return OK;
}

bool staff_actor(struct tx *tx, const uint8_t hash[32], bool used, struct actor *out)
{
  struct staff s;
  bool cookie = session_find(tx, SESSION_STAFF, hash, &out->id);
  if (!cookie && !session_find(tx, SESSION_TOKEN, hash, &out->id))
    return false;
  if (!staff_get(tx, out->id, &s) || !s.active)
    return false;
  if (used)
    session_touch(hash);
  out->kind = ACTOR_STAFF;
  out->role = staff_role(s.role);
  out->name = s.name;
  out->branch_count = 0;
  const int64_t *ids = s.branch_ids.items;
  for (size_t i = 0; i < s.branch_ids.count && out->branch_count < ACTOR_BRANCHES; i++)
    out->branches[out->branch_count++] = ids[i];
  return true;
}

struct list staff_list(struct tx *tx, int64_t after, int64_t limit)
{
  struct list l = tx_list(tx, SQL_STAFF_LIST, &staff_shape, 0, BI("after", after), BI("most", limit));
  struct staff *s = l.items;
  for (size_t i = 0; i < l.count; i++)
    s[i].branch_ids = branches_of(tx, s[i].id);
  return l;
}

bool staff_any(struct tx *tx)
{
  return staff_list(tx, INT64_MAX, 1).count > 0;
}

static enum err check_branches(struct tx *tx, const struct list *ids)
{
  const int64_t *id = ids->items;
  for (size_t i = 0; i < ids->count; i++)
    if (!tx_i64(tx, SQL_STAFF_BRANCH_EXISTS, 0, BI("id", id[i])))
      return tx_refuse(tx, ERR_BAD_REQUEST, "branch_ids", TXT_UNKNOWN_REFERENCE, 0);
  return OK;
}

static void put_branches(struct tx *tx, int64_t id, const struct list *ids)
{
  const int64_t *branch = ids->items;
  tx_run(tx, SQL_STAFF_BRANCHES_DROP, BI("id", id));
  for (size_t i = 0; i < ids->count; i++)
    tx_run(tx, SQL_STAFF_BRANCH_PUT, BI("staff", id), BI("branch", branch[i]));
}

enum err staff_create(struct tx *tx, const struct actor *actor, const struct staff *in, struct staff *out)
{
  struct staff row = *in;
  row.id = id_next();
  row.active = true;
  row.created_at = tx_now(tx);
  enum err e = check_branches(tx, &row.branch_ids);
  if (e)
    return e;
  if (named(tx, row.name, 0) || !tx_run_object(tx, SQL_STAFF_PUT, &staff_shape, &row, BS("password_hash", in->password_hash)))
    return tx_refuse(tx, ERR_EXISTS, "name", TXT_NONE, 0);
  put_branches(tx, row.id, &row.branch_ids);
  if (!staff_get(tx, row.id, out))
    return FAULT_INTERNAL;
  audit_change(tx, actor, 0, "staff.create", "staff", row.id, &staff_shape, NULL, out);
  return OK;
}

enum err staff_change(struct tx *tx, const struct actor *actor, int64_t id, const struct staff *in, struct staff *out)
{
  struct staff before;
  if (!staff_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  *out = before;
  shape_take_given(&staff_shape, in, out);
  bool moved = shape_given(&staff_shape, in, "branch_ids");
  enum err e = moved ? check_branches(tx, &out->branch_ids) : OK;
  if (e)
    return e;
  if (strcmp(out->name, before.name) && named(tx, out->name, id))
    return tx_refuse(tx, ERR_EXISTS, "name", TXT_NONE, 0);
  const char *hash = in->password_hash ? in->password_hash : "";
  tx_run_object(tx, SQL_STAFF_CHANGE, &staff_shape, out, BS("password_hash", hash));
  if (moved)
    put_branches(tx, id, &out->branch_ids);
  if (!tx_i64(tx, SQL_STAFF_OWNERS, 0))
    return tx_refuse(tx, ERR_BAD_REQUEST, "role", TXT_LAST_OWNER, 0);
  session_end_all(tx, SESSION_STAFF, id);
  if (*hash || !out->active)
    session_end_all(tx, SESSION_TOKEN, id);
  audit_change(tx, actor, 0, "staff.update", "staff", id, &staff_shape, &before, out);
  return OK;
}

enum err staff_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct staff before;
  if (!staff_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  tx_run(tx, SQL_STAFF_DELETE, BI("id", id));
  if (!tx_i64(tx, SQL_STAFF_OWNERS, 0))
    return tx_refuse(tx, ERR_BAD_REQUEST, "id", TXT_LAST_OWNER, 0);
  session_end_all(tx, SESSION_STAFF, id);
  session_end_all(tx, SESSION_TOKEN, id);
  audit_change(tx, actor, 0, "staff.delete", "staff", id, &staff_shape, &before, NULL);
  return OK;
}

bool staff_set_password(struct tx *tx, const char *name, const char *hash)
{
  int64_t id = named(tx, name, 0);
  if (!id)
    return false;
  tx_run(tx, SQL_STAFF_SET_PASSWORD, BI("id", id), BS("password", hash));
  struct actor system = {.kind = ACTOR_SYSTEM, .name = "command line"};
  session_end_all(tx, SESSION_STAFF, id);
  session_end_all(tx, SESSION_TOKEN, id);
  audit(tx, &system, 0, "staff.passwd", "staff", id, NULL, NULL);
  return true;
}
