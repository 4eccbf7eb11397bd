/* The audit trail. Inside a transaction, on its thread. */
#include "store/audit.h"

static const struct field audit_fields[] = {
    FIELD(struct audit_row, id, F_ID),
    FIELD(struct audit_row, at, F_INSTANT),
    FIELD(struct audit_row, actor_kind, F_STR),
    FIELD(struct audit_row, actor_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct audit_row, actor_name, F_STR),
    FIELD(struct audit_row, request_id, F_STR),
    FIELD(struct audit_row, action, F_STR),
    FIELD(struct audit_row, object, F_STR),
    FIELD(struct audit_row, object_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct audit_row, before, F_STR, .flags = F_NULLABLE, .about = "JSON text"),
    FIELD(struct audit_row, after, F_STR, .flags = F_NULLABLE, .about = "JSON text"),
};
const struct shape audit_shape = SHAPE_OUT("AuditRow", struct audit_row, audit_fields);

void audit(struct tx *tx, const struct actor *actor, int64_t branch_id, const char *action, const char *object,
    int64_t object_id, const char *before_json, const char *after_json)
{
  tx_run(tx, SQL_AUDIT_PUT, BI("at", tx_now(tx)), BS("actor_kind", actor_kind_name(actor)), BI("actor_id", actor->id),
      BS("actor_name", actor->name ? actor->name : ""), BS("request_id", actor->request_id ? actor->request_id : ""),
      BI("branch", branch_id), BS("action", action), BS("object", object), BI("object_id", object_id),
      BS("before", before_json), BS("after", after_json));
}

static const char *json_of(struct tx *tx, const struct shape *shape, const void *object)
{
  if (!object)
    return NULL;
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  shape_write(shape, object, &w, NULL);
  return w.buf.data;
}

void audit_change(struct tx *tx, const struct actor *actor, int64_t branch_id, const char *action, const char *object,
    int64_t id, const struct shape *shape, const void *before, const void *after)
{
  audit(tx, actor, branch_id, action, object, id, json_of(tx, shape, before), json_of(tx, shape, after));
}

struct list audit_list(struct tx *tx, const struct actor *actor, const char *object, int64_t object_id, int64_t after,
    int64_t limit)
{
  bool all = actor_scope(actor) == 0;
  enum sql of_all = object ? SQL_AUDIT_OF_KIND : SQL_AUDIT_LIST;
  enum sql id = object && object_id ? SQL_AUDIT_OF_OBJECT : all ? of_all : SQL_AUDIT_IN_SCOPE;
  return tx_list(tx, id, &audit_shape, 0, BI("staff", actor_scope(actor)), BS("object", object), BI("object_id", object_id),
      BI("after", after), BI("most", limit));
}
