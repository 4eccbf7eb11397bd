/* The nights of one room type over a range of dates: what each costs and how many rooms it has left.
 *
 * Order of prices: the night's own, else the price rule of the highest priority (of equals the newest) that covers the
 * date and its weekday, else the room type's. Inside a transaction, on its thread. */
#ifndef YIZHAN_STOCK_PLAN_H
#define YIZHAN_STOCK_PLAN_H

#include "stock/stock.h"

struct plan_night {
  int32_t date;
  struct money price;
  int64_t sellable, rooms, out_of_order, sold, min_stay;
  bool closed;
  bool price_set; /* a price of its own */
  bool custom;    /* sellable set by hand */
};
struct plan {
  int64_t room_type_id;
  enum stock_mode mode;
  int32_t from;
  size_t count, rows; /* nights, and how many of them have a row */
  struct plan_night *nights;
};

/* `count` nights from `from` at the base price with the whole stock. */
void plan_init(struct plan *p, struct arena *a, int32_t from, size_t count, struct money base, int64_t stock);
/* Puts a rule's price on the nights it covers; rules come in rising priority. Dates are both included. */
void plan_rule(struct plan *p, int32_t from_day, int32_t to_day, int64_t weekday_mask, struct money price);
/* Takes over a row of the nights table; price 0 = none. */
void plan_row(struct plan *p, const struct plan_night *row);
/* Reads rows (and rules, unless the caller knows that there are none) of p->room_type_id into the plan. */
void plan_read(struct tx *tx, struct plan *p, bool rules);
/* The columns night, sellable, sold, closed, min_stay, price_fen, custom, rooms, out_of_order of a row, in this order. */
struct plan_night plan_take_row(struct rows *r);

/* Rooms left of one night, as in struct night. */
int64_t plan_left(const struct plan *p, const struct plan_night *n);
/* The fewest rooms left over all nights; NONE_I64 when no night counts them. */
int64_t plan_least_left(const struct plan *p);
/* The longest minimum stay that any of the nights asks for. */
int64_t plan_min_stay(const struct plan *p);
/* Sum of the nights' prices, and the lowest of them. */
struct money plan_total(const struct plan *p);
struct money plan_lowest(const struct plan *p);
/* The nights as struct night. */
struct list plan_nights(const struct plan *p, struct arena *a);

/* Checks a stay's dates against each other and the limits: refuses naming arrival or departure. */
enum err dates_check(struct tx *tx, int32_t arrival, int32_t departure);
/* Checks them against the business date: not in the past, not too far. */
enum err dates_check_today(struct tx *tx, int32_t arrival, int32_t departure, int32_t today);

#endif
