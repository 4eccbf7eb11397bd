/* stock, order: who is in a room, and rooms that are closed, on a clock that the test moves. Every test has its own store. */
#include "demo.h"
#include "order/order.h"
#include "stock/calendar.h"
#include "stock/room.h"

#define DAY INT64_C(86400000)
#define NOON INT64_C(1796011200000) /* 2026-11-30 12:00 in Shanghai */

static int64_t kind, room_id[2], first_order;

static struct room room_now(struct tx *tx, int i)
{
  struct room r = {0};
  CHECK(room_get(tx, room_id[i], &r));
  return r;
}

static struct calendar_night night_of(struct tx *tx, int32_t date)
{
  struct list nights;
  struct calendar_range range = {.room_type_id = kind, .from = date, .to = date};
  EQUAL(calendar_read(tx, &owner, &range, &nights), OK);
  return *(const struct calendar_night *)nights.items;
}

static int64_t book(struct tx *tx, int32_t from, int32_t until)
{
  struct order o;
  struct order_request in = {.room_type_id = kind, .arrival = today + from, .departure = today + until, .rooms = 1,
      .guest_name = "张三", .guest_phone = "13800000000"};
  return order_walk_in(tx, &owner, &in, &o) == OK ? o.id : 0;
}

/* Into the named room, or (-1) into one that the house chooses. */
static enum err check_in(struct tx *tx, int64_t order_id, int room)
{
  struct order o;
  EQUAL(order_find(tx, &owner, order_id, &o), OK);
  struct list ids = {room < 0 ? NULL : &room_id[room], room < 0 ? 0 : 1};
  return order_check_in(tx, &owner, &o, &ids);
}

static enum err close_from_to(struct tx *tx, int room, int32_t from, int32_t to, enum cleanliness returns)
{
  struct closing out, in = {.room_id = room_id[room], .room_type_id = kind, .branch_id = branch_ids[0], .from = today + from,
      .to = today + to, .reason = "漏水", .returns = (int)returns, .given = UINT64_MAX};
  return closing_create(tx, &owner, &in, &out);
}

static enum err two_rooms(struct tx *tx)
{
  struct room_type type, in = {.branch_id = branch_ids[0], .name = "DBL", .price = fen(30000), .stock = 2, .guests = 2, .bed = "",
      .breakfast = "", .intro = "", .name_en = "", .bed_en = "", .breakfast_en = "", .intro_en = "", .given = UINT64_MAX};
  static const char *const numbers[] = {"X101", "X102"};
  EQUAL(room_type_create(tx, &owner, &in, &type), OK);
  kind = type.id;
  setting_put_i64(tx, "early_check_in_days", 0); /* a real house */
  for (int i = 0; i < 2; i++) {
    struct room made, room = {.room_type_id = kind, .number = numbers[i], .given = given_bit(&room_shape, "number") |
        given_bit(&room_shape, "room_type_id")};
    EQUAL(room_create(tx, &owner, &room, &made), OK);
    room_id[i] = made.id;
  }
  first_order = book(tx, 0, 1);
  return check_in(tx, first_order, 0);
}

static void open_at_noon(void)
{
  test_clock_at(NOON);
  demo_open();
  EQUAL(in_tx(two_rooms), OK);
}

static void close_house(void)
{
  demo_close();
  test_clock_real();
}

/* Whoever stayed on is in the first room: nobody else is given it, whatever the dates say. */
static enum err the_first_is_not_free(struct tx *tx)
{
  struct today now;
  struct list rooms = room_list(tx, &owner, &(struct room_filter){.branch_id = branch_ids[0], .status = -1},
      (struct slice){.limit = 1000});
  EQUAL(order_today(tx, &owner, branch_ids[0], &now), OK);
  EQUAL(now.rooms_free, (int64_t)rooms.count - 1);
  int64_t second = book(tx, 1, 2);
  EQUAL(check_in(tx, second, 0), ERR_ROOM_TAKEN);
  EQUAL(tx_problem(tx)->fields[0].arg, first_order);
  return tx_faulted(tx) ? FAULT_STORE : ERR_ROOM_TAKEN; /* as a refused request: nothing of it stays */
}

static enum err the_house_chooses_the_other(struct tx *tx)
{
  struct order o;
  int64_t second = book(tx, 1, 2);
  EQUAL(check_in(tx, second, -1), OK);
  EQUAL(order_find(tx, &owner, second, &o), OK);
  EQUAL(o.room_numbers.count, 1);
  SAME_TEXT(((const char **)o.room_numbers.items)[0], "X102");
  EQUAL(order_change_rooms(tx, &owner, &o, &(struct list){&room_id[0], 1}, false), ERR_ROOM_TAKEN);
  EQUAL(tx_problem(tx)->fields[0].arg, first_order);
  return ERR_ROOM_TAKEN;
}

static enum err with_the_other_closed_nobody_comes_in(struct tx *tx)
{
  int64_t second = book(tx, 1, 2);
  CHECK(second > 0);
  EQUAL(close_from_to(tx, 1, 1, 1, CLEANLINESS_DIRTY), OK);
  EQUAL(check_in(tx, second, -1), ERR_ROOM_TAKEN);
  return ERR_ROOM_TAKEN;
}

static enum err nobody_closes_or_deletes_it(struct tx *tx)
{
  EQUAL(close_from_to(tx, 0, 3, 3, CLEANLINESS_DIRTY), ERR_ROOM_TAKEN);
  EQUAL(room_delete(tx, &owner, room_id[0]), ERR_ROOM_TAKEN);
  return ERR_ROOM_TAKEN;
}

static enum err they_leave(struct tx *tx)
{
  struct order o;
  EQUAL(order_find(tx, &owner, first_order, &o), OK);
  EQUAL(order_check_out(tx, &owner, &o), OK);
  EQUAL(room_now(tx, 0).status, ROOM_DIRTY);
  EQUAL(room_now(tx, 1).status, ROOM_CLEAN);
  return OK;
}

static void who_should_have_left_keeps_the_room(void)
{
  open_at_noon();
  test_clock_move(DAY + DAY / 8);
  EQUAL(in_tx(the_first_is_not_free), ERR_ROOM_TAKEN);
  EQUAL(in_tx(the_house_chooses_the_other), ERR_ROOM_TAKEN);
  EQUAL(in_tx(with_the_other_closed_nobody_comes_in), ERR_ROOM_TAKEN);
  test_clock_move(2 * DAY);
  EQUAL(in_tx(nobody_closes_or_deletes_it), ERR_ROOM_TAKEN);
  EQUAL(in_tx(they_leave), OK);
  close_house();
}

static enum err close_the_second(struct tx *tx)
{
  EQUAL(close_from_to(tx, 1, 0, 1, CLEANLINESS_INSPECTED), OK);
  struct room r = room_now(tx, 1);
  EQUAL(r.status, ROOM_OUT_OF_ORDER);
  EQUAL(r.closed->to, today + 1);
  EQUAL(night_of(tx, today).left, 0);
  EQUAL(night_of(tx, today + 1).left, 1);
  EQUAL(night_of(tx, today + 1).out_of_order, 1);
  EQUAL(night_of(tx, today + 2).left, 2);
  room_mark(tx, room_id[1], CLEANLINESS_DIRTY); /* the painters are in */
  return OK;
}

static enum err it_came_back_as_told(struct tx *tx)
{
  struct room r = room_now(tx, 1);
  CHECK(!r.closed);
  EQUAL(r.cleanliness, CLEANLINESS_INSPECTED);
  EQUAL(r.status, ROOM_CLEAN);
  room_mark(tx, room_id[1], CLEANLINESS_DIRTY);
  EQUAL(room_now(tx, 1).cleanliness, CLEANLINESS_DIRTY);
  return OK;
}

static void a_closed_room_comes_back_on_its_day(void)
{
  open_at_noon();
  EQUAL(in_tx(close_the_second), OK);
  test_clock_move(2 * DAY);
  EQUAL(in_tx(it_came_back_as_told), OK);
  close_house();
}

static enum err ahead(struct tx *tx)
{
  return close_from_to(tx, 0, 1, 3, CLEANLINESS_DIRTY);
}

static enum err stay_on(struct tx *tx)
{
  struct order o;
  EQUAL(order_find(tx, &owner, first_order, &o), OK);
  return order_extend(tx, &owner, &o, today + 2);
}

static void nobody_stays_on_into_a_closing(void)
{
  open_at_noon();
  EQUAL(in_tx(ahead), OK);
  EQUAL(in_tx(stay_on), ERR_ROOM_CLOSED);
  close_house();
}

static const struct test tests[] = {TEST(who_should_have_left_keeps_the_room), TEST(a_closed_room_comes_back_on_its_day),
    TEST(nobody_stays_on_into_a_closing)};

TEST_MAIN(tests)
