/* Payments and refunds.
 *
 * Guarantee: a provider's notice is stored once under its transaction id, together with its event on pay_topic; money
 * going back is a row with a state, and never more than what came. pay knows no order: it announces (`captured`,
 * `refunded`), and order listens. Inside a transaction, on its thread. */
#ifndef YIZHAN_PAY_PAY_H
#define YIZHAN_PAY_PAY_H

#include "base/actor.h"
#include "mq/mq.h"

/* What a provider says happened. */
struct pay_notice {
  const char *provider, *transaction_id;
  int64_t order_id;
  struct money amount;
  int64_t paid_at;
};
struct payment {
  int64_t id, order_id;
  const char *provider, *transaction_id;
  struct money amount;
  int64_t paid_at;
};
struct refund {
  int64_t id, order_id, payment_id;
  struct money amount;
  const char *state, *reason, *kind, *by_name; /* kind: how it is paid out; "": the way it came */
  int64_t created_at, changed_at;
};
extern const struct shape payment_shape, refund_shape;

/* Says what an order may be paid with; the same again changes nothing. */
void pay_expect(struct tx *tx, int64_t order_id, struct money amount);
/* Takes in a notice: OK also for one that came before. ERR_NOT_FOUND when nothing was expected, ERR_AMOUNT_MISMATCH. */
enum err pay_take_notice(struct tx *tx, const struct pay_notice *notice, const char *trace);
/* Writes down money that was taken at the desk, with no provider to tell of it: `method` stands where its name would. */
void pay_at_desk(struct tx *tx, int64_t order_id, const char *method, struct money amount);
/* Asks for `amount` of a payment back; `tender`: how it is paid out, NULL: the way it came; *refund_id gets the row.
 * ERR_REFUND_EXCEEDS. Zero is OK and does nothing. */
enum err pay_refund(struct tx *tx, int64_t payment_id, struct money amount, const char *reason, const char *tender,
    const struct actor *by, int64_t *refund_id);
/* The same over all payments of an order, oldest first. */
enum err pay_refund_order(struct tx *tx, int64_t order_id, struct money amount, const char *reason, const char *tender,
    const struct actor *by);
/* Notes that a payment counts on its order, or that a refund was told of; false when it was noted before (its message comes
 * again: a group was set back, staff sent it once more) or there is none. */
bool pay_count(struct tx *tx, int64_t payment_id);
bool pay_tell(struct tx *tx, int64_t refund_id);
/* Payments and refunds of an order, oldest first. */
struct list pay_payments(struct tx *tx, int64_t order_id);
struct list pay_refunds(struct tx *tx, int64_t order_id);
/* pay_topic, tag refund_requested: the sandbox pays back at once. */
enum mq_result pay_on_refund(struct tx *tx, const struct message *m, void *ctx);

#endif
