/* Where charges go by their code: see ledger.h. Inside a transaction, on its thread. */
#include <string.h>
#include "ledger/ledger.h"

static const struct field fields[] = {
    FIELD(struct account_route, code, F_STR), FIELD(struct account_route, to_account_id, F_ID)};
const struct shape account_route_shape = SHAPE_OUT("AccountRoute", struct account_route, fields);

struct list ledger_routes(struct tx *tx, int64_t account_id)
{
  return tx_list(tx, SQL_LEDGER_ROUTES, &account_route_shape, 0, BI("account", account_id));
}

int64_t ledger_routed(const struct list *routes, const char *code, int64_t own)
{
  const struct account_route *r = routes->items;
  for (size_t i = 0; i < routes->count; i++)
    if (!strcmp(r[i].code, code))
      return r[i].to_account_id;
  return own;
}

void ledger_route(struct tx *tx, int64_t account_id, const char *code, int64_t to_account_id)
{
  if (to_account_id)
    tx_run(tx, SQL_LEDGER_ROUTE_PUT, BI("account", account_id), BS("code", code), BI("to", to_account_id));
  else
    tx_run(tx, SQL_LEDGER_ROUTE_DELETE, BI("account", account_id), BS("code", code));
}
