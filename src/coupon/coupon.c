/* Coupons as staff define them. Inside a transaction, on its thread. */
#include "coupon/coupon.h"

#include "base/id.h"
#include "limits.h"
#include "store/audit.h"

static const char *const kinds[] = {"threshold", "percent", "amount", NULL};
static const char *const statuses[] = {"on", "off", NULL};

static const struct field scope_fields[] = {
    FIELD(struct coupon_scope, branch_ids, F_IDS),
    FIELD(struct coupon_scope, room_type_ids, F_IDS),
};
const struct shape coupon_scope_shape = SHAPE_OUT("CouponScope", struct coupon_scope, scope_fields);

#define COUPON_FIELDS \
  FIELD(struct coupon, id, F_ID, .flags = F_READ_ONLY), \
  FIELD(struct coupon, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60), \
  FIELD(struct coupon, name_en, F_STR, .max = 60, .preset = "", .about = "for readers of English; empty: name stands in"), \
  FIELD(struct coupon, category, F_STR, .max = 40, .preset = ""), \
  FIELD(struct coupon, kind, F_ENUM, .flags = F_REQUIRED, .names = kinds), \
  FIELD_AS("threshold_fen", struct coupon, threshold, F_FEN, .max = LIMIT_FEN, .preset = "0"), \
  FIELD(struct coupon, percent_off, F_I64, .max = 100, .preset = "0", .about = "50 = half price"), \
  FIELD_AS("amount_fen", struct coupon, amount, F_FEN, .max = LIMIT_FEN, .preset = "0"), \
  FIELD(struct coupon, valid_from, F_DATE, .flags = F_NULLABLE), \
  FIELD(struct coupon, valid_to, F_DATE, .flags = F_NULLABLE), \
  FIELD(struct coupon, valid_days, F_I64, .flags = F_NULLABLE, .min = 1, .max = 3650), \
  FIELD(struct coupon, quantity, F_I64, .max = 100000000, .preset = "1000"), \
  FIELD(struct coupon, granted, F_I64, .flags = F_READ_ONLY, .preset = "0"), \
  FIELD(struct coupon, per_member, F_I64, .max = 1000, .preset = "1", .about = "0 = no limit"), \
  FIELD(struct coupon, note, F_STR, .flags = F_MULTILINE, .max = 500, .preset = ""), \
  FIELD(struct coupon, note_en, F_STR, .flags = F_MULTILINE, .max = 500, .preset = ""), \
  FIELD(struct coupon, sort, F_I64, .min = -1000000, .max = 1000000, .preset = "0"), \
  FIELD(struct coupon, status, F_ENUM, .names = statuses, .preset = "on"), \
  FIELD(struct coupon, created_at, F_INSTANT, .flags = F_READ_ONLY)

static const struct field coupon_fields[] = {COUPON_FIELDS, FIELD(struct coupon, scope, F_OBJECT, .shape = &coupon_scope_shape)};
const struct shape coupon_shape = SHAPE("Coupon", struct coupon, coupon_fields, given);

/* The table keeps the scope as two columns. */
static const struct field row_fields[] = {COUPON_FIELDS,
    FIELD_AS("branch_ids", struct coupon, scope.branch_ids, F_IDS),
    FIELD_AS("room_type_ids", struct coupon, scope.room_type_ids, F_IDS)};
static const struct shape row_shape = SHAPE("CouponRow", struct coupon, row_fields, given);

bool coupon_get(struct tx *tx, int64_t id, struct coupon *out)
{
  *out = (struct coupon){0};
  return tx_object(tx, SQL_COUPON_GET, &row_shape, out, BI("id", id));
}

struct list coupon_list(struct tx *tx, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_COUPON_LIST, &row_shape, 0, BI("after", after), BI("most", limit));
}

static enum err bad(struct tx *tx, const char *field, enum text why, int64_t arg)
{
  return tx_refuse(tx, ERR_BAD_REQUEST, field, why, arg);
}

static enum err check(struct tx *tx, const struct coupon *c)
{
  bool by_dates = c->valid_from != DATE_NONE && c->valid_to != DATE_NONE;
  bool by_days = c->valid_days != NONE_I64;
  if (c->kind == COUPON_PERCENT && c->percent_off < 1)
    return bad(tx, "percent_off", TXT_MIN, 1);
  if (c->kind != COUPON_PERCENT && c->amount.fen < 1)
    return bad(tx, "amount_fen", TXT_MIN, 1);
  if (c->kind == COUPON_THRESHOLD && c->threshold.fen < 1)
    return bad(tx, "threshold_fen", TXT_MIN, 1);
  if (by_dates == by_days)
    return bad(tx, by_days ? "valid_days" : "valid_from", TXT_ONE_OF_VALIDITY, 0);
  if (by_dates && c->valid_to < c->valid_from)
    return bad(tx, "valid_to", TXT_RANGE_ORDER, 0);
  if (c->quantity < c->granted)
    return bad(tx, "quantity", TXT_MIN, c->granted);
  return OK;
}

static bool of_actor(struct tx *tx, const struct actor *a, const struct coupon_scope *s)
{
  const int64_t *branch = s->branch_ids.items, *type = s->room_type_ids.items;
  bool fine = s->branch_ids.count > 0;
  for (size_t i = 0; i < s->branch_ids.count; i++)
    fine = fine && actor_in_branch(a, branch[i]);
  for (size_t i = 0; i < s->room_type_ids.count; i++)
    fine = fine && actor_in_branch(a, tx_i64(tx, SQL_COUPON_BRANCH_OF_TYPE, 0, BI("id", type[i])));
  return fine;
}

static enum err check_ids(struct tx *tx, const struct actor *actor, const struct list *ids, const char *field, bool types)
{
  const int64_t *id = ids->items;
  for (size_t i = 0; i < ids->count; i++) {
    int64_t branch = types ? tx_i64(tx, SQL_COUPON_BRANCH_OF_TYPE, 0, BI("id", id[i]))
                           : tx_i64(tx, SQL_COUPON_BRANCH, 0, BI("id", id[i]));
    if (!branch)
      return bad(tx, field, TXT_UNKNOWN_REFERENCE, 0);
    if (!actor_in_branch(actor, branch))
      return tx_refuse(tx, ERR_BRANCH_SCOPE, field, TXT_COUPON_SCOPE, 0);
  }
  return OK;
}

/* What a new scope names is there, and the actor's. What it named before may have gone since. */
static enum err check_named(struct tx *tx, const struct actor *actor, const struct coupon_scope *s)
{
  enum err e = check_ids(tx, actor, &s->branch_ids, "scope.branch_ids", false);
  return e ? e : check_ids(tx, actor, &s->room_type_ids, "scope.room_type_ids", true);
}

enum err coupon_check_scope(struct tx *tx, const struct actor *actor, const struct coupon *c)
{
  bool all = actor_scope(actor) == 0;
  return all || of_actor(tx, actor, &c->scope) ? OK : tx_refuse(tx, ERR_BRANCH_SCOPE, "scope", TXT_COUPON_SCOPE, 0);
}

enum err coupon_create(struct tx *tx, const struct actor *actor, const struct coupon *in, struct coupon *out)
{
  shape_presets(&coupon_shape, out, tx_arena(tx));
  shape_take_given(&coupon_shape, in, out);
  out->id = id_next();
  out->created_at = tx_now(tx);
  enum err e = check(tx, out);
  if (!e)
    e = check_named(tx, actor, &out->scope);
  if (!e)
    e = coupon_check_scope(tx, actor, out);
  if (e)
    return e;
  tx_run_object(tx, SQL_COUPON_PUT, &row_shape, out);
  audit_change(tx, actor, 0, "coupon.create", "coupon", out->id, &coupon_shape, NULL, out);
  return OK;
}

enum err coupon_change(struct tx *tx, const struct actor *actor, int64_t id, const struct coupon *in, struct coupon *out)
{
  struct coupon before;
  if (!coupon_get(tx, id, &before))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  *out = before;
  shape_take_given(&coupon_shape, in, out);
  enum err e = coupon_check_scope(tx, actor, &before);
  if (!e)
    e = check(tx, out);
  if (!e && shape_given(&coupon_shape, in, "scope"))
    e = check_named(tx, actor, &out->scope);
  if (!e)
    e = coupon_check_scope(tx, actor, out);
  if (e)
    return e;
  tx_run_object(tx, SQL_COUPON_CHANGE, &row_shape, out);
  audit_change(tx, actor, 0, "coupon.update", "coupon", id, &coupon_shape, &before, out);
  return OK;
}

enum err coupon_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct coupon c;
  if (!coupon_get(tx, id, &c))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  enum err e = coupon_check_scope(tx, actor, &c);
  if (e)
    return e;
  tx_run(tx, SQL_COUPON_DELETE, BI("id", id), BI("now", tx_now(tx)));
  audit(tx, actor, 0, "coupon.delete", "coupon", id, NULL, NULL);
  return OK;
}
