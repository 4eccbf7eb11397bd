/* Reading orders. Inside a transaction, on its thread. */
#include <string.h>
#include "base/id.h"
#include "base/log.h"
#include "hotel/catalogue.h"
#include "login/login.h"
#include "order/order.h"
#include "order/stays.h"
#include "pay/pay.h"
#include "stay/guest.h"

extern const struct shape *const order_step_row;

/* The nights of all rooms together; of those that were cancelled only when all were. */
static struct list nights_of(struct tx *tx, const struct order *o)
{
  size_t count = 0;
  struct order_night *out = arena_array(tx_arena(tx), struct order_night, (size_t)(o->departure - o->arrival) + 1);
  const struct stay *s = o->stays.items;
  for (int32_t date = o->arrival; date < o->departure; date++) {
    struct order_night sum = {.date = date};
    for (size_t i = 0; i < o->stays.count; i++) {
      bool counts = s[i].state != STAY_CANCELLED || o->status == ORDER_CANCELLED;
      const struct stay_night *n = counts ? stay_night_at(&s[i], date) : NULL;
      if (n) {
        sum.price = n->price;
        sum.net = money_add(sum.net, n->net);
      }
    }
    if (sum.price.fen)
      out[count++] = sum;
  }
  return (struct list){out, count};
}

/* What its columns do not hold. An order that was paid and then grew is stored as paid. */
static void complete(struct tx *tx, struct order *o)
{
  o->stays = stays_of(tx, o->id);
  o->nights = nights_of(tx, o);
  const struct order_night *n = o->nights.items;
  o->cancellation.free_until = o->free_until;
  o->cancellation.fee = o->nights.count ? n[0].net : fen(0);
  o->cancel_refund = order_cancel_refund(tx, o);
  o->due = order_due(o);
  if (o->money == MONEY_PAID && o->due.fen > 0)
    o->money = MONEY_PART_PAID;
}

/* The moves, and in front of them the booking itself, which is told by the order's own row. */
static struct list load_history(struct tx *tx, const struct order *o)
{
  struct list moves = tx_list(tx, SQL_ORDER_HISTORY, order_step_row, 0, BI("order", o->id));
  struct order_step *all = arena_array(tx_arena(tx), struct order_step, moves.count + 1);
  bool walk_in = !strcmp(o->source, "walk_in");
  all[0] = (struct order_step){.at = o->created_at, .to = order_status_names[walk_in ? ORDER_CONFIRMED : ORDER_PENDING],
      .by = o->booked_by, .by_kind = walk_in ? "staff" : "guest", .note = ""};
  if (moves.count)
    memcpy(all + 1, moves.items, moves.count * sizeof *all);
  return (struct list){all, moves.count + 1};
}

bool order_get(struct tx *tx, int64_t id, int64_t member_id, struct order *out)
{
  *out = (struct order){0};
  if (!tx_object(tx, SQL_ORDER_GET, &order_row_shape, out, BI("id", id), BI("member", member_id)))
    return false;
  complete(tx, out);
  out->history = load_history(tx, out);
  return true;
}

enum err order_find(struct tx *tx, const struct actor *staff, int64_t id, struct order *out)
{
  if (!order_get(tx, id, 0, out))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (!actor_in_branch(staff, out->branch_id))
    return tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
  out->payments = pay_payments(tx, id);
  out->refunds = pay_refunds(tx, id);
  out->room_numbers = order_room_numbers(tx, out);
  struct stay *s = out->stays.items;
  for (size_t i = 0; i < out->stays.count; i++)
    s[i].guests = stay_guests(tx, s[i].id, out->guest_name);
  return OK;
}

struct list order_of_member(struct tx *tx, int64_t member_id, int status, int64_t after, int64_t limit)
{
  struct list l = tx_list(tx, SQL_ORDER_OF_MEMBER, &order_row_shape, 0, BI("member", member_id), BI("after", after),
      BS("status", status < 0 ? "" : order_status_names[status]), BI("most", limit));
  struct order *o = l.items;
  for (size_t i = 0; i < l.count; i++)
    complete(tx, &o[i]);
  return l;
}

static void mask(struct tx *tx, struct list *l)
{
  struct order *o = l->items;
  for (size_t i = 0; i < l->count; i++) {
    char phone[24];
    mask_phone(o[i].guest_phone, phone);
    o[i].guest_phone = arena_str(tx_arena(tx), phone);
    complete(tx, &o[i]);
    o[i].room_numbers = order_room_numbers(tx, &o[i]);
  }
}

static struct list search(struct tx *tx, int64_t staff, const struct order_filter *f, const char *status, int64_t after,
    int64_t limit)
{
  int64_t number = 0;
  const char *phone = phone_form(f->q, tx_arena(tx)), *q = phone ? phone : f->q;
  bool digits = !q[strspn(q, "0123456789")];
  id_parse(q, &number);
  return tx_list(tx, SQL_ORDER_SEARCH, &order_row_shape, 0, BI("staff", staff), BI("branch", f->branch_id), BI("after", after),
      BS("status", status), BI("number", number), BS("q", q), BI("digits", digits),
      BS("words", order_words_query(tx_arena(tx), q)), BI("most", limit));
}

struct list order_list(struct tx *tx, const struct actor *actor, const struct order_filter *f, int64_t after, int64_t limit)
{
  const char *status = f->status < 0 ? "" : order_status_names[f->status];
  int64_t staff = actor_scope(actor);
  struct list out;
  if (f->member_id)
    out = tx_list(tx, SQL_ORDER_OF_MEMBER_IN_SCOPE, &order_row_shape, 0, BI("staff", staff), BI("branch", f->branch_id),
        BI("member", f->member_id), BI("after", after), BS("status", status), BI("most", limit));
  else if (f->q)
    out = search(tx, staff, f, status, after, limit);
  else if (f->from != DATE_NONE || f->to != DATE_NONE)
    out = tx_list(tx, SQL_ORDER_LIST_ARRIVAL, &order_row_shape, 0, BI("staff", staff), BI("branch", f->branch_id),
        BI("after", after), BS("status", status), BI("from", f->from == DATE_NONE ? INT32_MIN : f->from),
        BI("to", f->to == DATE_NONE ? INT32_MAX : f->to), BI("most", limit));
  else if (!staff && !f->branch_id && !*status)
    out = tx_list(tx, SQL_ORDER_LIST_ALL, &order_row_shape, 0, BI("after", after), BI("most", limit));
  else
    out = tx_list(tx, SQL_ORDER_LIST, &order_row_shape, 0, BI("staff", staff), BI("branch", f->branch_id), BI("after", after),
        BS("status", status), BI("most", limit));
  mask(tx, &out);
  return out;
}

enum err order_today(struct tx *tx, const struct actor *staff, int64_t branch_id, struct today *out)
{
  int32_t today = branch_date(tx, branch_id);
  if (!today)
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (!actor_in_branch(staff, branch_id))
    return tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
  out->business_date = today;
  out->due_in = tx_list(tx, SQL_ORDER_DUE_IN, &order_row_shape, 0, BI("branch", branch_id), BI("today", out->business_date));
  out->due_out = tx_list(tx, SQL_ORDER_IN_HOUSE, &order_row_shape, 0, BI("branch", branch_id), BI("until", out->business_date));
  out->in_house = tx_list(tx, SQL_ORDER_IN_HOUSE, &order_row_shape, 0, BI("branch", branch_id), BI("until", INT32_MAX));
  out->rooms_free = tx_i64(tx, SQL_ORDER_ROOMS_FREE, 0, BI("branch", branch_id), BI("today", out->business_date));
  mask(tx, &out->due_in);
  mask(tx, &out->due_out);
  mask(tx, &out->in_house);
  return OK;
}
