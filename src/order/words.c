/* What an order is found by besides its number and whole phone: any part of the name, folded, and the last digits of phone and
 * number. Written behind the bookings, by a consumer. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <string.h>
#include "hotel/grams.h"
#include "order/order.h"

static const char from_setting[] = "order_words_from"; /* older orders are still to come; 0: none */

static void put_end(struct buf *out, const char *digits)
{
  size_t n = strlen(digits);
  buf_str(out, n > ORDER_END ? digits + n - ORDER_END : digits);
  buf_lit(out, " ");
}

static void put(struct tx *tx, int64_t id, const char *name, const char *phone)
{
  struct buf words, ends;
  buf_init(&words, tx_arena(tx));
  buf_init(&ends, tx_arena(tx));
  grams_put(&words, name);
  put_end(&ends, phone);
  put_end(&ends, arena_printf(tx_arena(tx), "%" PRId64, id));
  tx_run(tx, SQL_ORDER_WORDS_PUT, BI("id", id), BS("name", words.len ? words.data : ""), BS("ends", ends.data));
}

bool order_words_put(struct tx *tx, int64_t id)
{
  const char *name = NULL, *phone = NULL;
  struct rows *r = tx_query(tx, SQL_ORDER_WORDS_OF, BI("id", id));
  if (row_next(r)) {
    name = row_str(r);
    phone = row_str(r);
  }
  row_end(r);
  if (name)
    put(tx, id, name, phone);
  return name != NULL;
}

bool order_words_done(struct tx *tx)
{
  return setting_i64(tx, from_setting, INT64_MAX) == 0;
}

int64_t order_words_older(struct tx *tx, int64_t most)
{
  int64_t from = setting_i64(tx, from_setting, INT64_MAX), n = 0;
  struct list older = tx_list(tx, SQL_ORDER_LIST_ALL, &order_row_shape, 0, BI("after", from), BI("most", most));
  const struct order *o = older.items;
  for (; n < (int64_t)older.count; n++)
    put(tx, o[n].id, o[n].guest_name, o[n].guest_phone);
  setting_put_i64(tx, from_setting, n ? o[n - 1].id : 0);
  return n;
}

const char *order_words_query(struct arena *a, const char *q)
{
  static const char nothing[] = "\"\"";
  struct buf out;
  size_t n = strlen(q);
  buf_init(&out, a);
  if (strspn(q, "0123456789") == n)
    return n < ORDER_END ? nothing : arena_printf(a, "ends : \"%s\"", q + n - ORDER_END);
  buf_lit(&out, "name : (");
  if (!grams_query(&out, q))
    return nothing;
  buf_lit(&out, ")");
  return out.data;
}
