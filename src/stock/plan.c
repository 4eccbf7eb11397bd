/* Laying rules and night rows over a room type's base price and stock. Guarantee: see plan.h.
 * Inside a transaction, on its thread. */
#include "stock/plan.h"

#include "limits.h"

void plan_init(struct plan *p, struct arena *a, int32_t from, size_t count, struct money base, int64_t stock)
{
  p->from = from;
  p->count = count;
  p->nights = arena_array(a, struct plan_night, count ? count : 1);
  for (size_t i = 0; i < count; i++)
    p->nights[i] =
        (struct plan_night){.date = from + (int32_t)i, .price = base, .sellable = stock, .rooms = stock, .min_stay = 1};
}

void plan_rule(struct plan *p, int32_t from_day, int32_t to_day, int64_t weekday_mask, struct money price)
{
  for (size_t i = 0; i < p->count; i++) {
    struct plan_night *n = &p->nights[i];
    if (n->date >= from_day && n->date <= to_day && weekday_mask >> date_weekday(n->date) & 1)
      n->price = price;
  }
}

void plan_row(struct plan *p, const struct plan_night *row)
{
  if (row->date < p->from || row->date - p->from >= (int64_t)p->count)
    return;
  struct plan_night *n = &p->nights[row->date - p->from];
  struct money price = row->price_set ? row->price : n->price;
  *n = *row;
  n->price = price;
  p->rows++;
}

struct plan_night plan_take_row(struct rows *r)
{
  struct plan_night n = {0};
  n.date = (int32_t)row_i64(r);
  n.sellable = row_i64(r);
  n.sold = row_i64(r);
  n.closed = row_i64(r) != 0;
  n.min_stay = row_i64(r);
  n.price = row_fen(r);
  n.price_set = n.price.fen > 0;
  n.custom = row_i64(r) != 0;
  n.rooms = row_i64(r);
  n.out_of_order = row_i64(r);
  return n;
}

void plan_read(struct tx *tx, struct plan *p, bool rules)
{
  int32_t until = p->from + (int32_t)p->count;
  struct rows *r;
  if (rules) {
    r = tx_query(tx, SQL_RULES_RANGE, BI("room_type_id", p->room_type_id), BI("from_day", p->from), BI("until", until));
    while (row_next(r)) {
      int32_t from_day = (int32_t)row_i64(r);
      int32_t to_day = (int32_t)row_i64(r);
      int64_t mask = row_i64(r);
      plan_rule(p, from_day, to_day, mask, row_fen(r));
    }
  }
  r = tx_query(tx, SQL_NIGHTS_RANGE, BI("room_type_id", p->room_type_id), BI("from_day", p->from), BI("until", until));
  while (row_next(r)) {
    struct plan_night n = plan_take_row(r);
    plan_row(p, &n);
  }
}

int64_t plan_left(const struct plan *p, const struct plan_night *n)
{
  if (n->closed)
    return 0;
  if (p->mode == STOCK_NEVER)
    return NONE_I64;
  return n->sellable > n->sold ? n->sellable - n->sold : 0;
}

int64_t plan_least_left(const struct plan *p)
{
  int64_t least = NONE_I64;
  for (size_t i = 0; i < p->count; i++) {
    int64_t left = plan_left(p, &p->nights[i]);
    if (left != NONE_I64 && (least == NONE_I64 || left < least))
      least = left;
  }
  return least;
}

int64_t plan_min_stay(const struct plan *p)
{
  int64_t most = 1;
  for (size_t i = 0; i < p->count; i++)
    if (p->nights[i].min_stay > most)
      most = p->nights[i].min_stay;
  return most;
}

struct money plan_total(const struct plan *p)
{
  struct money sum = fen(0);
  for (size_t i = 0; i < p->count; i++)
    sum = money_add(sum, p->nights[i].price);
  return sum;
}

struct money plan_lowest(const struct plan *p)
{
  struct money low = p->count ? p->nights[0].price : fen(0);
  for (size_t i = 1; i < p->count; i++)
    low = money_min(low, p->nights[i].price);
  return low;
}

struct list plan_nights(const struct plan *p, struct arena *a)
{
  struct night *out = arena_array(a, struct night, p->count ? p->count : 1);
  for (size_t i = 0; i < p->count; i++)
    out[i] =
        (struct night){.date = p->nights[i].date, .price = p->nights[i].price, .left = plan_left(p, &p->nights[i])};
  return (struct list){.items = out, .count = p->count};
}

enum err dates_check(struct tx *tx, int32_t arrival, int32_t departure)
{
  if (departure <= arrival)
    return tx_refuse(tx, ERR_BAD_REQUEST, "departure", TXT_AFTER_ARRIVAL, 0);
  if ((int64_t)departure - arrival > LIMIT_NIGHTS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "departure", TXT_MAX_NIGHTS, LIMIT_NIGHTS);
  return OK;
}

enum err dates_check_today(struct tx *tx, int32_t arrival, int32_t departure, int32_t today)
{
  if (arrival < today)
    return tx_refuse(tx, ERR_BAD_REQUEST, "arrival", TXT_IN_PAST, 0);
  if (departure > today + LIMIT_ADVANCE_DAYS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "departure", TXT_TOO_FAR, LIMIT_ADVANCE_DAYS);
  return OK;
}
