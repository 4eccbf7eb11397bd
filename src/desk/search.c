/* Finding a guest by what he says: see desk.h. */
#include <inttypes.h>
#include <string.h>
#include "base/log.h"
#include "desk/desk.h"
#include "limits.h"
#include "login/login.h"
#include "order/order.h"

static const struct field fields[] = {
    FIELD_AS("order_no", struct found, order_id, F_ID),
    FIELD(struct found, stay_id, F_ID),
    FIELD(struct found, state, F_ENUM, .names = stay_shown_names),
    FIELD(struct found, guest_name, F_STR),
    FIELD(struct found, guest_phone, F_STR, .about = "masked"),
    FIELD(struct found, room_number, F_STR, .about = "empty when it has none"),
    FIELD(struct found, arrival, F_DATE),
    FIELD(struct found, departure, F_DATE),
    FIELD(struct found, status, F_ENUM, .names = order_status_names, .about = "of the order"),
    FIELD_AS("due_fen", struct found, due, F_FEN, .about = "what its order still owes"),
};
const struct shape found_shape = SHAPE_OUT("Found", struct found, fields);

/* The newest orders that the words find, as JSON. */
static const char *orders_of(struct tx *tx, const struct actor *staff, int64_t branch_id, const char *q)
{
  struct order_filter f = {.branch_id = branch_id, .status = -1, .q = q, .from = DATE_NONE, .to = DATE_NONE};
  struct list l = order_list(tx, staff, &f, INT64_MAX, LIMIT_FOUND);
  const struct order *o = l.items;
  struct buf ids;
  buf_init(&ids, tx_arena(tx));
  buf_lit(&ids, "[");
  for (size_t i = 0; i < l.count; i++)
    buf_str(&ids, arena_printf(tx_arena(tx), i ? ",%" PRId64 : "%" PRId64, o[i].id));
  buf_lit(&ids, "]");
  return ids.data;
}

/* What stands for the end of a document's number, NULL for what cannot be one. */
static const char *last_four(struct arena *a, const char *q)
{
  char *out = arena_str(a, q);
  if (strlen(q) != ORDER_END)
    return NULL;
  for (char *c = out; *c; c++) {
    if (*c >= 'a' && *c <= 'z')
      *c = (char)(*c - 'a' + 'A');
    if (!((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z')))
      return NULL;
  }
  return out;
}

struct list desk_search(struct tx *tx, const struct actor *staff, int64_t branch_id, const char *q)
{
  struct arena *a = tx_arena(tx);
  const char *phone = phone_form(q, a), *ends = NULL, *part = NULL;
  const char *said = phone ? phone : q;
  if (said[strspn(said, "+0123456789")])
    part = like_pattern(a, "%", said, "%");
  else if (strlen(said) >= ORDER_END)
    ends = like_pattern(a, "%", said, "");
  struct list l = tx_list(tx, SQL_DESK_SEARCH, &found_shape, 0, BI("staff", actor_scope(staff)), BI("branch", branch_id),
      BS("ends", ends), BS("part", part), BS("last4", last_four(a, q)), BS("q", q),
      BS("orders", orders_of(tx, staff, branch_id, q)), BI("most", LIMIT_FOUND));
  struct found *f = l.items;
  for (size_t i = 0; i < l.count; i++) {
    char masked[24];
    mask_phone(f[i].guest_phone, masked);
    f[i].guest_phone = arena_str(a, masked);
  }
  return l;
}
