/* What payments and deadlines do to an order. Each message is applied exactly once, in the order of its key.
 *
 * A payment finds the order waiting (confirm it, taking the nights now if the room type's stock goes at payment), expired (take
 * the nights again or pay back), cancelled by somebody (pay back: it was not wanted any more), or in any other state (a second
 * payment: pay back). */
#include "order/order_topic.h"

#include <inttypes.h>
#include <string.h>
#include "base/id.h"
#include "coupon/coupon.h"
#include "order/account.h"
#include "order/stays.h"
#include "pay/pay.h"

struct event { int64_t order_id, payment_id, refund_id, amount; };

static int64_t id_of(const struct json *doc, const char *name)
{
  const struct json *v = json_get(doc, name);
  int64_t id = 0;
  if (v && json_is_string(v))
    id_parse(json_string(v), &id);
  return id;
}

static bool read_event(struct tx *tx, const struct message *m, struct event *e)
{
  struct problem ignored = {0};
  const struct json *doc = json_parse(m->body, strlen(m->body), tx_arena(tx), &ignored);
  if (!doc || !json_is_object(doc))
    return false;
  const struct json *amount = json_get(doc, "amount_fen");
  e->order_id = id_of(doc, "order_no");
  e->payment_id = id_of(doc, "payment_id");
  e->refund_id = id_of(doc, "refund_id");
  if (amount)
    json_i64(amount, &e->amount);
  return e->order_id != 0;
}

static bool needs_nights(struct tx *tx, const struct order *o)
{
  const struct stay *s = o->stays.items;
  for (size_t i = 0; i < o->stays.count; i++)
    if (!stay_has_nights(&s[i]) && nights_counted(tx, s[i].room_type_id))
      return true;
  return false;
}

/* The nights of a stay that begins in the past cannot be had again. */
static bool take_nights(struct tx *tx, struct order *o)
{
  struct stay *s = o->stays.items;
  if (!needs_nights(tx, o))
    return true;
  if (o->arrival < order_today_of(tx, o))
    return false;
  tx_mark(tx);
  enum err e = OK;
  for (size_t i = 0; !e && i < o->stays.count; i++)
    e = stay_take_nights(tx, &s[i], s[i].arrival);
  return tx_keep_if(tx, e == OK);
}

/* A coupon that came back at cancellation must be had again for the price to be right. */
static bool take_coupon(struct tx *tx, const struct order *o)
{
  if (o->status == ORDER_PENDING)
    return true;
  tx_mark(tx);
  return tx_keep_if(tx, order_hold_coupon_again(tx, o) == OK);
}

static enum err pay_back(struct tx *tx, struct order *o, const struct event *e, const char *reason, const struct actor *by)
{
  int64_t refund_id;
  if (e->amount == 0)
    return OK;
  enum err err = pay_refund(tx, e->payment_id, fen(e->amount), reason, NULL, by, &refund_id);
  o->refund.fen += e->amount;
  order_set_money(tx, o, MONEY_REFUNDING);
  order_announce_money(tx, o, strcmp(reason, "sold_out") ? "refund_due" : "sold_out", fen(e->amount), by->request_id);
  return err;
}

static enum err settle(struct tx *tx, struct order *o, const struct event *e, const struct actor *by)
{
  bool waiting = o->status == ORDER_PENDING, cancelled = o->status == ORDER_CANCELLED && o->paid.fen == 0;
  bool expired = cancelled && !strcmp(o->reason, "expired");
  o->paid.fen += e->amount;
  if (!waiting && !expired)
    return pay_back(tx, o, e, cancelled ? "cancelled" : "paid_twice", by);
  /* Marked, so that nights are not kept when the coupon cannot be had. */
  tx_mark(tx);
  if (tx_keep_if(tx, take_nights(tx, o) && take_coupon(tx, o)))
    return order_confirm(tx, o, by, waiting ? "" : "late payment");
  o->stays = stays_of(tx, o->id); /* what was taken and undone was noted on them */
  if (waiting) {
    struct stays held = order_stays(o, STAY_HELD);
    enum err err = stays_cancel(tx, by, o, &held, "sold_out");
    if (err)
      return err;
  }
  return pay_back(tx, o, e, "sold_out", by);
}

static enum mq_result on_captured(struct tx *tx, const struct message *m, const struct event *e)
{
  struct order o;
  struct actor by = actor_system(m->trace);
  if (!order_get(tx, e->order_id, 0, &o))
    return MQ_DEAD;
  if (!pay_count(tx, e->payment_id))
    return MQ_DONE;
  if (settle(tx, &o, e, &by))
    return MQ_RETRY;
  order_keep_books(tx, &o, &by, NULL);
  return MQ_DONE;
}

static enum mq_result on_refunded(struct tx *tx, const struct message *m, const struct event *e)
{
  struct order o;
  bool open = false;
  if (!order_get(tx, e->order_id, 0, &o))
    return MQ_DEAD;
  struct list refunds = pay_refunds(tx, o.id);
  const struct refund *r = refunds.items;
  for (size_t i = 0; i < refunds.count; i++)
    open |= strcmp(r[i].state, "success") != 0 && strcmp(r[i].state, "closed") != 0;
  if (!open)
    order_set_money(tx, &o, o.refund.fen >= o.paid.fen ? MONEY_REFUNDED : MONEY_PART_REFUNDED);
  if (pay_tell(tx, e->refund_id))
    order_announce_money(tx, &o, "refunded", fen(e->amount), m->trace);
  return MQ_DONE;
}

enum mq_result order_on_payment(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  struct event e = {0};
  bool captured = !strcmp(m->tag, "captured"), refunded = !strcmp(m->tag, "refunded");
  if (!captured && !refunded)
    return MQ_DONE;
  if (!read_event(tx, m, &e))
    return MQ_DEAD;
  return captured ? on_captured(tx, m, &e) : on_refunded(tx, m, &e);
}

enum mq_result order_on_deadline(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  struct order o;
  struct actor by = actor_system(m->trace);
  int64_t id = 0;
  if (!id_parse(m->key, &id) || !order_get(tx, id, 0, &o))
    return MQ_DEAD;
  if (o.status != ORDER_PENDING || o.pay_by > tx_now(tx))
    return MQ_DONE;
  return order_cancel(tx, &by, &o) == OK ? MQ_DONE : MQ_RETRY;
}

enum mq_result order_on_created(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  int64_t id = 0;
  return id_parse(m->key, &id) && order_words_put(tx, id) ? MQ_DONE : MQ_DEAD;
}
