/* The audit trail: who changed what, in the same transaction as the change; rows are only ever appended.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_STORE_AUDIT_H
#define YIZHAN_STORE_AUDIT_H

#include "base/actor.h"
#include "store/tx.h"

/* Appends a row. `branch_id`: whose it is, 0 for what belongs to the whole group. `action` like "room_type.update", `object`
 * the kind, before/after JSON text or NULL (never with a phone number, an ID number or a secret). */
void audit(struct tx *tx, const struct actor *actor, int64_t branch_id, const char *action, const char *object,
    int64_t object_id, const char *before_json, const char *after_json);

/* An audit row with the objects as JSON; either may be NULL. */
void audit_change(struct tx *tx, const struct actor *actor, int64_t branch_id, const char *action, const char *object,
    int64_t id, const struct shape *shape, const void *before, const void *after);

struct audit_row {
  int64_t id, at;
  const char *actor_kind, *actor_name, *request_id, *action, *object, *before, *after;
  int64_t actor_id, object_id;
};
extern const struct shape audit_shape;
/* What the actor may see, newest first, id below `after`: the owner everything, others the rows of their branches and of
 * what they did themselves. `object` NULL = all kinds, `object_id` 0 = all of them. */
struct list audit_list(struct tx *tx, const struct actor *actor, const char *object, int64_t object_id, int64_t after,
    int64_t limit);

#endif
