/* hotel, catalogue: search, names, scope, deletion, pictures, the cached view. Every test has a store of its own. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "cache/lru.h"
#include "demo.h"
#include "hotel/grams.h"
#include "hotel/hotel_topic.h"
#include "hotel/media.h"
#include "hotel/view.h"
#include "offer/search.h"
#include "stock/calendar.h"
#include "stock/room.h"

static void words_become_character_pairs(void)
{
  struct arena *a = arena_create();
  struct buf b;
  buf_init(&b, a);
  grams_put(&b, "驿站·成都店 Wi-Fi ＡＢ");
  SAME_TEXT(b.data, "驿站 站 成都 都店 店 wi fi ab ");
  static const struct {
    const char *q, *query;
  } cases[] = {{"成都", "\"成都\" "}, {"店", "\"店\" * "}, {"宽窄巷", "\"宽窄 窄巷\" "}, {"wifi 店", "\"wifi\" * \"店\" * "},
      {"成都hotel", "\"成都\" \"hotel\" * "}, {"a\"b", "\"a\" * \"b\" * "}, {"NEAR(x", "\"near\" * \"x\" * "}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    buf_init(&b, a);
    CHECK(grams_query(&b, cases[i].q));
    SAME_TEXT(b.data, cases[i].query);
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
      {"近地铁", 3}, {"都成", 0}, {"上海", 0}, {"motel", 0}, {"convention", 1}, {"metro", 3}, {"bamboo king", 1}, {"KING", 3},
      {"竹影大床房", 1}, {"81", 1}, {"\"", 0}, {"成都 OR 北京", 0}, {"成都 亲子", 1}, {"x* AND (", 0}, {"'; DROP", 0}, {"-成都", 1},
      {"^", 0}, {"grams:成都", 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    size_t n = found(tx, cases[i].q);
    if (n != cases[i].count)
      printf("  search %s\n", cases[i].q ? cases[i].q : "NULL");
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
  s = (struct search){.rooms = 25, .dated = true, .arrival = today + 1, .departure = today + 2,
      .sort = SEARCH_BY_PRICE, .slice = {.limit = 20}};
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
  struct branch out, in = {.name = "驿站·锦江新店", .given = given_bit(&branch_shape, "name")};
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
  struct room_type t, in = {.name = "x", .given = given_bit(&room_type_shape, "name")};
  struct list nights;
  clerk.branches[0] = branch_ids[1];
  clerk.id = 7;
  tx_run(tx, SQL_STAFF_PUT, BI("id", clerk.id), BS("name", clerk.name), BS("password_hash", ""), BS("role", "manager"),
      BI("active", 1), BI("created_at", 0));
  tx_run(tx, SQL_STAFF_BRANCH_PUT, BI("staff", clerk.id), BI("branch", branch_ids[1]));
  EQUAL(branch_find(tx, &clerk, branch_ids[1], &b), OK);
  EQUAL(branch_find(tx, &clerk, branch_ids[0], &b), ERR_BRANCH_SCOPE);
  EQUAL(branch_list(tx, &clerk, (struct slice){.limit = 20}).count, 1);
  EQUAL(room_type_change(tx, &clerk, type_id, &in, &t), ERR_BRANCH_SCOPE);
  EQUAL(room_type_list(tx, &clerk, 0, (struct slice){.limit = 20}).count, 4);
  EQUAL(calendar_read(tx, &clerk, &(struct calendar_range){type_id, today, today}, &nights), ERR_BRANCH_SCOPE);
  struct room room, change = {.status = ROOM_DIRTY, .given = given_bit(&room_shape, "status")};
  struct list rooms = room_list(tx, &owner, &(struct room_filter){.room_type_id = type_id, .status = -1},
      (struct slice){.limit = 2});
  const struct room *r = rooms.items;
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), ERR_BRANCH_SCOPE);
  clerk.branches[0] = branch_ids[0];
  clerk.role = ROLE_FRONTDESK;
  EQUAL(room_change(tx, &clerk, r->id, &change, &room), OK);
  EQUAL(room.status, ROOM_DIRTY);
  change = (struct room){.number = "999", .given = given_bit(&room_shape, "number")};
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
  struct branch b, in = {.name = "空", .given = given_bit(&branch_shape, "name")};
  EQUAL(branch_delete(tx, &owner, branch_ids[2]), ERR_HAS_ORDERS);
  EQUAL(branch_create(tx, &owner, &in, &b), OK);
  struct room_type new_type = {.branch_id = b.id, .name = "t", .price = fen(100),
      .given = given_bit(&room_type_shape, "branch_id") | given_bit(&room_type_shape,
          "name") | given_bit(&room_type_shape, "price_fen")};
  EQUAL(room_type_create(tx, &owner, &new_type, &t), OK);
  EQUAL(branch_delete(tx, &owner, b.id), ERR_HAS_ORDERS);
  EQUAL(room_type_delete(tx, &owner, t.id), OK);
  CHECK(!room_type_get(tx, t.id, &t));
  EQUAL(branch_delete(tx, &owner, b.id), OK);
  CHECK(!branch_get(tx, b.id, &b));
  return OK;
}

static void only_whole_pictures_are_known(void)
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
    struct branch out, in = {.image = urls[i], .given = (uint64_t)1 << (shape_field(&branch_shape,
        "image") - branch_shape.fields)};
    EQUAL(branch_change(tx, &owner, branch_ids[0], &in, &out, NULL), fine[i] ? OK : ERR_BAD_REQUEST);
  }
  return OK;
}

/* What the cache loads: nothing but a version. */
struct load { int64_t version; };

static enum err load(void *ctx, struct lru_value *out)
{
  *out = (struct lru_value){.found = true, .data = "body", .size = 4, .tag = "\"t\"", .version = ((struct load *)ctx)->version,
      .origin = 2};
  return OK;
}

static enum err topic(struct tx *tx)
{
  struct lru *c = lru_create(1 << 20);
  struct load l = {.version = 3};
  char key[VIEW_KEY];
  const struct lru_entry *e;
  int origin;
  hotel_use_cache(c, NULL);
  room_view_key(77, key);
  lru_get(c, key, load, &l, &e, &origin);
  lru_release((void *)e);
  struct message m = {.tag = "updated", .key = "77", .body = "{\"room_type_id\":\"77\",\"version\":3}", .trace = ""};
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
  m = (struct message){.tag = VIEW_DROP_TAG, .key = key, .body = "{}", .trace = ""};
  EQUAL(hotel_room_changed(tx, &m, NULL), MQ_DONE);
  lru_get(c, key, load, &l, &e, &origin);
  lru_release((void *)e);
  EQUAL(origin, 2); /* of the same version, but dropped because somebody asked for it */
  m = (struct message){.tag = "updated", .key = "x", .body = "{}", .trace = ""};
  EQUAL(hotel_room_changed(tx, &m, NULL), MQ_DEAD);
  hotel_use_cache(NULL, NULL);
  lru_destroy(c);
  return OK;
}

static void search_finds_by_words_place_and_dates(void)
{
  on_demo(search);
}

static void a_new_name_is_found_at_once(void)
{
  on_demo(reindex);
}

static void staff_act_in_their_branches_only(void)
{
  on_demo(scope);
}

static void what_is_used_is_not_deleted(void)
{
  on_demo(deletion);
}

static void pictures_are_kept_once_by_content(void)
{
  on_demo(upload);
}

static void the_topic_drops_older_views(void)
{
  on_demo(topic);
}

static const struct test tests[] = {TEST(words_become_character_pairs), TEST(only_whole_pictures_are_known),
    TEST(search_finds_by_words_place_and_dates), TEST(a_new_name_is_found_at_once),
    TEST(staff_act_in_their_branches_only), TEST(what_is_used_is_not_deleted),
    TEST(pictures_are_kept_once_by_content), TEST(the_topic_drops_older_views)};
TEST_MAIN(tests)
