/* report: who left early, on a clock that the test moves; averages; dates of a month before. Every test has its own store. */
#include "demo.h"
#include "order/order.h"
#include "report/report.h"

#define HOUR INT64_C(3600000)
#define NOON INT64_C(1796011200000) /* 2026-11-30 12:00 in Shanghai; the day there ends at 6 */

static int64_t order_id;
static struct money price;

static enum err arrive(struct tx *tx)
{
  struct order o;
  struct order_request in = {.room_type_id = type_id, .arrival = today, .departure = today + 4, .rooms = 2,
      .guest_name = "张三", .guest_phone = "13800000000"};
  EQUAL(order_walk_in(tx, &owner, &in, &o), OK);
  order_id = o.id;
  price = ((const struct order_night *)o.nights.items)->net;
  return order_check_in(tx, &owner, &o, &(struct list){0});
}

static enum err leave(struct tx *tx)
{
  struct order o;
  EQUAL(order_find(tx, &owner, order_id, &o), OK);
  return order_check_out(tx, &owner, &o);
}

static struct occupancy report;

static enum err read_report(struct tx *tx)
{
  return report_occupancy(tx, &owner, &(struct report_range){branch_ids[0], today - 1, today + 4}, &report);
}

/* Nights sold when the party leaves `hours` after noon of its first day. */
static int64_t nights_when_leaving_after(int64_t hours)
{
  int64_t nights = 0;
  test_clock_at(NOON);
  demo_open();
  EQUAL(in_tx(arrive), OK);
  test_clock_move(hours * HOUR);
  EQUAL(in_tx(leave), OK);
  EQUAL(in_tx(read_report), OK);
  nights = report.total.sold / 2;
  EQUAL(report.total.sold % 2, 0);
  EQUAL(report.total.adr.fen, (price.fen + 1) / 2);
  demo_close();
  test_clock_real();
  return nights;
}

/* The morning before the audit hour still belongs to the day before. */
static void a_party_that_leaves_early_counts_until_it_left(void)
{
  EQUAL(nights_when_leaving_after(1), 1);
  EQUAL(nights_when_leaving_after(17), 1);
  EQUAL(nights_when_leaving_after(24), 1);
  EQUAL(nights_when_leaving_after(24 + 17), 1);
  EQUAL(nights_when_leaving_after(24 + 18), 2);
  EQUAL(nights_when_leaving_after(72), 3);
  EQUAL(nights_when_leaving_after(96), 4);
  EQUAL(nights_when_leaving_after(400), 4);
}

static void a_month_before_ends_with_its_last_day(void)
{
  EQUAL(date_months_before(date_from_civil(2026, 3, 31), 1), date_from_civil(2026, 2, 28));
  EQUAL(date_months_before(date_from_civil(2026, 1, 15), 1), date_from_civil(2025, 12, 15));
  EQUAL(date_months_before(date_from_civil(2028, 2, 29), 12), date_from_civil(2027, 2, 28));
  EQUAL(date_months_before(date_from_civil(2026, 12, 31), 12), date_from_civil(2025, 12, 31));
  EQUAL(date_month_start(date_from_civil(2028, 2, 29)), date_from_civil(2028, 2, 1));
  EQUAL(date_year_start(date_from_civil(2028, 2, 29)), date_from_civil(2028, 1, 1));
}

static const struct test tests[] = {TEST(a_party_that_leaves_early_counts_until_it_left),
    TEST(a_month_before_ends_with_its_last_day)};

TEST_MAIN(tests)
