/* The hotel domain on a real store in a temporary folder: stays, the last rooms under threads, calendar, prices,
 * search tokens, pictures, deletion, the cache. Guarantee: each check names its line; the exit code is the number of
 * failed checks. Threads only in the two tests that are about them. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/id.h"
#include "cache/lru.h"
#include "hotel/calendar.h"
#include "hotel/catalogue.h"
#include "hotel/demo_hotel.h"
#include "hotel/grams.h"
#include "hotel/hotel_topic.h"
#include "hotel/media.h"
#include "hotel/search.h"
#include "hotel/view.h"
#include "limits.h"

static atomic_int failed, checked;
#define CHECK(x) check((x), #x, __LINE__)
#define EQUAL(a, b) equal((long long)(a), (long long)(b), #a, __LINE__)

static void check(bool fine, const char *what, int line)
{
  checked++;
  if (!fine) {
    failed++;
    fprintf(stderr, "test_hotel.c:%d: %s\n", line, what);
  }
}

static void equal(long long a, long long b, const char *what, int line)
{
  checked++;
  if (a != b) {
    failed++;
    fprintf(stderr, "test_hotel.c:%d: %s is %lld, not %lld\n", line, what, a, b);
  }
}

static struct store *store;
static int32_t today;
static int64_t branch_ids[3], type_id; /* type_id: the first room type of the first branch */
static const struct actor owner = {.kind = ACTOR_STAFF, .role = ROLE_OWNER, .name = "owner", .request_id = "t"};

/* One piece of work in a transaction of its own. */
typedef enum err (*work)(struct tx *tx);
static work the_work;
static struct problem last_problem;

static enum err run_work(struct tx *tx, void *arg)
{
  (void)arg;
  return the_work(tx);
}

static enum err in_tx(work w)
{
  struct arena *a = arena_create();
  struct scope scope = {.arena = a};
  the_work = w;
  enum err e = store_write(store, run_work, NULL, &scope);
  last_problem = scope.problem;
  arena_destroy(a);
  return e;
}

static enum err setup(struct tx *tx)
{
  demo_hotel(tx, tx_now(tx));
  struct list branches = branch_list(tx, &owner, (struct slice){.limit = 100});
  const struct branch *b = branches.items;
  EQUAL(branches.count, 3);
  for (size_t i = 0; i < branches.count && i < 3; i++)
    branch_ids[i] = b[i].id;
  struct list types = room_type_list(tx, &owner, branch_ids[0], (struct slice){.limit = 100});
  EQUAL(types.count, 4);
  type_id = ((const struct room_type *)types.items)->id;
  const struct room_type *t = types.items;
  for (size_t i = 0; i < types.count; i++) {
    struct room_filter all = {.room_type_id = t[i].id, .status = -1};
    CHECK(t[i].stock >= 20);
    EQUAL(room_list(tx, &owner, &all, (struct slice){.limit = 100}).count, t[i].stock);
  }
  today = branch_today(tx, "Asia/Shanghai", 6);
  return OK;
}

static int64_t left_on(struct tx *tx, int32_t date)
{
  struct list nights;
  struct calendar_range range = {.room_type_id = type_id, .from = date, .to = date};
  CHECK(calendar_read(tx, &owner, &range, &nights) == OK);
  return ((const struct calendar_night *)nights.items)->left;
}

/* [10, 12) takes nights 10 and 11, not 12; the stay that begins on 12 is untouched. */
static enum err half_open(struct tx *tx)
{
  struct stay stay = {type_id, today + 10, today + 12, 3};
  int64_t full = left_on(tx, today + 12);
  EQUAL(nights_take(tx, &stay), OK);
  EQUAL(left_on(tx, today + 9), full);
  EQUAL(left_on(tx, today + 10), full - 3);
  EQUAL(left_on(tx, today + 11), full - 3);
  EQUAL(left_on(tx, today + 12), full);
  nights_give_back(tx, &stay, today + 11);
  EQUAL(left_on(tx, today + 10), full - 3);
  EQUAL(left_on(tx, today + 11), full);
  nights_give_back(tx, &(struct stay){type_id, today + 10, today + 11, 3}, 0);
  EQUAL(left_on(tx, today + 10), full);
  return OK;
}

/* One full night in the middle: nothing of the stay is taken. */
static enum err all_or_none(struct tx *tx)
{
  int64_t full = left_on(tx, today + 20);
  struct stay middle = {type_id, today + 21, today + 22, full}, over = {type_id, today + 20, today + 23, 1};
  EQUAL(nights_take(tx, &middle), OK);
  EQUAL(nights_take(tx, &over), ERR_SOLD_OUT);
  EQUAL(left_on(tx, today + 20), full);
  EQUAL(left_on(tx, today + 22), full);
  EQUAL(nights_take(tx, &(struct stay){type_id, today + 22, today + 23, full + 1}), ERR_SOLD_OUT);
  nights_give_back(tx, &middle, middle.arrival);
  EQUAL(left_on(tx, today + 21), full);
  return OK;
}

static enum err offer_checks(struct tx *tx)
{
  struct offer o;
  EQUAL(stay_offer(tx, &(struct stay){type_id, today + 1, today + 3, 2}, &o), OK);
  EQUAL(o.nights.count, 2);
  const struct night *n = o.nights.items;
  EQUAL(o.total.fen, (n[0].price.fen + n[1].price.fen) * 2);
  EQUAL(n[0].date, today + 1);
  EQUAL(o.business_date, today);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today + 3, today + 3, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today - 1, today + 1, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today, today + LIMIT_NIGHTS, 1}, &o), OK);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today, today + LIMIT_NIGHTS + 1, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today + LIMIT_ADVANCE_DAYS - 1, today + LIMIT_ADVANCE_DAYS, 1}, &o), OK);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today + LIMIT_ADVANCE_DAYS, today + LIMIT_ADVANCE_DAYS + 1, 1}, &o), ERR_BAD_REQUEST);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today, today + 1, 0}, &o), ERR_BAD_REQUEST);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today, today + 1, LIMIT_ROOMS_PER_ORDER + 1}, &o), ERR_BAD_REQUEST);
  EQUAL(stay_offer(tx, &(struct stay){12345, today, today + 1, 1}, &o), ERR_NOT_FOUND);
  return OK;
}

/* Fridays and Saturdays are dearer by the demo's rule, and the night's own price beats the rule. */
static enum err prices(struct tx *tx)
{
  struct offer o;
  struct list nights;
  int32_t friday = today + 7 + (4 - date_weekday(today) + 7) % 7;
  EQUAL(date_weekday(friday), 4);
  EQUAL(stay_offer(tx, &(struct stay){type_id, friday - 1, friday + 3, 1}, &o), OK);
  const struct night *n = o.nights.items;
  EQUAL(n[0].price.fen, 29800);
  EQUAL(n[1].price.fen, 35800);
  EQUAL(n[2].price.fen, 35800);
  EQUAL(n[3].price.fen, 29800);
  EQUAL(o.total.fen, 2 * (29800 + 35800));
  struct calendar_edit edit = {.room_type_id = type_id, .from = friday, .to = friday, .price = fen(10000)};
  edit.given = (uint64_t)1 << (shape_field(&calendar_edit_shape, "price_fen") - calendar_edit_shape.fields);
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(stay_offer(tx, &(struct stay){type_id, friday, friday + 1, 1}, &o), OK);
  EQUAL(o.total.fen, 10000);
  edit.price.fen = NONE_I64;
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(stay_offer(tx, &(struct stay){type_id, friday, friday + 1, 1}, &o), OK);
  EQUAL(o.total.fen, 35800);
  return OK;
}

static uint64_t bit(const char *name)
{
  return (uint64_t)1 << (shape_field(&calendar_edit_shape, name) - calendar_edit_shape.fields);
}

static enum err calendar_rules(struct tx *tx)
{
  struct list nights;
  struct offer o;
  struct stay stay = {type_id, today + 31, today + 32, 5};
  EQUAL(nights_take(tx, &stay), OK);
  struct calendar_edit edit = {.room_type_id = type_id, .from = today + 30, .to = today + 33, .sellable = 4, .given = bit("sellable")};
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
  EQUAL(nights_take(tx, &(struct stay){type_id, today + 30, today + 31, 6}), ERR_SOLD_OUT);
  edit = (struct calendar_edit){.room_type_id = type_id, .from = today + 30, .to = today + 30, .closed = true, .min_stay = 3, .given = bit("closed") | bit("min_stay")};
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_take(tx, &(struct stay){type_id, today + 30, today + 31, 1}), ERR_SOLD_OUT);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today + 29, today + 31, 1}, &o), ERR_MIN_STAY);
  EQUAL(stay_offer(tx, &(struct stay){type_id, today + 28, today + 31, 1}, &o), OK);
  EQUAL(((const struct night *)o.nights.items)[2].left, 0);
  /* A night with more rooms than the stock sells them. */
  edit = (struct calendar_edit){.room_type_id = type_id, .from = today + 40, .to = today + 40, .sellable = 40, .given = bit("sellable")};
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), OK);
  EQUAL(nights_take(tx, &(struct stay){type_id, today + 40, today + 41, 38}), OK);
  EQUAL(left_on(tx, today + 40), 2);
  edit.from = edit.to = today - 1;
  EQUAL(calendar_edit(tx, &owner, &edit, &nights), ERR_BAD_REQUEST);
  return OK;
}

static uint64_t type_bit(const char *name)
{
  return (uint64_t)1 << (shape_field(&room_type_shape, name) - room_type_shape.fields);
}

/* Stock goes to future nights that were not set by hand, never below what is sold. */
static enum err stock(struct tx *tx)
{
  struct room_type out, in = {.stock = 10, .given = type_bit("stock")};
  EQUAL(nights_take(tx, &(struct stay){type_id, today + 50, today + 51, 8}), OK);
  EQUAL(room_type_change(tx, &owner, type_id, &in, &out), ERR_STOCK_BELOW_SOLD); /* 38 sold above */
  EQUAL(tx_problem(tx)->fields[0].arg, 38);
  nights_give_back(tx, &(struct stay){type_id, today + 40, today + 41, 38}, 0);
  EQUAL(room_type_change(tx, &owner, type_id, &in, &out), OK);
  CHECK(out.version > 1);
  EQUAL(left_on(tx, today + 50), 2);
  EQUAL(left_on(tx, today + 40), 40);
  in.stock = 24;
  EQUAL(room_type_change(tx, &owner, type_id, &in, &out), OK);
  EQUAL(left_on(tx, today + 50), 16);
  return OK;
}

/* Threads: the last rooms. */
enum { BUYERS = 64, LAST = 10 };
static atomic_int bought;

static enum err buy(struct tx *tx, void *arg)
{
  (void)arg;
  return nights_take(tx, &(struct stay){type_id, today + 60, today + 63, 1});
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
  struct calendar_edit edit = {.room_type_id = type_id, .from = today + 60, .to = today + 62, .sellable = LAST, .given = bit("sellable")};
  return calendar_edit(tx, &owner, &edit, &nights);
}

static enum err none_left(struct tx *tx)
{
  for (int i = 60; i < 63; i++)
    EQUAL(left_on(tx, today + i), 0);
  EQUAL(left_on(tx, today + 63), 24);
  return OK;
}

static void parallel_take(void)
{
  pthread_t threads[BUYERS];
  EQUAL(in_tx(leave_ten), OK);
  for (int i = 0; i < BUYERS; i++)
    pthread_create(&threads[i], NULL, buyer, NULL);
  for (int i = 0; i < BUYERS; i++)
    pthread_join(threads[i], NULL);
  EQUAL(bought, LAST);
  EQUAL(in_tx(none_left), OK);
}

static void grams(void)
{
  struct arena *a = arena_create();
  struct buf b;
  buf_init(&b, a);
  grams_put(&b, "驿站·成都店 Wi-Fi ＡＢ");
  CHECK(!strcmp(b.data, "驿站 站 成都 都店 店 wi fi ab "));
  static const struct {
    const char *q, *query;
  } cases[] = {{"成都", "\"成都\" "}, {"店", "\"店\" * "}, {"宽窄巷", "\"宽窄 窄巷\" "}, {"wifi 店", "\"wifi\" * \"店\" * "},
      {"成都hotel", "\"成都\" \"hotel\" * "}, {"a\"b", "\"a\" * \"b\" * "}, {"NEAR(x", "\"near\" * \"x\" * "}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    buf_init(&b, a);
    CHECK(grams_query(&b, cases[i].q));
    if (strcmp(b.data, cases[i].query)) {
      fprintf(stderr, "query of %s: %s\n", cases[i].q, b.data);
      failed++;
    }
  }
  buf_init(&b, a);
  CHECK(!grams_query(&b, "\"*!，。"));
  arena_destroy(a);
}

static size_t found(struct tx *tx, const char *q)
{
  struct list out;
  struct search s = {.q = q, .rooms = 1, .slice = {.limit = 20}};
  EQUAL(branch_search(tx, &s, &out), OK);
  return out.count;
}

static enum err search(struct tx *tx)
{
  static const struct {
    const char *q;
    size_t count;
  } cases[] = {{"", 3}, {"  ", 3}, {NULL, 3}, {"成都", 1}, {"北京", 1}, {"驿站", 3}, {"宽", 1}, {"店", 3}, {"巷子", 1}, {"宽窄巷子", 1},
      {"近地铁", 3}, {"都成", 0}, {"上海", 0}, {"hotel", 0}, {"81", 1}, {"\"", 0}, {"成都 OR 北京", 0}, {"成都 亲子", 1},
      {"a* AND (", 0}, {"'; DROP", 0}, {"-成都", 1}, {"^", 0}, {"grams:成都", 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    size_t n = found(tx, cases[i].q);
    if (n != cases[i].count)
      fprintf(stderr, "search %s\n", cases[i].q ? cases[i].q : "NULL");
    EQUAL(n, cases[i].count);
  }
  struct list out;
  struct search s = {.placed = true, .lat = 22.54, .lng = 114.06, .rooms = 1, .sort = SEARCH_BY_DISTANCE, .slice = {.limit = 2}};
  EQUAL(branch_search(tx, &s, &out), OK);
  EQUAL(out.count, 3); /* one beyond the limit */
  const struct branch_card *c = out.items;
  EQUAL(c[0].id, branch_ids[1]);
  CHECK(c[0].distance_m < 2000 && c[1].distance_m > 1000000 && c[1].distance_m < c[2].distance_m);
  s = (struct search){.rooms = 1, .sort = SEARCH_BY_PRICE, .slice = {.limit = 20}};
  EQUAL(branch_search(tx, &s, &out), OK);
  c = out.items;
  EQUAL(c[0].from_price_fen, 19800);
  EQUAL(c[2].from_price_fen, 45800);
  s = (struct search){.rooms = 25, .dated = true, .arrival = today + 1, .departure = today + 2, .sort = SEARCH_BY_PRICE, .slice = {.limit = 20}};
  EQUAL(branch_search(tx, &s, &out), OK);
  c = out.items;
  CHECK(c[0].available && c[1].available && !c[2].available); /* only 26 and 28 rooms suffice */
  EQUAL(c[2].from_price_fen, NONE_I64);
  EQUAL(c[2].id, branch_ids[0]);
  s.arrival = today - 2;
  EQUAL(branch_search(tx, &s, &out), ERR_BAD_REQUEST);
  CHECK(fabs(distance_m(39.9042, 116.4074, 31.2304, 121.4737) - 1067000) < 5000);
  return OK;
}

static enum err reindex(struct tx *tx)
{
  struct branch out, in = {.name = "驿站·锦江新店", .given = (uint64_t)1 << (shape_field(&branch_shape, "name") - branch_shape.fields)};
  struct list touched;
  EQUAL(branch_change(tx, &owner, branch_ids[0], &in, &out, &touched), OK);
  EQUAL(touched.count, 4);
  EQUAL(found(tx, "锦江"), 1);
  EQUAL(found(tx, "巷子店"), 0);
  struct view view;
  CHECK(room_view_stored(tx, type_id, &view));
  CHECK(strstr(view.body, "锦江新店") != NULL);
  return OK;
}

static enum err scope(struct tx *tx)
{
  struct actor clerk = {.kind = ACTOR_STAFF, .role = ROLE_MANAGER, .name = "c", .request_id = "", .branch_count = 1};
  struct branch b;
  struct room_type t, in = {.name = "x", .given = type_bit("name")};
  struct list nights;
  clerk.branches[0] = branch_ids[1];
  EQUAL(branch_find(tx, &clerk, branch_ids[1], &b), OK);
  EQUAL(branch_find(tx, &clerk, branch_ids[0], &b), ERR_BRANCH_SCOPE);
  EQUAL(branch_list(tx, &clerk, (struct slice){.limit = 20}).count, 1);
  EQUAL(room_type_change(tx, &clerk, type_id, &in, &t), ERR_BRANCH_SCOPE);
  EQUAL(room_type_list(tx, &clerk, 0, (struct slice){.limit = 20}).count, 4);
  EQUAL(calendar_read(tx, &clerk, &(struct calendar_range){type_id, today, today}, &nights), ERR_BRANCH_SCOPE);
  struct room room, change = {.status = ROOM_DIRTY, .given = (uint64_t)1 << 5};
  struct list rooms = room_list(tx, &owner, &(struct room_filter){.room_type_id = type_id, .status = -1}, (struct slice){.limit = 2});
  const struct room *r = rooms.items;
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), ERR_BRANCH_SCOPE);
  clerk.branches[0] = branch_ids[0];
  clerk.role = ROLE_FRONTDESK;
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), OK);
  EQUAL(room.status, ROOM_DIRTY);
  change = (struct room){.number = "999", .given = (uint64_t)1 << 3};
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), ERR_FORBIDDEN);
  clerk.role = ROLE_MANAGER;
  change.number = r[1].number;
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), ERR_EXISTS);
  EQUAL(room_delete(tx, &clerk, r[1].id), OK);
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), OK);
  return OK;
}

static enum err deletion(struct tx *tx)
{
  struct room_type t;
  struct branch b, in = {.name = "空", .given = 2};
  EQUAL(branch_delete(tx, &owner, branch_ids[2]), ERR_HAS_ORDERS);
  EQUAL(branch_create(tx, &owner, &in, &b), OK);
  struct room_type new_type = {.branch_id = b.id, .name = "t", .price = fen(100), .given = type_bit("branch_id") | type_bit("name") | type_bit("price_fen")};
  EQUAL(room_type_create(tx, &owner, &new_type, &t), OK);
  EQUAL(branch_delete(tx, &owner, b.id), ERR_HAS_ORDERS);
  EQUAL(room_type_delete(tx, &owner, t.id), OK);
  CHECK(!room_type_get(tx, t.id, &t));
  EQUAL(branch_delete(tx, &owner, b.id), OK);
  CHECK(!branch_get(tx, b.id, &b));
  return OK;
}

static void pictures(void)
{
  static const unsigned char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\2\0\0\0\3\10\2\0\0\0....\0\0\0\0IEND\xae\x42\x60\x82";
  static const unsigned char jpeg[] = "\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x0b\10\0\5\0\7\1\1\x11\0\xff\xd9";
  static const unsigned char gif[] = "GIF89a\4\0\6\0\0\0\0;";
  static const unsigned char webp[] = "RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f\1\0\0\0abcde";
  static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
  int64_t w, h;
  CHECK(media_type(png, sizeof png - 1, &w, &h) && w == 2 && h == 3);
  CHECK(media_type(jpeg, sizeof jpeg - 1, &w, &h) && w == 7 && h == 5);
  CHECK(media_type(gif, sizeof gif - 1, &w, &h) && w == 4 && h == 6);
  CHECK(media_type(webp, sizeof webp - 1, &w, &h) && w == 2);
  CHECK(!media_type(svg, sizeof svg - 1, &w, &h));
  for (size_t n = 0; n < sizeof png - 1; n++)
    CHECK(!media_type(png, n, &w, &h));
  unsigned char wide[sizeof png];
  memcpy(wide, png, sizeof png);
  wide[18] = 0x40; /* 16384 wide */
  CHECK(!media_type(wide, sizeof png - 1, &w, &h));
  unsigned char noise[64];
  for (int i = 0; i < 20000; i++) { /* never reads beyond; the sanitizer watches */
    random_bytes(noise, sizeof noise);
    memcpy(noise, i % 2 ? (const void *)jpeg : (const void *)webp, (size_t)(i % 16));
    media_type(noise, (size_t)(i % 65), &w, &h);
  }
}

static enum err upload(struct tx *tx)
{
  static const unsigned char gif[] = "GIF89a\4\0\6\0\0\0\0;";
  struct media m, again;
  EQUAL(media_upload(tx, &owner, gif, sizeof gif - 1, &m), OK);
  EQUAL(media_upload(tx, &owner, gif, sizeof gif - 1, &again), OK);
  CHECK(!strcmp(m.id, again.id) && strlen(m.id) == MEDIA_ID && !strncmp(m.url, "/media/", 7));
  EQUAL(media_upload(tx, &owner, "<svg/>", 6, &again), ERR_BAD_REQUEST);
  *tx_problem(tx) = (struct problem){0};
  const char *urls[] = {m.url, "/media/0123", "http://x/y.png", "https://x/y.png", "javascript:1", "https://a b"};
  const bool fine[] = {true, false, false, true, false, false};
  for (int i = 0; i < 6; i++) {
    struct branch out, in = {.image = urls[i], .given = (uint64_t)1 << (shape_field(&branch_shape, "image") - branch_shape.fields)};
    EQUAL(branch_change(tx, &owner, branch_ids[0], &in, &out, NULL), fine[i] ? OK : ERR_BAD_REQUEST);
  }
  return OK;
}

/* The cache alone. */
struct load {
  atomic_int count;
  _Atomic int64_t version;
  bool found;
  int sleep_ms;
};

static enum err load(void *ctx, struct lru_value *out)
{
  struct load *l = ctx;
  l->count++;
  int64_t version = l->version;
  if (l->sleep_ms)
    usleep((useconds_t)l->sleep_ms * 1000);
  *out = (struct lru_value){.found = l->found, .data = "body", .size = 4, .tag = "\"t\"", .version = version, .origin = 2};
  return OK;
}

static int origin_of(struct lru *c, struct load *l)
{
  const struct lru_entry *e;
  int origin;
  EQUAL(lru_get(c, "k", load, l, &e, &origin), OK);
  CHECK(e->missing == !l->found && (e->missing || !memcmp(e->data, "body", 4)));
  lru_release((void *)e);
  return origin;
}

static void *get_one(void *arg)
{
  void **both = arg;
  origin_of(both[0], both[1]);
  return NULL;
}

static void cache(void)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 1, .found = true};
  EQUAL(origin_of(c, &l), 2);
  EQUAL(origin_of(c, &l), LRU_HIT);
  lru_drop(c, "k", 1);
  EQUAL(origin_of(c, &l), LRU_HIT); /* not older */
  lru_drop(c, "k", 2);
  EQUAL(origin_of(c, &l), 2);
  l.found = false;
  lru_drop(c, "k", LRU_ANY);
  EQUAL(origin_of(c, &l), 2);
  EQUAL(origin_of(c, &l), LRU_HIT); /* "not there" is remembered */
  /* Single flight, and an announcement while it loads keeps it out. */
  l = (struct load){.version = 5, .found = true, .sleep_ms = 150};
  lru_clear(c);
  pthread_t threads[16];
  void *both[] = {c, &l};
  for (int i = 0; i < 16; i++)
    pthread_create(&threads[i], NULL, get_one, both);
  for (int i = 0; i < 16; i++)
    pthread_join(threads[i], NULL);
  EQUAL(l.count, 1);
  lru_clear(c);
  l.count = 0;
  pthread_create(&threads[0], NULL, get_one, both);
  usleep(50000);
  l.version = 6;
  lru_drop(c, "k", 6);
  pthread_create(&threads[1], NULL, get_one, both); /* asks after the announcement: must not get version 5 */
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);
  EQUAL(l.count, 2);
  l.sleep_ms = 0;
  EQUAL(origin_of(c, &l), LRU_HIT);
  struct lru_stats s;
  for (int i = 0; i < 20000; i++) {
    char key[32];
    const struct lru_entry *e;
    int origin;
    snprintf(key, sizeof key, "key %d", i);
    lru_get(c, key, load, &l, &e, &origin);
    lru_release((void *)e);
  }
  lru_stats(c, &s);
  CHECK(s.evictions > 0 && s.bytes <= s.capacity && s.entries > 100);
  lru_destroy(c);
}

static enum err topic(struct tx *tx)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 3, .found = true};
  char key[VIEW_KEY];
  const struct lru_entry *e;
  int origin;
  hotel_use_cache(c);
  room_view_key(77, key);
  lru_get(c, key, load, &l, &e, &origin);
  lru_release((void *)e);
  struct message m = {.key = "77", .body = "{\"room_type_id\":\"77\",\"version\":3}", .trace = ""};
  EQUAL(hotel_room_changed(tx, &m, NULL), MQ_DONE);
  lru_get(c, key, load, &l, &e, &origin);
  lru_release((void *)e);
  EQUAL(origin, LRU_HIT);
  m.body = "{\"room_type_id\":\"77\",\"version\":4}";
  EQUAL(hotel_room_changed(tx, &m, NULL), MQ_DONE);
  l.version = 4;
  lru_get(c, key, load, &l, &e, &origin);
  lru_release((void *)e);
  EQUAL(origin, 2);
  m.key = "x";
  EQUAL(hotel_room_changed(tx, &m, NULL), MQ_DEAD);
  hotel_use_cache(NULL);
  lru_destroy(c);
  return OK;
}

int main(void)
{
  char dir[] = "/tmp/yizhan-hotel-XXXXXX", command[128];
  static const work works[] = {half_open, all_or_none, offer_checks, prices, calendar_rules, stock, search, reindex, scope, deletion, upload, topic};
  if (!mkdtemp(dir) || !(store = store_open(dir, true)))
    return 99;
  EQUAL(in_tx(setup), OK);
  for (size_t i = 0; i < sizeof works / sizeof works[0]; i++)
    EQUAL(in_tx(works[i]), OK);
  parallel_take();
  grams();
  pictures();
  cache();
  store_close(store);
  snprintf(command, sizeof command, "rm -rf %s", dir);
  if (system(command) != 0)
    fprintf(stderr, "left behind: %s\n", dir);
  printf("test_hotel: %d checks, %d failed\n", checked, failed);
  return failed > 99 ? 99 : failed;
}
