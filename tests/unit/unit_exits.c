/* order: what each way out of a stay costs and gives back, at each time. One order of three nights, arriving on the day after
 * tomorrow, free to cancel until 14:00 of the day before; paid, and not. Every row has its own store. */
#include <stdio.h>
#include <string.h>
#include "demo.h"
#include "order/order.h"

enum { NIGHTS = 3, AHEAD = 2 };
#define HOUR INT64_C(3600000)
#define NOON INT64_C(1796011200000) /* 2026-11-30 12:00 in Shanghai */

enum when { FREE, LATE, DAY, EVENING, SECOND, THIRD, OVER, WHENS };
static const int64_t after_noon[WHENS] = {
    [FREE] = 0,
    [LATE] = 27,     /* 15:00 of the day before */
    [DAY] = 48,      /* noon of the arrival */
    [EVENING] = 55,  /* the room is not held any longer */
    [SECOND] = 72,   /* a night has passed */
    [THIRD] = 96,
    [OVER] = 120,    /* noon of the departure */
};

/* How many nights are kept; e: too early, s: not in this state, -: not asked. */
enum way { GUEST_CANCELS, DESK_CANCELS, ROOM_CANCELLED, NOBODY_CAME, ROOM_NO_SHOW, PARTY_LEAVES, ROOM_LEFT, WAYS };
static const char *const table[WAYS] = {
    /*                  FREE LATE DAY EVENING SECOND THIRD OVER */
    [GUEST_CANCELS] = "  0    1    1   1       1      2     s",
    [DESK_CANCELS] = "   0    1    1   1       1      2     s",
    [ROOM_CANCELLED] = " 0    1    1   1       1      2     s",
    [NOBODY_CAME] = "    e    e    e   1       1      1     1",
    [ROOM_NO_SHOW] = "   e    e    e   1       1      1     1",
    [PARTY_LEAVES] = "   -    -    3   3       3      3     3",
    [ROOM_LEFT] = "      -    -    1   1       1      2     3",
};

/* The word of the table for this way and time. */
static char cell(enum way of, enum when at)
{
  const char *c = table[of] + strspn(table[of], " ");
  for (int i = 0; i < (int)at; i++) {
    c += strcspn(c, " ");
    c += strspn(c, " ");
  }
  return *c;
}

static enum way way;
static enum when when;
static bool paid;
static char said; /* cell of both */
static int kept;
static int64_t order_id, net[NIGHTS];
static struct order o;

static int64_t first_nights(int n)
{
  int64_t sum = 0;
  for (int i = 0; i < n; i++)
    sum += net[i];
  return sum;
}

static enum err book(struct tx *tx)
{
  struct order_request in = {.room_type_id = type_id, .arrival = today + AHEAD, .departure = today + AHEAD + NIGHTS, .rooms = 1,
      .guest_name = "张三", .guest_phone = "13800000000"};
  setting_put_i64(tx, "early_check_in_days", 0); /* a real house */
  EQUAL(order_walk_in(tx, &owner, &in, &o), OK);
  order_id = o.id;
  EQUAL(order_find(tx, &owner, order_id, &o), OK);
  const struct order_night *n = o.nights.items;
  for (int i = 0; i < NIGHTS; i++)
    net[i] = n[i].net.fen;
  return paid ? order_pay_at_desk(tx, &owner, &o, o.payable, "cash", NULL) : OK;
}

static enum err come(struct tx *tx)
{
  EQUAL(order_find(tx, &owner, order_id, &o), OK);
  return order_check_in(tx, &owner, &o, &(struct list){0});
}

static struct stay *the_room(struct tx *tx)
{
  struct stay *s = NULL;
  EQUAL(order_find(tx, &owner, order_id, &o), OK);
  EQUAL(order_of_stay(tx, &owner, ((const struct stay *)o.stays.items)->id, &o, &s), OK);
  return s;
}

static enum err go(struct tx *tx)
{
  static const struct actor guest = {.kind = ACTOR_GUEST, .name = "张三", .request_id = "t"};
  struct stay *s = the_room(tx);
  switch (way) {
  case GUEST_CANCELS:
    return order_cancel(tx, &guest, &o);
  case DESK_CANCELS:
    return order_cancel(tx, &owner, &o);
  case ROOM_CANCELLED:
    return order_stay_cancel(tx, &owner, &o, s);
  case NOBODY_CAME:
    return order_no_show(tx, &owner, &o);
  case ROOM_NO_SHOW:
    return order_stay_no_show(tx, &owner, &o, s);
  case PARTY_LEAVES:
    return order_check_out(tx, &owner, &o);
  case ROOM_LEFT:
    return order_stay_check_out(tx, &owner, &o, s, paid ? NULL : "on account");
  case WAYS:
    break;
  }
  return FAULT_INTERNAL;
}

static enum err costs_what_the_table_says(struct tx *tx)
{
  bool nothing = way < PARTY_LEAVES; /* what came to nothing is not asked for any more */
  the_room(tx);
  EQUAL(order_charge(&o).fen, first_nights(kept));
  EQUAL(o.refund.fen, paid ? first_nights(NIGHTS) - first_nights(kept) : 0);
  EQUAL(o.due.fen, paid || nothing ? 0 : first_nights(kept));
  EQUAL(o.cancel_refund.fen, NONE_I64);
  return OK;
}

static enum err undo(struct tx *tx)
{
  struct stay *s = the_room(tx);
  return order_stay_undo(tx, &owner, &o, s);
}

/* What went back is owed again, no more and no less. */
static enum err is_as_it_was(struct tx *tx)
{
  the_room(tx);
  EQUAL(o.payable.fen, first_nights(NIGHTS));
  EQUAL(o.due.fen, paid ? o.refund.fen : o.payable.fen);
  EQUAL(o.status, way < PARTY_LEAVES ? ORDER_CONFIRMED : ORDER_IN_HOUSE);
  return OK;
}

static enum err is_told_before(struct tx *tx)
{
  the_room(tx);
  if (way == GUEST_CANCELS)
    EQUAL(o.cancel_refund.fen, said == 's' ? NONE_I64 : paid ? first_nights(NIGHTS) - first_nights(kept) : 0);
  return OK;
}

static void one_row(const char *base)
{
  said = cell(way, when);
  kept = said - '0';
  if (said == '-')
    return;
  char dir[256];
  snprintf(dir, sizeof dir, "%s/%d.%d.%d", base, (int)way, (int)when, paid);
  test_clock_at(NOON);
  demo_open_at(dir);
  EQUAL(in_tx(book), OK);
  if (way >= PARTY_LEAVES) {
    test_clock_at(NOON + after_noon[DAY] * HOUR);
    EQUAL(in_tx(come), OK);
  }
  test_clock_at(NOON + after_noon[when] * HOUR);
  EQUAL(in_tx(is_told_before), OK);
  EQUAL(in_tx(go), said == 'e' ? ERR_TOO_EARLY : said == 's' ? ERR_ORDER_STATE : OK);
  if (said >= '0' && said <= '9') {
    EQUAL(in_tx(costs_what_the_table_says), OK);
    EQUAL(in_tx(undo), OK);
    EQUAL(in_tx(is_as_it_was), OK);
    EQUAL(in_tx(go), OK);
    test_clock_at(NOON + (after_noon[when] + 24) * HOUR);
    bool may_still_come = (way == NOBODY_CAME || way == ROOM_NO_SHOW) &&
                          today + (6 + after_noon[when] + 24) / 24 < o.departure; /* days end at six */
    EQUAL(in_tx(undo), may_still_come ? OK : ERR_TOO_LATE);
  }
  demo_close();
  test_clock_real();
}

static void each_way_out_costs_what_the_table_says(void)
{
  const char *base = test_dir();
  for (way = 0; way < WAYS; way++)
    for (when = 0; when < WHENS; when++)
      for (int i = 0; i < 2; i++) {
        paid = i;
        one_row(base);
      }
}

static const struct test tests[] = {TEST(each_way_out_costs_what_the_table_says)};
TEST_MAIN(tests)
