/* Weeks of a hotel's life, made up: who booked, came, paid and left, night by night. Everything goes through the rules that the
 * desk uses, as of those days. Guarantee: see demo.h. Writer thread. */
#include "day/day.h"
#include "demo/demo.h"
#include "order/account.h"

enum { COMES = 0, IS_HERE, HAS_GONE, PARTIES = 4096, ARRIVALS = 11, AHEAD = 6 };
struct party { int64_t order_id, stay_id; int32_t arrival, departure; int state; };
struct life {
  struct tx *tx;
  struct actor clerk;
  const struct zone *zone;
  int64_t branch_id;
  struct list types;      /* struct room_type */
  int32_t today;
  uint32_t dice;
  size_t count;
  struct party *parties;
};

static unsigned roll(struct life *l, unsigned sides)
{
  l->dice = l->dice * 1664525u + 1013904223u;
  return (l->dice >> 8) % sides;
}

static void at(struct life *l, int hour)
{
  tx_set_now(l->tx, zone_instant(l->zone, l->today, hour) + roll(l, 50) * 60000);
}

static const char *name_of(struct life *l)
{
  static const char *const family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林"};
  static const char *const given[] = {"伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "超", "霞", "建国", "晓明",
      "雨桐", "子涵", "思远", "一诺", "佳怡", "浩然"};
  return arena_printf(tx_arena(l->tx), "%s%s", family[roll(l, sizeof family / sizeof *family)],
      given[roll(l, sizeof given / sizeof *given)]);
}

static const char *remark_of(struct life *l)
{
  static const char *const remarks[] = {"", "", "", "", "要高楼层", "靠电梯", "安静一些", "加一床被子", "晚到，请留房"};
  return remarks[roll(l, sizeof remarks / sizeof *remarks)];
}

/* Cheaper rooms more often; one night more often than five. */
static void book(struct life *l, int32_t arrival)
{
  const struct room_type *t = l->types.items;
  size_t type = roll(l, 2) ? 0 : roll(l, (unsigned)l->types.count);
  int32_t nights = 1 + (int32_t)(roll(l, 3) ? roll(l, 2) : roll(l, 5));
  struct order_request in = {.room_type_id = t[type].id, .arrival = arrival, .departure = arrival + nights, .rooms = 1,
      .guest_name = name_of(l), .guest_phone = arena_printf(tx_arena(l->tx), "139%08u", roll(l, 100000000)),
      .remark = remark_of(l), .arrival_time = "", .payable = fen(NONE_I64)};
  struct order o = {0};
  if (l->count == PARTIES || order_walk_in(l->tx, &l->clerk, &in, &o) != OK || !o.stays.count)
    return;
  l->parties[l->count++] = (struct party){.order_id = o.id, .stay_id = ((const struct stay *)o.stays.items)->id,
      .arrival = in.arrival, .departure = in.departure};
}

static void pay(struct life *l, int64_t account_id, struct money amount)
{
  static const int tenders[] = {TENDER_WECHAT, TENDER_WECHAT, TENDER_WECHAT, TENDER_ALIPAY, TENDER_CARD, TENDER_CASH};
  struct order_account a;
  struct posting in = {.kind = tenders[roll(l, 6)], .amount = amount, .reference = "", .note = ""};
  if (amount.fen > 0 && order_account_find(l->tx, &l->clerk, account_id, &a) == OK)
    account_pay(l->tx, &l->clerk, &a, &in);
}

static void drink(struct life *l, int64_t account_id)
{
  static const struct { const char *code; int fen; } things[] = {{"minibar", 1200}, {"minibar", 2600}, {"laundry", 4500},
      {"breakfast", 3800}, {"parking", 2000}};
  unsigned which = roll(l, 5);
  struct order_account a;
  struct posting in = {.code = things[which].code, .quantity = 1 + roll(l, 2), .unit = fen(things[which].fen), .note = "",
      .service_date = l->today};
  if (order_account_find(l->tx, &l->clerk, account_id, &a) == OK)
    account_charge(l->tx, &l->clerk, &a, &in);
}

static struct stay *find(struct life *l, const struct party *p, struct order *o)
{
  struct stay *s = NULL;
  return order_of_stay(l->tx, &l->clerk, p->stay_id, o, &s) == OK ? s : NULL;
}

static void arrive(struct life *l, struct party *p)
{
  struct order o;
  struct stay *s = find(l, p, &o);
  if (!s || order_stay_check_in(l->tx, &l->clerk, &o, s, 0) != OK)
    return;
  p->state = IS_HERE;
  if (roll(l, 5))
    pay(l, p->order_id, o.due);
}

static void leave(struct life *l, struct party *p)
{
  struct order o;
  struct stay *s = find(l, p, &o);
  if (!s)
    return;
  pay(l, p->order_id, o.due);
  if ((s = find(l, p, &o)) && order_stay_check_out(l->tx, &l->clerk, &o, s, NULL) == OK)
    p->state = HAS_GONE;
}

static void each(struct life *l, int state, void (*act)(struct life *l, struct party *p), bool (*fits)(struct life *l,
    const struct party *p))
{
  for (size_t i = 0; i < l->count; i++)
    if (l->parties[i].state == state && fits(l, &l->parties[i]))
      act(l, &l->parties[i]);
}

static bool comes_today(struct life *l, const struct party *p)
{
  return p->arrival == l->today && roll(l, 30); /* one of thirty does not come */
}

static bool leaves_today(struct life *l, const struct party *p)
{
  return p->departure <= l->today;
}

static bool wants_something(struct life *l, const struct party *p)
{
  return p->departure > l->today && !roll(l, 3);
}

static void serve(struct life *l, struct party *p)
{
  drink(l, p->stay_id);
}

/* Who books for later, and who walks in; more before the weekend. */
static void bookings(struct life *l)
{
  int n = ARRIVALS + (date_weekday(l->today) >= 4 ? 4 : 0) + (int)roll(l, 4);
  for (int i = 0; i < n; i++)
    book(l, l->today + (roll(l, 3) ? 0 : 1 + (int32_t)roll(l, AHEAD)));
}

static void one_day(struct life *l)
{
  struct day day;
  at(l, 10);
  each(l, IS_HERE, leave, leaves_today);
  at(l, 13);
  tx_run(l->tx, SQL_DEMO_CLEAN, BI("branch", l->branch_id), BI("date", l->today));
  bookings(l);
  at(l, 16);
  each(l, COMES, arrive, comes_today);
  at(l, 21);
  each(l, IS_HERE, serve, wants_something);
  struct day_request close = {l->branch_id, l->today, {AUDIT_ACT, AUDIT_ACT, AUDIT_KEEP, AUDIT_KEEP, AUDIT_KEEP}};
  l->today++;
  at(l, 2);
  day_close(l->tx, &l->clerk, &close, &day);
}

enum err demo_life(struct tx *tx, const struct actor *clerk, int64_t branch_id, int32_t days)
{
  struct branch b;
  enum err e = branch_find(tx, clerk, branch_id, &b);
  if (e)
    return e;
  int64_t now = tx_now(tx);
  int32_t last = b.business_date;
  struct life l = {.tx = tx, .clerk = *clerk, .zone = zone_of(b.timezone), .branch_id = branch_id, .today = last - days,
      .dice = (uint32_t)branch_id, .parties = arena_array(tx_arena(tx), struct party, PARTIES),
      .types = room_type_list(tx, clerk, branch_id, (struct slice){0, 100})};
  tx_run(tx, SQL_DEMO_BEGIN, BI("branch", branch_id), BI("date", l.today), BI("at", zone_instant(l.zone, l.today, 9)));
  while (l.today < last)
    one_day(&l);
  tx_set_now(tx, now);
  bookings(&l);
  return branch_date(tx, branch_id) == last ? OK : FAULT_INTERNAL;
}
