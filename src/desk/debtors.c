/* Who left and is not settled: see desk.h. */
#include "base/log.h"
#include "desk/desk.h"
#include "order/order.h"

static const struct field fields[] = {
    FIELD_AS("order_no", struct debtor, order_id, F_ID),
    FIELD(struct debtor, branch_id, F_ID),
    FIELD(struct debtor, guest_name, F_STR),
    FIELD(struct debtor, guest_phone, F_STR, .about = "masked"),
    FIELD(struct debtor, status, F_ENUM, .names = order_status_names),
    FIELD(struct debtor, departure, F_DATE),
    FIELD_AS("due_fen", struct debtor, due, F_FEN),
    FIELD_AS("credit_fen", struct debtor, credit, F_FEN, .about = "paid too much, and not given back"),
    FIELD_AS("deposit_fen", struct debtor, deposit, F_FEN, .about = "still held"),
    FIELD_AS("promised_fen", struct debtor, promised, F_FEN, .about = "pre-authorised, neither captured nor released"),
    FIELD(struct debtor, reason, F_STR, .about = "why they were let go; empty: nobody was asked"),
};
const struct shape debtor_shape = SHAPE_OUT("Debtor", struct debtor, fields);

struct list desk_debtors(struct tx *tx, const struct actor *staff, int64_t branch_id, int64_t after, int64_t limit)
{
  struct list out = {0};
  struct rows *r = tx_query(tx, SQL_DESK_DEBTORS, BI("staff", actor_scope(staff)), BI("branch", branch_id), BI("after", after),
      BI("most", limit));
  while (row_next(r)) {
    struct debtor d = {.order_id = row_i64(r), .branch_id = row_i64(r)};
    char phone[24];
    d.guest_name = row_str(r);
    mask_phone(row_str(r), phone);
    d.guest_phone = arena_str(tx_arena(tx), phone);
    d.status = enum_find(order_status_names, row_str(r));
    d.departure = (int32_t)row_i64(r);
    d.due = row_fen(r);
    d.credit = row_fen(r);
    d.deposit = row_fen(r);
    d.promised = row_fen(r);
    const char *why = row_str(r);
    d.reason = why ? why : "";
    list_add(tx_arena(tx), &out, &d, sizeof d);
  }
  return out;
}
