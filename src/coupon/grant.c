/* Coupons as members hold them. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "coupon/coupon.h"
#include "login/login.h"
#include "store/audit.h"

const char *const grant_status_names[] = {"unused", "held", "used", "expired", NULL};
static const char *const kinds[] = {"threshold", "percent", "amount", NULL};
extern const struct shape coupon_scope_shape;

#define GRANT_FIELDS \
  FIELD(struct grant, id, F_ID), \
  FIELD(struct grant, coupon_id, F_ID), \
  FIELD(struct grant, name, F_STR), \
  FIELD(struct grant, name_en, F_STR), \
  FIELD(struct grant, kind, F_ENUM, .names = kinds), \
  FIELD_AS("threshold_fen", struct grant, threshold, F_FEN), \
  FIELD(struct grant, percent_off, F_I64), \
  FIELD_AS("amount_fen", struct grant, amount, F_FEN), \
  FIELD(struct grant, valid_from, F_DATE), \
  FIELD(struct grant, valid_until, F_DATE), \
  FIELD(struct grant, status, F_ENUM, .names = grant_status_names), \
  FIELD_AS("order_no", struct grant, order_id, F_ID, .flags = F_NULLABLE), \
  FIELD(struct grant, granted_at, F_INSTANT), \
  FIELD(struct grant, note, F_STR), \
  FIELD(struct grant, note_en, F_STR)

static const struct field grant_fields[] = {GRANT_FIELDS,
    FIELD(struct grant, scope, F_OBJECT, .shape = &coupon_scope_shape),
    FIELD_AS("discount_fen", struct grant, discount, F_FEN, .flags = F_HIDE_NONE)};
const struct shape grant_shape = SHAPE_OUT("MemberCoupon", struct grant, grant_fields);

static const struct field row_fields[] = {GRANT_FIELDS,
    FIELD(struct grant, member_id, F_ID),
    FIELD(struct grant, source, F_STR),
    FIELD(struct grant, order_id, F_ID),
    FIELD_AS("branch_ids", struct grant, scope.branch_ids, F_IDS),
    FIELD_AS("room_type_ids", struct grant, scope.room_type_ids, F_IDS)};
static const struct shape row_shape = SHAPE_OUT("GrantRow", struct grant, row_fields);

static const struct field holder_fields[] = {
    FIELD(struct grant, id, F_ID),
    FIELD(struct grant, member_id, F_ID),
    FIELD_AS("member", struct grant, name, F_STR),
    FIELD(struct grant, source, F_STR),
    FIELD(struct grant, status, F_ENUM, .names = grant_status_names),
    FIELD(struct grant, valid_from, F_DATE),
    FIELD(struct grant, valid_until, F_DATE),
    FIELD_AS("order_no", struct grant, order_id, F_ID, .flags = F_NULLABLE),
    FIELD(struct grant, granted_at, F_INSTANT)};
const struct shape holder_shape = SHAPE_OUT("CouponHolder", struct grant, holder_fields);

/* Coupons belong to no branch, so their dates follow the group's home zone. */
static int32_t home_today(struct tx *tx)
{
  return zone_date(zone_of("Asia/Shanghai"), tx_now(tx));
}

enum err coupon_grant(struct tx *tx, int64_t coupon_id, int64_t member_id, const char *source, bool *granted)
{
  struct coupon c;
  *granted = false;
  if (tx_i64(tx, SQL_GRANT_EXISTS, 0, BI("coupon", coupon_id), BI("member", member_id), BS("source", source)))
    return OK;
  if (!coupon_get(tx, coupon_id, &c))
    return tx_refuse(tx, ERR_NOT_FOUND, "coupon_id", TXT_UNKNOWN_REFERENCE, 0);
  int64_t held = tx_i64(tx, SQL_GRANT_COUNT, 0, BI("member", member_id), BI("coupon", coupon_id));
  if ((c.per_member && held >= c.per_member) || !tx_run(tx, SQL_COUPON_TAKE, BI("id", coupon_id)))
    return tx_refuse(tx, ERR_COUPON_EXHAUSTED, NULL, TXT_NONE, 0);
  int32_t today = home_today(tx);
  bool by_days = c.valid_days != NONE_I64;
  int32_t from = by_days ? today : c.valid_from;
  int32_t until = by_days ? today + (int32_t)c.valid_days - 1 : c.valid_to;
  tx_run(tx, SQL_GRANT_PUT, BI("id", id_next()), BI("coupon", coupon_id), BI("member", member_id), BS("source", source),
      BI("valid_from", from), BI("valid_until", until), BI("now", tx_now(tx)));
  *granted = true;
  return OK;
}

bool coupon_was_given(struct tx *tx, int64_t member_id, const char *source)
{
  return tx_i64(tx, SQL_GRANT_OF_SOURCE, 0, BI("member", member_id), BS("source", source));
}

enum err coupon_give(struct tx *tx, const struct actor *actor, int64_t coupon_id, int64_t member_id, const char *source)
{
  struct member member;
  struct coupon coupon;
  bool granted;
  if (!member_get(tx, member_id, &member))
    return tx_refuse(tx, ERR_BAD_REQUEST, "member_id", TXT_UNKNOWN_REFERENCE, 0);
  if (!coupon_get(tx, coupon_id, &coupon))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  enum err e = coupon_check_scope(tx, actor, &coupon);
  if (!e)
    e = coupon_grant(tx, coupon_id, member_id, source, &granted);
  if (!e && granted)
    audit(tx, actor, 0, "coupon.grant", "coupon", coupon_id, NULL, NULL);
  return e;
}

static struct list no_discounts(struct list l)
{
  struct grant *g = l.items;
  for (size_t i = 0; i < l.count; i++)
    g[i].discount = fen(NONE_I64);
  return l;
}

struct list coupon_of_member(struct tx *tx, int64_t member_id, int status, int64_t after, int64_t limit)
{
  return no_discounts(tx_list(tx, SQL_GRANT_OF_MEMBER, &row_shape, 0, BI("member", member_id), BI("today", home_today(tx)),
      BS("status", status < 0 ? "" : grant_status_names[status]), BI("after", after), BI("most", limit)));
}

struct list coupon_holders(struct tx *tx, int64_t coupon_id, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_GRANT_HOLDERS, &row_shape, 0, BI("coupon", coupon_id), BI("after", after), BI("most", limit));
}

static bool in_ids(const struct list *ids, int64_t id)
{
  const int64_t *p = ids->items;
  for (size_t i = 0; i < ids->count; i++)
    if (p[i] == id)
      return true;
  return ids->count == 0;
}

/* What it takes off, 0 when it does not apply. */
static struct money discount_of(const struct grant *g, const struct purchase *p)
{
  if (!in_ids(&g->scope.branch_ids, p->branch_id) || !in_ids(&g->scope.room_type_ids, p->room_type_id))
    return fen(0);
  if (p->total.fen < g->threshold.fen)
    return fen(0);
  struct money off = g->kind == COUPON_PERCENT ? money_percent(p->total, g->percent_off) : g->amount;
  return money_min(off, p->total);
}

static int better(const void *a, const void *b)
{
  const struct grant *x = a, *y = b;
  if (x->discount.fen != y->discount.fen)
    return x->discount.fen > y->discount.fen ? -1 : 1;
  if (x->valid_until != y->valid_until)
    return x->valid_until < y->valid_until ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

/* From when a coupon is good goes by the calendar, until when by the branch's business date: in the small hours that is still
 * yesterday, and what was granted since midnight is good at once. */
static int32_t calendar_date(struct tx *tx, const struct purchase *p)
{
  int32_t home = home_today(tx);
  return home > p->today ? home : p->today;
}

struct list coupon_usable(struct tx *tx, const struct purchase *p)
{
  struct list all = tx_list(tx, SQL_GRANT_USABLE, &row_shape, 0, BI("member", p->member_id), BI("date", calendar_date(tx, p)),
      BI("today", p->today));
  struct grant *g = all.items;
  size_t n = 0;
  for (size_t i = 0; i < all.count; i++) {
    g[i].discount = discount_of(&g[i], p);
    if (g[i].discount.fen > 0)
      g[n++] = g[i];
  }
  if (n)
    qsort(g, n, sizeof *g, better);
  return (struct list){g, n};
}

/* By its own id, or of a coupon the one that is good today and ends first. */
static bool find_grant(struct tx *tx, int64_t id, const struct purchase *p, struct grant *out)
{
  return tx_object(tx, SQL_GRANT_GET, &row_shape, out, BI("id", id), BI("member", p->member_id)) ||
         tx_object(tx, SQL_GRANT_OF_COUPON, &row_shape, out, BI("coupon", id), BI("member", p->member_id),
             BI("date", calendar_date(tx, p)), BI("today", p->today));
}

enum err coupon_discount(struct tx *tx, int64_t id, const struct purchase *p, int64_t *grant_id, struct money *discount)
{
  struct grant g = {0};
  if (!find_grant(tx, id, p, &g))
    return tx_refuse(tx, ERR_NOT_FOUND, "coupon_id", TXT_UNKNOWN_REFERENCE, 0);
  if (g.status != GRANT_UNUSED)
    return tx_refuse(tx, ERR_COUPON_USED, NULL, TXT_NONE, 0);
  if (calendar_date(tx, p) < g.valid_from || p->today > g.valid_until)
    return tx_refuse(tx, ERR_COUPON_EXPIRED, NULL, TXT_NONE, 0);
  *grant_id = g.id;
  *discount = discount_of(&g, p);
  return discount->fen > 0 ? OK : tx_refuse(tx, ERR_COUPON_NOT_APPLICABLE, NULL, TXT_NONE, 0);
}

enum err coupon_hold(struct tx *tx, int64_t id, const struct purchase *p, int64_t order_id, int64_t *grant_id,
    struct money *discount)
{
  enum err e = coupon_discount(tx, id, p, grant_id, discount);
  if (e)
    return e;
  if (!tx_run(tx, SQL_GRANT_HOLD, BI("id", *grant_id), BI("member", p->member_id), BI("order", order_id), BI("now", tx_now(tx))))
    return tx_refuse(tx, ERR_COUPON_USED, NULL, TXT_NONE, 0);
  return OK;
}

void coupon_use(struct tx *tx, int64_t grant_id, int64_t order_id)
{
  tx_run(tx, SQL_GRANT_USE, BI("id", grant_id), BI("order", order_id), BI("now", tx_now(tx)));
}

void coupon_return(struct tx *tx, int64_t grant_id, int64_t order_id)
{
  tx_run(tx, SQL_GRANT_RETURN, BI("id", grant_id), BI("order", order_id), BI("now", tx_now(tx)));
}
