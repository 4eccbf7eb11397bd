/* order, stays that change: over several nights, on a clock that the test moves. Every test has its own store. */
#include "coupon/coupon.h"
#include "demo.h"
#include "login/login.h"
#include "order/order.h"
#include "stock/room.h"

enum { ROOMS = 3 };
#define DAY INT64_C(86400000)
#define NOON INT64_C(1796011200000) /* 2026-11-30 12:00 in Shanghai */

static int64_t room_id[ROOMS], order_id;
static const char *number[ROOMS];
static struct order o;

static void find_rooms(struct tx *tx)
{
  struct room_filter all = {.room_type_id = type_id, .status = -1};
  struct list rooms = room_list(tx, &owner, &all, (struct slice){.limit = ROOMS});
  for (size_t i = 0; i < ROOMS; i++) {
    const struct room *r = (const struct room *)rooms.items + i;
    room_id[i] = r->id;
    room_mark(tx, r->id, CLEANLINESS_CLEAN);
  }
}

static enum err arrive(struct tx *tx)
{
  find_rooms(tx);
  struct order_request in = {.room_type_id = type_id, .arrival = today, .departure = today + 3, .rooms = 1,
      .guest_name = "张三", .guest_phone = "13800000000"};
  EQUAL(order_walk_in(tx, &owner, &in, &o), OK);
  order_id = o.id;
  return order_check_in(tx, &owner, &o, &(struct list){&room_id[0], 1});
}

static void load(struct tx *tx)
{
  EQUAL(order_find(tx, &owner, order_id, &o), OK);
}

static enum err into(struct tx *tx, int i)
{
  load(tx);
  return order_change_rooms(tx, &owner, &o, &(struct list){&room_id[i], 1}, false);
}

static enum err into_second(struct tx *tx)
{
  return into(tx, 1);
}

static enum err into_third(struct tx *tx)
{
  return into(tx, 2);
}

static enum err one_night_more(struct tx *tx)
{
  load(tx);
  return order_extend(tx, &owner, &o, o.departure + 1);
}

static enum err leave(struct tx *tx)
{
  load(tx);
  return order_check_out(tx, &owner, &o);
}

static int status_of(struct tx *tx, int i)
{
  struct room r = {0};
  CHECK(room_get(tx, room_id[i], &r));
  number[i] = r.number;
  return r.status;
}

static enum err cleaned(struct tx *tx)
{
  room_mark(tx, room_id[0], CLEANLINESS_CLEAN);
  return OK;
}

/* A room that was moved out of is another party's by now: check-out makes only the last one dirty. */
static enum err only_the_last_is_dirty(struct tx *tx)
{
  EQUAL(status_of(tx, 0), ROOM_CLEAN);
  EQUAL(status_of(tx, 1), ROOM_DIRTY);
  load(tx);
  EQUAL(o.room_numbers.count, 1);
  SAME_TEXT(((const char **)o.room_numbers.items)[0], number[1]);
  return OK;
}

static enum err a_party_for_the_first(struct tx *tx)
{
  struct order other;
  struct order_request in = {.room_type_id = type_id, .arrival = today + 1, .departure = today + 3, .rooms = 1,
      .guest_name = "李四", .guest_phone = "13900000000"};
  EQUAL(order_walk_in(tx, &owner, &in, &other), OK);
  return order_check_in(tx, &owner, &other, &(struct list){&room_id[0], 1});
}

static void open_at_noon(void)
{
  test_clock_at(NOON);
  demo_open();
  EQUAL(in_tx(arrive), OK);
}

static void leave_house(void)
{
  demo_close();
  test_clock_real();
}

static void a_move_after_a_night_leaves_the_slept_night_where_it_was(void)
{
  open_at_noon();
  test_clock_move(DAY);
  EQUAL(in_tx(into_second), OK);
  EQUAL(in_tx(cleaned), OK);
  EQUAL(in_tx(a_party_for_the_first), OK);
  test_clock_move(DAY);
  EQUAL(in_tx(leave), OK);
  EQUAL(in_tx(only_the_last_is_dirty), OK);
  leave_house();
}

static void nobody_moves_on_the_day_of_departure_but_may_stay_on(void)
{
  open_at_noon();
  test_clock_move(3 * DAY);
  EQUAL(in_tx(into_second), ERR_ORDER_STATE);
  EQUAL(in_tx(one_night_more), OK);
  EQUAL(in_tx(into_third), OK);
  leave_house();
}

static enum err undo(struct tx *tx)
{
  struct stay *s = NULL;
  load(tx);
  int64_t id = ((const struct stay *)o.stays.items)->id;
  EQUAL(order_of_stay(tx, &owner, id, &o, &s), OK);
  return order_stay_undo(tx, &owner, &o, s);
}

/* A step belongs to the business date it was made on, which ends in the morning. */
static void a_step_is_taken_back_until_the_day_ends(void)
{
  open_at_noon();
  test_clock_move(DAY * 3 / 4 - 1000); /* a second before six in the morning */
  EQUAL(in_tx(undo), OK);
  EQUAL(o.status, ORDER_CONFIRMED);
  leave_house();
  open_at_noon();
  test_clock_move(DAY * 3 / 4);
  EQUAL(in_tx(undo), ERR_TOO_LATE);
  EQUAL(in_tx(leave), OK);
  EQUAL(in_tx(undo), OK);
  EQUAL(o.status, ORDER_IN_HOUSE);
  EQUAL(in_tx(undo), ERR_TOO_LATE);
  leave_house();
}

static enum err two_rooms_one_for_a_night(struct tx *tx)
{
  struct order_request in = {.room_type_id = type_id, .arrival = today, .departure = today + 3, .rooms = 2, .guest_name = "张三",
      .guest_phone = "13800000000"};
  EQUAL(order_walk_in(tx, &owner, &in, &o), OK);
  order_id = o.id;
  return order_stay_shorten(tx, &owner, &o, o.stays.items, today + 1);
}

static enum err all_come(struct tx *tx)
{
  load(tx);
  return order_check_in(tx, &owner, &o, &(struct list){0});
}

static enum err none_come(struct tx *tx)
{
  load(tx);
  CHECK(o.cancel_refund.fen != NONE_I64);
  return order_cancel(tx, &owner, &o);
}

/* What is told to be possible is: the days of one room are over, those of the order are not. */
static void an_order_is_cancelled_until_all_its_rooms_are_over(void)
{
  test_clock_at(NOON);
  demo_open();
  EQUAL(in_tx(two_rooms_one_for_a_night), OK);
  test_clock_move(DAY);
  EQUAL(in_tx(all_come), ERR_ORDER_STATE);
  EQUAL(in_tx(none_come), OK);
  EQUAL(o.status, ORDER_CANCELLED);
  leave_house();
}

static enum err the_stay_is_two_longer(struct tx *tx)
{
  load(tx);
  EQUAL(o.departure, today + 5);
  EQUAL(o.nights.count, 5);
  EQUAL(o.due.fen, o.payable.fen);
  return OK;
}

/* The guest stayed on and nobody said so: the night that is past is sold to them as well. */
static void an_overdue_guest_is_extended_over_the_past_night(void)
{
  open_at_noon();
  test_clock_move(4 * DAY);
  EQUAL(in_tx(one_night_more), OK);
  EQUAL(in_tx(one_night_more), OK);
  EQUAL(in_tx(the_stay_is_two_longer), OK);
  leave_house();
}

/* 00:30 in Shanghai: the branch's business date is still yesterday's. */
static enum err come_after_midnight(struct tx *tx)
{
  struct login in;
  bool granted;
  EQUAL(login_member(tx, "owl", "owl", "", &in), OK);
  struct coupon made, tenner = {.name = "tenner", .category = "", .kind = COUPON_AMOUNT, .amount = fen(1000), .valid_days = 30,
      .note = "", .given = given_bit(&coupon_shape, "name") | given_bit(&coupon_shape, "kind") |
          given_bit(&coupon_shape, "amount_fen") | given_bit(&coupon_shape, "valid_days")};
  EQUAL(coupon_create(tx, &owner, &tenner, &made), OK);
  EQUAL(coupon_grant(tx, made.id, in.member.id, "test", &granted), OK);
  CHECK(granted);
  struct order_request want = {.room_type_id = type_id, .arrival = today, .departure = today + 2, .rooms = 1};
  struct quote quote;
  EQUAL(order_quote(tx, in.member.id, &want, &quote), OK);
  CHECK(quote.coupons.count > 0);
  return OK;
}

static void a_coupon_granted_after_midnight_is_good_at_once(void)
{
  test_clock_at(NOON + DAY / 2 + DAY / 48);
  on_demo(come_after_midnight);
  test_clock_real();
}

/* The request was let in while the account was still there. */
static enum err book_for_nobody(struct tx *tx)
{
  struct login in;
  struct hold_terms terms = {.seconds = 60};
  EQUAL(login_member(tx, "gone", "gone", "", &in), OK);
  struct actor guest = {.kind = ACTOR_GUEST, .id = in.member.id, .name = "gone", .request_id = "t"};
  struct order_request want = {.room_type_id = type_id, .arrival = today, .departure = today + 1, .rooms = 1,
      .guest_name = "张三", .guest_phone = "13800000000", .payable = fen(NONE_I64)};
  EQUAL(member_delete(tx, &guest, guest.id), OK);
  return order_book(tx, &guest, &want, &terms, &o);
}

static void an_account_that_was_just_deleted_books_nothing(void)
{
  demo_open();
  EQUAL(in_tx(book_for_nobody), ERR_UNAUTHORIZED);
  demo_close();
}

static enum err expect(struct tx *tx)
{
  setting_put_i64(tx, "early_check_in_days", 0); /* a real house */
  struct order_request in = {.room_type_id = type_id, .arrival = today, .departure = today + 3, .rooms = 1,
      .guest_name = "张三", .guest_phone = "13800000000"};
  EQUAL(order_walk_in(tx, &owner, &in, &o), OK);
  order_id = o.id;
  load(tx);
  return order_pay_at_desk(tx, &owner, &o, o.payable, "cash", NULL);
}

static void expect_at_noon(void)
{
  test_clock_at(NOON);
  demo_open();
  EQUAL(in_tx(expect), OK);
}

static int64_t net_of(int nights)
{
  const struct order_night *n = o.nights.items;
  int64_t sum = 0;
  for (int i = 0; i < nights; i++)
    sum += n[i].net.fen;
  return sum;
}

static enum err the_first_night_is_kept(struct tx *tx)
{
  load(tx);
  EQUAL(o.cancel_refund.fen, o.paid.fen - net_of(1));
  return OK;
}

static enum err two_nights_are_kept(struct tx *tx)
{
  load(tx);
  EQUAL(o.cancel_refund.fen, o.paid.fen - net_of(2));
  return OK;
}

static enum err no_cancel_is_offered(struct tx *tx)
{
  load(tx);
  EQUAL(o.cancel_refund.fen, NONE_I64);
  return OK;
}

static int64_t neighbour_id;

static enum err a_neighbour_for_a_night(struct tx *tx)
{
  struct order other;
  struct order_request in = {.room_type_id = type_id, .arrival = today, .departure = today + 1, .rooms = 1,
      .guest_name = "李四", .guest_phone = "13900000000"};
  find_rooms(tx);
  EQUAL(order_walk_in(tx, &owner, &in, &other), OK);
  neighbour_id = other.id;
  return order_check_in(tx, &owner, &other, &(struct list){&room_id[0], 1});
}

/* The room that the house would choose first. */
static enum err the_neighbour_leaves(struct tx *tx)
{
  struct order other;
  EQUAL(order_find(tx, &owner, neighbour_id, &other), OK);
  EQUAL(order_check_out(tx, &owner, &other), OK);
  room_mark(tx, room_id[0], CLEANLINESS_INSPECTED);
  return OK;
}

static enum err come_late_into_the_first(struct tx *tx)
{
  load(tx);
  return order_check_in(tx, &owner, &o, &(struct list){&room_id[0], 1});
}

static enum err is_in_the_first_and_still_sold(struct tx *tx)
{
  load(tx);
  const struct stay *s = o.stays.items;
  EQUAL(s->room_id, room_id[0]);
  for (int i = 0; i < 3; i++)
    CHECK(stay_night_at(s, today + i)->taken);
  return OK;
}

static enum err the_second_is_nobodys(struct tx *tx)
{
  return room_check_free(tx, room_id[1], today, today + 2, 0, "room_id");
}

static enum err be_given(struct tx *tx, int i)
{
  struct stay *s = NULL;
  load(tx);
  int64_t id = ((const struct stay *)o.stays.items)->id;
  EQUAL(order_of_stay(tx, &owner, id, &o, &s), OK);
  return order_stay_move(tx, &owner, &o, s, room_id[i], MOVE_KEEP);
}

static enum err be_given_the_first(struct tx *tx)
{
  return be_given(tx, 0);
}

static enum err be_given_the_second(struct tx *tx)
{
  return be_given(tx, 1);
}

static enum err call_off(struct tx *tx)
{
  load(tx);
  return order_cancel(tx, &owner, &o);
}

static enum err come(struct tx *tx)
{
  load(tx);
  return order_check_in(tx, &owner, &o, &(struct list){0});
}

static enum err give_up(struct tx *tx)
{
  load(tx);
  return order_no_show(tx, &owner, &o);
}

static void nights_that_passed_are_kept_and_a_stay_that_is_over_is_closed_alone(void)
{
  expect_at_noon();
  EQUAL(in_tx(the_first_night_is_kept), OK);
  test_clock_move(DAY);
  EQUAL(in_tx(the_first_night_is_kept), OK);
  test_clock_move(DAY);
  EQUAL(in_tx(two_nights_are_kept), OK);
  test_clock_move(3 * DAY);
  EQUAL(in_tx(no_cancel_is_offered), OK);
  EQUAL(in_tx(call_off), ERR_ORDER_STATE);
  EQUAL(in_tx(come), ERR_ORDER_STATE);
  EQUAL(in_tx(give_up), OK);
  leave_house();
}

/* The night before is somebody else's, and remains sold to the one who comes late. */
static void who_comes_late_has_the_room_from_today_on(void)
{
  static const work ways[] = {come_late_into_the_first, come, be_given_the_first};
  expect_at_noon();
  EQUAL(in_tx(a_neighbour_for_a_night), OK);
  test_clock_move(DAY);
  EQUAL(in_tx(the_neighbour_leaves), OK);
  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
    EQUAL(in_tx(ways[i]), OK);
    EQUAL(in_tx(is_in_the_first_and_still_sold), OK);
    EQUAL(in_tx(ways[i] == be_given_the_first ? come : undo), OK);
  }
  leave_house();
}

/* He never slept in the room that he was given before. */
static void a_room_that_nobody_came_to_is_left_whole(void)
{
  expect_at_noon();
  EQUAL(in_tx(a_neighbour_for_a_night), OK);
  EQUAL(in_tx(be_given_the_second), OK);
  test_clock_move(DAY);
  EQUAL(in_tx(the_neighbour_leaves), OK);
  EQUAL(in_tx(be_given_the_first), OK);
  EQUAL(in_tx(the_second_is_nobodys), OK);
  leave_house();
}

static void nobody_is_a_no_show_while_the_room_is_held(void)
{
  expect_at_noon();
  EQUAL(in_tx(give_up), ERR_TOO_EARLY);
  test_clock_move(DAY / 4 - 1);
  EQUAL(in_tx(give_up), ERR_TOO_EARLY);
  test_clock_move(1); /* 18:00, to which the branch holds rooms */
  EQUAL(in_tx(give_up), OK);
  leave_house();
}

static enum err hold_until_two(struct tx *tx)
{
  struct branch changed, in = {.hold_until = 2, .given = given_bit(&branch_shape, "hold_until")};
  struct list touched;
  return branch_change(tx, &owner, branch_ids[0], &in, &changed, &touched);
}

/* 02:00 belongs to the business day that began the morning before. */
static void a_room_may_be_held_past_midnight(void)
{
  expect_at_noon();
  EQUAL(in_tx(hold_until_two), OK);
  test_clock_move(DAY / 2);
  EQUAL(in_tx(give_up), ERR_TOO_EARLY);
  test_clock_move(DAY / 12);
  EQUAL(in_tx(give_up), OK);
  leave_house();
}

static const struct test tests[] = {
    TEST(nights_that_passed_are_kept_and_a_stay_that_is_over_is_closed_alone), TEST(nobody_is_a_no_show_while_the_room_is_held),
    TEST(a_room_may_be_held_past_midnight), TEST(who_comes_late_has_the_room_from_today_on),
    TEST(a_room_that_nobody_came_to_is_left_whole),
    TEST(a_step_is_taken_back_until_the_day_ends), TEST(an_order_is_cancelled_until_all_its_rooms_are_over),
    TEST(a_move_after_a_night_leaves_the_slept_night_where_it_was),
    TEST(nobody_moves_on_the_day_of_departure_but_may_stay_on),
    TEST(an_overdue_guest_is_extended_over_the_past_night),
    TEST(a_coupon_granted_after_midnight_is_good_at_once), TEST(an_account_that_was_just_deleted_books_nothing)};

TEST_MAIN(tests)
