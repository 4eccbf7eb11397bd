/* Messages that are not due yet, as the console sees them: found, shown, called off. There is no index by key or id, which
 * every booking would pay for with its deadline; a search reads all timers. Inside a transaction, on its thread. */
#include "base/id.h"
#include "mq/internal.h"

static void tell_birth(struct list *found)
{
  struct mq_record *r = found->items;
  for (size_t i = 0; i < found->count; i++)
    r[i].born_at = id_time(r[i].id);
}

struct list delayed_search(struct tx *tx, const struct mq_search *s, int64_t after, int64_t most)
{
  struct list out = tx_list(tx, SQL_MQ_DELAYED_SEARCH, &mq_record_shape, 0, BS("topic", s->topic), BS("key", s->key),
      BI("from", s->from), BI("to", s->to ? s->to : INT64_MAX), BI("after", after), BI("most", most));
  tell_birth(&out);
  return out;
}

bool delayed_get(struct tx *tx, int64_t id, struct mq_record *out)
{
  if (!tx_object(tx, SQL_MQ_DELAYED_GET, &mq_record_shape, out, BI("id", id)))
    return false;
  out->born_at = id_time(id);
  return true;
}

enum err mq_call_off(struct tx *tx, int64_t id)
{
  struct mq_record r = {0};
  if (!delayed_get(tx, id, &r))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  if (tx_run(tx, SQL_MQ_DELAYED_CALL_OFF, BI("id", id)) == 1)
    return OK;
  return tx_refuse(tx, ERR_ORDER_STATE, "id", TXT_NOT_BY_HAND, 0);
}
