/* Payments and refunds. Inside a transaction, on its thread. */
#include "pay/pay.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "topic_ids.h"

static const struct field payment_fields[] = {
    FIELD(struct payment, id, F_ID),
    FIELD(struct payment, provider, F_STR),
    FIELD(struct payment, transaction_id, F_STR),
    FIELD_AS("amount_fen", struct payment, amount, F_FEN),
    FIELD(struct payment, paid_at, F_INSTANT),
};
const struct shape payment_shape = SHAPE_OUT("Payment", struct payment, payment_fields);

static const struct field refund_fields[] = {
    FIELD(struct refund, id, F_ID),
    FIELD(struct refund, payment_id, F_ID),
    FIELD_AS("amount_fen", struct refund, amount, F_FEN),
    FIELD(struct refund, state, F_STR),
    FIELD(struct refund, reason, F_STR),
    FIELD(struct refund, kind, F_STR, .about = "how it is paid out; empty: the way it came"),
    FIELD(struct refund, by_name, F_STR),
    FIELD(struct refund, created_at, F_INSTANT),
    FIELD(struct refund, changed_at, F_INSTANT),
};
const struct shape refund_shape = SHAPE_OUT("Refund", struct refund, refund_fields);

void pay_expect(struct tx *tx, int64_t order_id, struct money amount)
{
  tx_run(tx, SQL_PAY_EXPECT, BI("order", order_id), BM("amount", amount), BI("now", tx_now(tx)));
}

static void announce(struct tx *tx, const char *tag, int64_t order_id, const char *what, int64_t id,
    struct money amount, const char *trace)
{
  char key[ID_TEXT];
  snprintf(key, sizeof key, "%" PRId64, order_id);
  const char *body = arena_printf(tx_arena(tx), "{\"order_no\":\"%s\",\"%s\":\"%" PRId64 "\",\"amount_fen\":%" PRId64 "}", key,
      what, id, amount.fen);
  mq_append(tx, TOPIC_PAY, tag, key, body, trace);
}

/* One row, or none when this transaction id was there before. */
static bool put_payment(struct tx *tx, int64_t id, const struct pay_notice *n)
{
  return tx_run(tx, SQL_PAYMENT_PUT, BI("id", id), BI("order", n->order_id), BS("provider", n->provider),
             BS("transaction_id", n->transaction_id), BM("amount", n->amount), BI("paid_at", n->paid_at),
             BI("now", tx_now(tx))) == 1;
}

void pay_at_desk(struct tx *tx, int64_t order_id, const char *method, struct money amount)
{
  int64_t id = id_next();
  const char *number = arena_printf(tx_arena(tx), "desk-%" PRId64, id);
  struct pay_notice taken = {method, number, order_id, amount, tx_now(tx)};
  pay_expect(tx, order_id, amount);
  put_payment(tx, id, &taken);
  pay_count(tx, id);
}

bool pay_count(struct tx *tx, int64_t payment_id)
{
  return tx_run(tx, SQL_PAYMENT_COUNT, BI("id", payment_id)) == 1;
}

bool pay_tell(struct tx *tx, int64_t refund_id)
{
  return tx_run(tx, SQL_REFUND_TELL, BI("id", refund_id)) == 1;
}

enum err pay_take_notice(struct tx *tx, const struct pay_notice *n, const char *trace)
{
  int64_t expected = tx_i64(tx, SQL_PAY_EXPECTED, -1, BI("order", n->order_id));
  int64_t id = id_next();
  if (expected < 0)
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (expected != n->amount.fen)
    return tx_refuse(tx, ERR_AMOUNT_MISMATCH, NULL, TXT_NONE, 0);
  if (put_payment(tx, id, n))
    announce(tx, "captured", n->order_id, "payment_id", id, n->amount, trace);
  return OK;
}

enum err pay_refund(struct tx *tx, int64_t payment_id, struct money amount, const char *reason, const char *tender,
    const struct actor *by, int64_t *refund_id)
{
  *refund_id = 0;
  if (amount.fen <= 0)
    return OK;
  *refund_id = id_next();
  int64_t order_id = tx_i64(tx, SQL_REFUND_PUT, 0, BI("id", *refund_id), BI("payment", payment_id), BM("amount", amount),
      BS("reason", reason), BS("kind", tender ? tender : ""), BS("by_name", by->name ? by->name : "system"),
      BI("now", tx_now(tx)));
  if (!order_id)
    return tx_refuse(tx, ERR_REFUND_EXCEEDS, "amount_fen", TXT_NONE, 0);
  announce(tx, "refund_requested", order_id, "refund_id", *refund_id, amount, by->request_id);
  return OK;
}

/* What of a payment has not gone back. */
struct rest { int64_t id, left; };
static const struct field rest_fields[] = {FIELD(struct rest, id, F_ID), FIELD(struct rest, left, F_I64)};
static const struct shape rest_shape = SHAPE_OUT("Rest", struct rest, rest_fields);

enum err pay_refund_order(struct tx *tx, int64_t order_id, struct money amount, const char *reason, const char *tender,
    const struct actor *by)
{
  struct list rests = tx_list(tx, SQL_REFUND_LEFT, &rest_shape, 0, BI("order", order_id), BS("tender", tender ? tender : ""));
  const struct rest *r = rests.items;
  int64_t refund_id;
  for (size_t i = 0; i < rests.count && amount.fen > 0; i++) {
    struct money part = money_min(amount, fen(r[i].left));
    enum err e = pay_refund(tx, r[i].id, part, reason, tender, by, &refund_id);
    if (e)
      return e;
    amount = money_sub(amount, part);
  }
  return amount.fen > 0 ? tx_refuse(tx, ERR_REFUND_EXCEEDS, "amount_fen", TXT_NONE, 0) : OK;
}

struct list pay_payments(struct tx *tx, int64_t order_id)
{
  return tx_list(tx, SQL_PAYMENT_LIST, &payment_shape, 0, BI("order", order_id));
}

struct list pay_refunds(struct tx *tx, int64_t order_id)
{
  struct list l = tx_list(tx, SQL_REFUND_LIST, &refund_shape, 0, BI("order", order_id));
  return l;
}

enum mq_result pay_on_refund(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  struct problem ignored = {0};
  int64_t refund_id = 0, order_id = 0;
  if (strcmp(m->tag, "refund_requested"))
    return MQ_DONE;
  const struct json *doc = json_parse(m->body, strlen(m->body), tx_arena(tx), &ignored);
  if (!doc || !json_get(doc, "refund_id") || !id_parse(json_string(json_get(doc, "refund_id")), &refund_id) ||
      !id_parse(m->key, &order_id))
    return MQ_DEAD;
  int64_t amount = tx_i64(tx, SQL_REFUND_SUCCEED, 0, BI("id", refund_id), BI("now", tx_now(tx)));
  if (amount)
    announce(tx, "refunded", order_id, "refund_id", refund_id, fen(amount), m->trace);
  return MQ_DONE;
}
