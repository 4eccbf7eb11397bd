/* Holds: money that a card or a wallet promised and did not pay (pre-authorisation).
 *
 * Guarantee: a hold is in no sum of the ledger. It is captured or voided once, decided by its row; what was captured of it is one
 * payment line that names it, which order posts. Inside a transaction, on its thread. */
#ifndef YIZHAN_LEDGER_HOLD_H
#define YIZHAN_LEDGER_HOLD_H

#include "base/actor.h"
#include "store/tx.h"

/* What can be held: each has the name of its tender. */
enum hold_kind { HOLD_WECHAT, HOLD_ALIPAY, HOLD_CARD };
extern const char *const hold_kind_names[];
enum hold_state { HOLD_HELD, HOLD_CAPTURED, HOLD_VOIDED, HOLD_EXPIRED };

struct hold {
  int64_t id, account_id, at;
  int kind, state;         /* enum hold_kind, enum hold_state; HOLD_EXPIRED is worked out, never stored */
  struct money amount, captured;
  const char *reference, *by;
  int32_t expires_on;      /* nothing can be captured from this business date on; DATE_NONE: it is not known */
};
extern const struct shape hold_shape;

/* Of an account, oldest first, as they are on a business date. */
struct list hold_list(struct tx *tx, int64_t account_id, int32_t today);
/* The account of one, 0 when there is none. */
int64_t hold_account(struct tx *tx, int64_t id);
/* Writes down one that was taken on a business date, on an account that was written down: its id, time, who and end are set
 * here. */
void hold_take(struct tx *tx, const struct actor *by, struct hold *h, int32_t today);
/* Captures so much of one that is held, or voids it (HOLD_VOIDED, nothing); false when somebody did before. */
bool hold_end(struct tx *tx, int64_t id, enum hold_state state, struct money captured);

#endif
