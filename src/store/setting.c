/* Settings: name and text value, in the store. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "store/tx.h"

const char *setting_str(struct tx *tx, const char *name)
{
  struct rows *r = tx_query(tx, SQL_SETTING_GET, BS("name", name));
  const char *value = row_next(r) ? row_str(r) : NULL;
  row_end(r);
  return value;
}

int64_t setting_i64(struct tx *tx, const char *name, int64_t fallback)
{
  const char *value = setting_str(tx, name);
  return value && *value ? strtoll(value, NULL, 10) : fallback;
}

void setting_put(struct tx *tx, const char *name, const char *value)
{
  tx_run(tx, SQL_SETTING_PUT, BS("name", name), BS("value", value), BI("at", tx_now(tx)));
}

void setting_put_i64(struct tx *tx, const char *name, int64_t value)
{
  char text[24];
  snprintf(text, sizeof text, "%" PRId64, value);
  setting_put(tx, name, text);
}
