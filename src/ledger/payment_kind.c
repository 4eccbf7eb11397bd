/* What follows from how money comes and goes: see payment_kind.h. Inside a transaction, on its thread. */
#include "ledger/payment_kind.h"

#include "ledger/ledger.h"
#include "store/audit.h"

static const struct field fields[] = {
    FIELD(struct payment_kind, kind, F_ENUM, .flags = F_READ_ONLY, .names = tender_names),
    FIELD(struct payment_kind, in_drawer, F_BOOL, .flags = F_READ_ONLY, .about = "counted at the end of a shift"),
    FIELD(struct payment_kind, in_takings, F_BOOL, .flags = F_READ_ONLY, .about = "among what somebody took on a day"),
    FIELD(struct payment_kind, is_money, F_BOOL, .flags = F_READ_ONLY,
        .about = "in the house's hand: may be a deposit, goes back as any money"),
    FIELD(struct payment_kind, refundable_by_system, F_BOOL, .flags = F_READ_ONLY,
        .about = "what came through the program goes back through it"),
    FIELD(struct payment_kind, needs_reference, F_BOOL, .about = "no payment without the number of its slip"),
    FIELD(struct payment_kind, offered, F_BOOL, .about = "at the desk"),
};
const struct shape payment_kind_shape = SHAPE("PaymentKind", struct payment_kind, fields, given);

struct list payment_kinds(struct tx *tx)
{
  return tx_list(tx, SQL_PAYMENT_KINDS, &payment_kind_shape, 0);
}

bool payment_kind_named(struct tx *tx, const char *name, struct payment_kind *out)
{
  *out = (struct payment_kind){0};
  return tx_object(tx, SQL_PAYMENT_KIND_NAMED, &payment_kind_shape, out, BS("kind", name));
}

enum err payment_kind_check(struct tx *tx, const char *name, const char *reference)
{
  struct payment_kind k;
  bool lacks = !reference || !*reference;
  return lacks && payment_kind_named(tx, name, &k) && k.needs_reference
             ? tx_refuse(tx, ERR_BAD_REQUEST, "reference", TXT_REQUIRED, 0)
             : OK;
}

enum err payment_kind_change(struct tx *tx, const struct actor *by, const char *name, const struct payment_kind *in,
    struct payment_kind *out)
{
  if (!payment_kind_named(tx, name, out))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  struct payment_kind before = *out;
  shape_take_given(&payment_kind_shape, in, out);
  tx_run_object(tx, SQL_PAYMENT_KIND_CHANGE, &payment_kind_shape, out);
  audit_change(tx, by, 0, "payment_kind.update", "payment_kind", out->kind + 1, &payment_kind_shape, &before, out);
  return OK;
}
