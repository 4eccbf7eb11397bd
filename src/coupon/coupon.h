/* Coupons: the kinds 满减 (threshold), 折扣 (percent) and 立减 (amount), granted, held by an order, used, returned.
 *
 * Guarantee: a coupon serves one order; holding it is a compare-and-set in the order's transaction. Grants are unique
 * per (coupon, member, source) and never more than the quantity. Dates are hotel dates. Inside a transaction. */
#ifndef YIZHAN_COUPON_COUPON_H
#define YIZHAN_COUPON_COUPON_H

#include "base/actor.h"
#include "base/date.h"
#include "store/store.h"

enum coupon_kind { COUPON_THRESHOLD, COUPON_PERCENT, COUPON_AMOUNT };
enum grant_status { GRANT_UNUSED, GRANT_HELD, GRANT_USED, GRANT_EXPIRED };

struct coupon_scope { struct list branch_ids, room_type_ids; }; /* empty = all */

struct coupon {
  int64_t id;
  const char *name, *name_en, *category; /* name_en, note_en: "" when name, note stand in */
  int kind;                       /* enum coupon_kind */
  struct money threshold, amount;
  int64_t percent_off;            /* 50 = half price */
  int32_t valid_from, valid_to;   /* both, or valid_days after the grant */
  int64_t valid_days;             /* NONE_I64 when by dates */
  int64_t quantity, granted;
  int64_t per_member;             /* 0 = no limit */
  struct coupon_scope scope;
  const char *note, *note_en;
  int64_t sort;
  int status;                     /* 0 on, 1 off */
  int64_t created_at;
  uint64_t given;
};
extern const struct shape coupon_shape;

struct grant {
  int64_t id, coupon_id, member_id;
  const char *name, *name_en, *source;
  int kind;
  struct money threshold, amount, discount; /* discount: of the order asked about, else NONE_I64 */
  int64_t percent_off;
  struct coupon_scope scope;
  const char *note, *note_en;
  int32_t valid_from, valid_until;
  int status;                     /* enum grant_status */
  int64_t order_id, granted_at;
};
extern const struct shape grant_shape;  /* what the guest sees */
extern const struct shape holder_shape; /* what staff see of who holds it */
extern const char *const grant_status_names[];

/* What a coupon is to be used on. */
struct purchase {
  int64_t member_id, branch_id, room_type_id;
  struct money total;
  int32_t today; /* business date of the branch */
};

/* One coupon, false when there is none; the list, newest first, those with an id below `after`. */
bool coupon_get(struct tx *tx, int64_t id, struct coupon *out);
struct list coupon_list(struct tx *tx, int64_t after, int64_t limit);
/* ERR_BAD_REQUEST naming what does not fit the kind or the validity; ERR_BRANCH_SCOPE unless it is, and was, good in branches
 * of the actor alone. */
enum err coupon_create(struct tx *tx, const struct actor *actor, const struct coupon *in, struct coupon *out);
enum err coupon_change(struct tx *tx, const struct actor *actor, int64_t id, const struct coupon *in, struct coupon *out);
/* Hides it; who holds one keeps it. */
enum err coupon_delete(struct tx *tx, const struct actor *actor, int64_t id);
/* OK when the actor may define and grant such a coupon: the owner any, others those good in their branches alone. */
enum err coupon_check_scope(struct tx *tx, const struct actor *actor, const struct coupon *c);
struct list coupon_holders(struct tx *tx, int64_t coupon_id, int64_t after, int64_t limit);

/* Grants one. OK also when (coupon, member, source) has one already (*granted false). ERR_COUPON_EXHAUSTED, ERR_NOT_FOUND. */
enum err coupon_grant(struct tx *tx, int64_t coupon_id, int64_t member_id, const char *source, bool *granted);
/* True when the member was given any coupon for this source: a message that comes again gives no second one, though the
 * benefit may be another coupon by now. */
bool coupon_was_given(struct tx *tx, int64_t member_id, const char *source);
/* coupon_grant by a staff member, with its audit row; ERR_BAD_REQUEST for an unknown member, ERR_BRANCH_SCOPE. */
enum err coupon_give(struct tx *tx, const struct actor *actor, int64_t coupon_id, int64_t member_id, const char *source);
/* A member's coupons, newest first; status -1 = all. A held one counts as used in the filter. */
struct list coupon_of_member(struct tx *tx, int64_t member_id, int status, int64_t after, int64_t limit);
/* Those usable on the purchase, the best first (larger discount, then earlier expiry): list of struct grant. */
struct list coupon_usable(struct tx *tx, const struct purchase *p);
/* What one takes off. `id` is a grant of the member, or a coupon of which the member's best grant is meant; *grant_id
 * gets the grant. ERR_NOT_FOUND, ERR_COUPON_USED, _EXPIRED, _NOT_APPLICABLE. */
enum err coupon_discount(struct tx *tx, int64_t id, const struct purchase *p, int64_t *grant_id, struct money *discount);
/* coupon_discount, and holds it for the order. */
enum err coupon_hold(struct tx *tx, int64_t id, const struct purchase *p, int64_t order_id, int64_t *grant_id,
    struct money *discount);
/* The order is paid: held → used. The order ended unserved: back to unused (an overdue one then counts as expired). */
void coupon_use(struct tx *tx, int64_t grant_id, int64_t order_id);
void coupon_return(struct tx *tx, int64_t grant_id, int64_t order_id);

#endif
