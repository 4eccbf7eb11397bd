/* hotel, nights: stays, offers, prices, calendar, stock, and the last rooms under threads. Every test has its own store. */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include "demo.h"
#include "limits.h"
#include "stock/calendar.h"

static int64_t left_of(struct tx *tx, int64_t kind, int32_t date)
{
  struct list nights;
  struct calendar_range range = {.room_type_id = kind, .from = date, .to = date};
  CHECK(calendar_read(tx, &owner, &range, &nights) == OK);
  return ((const struct calendar_night *)nights.items)->left;
}

static int64_t left_on(struct tx *tx, int32_t date)
{
  return left_of(tx, type_id, date);
}

/* [10, 12) takes nights 10 and 11, not 12; the stay that begins on 12 is untouched. */
static enum err half_open(struct tx *tx)
{
  struct span span = {type_id, today + 10, today + 12, 3};
  int64_t full = left_on(tx, today + 12);
  EQUAL(nights_take(tx, &span, false), OK);
  EQUAL(left_on(tx, today + 9), full);
  EQUAL(left_on(tx, today + 10), full - 3);
  EQUAL(left_on(tx, today + 11), full - 3);
  EQUAL(left_on(tx, today + 12), full);
  nights_give_back(tx, &span, today + 11);
  EQUAL(left_on(tx, today + 10), full - 3);
  EQUAL(left_on(tx, today + 11), full);
  nights_give_back(tx, &(struct span){type_id, today + 10, today + 11, 3}, 0);
  EQUAL(left_on(tx, today + 10), full);
  return OK;
}

static struct span middle_of(int64_t rooms)
{
  return (struct span){type_id, today + 21, today + 22, rooms};
}

static enum err fill_the_middle(struct tx *tx)
{
  struct span middle = middle_of(left_on(tx, today + 21));
  return nights_take(tx, &middle, false);
}

static enum err take_over_the_middle(struct tx *tx)
{
  return nights_take(tx, &(struct span){type_id, today + 20, today + 23, 1}, false);
}

static enum err take_too_many(struct tx *tx)
{
  return nights_take(tx, &(struct span){type_id, today + 22, today + 23, left_on(tx, today + 22) + 1}, false);
}

static enum err only_the_middle_is_taken(struct tx *tx)
{
  int64_t full = left_on(tx, today + 19);
  struct span middle = middle_of(full);
  EQUAL(left_on(tx, today + 20), full);
  EQUAL(left_on(tx, today + 21), 0);
  EQUAL(left_on(tx, today + 22), full);
  nights_give_back(tx, &middle, middle.arrival);
  EQUAL(left_on(tx, today + 21), full);
  return OK;
}

static enum err offer_checks(struct tx *tx)
{
  struct offer o;
  EQUAL(nights_offer(tx, &(struct span){type_id, today + 1, today + 3, 2}, &o), OK);
  EQUAL(o.nights.count, 2);
  const struct night *n = o.nights.items;
  EQUAL(o.total.fen, (n[0].price.fen + n[1].price.fen) * 2);
  EQUAL(n[0].date, today + 1);
  EQUAL(o.business_date, today);
  EQUAL(nights_offer(tx, &(struct span){type_id, today + 3, today + 3, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(nights_offer(tx, &(struct span){type_id, today - 1, today + 1, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(nights_offer(tx, &(struct span){type_id, today, today + LIMIT_NIGHTS, 1}, &o), OK);
  EQUAL(nights_offer(tx, &(struct span){type_id, today, today + LIMIT_NIGHTS + 1, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(nights_offer(tx, &(struct span){type_id, today + LIMIT_ADVANCE_DAYS - 1, today + LIMIT_ADVANCE_DAYS, 1}, &o), OK);
  EQUAL(nights_offer(tx, &(struct span){type_id, today + LIMIT_ADVANCE_DAYS, today + LIMIT_ADVANCE_DAYS + 1, 1}, &o),
      ERR_BAD_REQUEST);
  EQUAL(nights_offer(tx, &(struct span){type_id, today, today + 1, 0}, &o), ERR_BAD_REQUEST);
  EQUAL(nights_offer(tx, &(struct span){type_id, today, today + 1, LIMIT_ROOMS_PER_ORDER + 1}, &o), ERR_BAD_REQUEST);
  EQUAL(nights_offer(tx, &(struct span){12345, today, today + 1, 1}, &o), ERR_NOT_FOUND);
  return OK;
}

/* Fridays and Saturdays are dearer by the demo's rule, and the night's own price beats the rule. */
static enum err prices(struct tx *tx)
{
  struct offer o;
  struct list nights;
  int32_t friday = today + 7 + (4 - date_weekday(today) + 7) % 7;
  EQUAL(date_weekday(friday), 4);
  EQUAL(nights_offer(tx, &(struct span){type_id, friday - 1, friday + 3, 1}, &o), OK);
  const struct night *n = o.nights.items;
  EQUAL(n[0].price.fen, 29800);
  EQUAL(n[1].price.fen, 35800);
  EQUAL(n[2].price.fen, 35800);
  EQUAL(n[3].price.fen, 29800);
  EQUAL(o.total.fen, 2 * (29800 + 35800));
  struct calendar_edit edit = {.room_type_id = type_id, .from = friday, .to = friday, .price = fen(10000)};
  edit.given = given_bit(&calendar_edit_shape, "price_fen");
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_offer(tx, &(struct span){type_id, friday, friday + 1, 1}, &o), OK);
  EQUAL(o.total.fen, 10000);
  edit.price.fen = NONE_I64;
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_offer(tx, &(struct span){type_id, friday, friday + 1, 1}, &o), OK);
  EQUAL(o.total.fen, 35800);
  return OK;
}

static enum err calendar_rules(struct tx *tx)
{
  struct list nights;
  struct offer o;
  struct span span = {type_id, today + 31, today + 32, 5};
  EQUAL(nights_take(tx, &span, false), OK);
  struct calendar_edit edit = {.room_type_id = type_id, .from = today + 30, .to = today + 33, .sellable = 4,
      .given = given_bit(&calendar_edit_shape, "sellable")};
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), ERR_STOCK_BELOW_SOLD);
  char date[DATE_TEXT];
  date_format(today + 31, date);
  CHECK(strstr(tx_problem(tx)->fields[0].name, date) != NULL);
  *tx_problem(tx) = (struct problem){0};
  edit.sellable = 5;
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights.count, 4);
  EQUAL(left_on(tx, today + 31), 0);
  EQUAL(left_on(tx, today + 30), 5);
  EQUAL(nights_take(tx, &(struct span){type_id, today + 30, today + 31, 6}, false), ERR_SOLD_OUT);
  edit = (struct calendar_edit){.room_type_id = type_id, .from = today + 30, .to = today + 30, .closed = true,
      .min_stay = 3, .given = given_bit(&calendar_edit_shape, "closed") | given_bit(&calendar_edit_shape, "min_stay")};
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_take(tx, &(struct span){type_id, today + 30, today + 31, 1}, false), ERR_SOLD_OUT);
  EQUAL(nights_offer(tx, &(struct span){type_id, today + 29, today + 31, 1}, &o), ERR_MIN_STAY);
  EQUAL(nights_offer(tx, &(struct span){type_id, today + 28, today + 31, 1}, &o), OK);
  EQUAL(((const struct night *)o.nights.items)[2].left, 0);
  /* A night with more rooms than the stock sells them. */
  edit = (struct calendar_edit){.room_type_id = type_id, .from = today + 40, .to = today + 40, .sellable = 40,
      .given = given_bit(&calendar_edit_shape, "sellable")};
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_take(tx, &(struct span){type_id, today + 40, today + 41, 38}, false), OK);
  EQUAL(left_on(tx, today + 40), 2);
  edit.from = edit.to = today - 1;
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), ERR_BAD_REQUEST);
  return OK;
}

/* Stock goes to future nights that were not set by hand, never below what is sold. */
static enum err stock(struct tx *tx)
{
  struct list nights;
  struct room_type out, in = {.branch_id = branch_ids[0], .name = "by number", .price = fen(30000), .stock = 24, .guests = 2,
      .bed = "", .breakfast = "", .intro = "", .name_en = "", .bed_en = "", .breakfast_en = "", .intro_en = "",
      .given = UINT64_MAX};
  EQUAL(room_type_create(tx, &owner, &in, &out), OK);
  const int64_t kind = out.id;
  in = (struct room_type){.stock = 10, .given = given_bit(&room_type_shape, "stock")};
  struct span by_hand = {kind, today + 40, today + 41, 38};
  struct calendar_edit edit = {.room_type_id = kind, .from = today + 40, .to = today + 40, .sellable = 40};
  edit.given = given_bit(&calendar_edit_shape, "sellable");
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_take(tx, &by_hand, false), OK);
  EQUAL(nights_take(tx, &(struct span){kind, today + 50, today + 51, 8}, false), OK);
  EQUAL(room_type_change(tx, &owner, kind, &in, &out), ERR_STOCK_BELOW_SOLD);
  EQUAL(tx_problem(tx)->fields[0].arg, 38);
  nights_give_back(tx, &by_hand, 0);
  EQUAL(room_type_change(tx, &owner, kind, &in, &out), OK);
  CHECK(out.version > 1);
  EQUAL(left_of(tx, kind, today + 50), 2);
  EQUAL(left_of(tx, kind, today + 40), 40);
  in.stock = 24;
  EQUAL(room_type_change(tx, &owner, kind, &in, &out), OK);
  EQUAL(left_of(tx, kind, today + 50), 16);
  return OK;
}

/* Threads: the last rooms. */
enum { BUYERS = 64, LAST = 10 };
static atomic_int bought;

static enum err buy(struct tx *tx, void *arg)
{
  (void)arg;
  return nights_take(tx, &(struct span){type_id, today + 60, today + 63, 1}, false);
}

static void *buyer(void *arg)
{
  struct arena *a = arena_create();
  struct scope scope = {.arena = a};
  enum err e = store_write(store, buy, arg, &scope);
  if (e == OK)
    bought++;
  else
    CHECK(e == ERR_SOLD_OUT);
  arena_destroy(a);
  return NULL;
}

static enum err leave_ten(struct tx *tx)
{
  struct list nights;
  struct calendar_edit edit = {.room_type_id = type_id, .from = today + 60, .to = today + 62, .sellable = LAST,
      .given = given_bit(&calendar_edit_shape, "sellable")};
  return calendar_edit(tx, &owner, &edit, &nights);
}

static enum err none_left(struct tx *tx)
{
  for (int i = 60; i < 63; i++)
    EQUAL(left_on(tx, today + i), 0);
  EQUAL(left_on(tx, today + 63), 24);
  return OK;
}

static void the_last_rooms_are_sold_once(void)
{
  pthread_t threads[BUYERS];
  demo_open();
  EQUAL(in_tx(leave_ten), OK);
  for (int i = 0; i < BUYERS; i++)
    pthread_create(&threads[i], NULL, buyer, NULL);
  for (int i = 0; i < BUYERS; i++)
    pthread_join(threads[i], NULL);
  EQUAL(bought, LAST);
  EQUAL(in_tx(none_left), OK);
  demo_close();
}

static void a_stay_takes_its_own_nights(void)
{
  on_demo(half_open);
}

static void a_stay_is_all_nights_or_none(void)
{
  demo_open();
  EQUAL(in_tx(fill_the_middle), OK);
  EQUAL(in_tx(take_over_the_middle), ERR_SOLD_OUT);
  EQUAL(in_tx(take_too_many), ERR_SOLD_OUT);
  EQUAL(in_tx(only_the_middle_is_taken), OK);
  demo_close();
}

static void impossible_stays_are_refused(void)
{
  on_demo(offer_checks);
}

static void prices_follow_rule_and_night(void)
{
  on_demo(prices);
}

static void the_calendar_keeps_what_is_sold(void)
{
  on_demo(calendar_rules);
}

static void stock_reaches_nights_not_set_by_hand(void)
{
  on_demo(stock);
}

static const struct test tests[] = {TEST(a_stay_takes_its_own_nights), TEST(a_stay_is_all_nights_or_none),
    TEST(impossible_stays_are_refused), TEST(prices_follow_rule_and_night), TEST(the_calendar_keeps_what_is_sold),
    TEST(stock_reaches_nights_not_set_by_hand), TEST(the_last_rooms_are_sold_once)};
TEST_MAIN(tests)
