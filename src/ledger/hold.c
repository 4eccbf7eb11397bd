/* Holds: see hold.h. Inside a transaction, on its thread. */
#include "ledger/hold.h"

#include "base/date.h"
#include "base/id.h"
#include "limits.h"

const char *const hold_kind_names[] = {"wechat", "alipay", "card", NULL};
static const char *const state_names[] = {"held", "captured", "voided", "expired", NULL};

#define HOLD_SHOWN \
  FIELD(struct hold, id, F_ID), \
  FIELD(struct hold, kind, F_ENUM, .names = hold_kind_names), \
  FIELD_AS("amount_fen", struct hold, amount, F_FEN), \
  FIELD_AS("captured_fen", struct hold, captured, F_FEN, .about = "paid of it; the rest was let go"), \
  FIELD(struct hold, state, F_ENUM, .names = state_names), \
  FIELD(struct hold, reference, F_STR, .about = "of the slip or the provider's"), \
  FIELD(struct hold, at, F_INSTANT), \
  FIELD(struct hold, by, F_STR), \
  FIELD(struct hold, expires_on, F_DATE, .flags = F_NULLABLE, \
      .about = "from this business date on nothing can be captured of it; null: not known")

static const struct field hold_fields[] = {HOLD_SHOWN};
const struct shape hold_shape = SHAPE_OUT("Hold", struct hold, hold_fields);
static const struct field row_fields[] = {HOLD_SHOWN, FIELD(struct hold, account_id, F_ID)};
static const struct shape row_shape = SHAPE_OUT("HoldRow", struct hold, row_fields);

struct list hold_list(struct tx *tx, int64_t account_id, int32_t today)
{
  struct list l = tx_list(tx, SQL_HOLD_LIST, &row_shape, 0, BI("account", account_id));
  struct hold *h = l.items;
  for (size_t i = 0; i < l.count; i++)
    if (h[i].state == HOLD_HELD && h[i].expires_on != DATE_NONE && h[i].expires_on <= today)
      h[i].state = HOLD_EXPIRED;
  return l;
}

int64_t hold_account(struct tx *tx, int64_t id)
{
  return tx_i64(tx, SQL_HOLD_ACCOUNT, 0, BI("id", id));
}

void hold_take(struct tx *tx, const struct actor *by, struct hold *h, int32_t today)
{
  h->id = id_next();
  h->at = tx_now(tx);
  h->by = by->name;
  h->expires_on = h->kind == HOLD_CARD ? today + LIMIT_HOLD_DAYS : DATE_NONE;
  tx_run_object(tx, SQL_HOLD_PUT, &row_shape, h);
}

bool hold_end(struct tx *tx, int64_t id, enum hold_state state, struct money captured)
{
  return tx_run(tx, SQL_HOLD_END, BI("id", id), BS("state", state_names[state]), BM("captured", captured)) == 1;
}
