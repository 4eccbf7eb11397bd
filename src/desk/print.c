/* Papers that were printed: see print.h. Inside a transaction, on its thread. */
#include "desk/print.h"

#include "hotel/catalogue.h"
#include "ledger/ledger.h"
#include "ledger/shift.h"
#include "order/account.h"
#include "stay/stay.h"
#include "store/audit.h"

static const char *const kinds[] = {"registration", "deposit", "receipt", "folio", "handover", "day", NULL};

static const struct field request_fields[] = {
    FIELD(struct print_request, kind, F_ENUM, .flags = F_REQUIRED, .names = kinds),
    FIELD(struct print_request, subject_id, F_ID, .flags = F_REQUIRED,
        .about = "registration: a stay; deposit, receipt: a line; folio: an account; handover: a shift; day: a closed day"),
};
const struct shape print_request_shape = SHAPE_OUT("PrintRequest", struct print_request, request_fields);

static const struct field fields[] = {
    FIELD(struct print, kind, F_ENUM, .names = kinds),
    FIELD(struct print, number, F_I64, .flags = F_NULLABLE, .about = "of a slip for money; runs within branch and kind"),
    FIELD(struct print, copy, F_I64, .about = "0: the first; n: the n-th copy of it"),
};
const struct shape print_shape = SHAPE_OUT("Print", struct print, fields);

/* The trail calls them by names that no other object has. */
static const struct field trail_fields[] = {
    FIELD_AS("paper", struct print, kind, F_ENUM, .names = kinds), FIELD_AS("slip_number", struct print, number, F_I64,
        .flags = F_HIDE_NONE), FIELD(struct print, copy, F_I64)};
static const struct shape trail_shape = SHAPE_OUT("PrintTrail", struct print, trail_fields);

/* Each tells whose branch its subject is of. */
static enum err of_stay(struct tx *tx, int64_t id, int64_t *branch_id)
{
  struct stay s;
  if (!stay_get(tx, id, &s))
    return not_found(tx);
  *branch_id = s.branch_id;
  return OK;
}

static enum err of_line(struct tx *tx, const struct actor *staff, int64_t id, enum line_kind kind, int64_t *branch_id)
{
  struct line l;
  if (!ledger_line(tx, id, &l) || l.kind != (int)kind)
    return not_found(tx);
  *branch_id = l.branch_id;
  enum err e = scope_check(tx, staff, l.branch_id);
  if (e)
    return e;
  struct list all = ledger_lines(tx, l.account_id);
  const struct line *other = all.items;
  bool back = l.reverses != 0;
  for (size_t i = 0; i < all.count; i++)
    back = back || other[i].reverses == id;
  return back ? tx_refuse(tx, ERR_REVERSED, "subject_id", TXT_NO_SLIP, 0) : OK;
}

/* A company's is of no branch, and has no paper here. */
static enum err of_account(struct tx *tx, const struct actor *staff, int64_t id, int64_t *branch_id)
{
  struct order_account a;
  enum err e = order_account_find(tx, staff, id, &a);
  *branch_id = a.account.branch_id;
  return !e && a.account.kind == ACCOUNT_COMPANY ? not_found(tx) : e;
}

static enum err of_shift(struct tx *tx, const struct actor *staff, int64_t id, int64_t *branch_id)
{
  struct shift s;
  enum err e = shift_find(tx, staff, id, &s);
  *branch_id = s.branch_id;
  return e;
}

static enum err branch_of(struct tx *tx, const struct actor *staff, const struct print_request *in, int64_t *branch_id)
{
  switch (in->kind) {
  case PRINT_REGISTRATION:
    return of_stay(tx, in->subject_id, branch_id);
  case PRINT_DEPOSIT:
    return of_line(tx, staff, in->subject_id, LINE_DEPOSIT, branch_id);
  case PRINT_RECEIPT:
    return of_line(tx, staff, in->subject_id, LINE_PAYMENT, branch_id);
  case PRINT_FOLIO:
    return of_account(tx, staff, in->subject_id, branch_id);
  case PRINT_DAY:
    *branch_id = tx_i64(tx, SQL_PRINT_DAY_BRANCH, 0, BI("id", in->subject_id));
    return *branch_id ? OK : not_found(tx);
  default:
    return of_shift(tx, staff, in->subject_id, branch_id);
  }
}

enum err print_count(struct tx *tx, const struct actor *staff, const struct print_request *in, struct print *out)
{
  const char *kind = kinds[in->kind];
  int64_t branch_id = 0;
  enum err e = branch_of(tx, staff, in, &branch_id);
  if (!e)
    e = scope_check(tx, staff, branch_id);
  if (e)
    return e;
  bool numbered = in->kind == PRINT_DEPOSIT || in->kind == PRINT_RECEIPT;
  *out = (struct print){.kind = in->kind, .number = NONE_I64};
  bool again = tx_object(tx, SQL_PRINT_GET, &print_shape, out, BS("kind", kind), BI("subject", in->subject_id));
  struct print before = *out;
  if (again)
    out->copy++;
  else if (numbered)
    out->number = tx_i64(tx, SQL_PRINT_LAST_NUMBER, 0, BI("branch", branch_id), BS("kind", kind)) + 1;
  tx_run(tx, SQL_PRINT_PUT, BS("kind", kind), BI("subject", in->subject_id), BI("branch", branch_id),
      numbered ? BI("number", out->number) : BN("number"), BI("copy", out->copy));
  audit_change(tx, staff, branch_id, "print.paper", "print", in->subject_id, &trail_shape, again ? &before : NULL, out);
  return OK;
}
