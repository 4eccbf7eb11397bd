/* What coming early or leaving late is asked for: see order.h. Inside a transaction, on its thread. */
#include "hotel/catalogue.h"
#include "order/order.h"
#include "store/audit.h"

const char *const stay_fee_names[] = {"early_in", "late_out", NULL};

static bool passed(struct tx *tx, const struct order *o, int32_t day, int32_t hour)
{
  return tx_now(tx) >= zone_instant(zone_of(o->timezone), day, hour);
}

/* By the price of a night that it had; nothing when it stands on its account already. */
static struct money part_of_night(struct tx *tx, const struct stay *s, int32_t night, int64_t percent, const char *code)
{
  const struct stay_night *n = stay_night_at(s, night);
  if (!n || tx_i64(tx, SQL_ORDER_FEE_CHARGED, 0, BI("stay", s->id), BS("code", code), BI("from", night)) > 0)
    return fen(0);
  return money_percent(n->net, percent);
}

struct stay_fees order_stay_fees(struct tx *tx, const struct order *o, const struct stay *s)
{
  struct branch b = {0};
  struct stay_fees out = {fen(0), fen(0)};
  int32_t today = order_today_of(tx, o), leaves = s->departure > today ? s->departure : today;
  if (!branch_get(tx, o->branch_id, &b))
    return out;
  if (s->state == STAY_DUE_IN && !passed(tx, o, s->arrival, b.arrival_hour))
    out.early_in = part_of_night(tx, s, s->arrival, b.early_in_percent, stay_fee_names[FEE_EARLY_IN]);
  if (s->state == STAY_IN_HOUSE && b.late_out_percent && passed(tx, o, leaves, b.departure_hour))
    out.late_out = part_of_night(tx, s, s->departure - 1, passed(tx, o, leaves, b.late_full_hour) ? 100 : b.late_out_percent,
        stay_fee_names[FEE_LATE_OUT]);
  return out;
}

struct waived { int code; struct money amount; const char *reason; };
static const struct field waived_fields[] = {
    FIELD(struct waived, code, F_ENUM, .names = stay_fee_names),
    FIELD_AS("amount_fen", struct waived, amount, F_FEN),
    FIELD(struct waived, reason, F_STR)};
static const struct shape waived_shape = SHAPE_OUT("FeeWaiverTrail", struct waived, waived_fields);

enum err order_stay_waive(struct tx *tx, const struct actor *staff, struct order *o, struct stay *s, const struct fee_waiver *in)
{
  struct stay_fees fees = order_stay_fees(tx, o, s);
  struct money amount = in->code == FEE_EARLY_IN ? fees.early_in : fees.late_out;
  if (!amount.fen)
    return tx_refuse(tx, ERR_ORDER_STATE, "code", TXT_NO_FEE_NOW, 0);
  order_note_step(tx, o, staff, "fee_waived", "stay_changed");
  audit_change(tx, staff, o->branch_id, "stay.waive_fee", "order", o->id, &waived_shape, NULL,
      &(struct waived){in->code, amount, in->reason});
  return OK;
}
