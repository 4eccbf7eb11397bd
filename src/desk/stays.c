/* Stays by themselves, each with its guest: see desk.h. */
#include "base/log.h"
#include "desk/desk.h"
#include "stay/guest.h"

static const struct field fields[] = {STAY_SHOWN(struct stay_record, stay.),
    FIELD_AS("branch_id", struct stay_record, stay.branch_id, F_ID),
    FIELD(struct stay_record, guest_name, F_STR),
    FIELD(struct stay_record, guest_phone, F_STR, .about = "masked in lists"),
};
const struct shape stay_record_shape = SHAPE_OUT("StayRecord", struct stay_record, fields);

enum err desk_stay(struct tx *tx, const struct actor *staff, int64_t id, struct stay_record *out)
{
  *out = (struct stay_record){0};
  if (!stay_get(tx, id, &out->stay))
    return not_found(tx);
  struct rows *r = tx_query(tx, SQL_DESK_GUEST_OF, BI("order", out->stay.order_id));
  if (row_next(r)) {
    out->guest_name = row_str(r);
    out->guest_phone = row_str(r);
  }
  row_end(r);
  out->stay.guests = stay_guests(tx, id, out->guest_name);
  return scope_check(tx, staff, out->stay.branch_id);
}

struct list desk_stays(struct tx *tx, const struct actor *staff, const struct stay_filter *f, int64_t after, int64_t limit)
{
  struct list out = {0};
  struct rows *r = tx_query(tx, SQL_DESK_STAYS, BI("staff", actor_scope(staff)), BI("branch", f->branch_id), BI("after", after),
      BS("state", f->state < 0 ? "" : stay_state_names[f->state]), f->date == DATE_NONE ? BN("date") : BI("date", f->date),
      BI("most", limit));
  while (row_next(r)) {
    struct stay_record s = {0};
    char phone[24];
    int64_t id = row_i64(r);
    s.guest_name = row_str(r);
    mask_phone(row_str(r), phone);
    s.guest_phone = arena_str(tx_arena(tx), phone);
    if (stay_get(tx, id, &s.stay))
      list_add(tx_arena(tx), &out, &s, sizeof s);
  }
  return out;
}
