/* Reports over business dates: occupancy, ADR, RevPAR, room revenue. The three ratios follow the usual definitions of
 * hotel accounting (USALI): rooms sold ÷ rooms available, room revenue ÷ rooms sold, room revenue ÷ rooms available.
 *
 * rooms    what the calendar says is sellable that night, else the stock of the room types on sale; a type that is off
 *          sale counts on nights it sold. A room out of order counts out where the calendar was lowered for it.
 * sold     room nights of orders that are confirmed, in house or completed: a party that left early is counted up to
 *          the night before the business date it left on, and on one night at least. No-shows count on their first
 *          night, which is kept for them. Cancelled orders and those still pending payment do not
 *          count.
 * revenue  what those nights cost, after the order's discount, before refunds; of a no-show only if it was paid.
 *          Cancellation fees are no room revenue.
 *
 * Averages are whole fen, rounded half up, once, from the sums; occupancy has four decimals, also half up, and may exceed
 * 1 where a type is sold without a count (stock_mode never). Where the divisor is 0 they are none.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_REPORT_REPORT_H
#define YIZHAN_REPORT_REPORT_H

#include "base/actor.h"
#include "stock/stock.h"

enum { REPORT_DAYS = 366 };

struct report_range { int64_t branch_id; int32_t from, to; }; /* both included */

struct occupancy_day {
  int32_t date;             /* DATE_NONE in a total */
  int64_t rooms, sold;      /* room nights in a total */
  double occupancy;         /* 0.8333 = 83.33 % */
  struct money adr, revpar, revenue;
};
struct occupancy {
  struct report_range range;
  struct list days;         /* struct occupancy_day, one per date */
  struct occupancy_day total;
};
struct revenue_line {
  int64_t room_type_id;
  const char *room_type_name;
  int64_t sold;             /* room nights */
  struct money adr, revenue;
};
extern const struct shape occupancy_shape, occupancy_day_shape, revenue_line_shape;

/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE, ERR_BAD_REQUEST naming `to`. */
enum err report_occupancy(struct tx *tx, const struct actor *staff, const struct report_range *range, struct occupancy *out);
/* By room type, those that sold nothing too: list of struct revenue_line. Refusals as above. */
enum err report_revenue(struct tx *tx, const struct actor *staff, const struct report_range *range, struct list *out);

#endif
