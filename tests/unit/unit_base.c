/* base: dates, zones, ids, texts, JSON guards, shapes, digests, arena. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/cron.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/log.h"
#include "base/money.h"
#include "base/shape.h"
#include "base/text_form.h"
#include "base/zone_rule.h"
#include "test.h"

static void dates_round_trip_over_all_days(void)
{
  char text[DATE_TEXT];
  int32_t back;
  int wrong = 0;
  for (int32_t day = date_from_civil(1900, 1, 1); day <= date_from_civil(2999, 12, 31); day++) {
    date_format(day, text);
    wrong += !date_parse(text, &back) || back != day;
  }
  EQUAL(wrong, 0);
  EQUAL(date_from_civil(1970, 1, 1), 0);
  EQUAL(date_from_civil(2026, 12, 1), 20788);
  EQUAL(date_weekday(date_from_civil(2026, 11, 23)), 0); /* a Monday */
  EQUAL(date_weekday(date_from_civil(1969, 12, 31)), 2);
}

static void impossible_dates_are_refused(void)
{
  static const char *const bad[] = {"2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026-12-01 ",
      "20261201", "", "1899-12-31", "3000-01-01", "2026-12-0x", "२०२६-१२-०१"};
  int32_t day;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    CHECK(!date_parse(bad[i], &day));
  CHECK(date_parse("2024-02-29", &day));
}

static void instants_are_rfc_3339(void)
{
  int64_t ms;
  char text[INSTANT_TEXT];
  CHECK(instant_parse("2026-12-01T08:00:00Z", &ms));
  EQUAL(ms, (int64_t)20788 * 86400000 + 8 * 3600000);
  CHECK(instant_parse("2026-12-01T16:00:00.250+08:00", &ms));
  instant_format(ms, text);
  SAME_TEXT(text, "2026-12-01T08:00:00.250Z");
  CHECK(!instant_parse("2026-12-01T25:00:00Z", &ms));
  CHECK(!instant_parse("2026-12-01T08:00:00", &ms));
  CHECK(!instant_parse("2026-12-01T08:00:00.Z", &ms));
  CHECK(!instant_parse("2026-12-01", &ms));
  instant_format(-1, text);
  SAME_TEXT(text, "1969-12-31T23:59:59.999Z");
}

static void zones_follow_their_rules(void)
{
  const struct zone *shanghai = zone_find("Asia/Shanghai"), *york = zone_find("America/New_York");
  int64_t winter, summer;
  CHECK(shanghai && york);
  CHECK(!zone_find("Mars/Olympus") && !zone_find("../../etc/passwd") && !zone_find("") && !zone_find("/etc/localtime"));
  instant_parse("2026-01-15T12:00:00Z", &winter);
  instant_parse("2026-07-15T12:00:00Z", &summer);
  EQUAL(zone_offset(shanghai, winter), 8 * 3600);
  EQUAL(zone_offset(york, winter), -5 * 3600);
  EQUAL(zone_offset(york, summer), -4 * 3600);
  EQUAL(zone_instant(york, date_from_civil(2026, 7, 15), 8), summer);
  EQUAL(zone_instant(shanghai, date_from_civil(2026, 1, 15), 20), winter);
  CHECK(zone_find("Asia/Shanghai") == shanghai);
}

static int64_t instant(const char *s)
{
  int64_t ms = 0;
  CHECK(instant_parse(s, &ms));
  return ms;
}

/* The tables of the system end in 2037; what comes then is the footer's. Values: zdump -v of the zones named. */
static void zones_go_on_behind_their_tables(void)
{
  static const struct { const char *zone, *at; int32_t offset; } rows[] = {
      {"Europe/Berlin", "2060-03-28T00:59:59Z", 3600}, {"Europe/Berlin", "2060-03-28T01:00:00Z", 7200},
      {"Europe/Berlin", "2060-10-31T00:59:59Z", 7200}, {"Europe/Berlin", "2060-10-31T01:00:00Z", 3600},
      {"America/New_York", "2051-07-15T12:00:00Z", -4 * 3600}, {"America/New_York", "2051-12-15T12:00:00Z", -5 * 3600},
      {"Australia/Sydney", "2045-01-15T12:00:00Z", 11 * 3600}, {"Australia/Sydney", "2045-07-15T12:00:00Z", 10 * 3600},
      {"Asia/Shanghai", "2099-07-15T12:00:00Z", 8 * 3600}, {"Asia/Kathmandu", "2099-07-15T12:00:00Z", 20700},
      {"UTC", "2099-07-15T12:00:00Z", 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    EQUAL(zone_offset(zone_find(rows[i].zone), instant(rows[i].at)), rows[i].offset);
}

static void zone_rules_are_read(void)
{
  static const struct { const char *text; bool fine; int32_t winter, summer; } rows[] = {
      {"CST-8", true, 28800, 28800}, {"<+0545>-5:45", true, 20700, 20700}, {"EST5EDT,M3.2.0,M11.1.0", true, -18000, -14400},
      {"IST-2IDT,M3.4.4/26,M10.5.0", true, 7200, 10800}, {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true, -7200, -3600},
      {"AAA0BBB,J60/0,300", true, 0, 3600}, {"", false}, {"CST", false}, {"CS-8", false}, {"<+03-3", false},
      {"EST5EDT", false}, {"EST5EDT,M3.2.0", false}, {"EST5EDT,M13.2.0,M11.1.0", false}, {"EST5EDT,M3.2.0,M11.1.0x", false},
      {"EST5EDT,M3.2.7,M11.1.0", false}, {"EST168", false}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct zone_rule r;
    test_check(zone_rule_parse(rows[i].text, strlen(rows[i].text), &r) == rows[i].fine, rows[i].text, __FILE__, __LINE__);
    if (!rows[i].fine)
      continue;
    EQUAL(zone_rule_offset(&r, instant("2040-01-15T12:00:00Z") / 1000), rows[i].winter);
    EQUAL(zone_rule_offset(&r, instant("2040-07-15T12:00:00Z") / 1000), rows[i].summer);
  }
}

/* On the days on which the clocks change the business day still ends when the clock on the wall shows its hour. */
static void business_days_follow_the_wall(void)
{
  static const char *const zones[] = {"Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Shanghai"};
  for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
    const struct zone *z = zone_find(zones[i]);
    for (int32_t day = date_from_civil(2026, 1, 1); day < date_from_civil(2028, 1, 1); day++)
      for (int hour = 0; hour <= 12; hour += 6) {
        EQUAL(zone_business_date(z, zone_instant(z, day, hour), hour), day);
        EQUAL(zone_business_date(z, zone_instant(z, day, hour) - 1, hour), day - 1);
      }
  }
}

static void check_cron(const char *text, const char *zone, const char *after, const char *next)
{
  struct cron c;
  char out[INSTANT_TEXT];
  CHECK(cron_parse(text, &c));
  instant_format(cron_next(&c, zone_find(zone), instant(after)), out);
  SAME_TEXT(out, next);
}

static void cron_finds_the_next_time(void)
{
  check_cron("30 2 * * *", "Asia/Shanghai", "2026-12-01T00:00:00Z", "2026-12-01T18:30:00.000Z");
  check_cron("30 2 * * *", "Asia/Shanghai", "2026-12-01T18:30:00Z", "2026-12-02T18:30:00.000Z");
  check_cron("30 2 * * *", "Asia/Shanghai", "2026-12-01T18:29:59.999Z", "2026-12-01T18:30:00.000Z");
  check_cron("*/15 * * * *", "UTC", "2026-12-01T00:00:01Z", "2026-12-01T00:15:00.000Z");
  check_cron("0,20-40/10 8 * * *", "UTC", "2026-12-01T08:00:00Z", "2026-12-01T08:20:00.000Z");
  check_cron("5-5/2 * * * *", "UTC", "2026-12-01T08:00:00Z", "2026-12-01T08:05:00.000Z");
  check_cron("0 9 13 * *,*/2", "UTC", "2026-12-01T00:00:00Z", "2026-12-13T09:00:00.000Z"); /* every weekday: the date decides */
  check_cron("0 0 1 * *", "UTC", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00.000Z");
  check_cron("0 9 * * 1-5", "UTC", "2026-12-04T09:00:00Z", "2026-12-07T09:00:00.000Z"); /* Friday, Monday */
  check_cron("0 9 * * 7", "UTC", "2026-12-04T09:00:00Z", "2026-12-06T09:00:00.000Z");
  check_cron("0 9 15 * 0", "UTC", "2026-12-07T00:00:00Z", "2026-12-13T09:00:00.000Z"); /* either day field */
  check_cron("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00.000Z");
  struct cron c;
  CHECK(cron_parse("0 0 31 2 *", &c));
  EQUAL(cron_next(&c, zone_find("UTC"), 0), 0);
}

/* New York 2026: 8 March 02:00 → 03:00, 1 November 02:00 → 01:00. */
static void cron_fires_once_across_a_change_of_the_clocks(void)
{
  check_cron("30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00.000Z"); /* the gap's end */
  check_cron("30 2 * * *", "America/New_York", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00.000Z");
  check_cron("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00.000Z"); /* the first 01:30 */
  check_cron("30 1 * * *", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00.000Z"); /* not the second */
  check_cron("30 * * * *", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00.000Z"); /* real hours */
  check_cron("30 * * * *", "America/New_York", "2026-03-08T06:30:00Z", "2026-03-08T07:30:00.000Z");
}

static void what_is_no_cron_is_refused(void)
{
  static const char *const bad[] = {"", "*", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
      "* * * 13 *", "* * * * 8", "-1 * * * *", "5-1 * * * *", "*/0 * * * *", "1/5 * * * *", "a * * * *", "1,,2 * * * *",
      "1, * * * *", " * * * * *", "*\t* * * *", "9999999999 * * * *", "@daily"};
  struct cron c;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    if (cron_parse(bad[i], &c))
      CHECK(!bad[i]);
}

static void the_business_day_ends_at_the_audit_hour(void)
{
  const struct zone *z = zone_find("Asia/Shanghai");
  int64_t before, after;
  instant_parse("2026-12-05T05:59:00+08:00", &before);
  instant_parse("2026-12-05T06:00:00+08:00", &after);
  EQUAL(zone_business_date(z, before, 6), date_from_civil(2026, 12, 4));
  EQUAL(zone_business_date(z, after, 6), date_from_civil(2026, 12, 5));
  instant_parse("2026-12-04T23:59:00+08:00", &before);
  EQUAL(zone_business_date(z, before, 6), date_from_civil(2026, 12, 4));
  instant_parse("2026-12-05T00:01:00+08:00", &before);
  EQUAL(zone_business_date(z, before, 6), date_from_civil(2026, 12, 4));
  EQUAL(zone_business_date(z, before, 0), date_from_civil(2026, 12, 5));
}

enum { ID_THREADS = 8, IDS = 20000 };
static int64_t made[ID_THREADS][IDS];

static void *make_ids(void *arg)
{
  int64_t *out = arg;
  for (int i = 0; i < IDS; i++)
    out[i] = id_next();
  return NULL;
}

static int compare_ids(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static void ids_grow_and_never_repeat(void)
{
  pthread_t threads[ID_THREADS];
  int64_t *all = &made[0][0];
  int wrong = 0;
  for (int i = 0; i < ID_THREADS; i++)
    pthread_create(&threads[i], NULL, make_ids, made[i]);
  for (int i = 0; i < ID_THREADS; i++)
    pthread_join(threads[i], NULL);
  for (int i = 0; i < ID_THREADS; i++)
    for (int k = 1; k < IDS; k++)
      wrong += made[i][k] <= made[i][k - 1];
  qsort(all, (size_t)ID_THREADS * IDS, sizeof *all, compare_ids);
  for (int i = 1; i < ID_THREADS * IDS; i++)
    wrong += all[i] == all[i - 1];
  EQUAL(wrong, 0);
  int64_t far = id_next() + ((int64_t)1 << 40);
  id_after(far);
  CHECK(id_next() > far);
}

static void id_text_is_strict(void)
{
  int64_t id;
  CHECK(id_parse("1", &id) && id == 1);
  CHECK(id_parse("9223372036854775807", &id) && id == INT64_MAX);
  static const char *const bad[] = {"", "0", "-1", "+1", " 1", "1 ", "9223372036854775808", "12345678901234567890", "1.0", "x"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    CHECK(!id_parse(bad[i], &id));
}

static void money_rounds_half_up_once(void)
{
  EQUAL(money_percent(fen(1001), 50).fen, 501);
  EQUAL(money_percent(fen(999), 50).fen, 500);
  EQUAL(money_percent(fen(333), 10).fen, 33);
  EQUAL(money_percent(fen(335), 10).fen, 34);
  EQUAL(money_percent(fen(100), 0).fen, 0);
  EQUAL(money_percent(fen(100), 100).fen, 100);
}

static bool has_only_its_holes(const char *zh, const char *en)
{
  return !strstr(zh, "%lld") == !strstr(en, "%lld") && !strstr(zh, "%s") == !strstr(en, "%s");
}

static bool has_chinese(const char *s)
{
  for (; *s; s++)
    if ((unsigned char)*s >= 0xE3)
      return true;
  return false;
}

static void every_text_is_there_in_both_languages(void)
{
  for (int t = 0; t < TEXT_COUNT; t++) {
    const char *zh = text((enum text)t, LANG_ZH), *en = text((enum text)t, LANG_EN);
    CHECK(*zh && *en && has_only_its_holes(zh, en) && has_chinese(zh) && !has_chinese(en));
    CHECK(utf8_clean(zh, strlen(zh)));
  }
  for (int e = 0; e < ERR_COUNT; e++) {
    CHECK(has_chinese(err_title((enum err)e, LANG_ZH)) && *err_title((enum err)e, LANG_EN) && *err_code((enum err)e));
    CHECK(err_status((enum err)e) >= 200 && err_status((enum err)e) < 600);
    for (int f = 0; f < e; f++)
      CHECK(strcmp(err_code((enum err)e), err_code((enum err)f)) != 0);
  }
}

static void the_language_is_the_first_that_is_spoken(void)
{
  EQUAL(lang_of(NULL), LANG_ZH);
  EQUAL(lang_of("en-US,en;q=0.9,zh;q=0.8"), LANG_EN);
  EQUAL(lang_of("fr, en;q=0.5"), LANG_EN);
  EQUAL(lang_of("zh-CN"), LANG_ZH);
  EQUAL(lang_of("de"), LANG_ZH);
}

static enum err parse(const char *s, size_t n, struct problem *p)
{
  struct arena *a = arena_create();
  *p = (struct problem){0};
  enum err e = json_parse(s, n, a, p) ? OK : p->code;
  arena_destroy(a);
  return e;
}

static void json_that_is_not_clean_is_refused(void)
{
  static const struct { const char *text; size_t n; enum err e; } rows[] = {
      {"{}", 2, OK}, {" [1, 2] \n", 9, OK}, {"", 0, ERR_BAD_JSON}, {"{", 1, ERR_BAD_JSON}, {"{}x", 3, ERR_BAD_JSON},
      {"{\"a\":1,\"a\":2}", 13, ERR_BAD_REQUEST}, {"\"\xff\"", 3, ERR_BAD_JSON}, {"\"\xed\xa0\x80\"", 5, ERR_BAD_JSON},
      {"\"\xc0\x80\"", 4, ERR_BAD_JSON}, {"\"\xf4\x90\x80\x80\"", 6, ERR_BAD_JSON}, {"\"a\0b\"", 5, ERR_BAD_JSON},
      {"\"\\u0000\"", 8, ERR_BAD_JSON}, {"\"\x01\"", 3, ERR_BAD_JSON}, {"[[[[[[[[1]]]]]]]]", 17, OK},
      {"[[[[[[[[[1]]]]]]]]]", 19, ERR_BAD_JSON}, {"\"[[[[[[[[[[[[[[\"", 16, OK},
      {"[1e-05,1E+07,2.5e-010]", 22, OK},
      {"[0,-0,0.5,10,1e05]", 18, OK}, {"[01]", 4, ERR_BAD_JSON}, {"-01", 3, ERR_BAD_JSON}, {"\"01\"", 4, OK},
      {"[1e-01,1E+2,-0.0e0]", 19, OK}, {"8.", 2, ERR_BAD_JSON}, {"-.5", 3, ERR_BAD_JSON}, {"1.e5", 4, ERR_BAD_JSON},
      {"\"a\nb\"", 5, ERR_BAD_JSON}, {"\"a\tb\"", 5, ERR_BAD_JSON}, {"\xef\xbb\xbf{}", 5, ERR_BAD_JSON},
      {"\"\\u9a7f\\ud83d\\ude00\"", 20, OK}, {"\"\\u9nul\"", 8, ERR_BAD_JSON}, {"\"\\u12\"", 6, ERR_BAD_JSON},
      {"\"\\ud800\"", 8, ERR_BAD_JSON},
      {"{\"a\":{\"b\":1,\"b\":1}}", 19, ERR_BAD_REQUEST}};
  struct problem p;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    EQUAL(parse(rows[i].text, rows[i].n, &p), rows[i].e);
  parse("{\"a\":1,\"a\":2}", 13, &p);
  SAME_TEXT(p.fields[0].name, "a");
}

struct inner { const char *name; };
struct sample {
  int64_t id, count;
  struct money price;
  const char *name;
  int kind;
  int32_t day;
  bool on;
  double lat;
  struct list tags, parts;
  const char *any;
  uint64_t given;
};
static const char *const kinds[] = {"one", "two", NULL};
static const struct field inner_fields[] = {FIELD(struct inner, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 5)};
static const struct shape inner_shape = SHAPE_OUT("Inner", struct inner, inner_fields);
static const struct field sample_fields[] = {
    FIELD(struct sample, id, F_ID, .flags = F_READ_ONLY), FIELD(struct sample, count, F_I64, .min = 1, .max = 9),
    FIELD_AS("price_fen", struct sample, price, F_FEN, .flags = F_REQUIRED, .max = 1000),
    FIELD(struct sample, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 4),
    FIELD(struct sample, kind, F_ENUM, .names = kinds), FIELD(struct sample, day, F_DATE, .flags = F_NULLABLE),
    FIELD(struct sample, on, F_BOOL), FIELD(struct sample, lat, F_DOUBLE, .min = -90, .max = 90),
    FIELD(struct sample, tags, F_STRS, .max = 2), FIELD(struct sample, parts, F_LIST, .shape = &inner_shape),
    FIELD(struct sample, any, F_JSON, .max = 40)};
static const struct shape sample_shape = SHAPE("Sample", struct sample, sample_fields, given);

static const char *first_bad_field(const char *json, enum shape_mode mode, struct arena *a)
{
  struct problem p = {0};
  struct sample s = {0};
  const struct json *doc = json_parse(json, strlen(json), a, &p);
  if (doc && shape_read(&sample_shape, doc, mode, &s, a, &p))
    return "";
  return p.count ? arena_str(a, p.fields[0].name) : "?";
}

static void shapes_name_the_bad_field(void)
{
  static const struct { const char *json, *field; } rows[] = {{"{\"price_fen\":1,\"name\":\"a\"}", ""},
      {"{\"name\":\"a\"}", "price_fen"}, {"{\"price_fen\":1.5,\"name\":\"a\"}", "price_fen"},
      {"{\"price_fen\":-1,\"name\":\"a\"}", "price_fen"}, {"{\"price_fen\":1001,\"name\":\"a\"}", "price_fen"},
      {"{\"price_fen\":\"1\",\"name\":\"a\"}", "price_fen"}, {"{\"price_fen\":1e400,\"name\":\"a\"}", "price_fen"},
      {"{\"price_fen\":1,\"name\":\"\"}", "name"}, {"{\"price_fen\":1,\"name\":\"中文中文中\"}", "name"},
      {"{\"price_fen\":1,\"name\":\"中文中文\"}", ""}, {"{\"price_fen\":1,\"name\":\"a\\nb\"}", "name"},
      {"{\"price_fen\":1,\"name\":null}", "name"}, {"{\"price_fen\":1,\"name\":\"a\",\"kind\":\"three\"}", "kind"},
      {"{\"price_fen\":1,\"name\":\"a\",\"day\":\"2026-02-30\"}", "day"}, {"{\"price_fen\":1,\"name\":\"a\",\"day\":null}", ""},
      {"{\"price_fen\":1,\"name\":\"a\",\"on\":1}", "on"}, {"{\"price_fen\":1,\"name\":\"a\",\"lat\":91}", "lat"},
      {"{\"price_fen\":1,\"name\":\"a\",\"tags\":[\"a\",\"b\",\"c\"]}", "tags"},
      {"{\"price_fen\":1,\"name\":\"a\",\"parts\":[{\"name\":\"x\"},{}]}", "parts[1].name"},
      {"{\"price_fen\":1,\"name\":\"a\",\"any\":{\"x\":[1,{\"y\":\"驿\"}]}}", ""},
      {"{\"price_fen\":1,\"name\":\"a\",\"any\":[]}", "any"},
      {"{\"price_fen\":1,\"name\":\"a\",\"any\":\"{}\"}", "any"},
      {"{\"price_fen\":1,\"name\":\"a\",\"any\":{\"x\":[1e400]}}", "any"},
      {"{\"price_fen\":1,\"name\":\"a\",\"any\":{\"x\":\"0123456789012345678901234567890123\"}}", "any"},
      {"[]", "body"}, {"3", "body"}};
  struct arena *a = arena_create();
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    SAME_TEXT(first_bad_field(rows[i].json, SHAPE_CREATE, a), rows[i].field);
  SAME_TEXT(first_bad_field("{}", SHAPE_PATCH, a), "");
  arena_destroy(a);
}

static void shapes_read_and_write_the_same(void)
{
  static const char json[] = "{\"count\":3,\"price_fen\":250,\"name\":\"一\\\"二\",\"kind\":\"two\",\"day\":\"2026-12-01\","
                             "\"on\":true,"
                             "\"lat\":30.5,\"tags\":[\"a\"],\"parts\":[{\"name\":\"x\"}],\"any\":{\"a\":[1,null,{\"b\":\"c\"}]}}";
  struct arena *a = arena_create();
  struct problem p = {0};
  struct sample s = {.id = 7};
  struct json_out w;
  CHECK(shape_read(&sample_shape, json_parse(json, strlen(json), a, &p), SHAPE_CREATE, &s, a, &p));
  CHECK(shape_given(&sample_shape, &s, "count") && !shape_given(&sample_shape, &s, "id"));
  json_begin(&w, a);
  shape_write(&sample_shape, &s, &w, NULL);
  SAME_TEXT(w.buf.data, "{\"id\":\"7\",\"count\":3,\"price_fen\":250,\"name\":\"一\\\"二\","
                        "\"kind\":\"two\",\"day\":\"2026-12-01\","
                        "\"on\":true,\"lat\":30.5,\"tags\":[\"a\"],\"parts\":[{\"name\":\"x\"}],"
                        "\"any\":{\"a\":[1,null,{\"b\":\"c\"}]}}");
  arena_destroy(a);
}

static void digests_match_their_vectors(void)
{
  uint8_t out[SHA256_BYTES];
  char hex[65], hash[PASSWORD_HASH_TEXT];
  sha256("abc", 3, out); /* FIPS 180-2 B.1 */
  hex_encode(out, sizeof out, hex);
  SAME_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, out); /* RFC 4231 case 2 */
  hex_encode(out, sizeof out, hex);
  SAME_TEXT(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  uint8_t long_key[131];
  memset(long_key, 0xaa, sizeof long_key);
  hmac_sha256(long_key, sizeof long_key, "Test Using Larger Than Block-Size Key - Hash Key First", 54, out); /* case 6 */
  hex_encode(out, sizeof out, hex);
  SAME_TEXT(hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(password_hash("correct horse", hash));
  CHECK(password_verify("correct horse", hash));
  CHECK(!password_verify("correct hors", hash) && !password_verify("correct horse", NULL) && !password_verify("x", "scrypt$x"));
}

static void numbers_are_ordered_as_people_count(void)
{
  static const char *const right[] = {"", "01", "1", "2", "10", "801", "1001", "8012", "99999999999999999999",
      "B", "B2", "B2a", "B10"};
  for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
    for (size_t k = 0; k < sizeof right / sizeof right[0]; k++) {
      int order = text_order(right[i], strlen(right[i]), right[k], strlen(right[k]));
      CHECK(i < k ? order < 0 : i > k ? order > 0 : order == 0);
    }
}

static void arenas_give_zeroed_aligned_memory(void)
{
  struct arena *a = arena_create();
  for (int round = 0; round < 3; round++) {
    for (size_t n = 1; n < 100000; n = n * 3 + 1) {
      char *p = arena_alloc(a, n);
      CHECK((uintptr_t)p % 16 == 0 && p[0] == 0 && p[n - 1] == 0);
      memset(p, 0xAA, n);
    }
    arena_reset(a);
  }
  SAME_TEXT(arena_printf(a, "%d-%s", 7, "x"), "7-x");
  arena_destroy(a);
}

static void http_dates_are_those_of_rfc_9110(void)
{
  char out[HTTP_DATE_TEXT];
  instant_http(INT64_C(784111777000), out); /* the RFC's own example */
  SAME_TEXT(out, "Sun, 06 Nov 1994 08:49:37 GMT");
  instant_http(0, out);
  SAME_TEXT(out, "Thu, 01 Jan 1970 00:00:00 GMT");
  instant_http(INT64_C(1709251199999), out);
  SAME_TEXT(out, "Thu, 29 Feb 2024 23:59:59 GMT");
}

static void numbers_are_written_like_printf(void)
{
  struct arena *a = arena_create();
  int64_t v = 0;
  for (int i = 0; i < 1000; i++) {
    struct buf b;
    buf_init(&b, a);
    buf_i64(&b, v);
    SAME_TEXT(b.data, arena_printf(a, "%lld", (long long)v));
    v = i == 998 ? INT64_MIN : i == 997 ? INT64_MAX : (i % 2 ? -1 : 1) * (v % INT64_C(1000000007) * 3 + i);
  }
  arena_destroy(a);
}

static void phones_are_masked(void)
{
  char out[24];
  mask_phone("13812345678", out);
  SAME_TEXT(out, "138****5678");
  mask_phone("12345", out);
  SAME_TEXT(out, "****5");
  mask_phone("", out);
  SAME_TEXT(out, "");
}

static const struct test tests[] = {TEST(dates_round_trip_over_all_days), TEST(impossible_dates_are_refused),
    TEST(instants_are_rfc_3339), TEST(zones_follow_their_rules), TEST(zones_go_on_behind_their_tables),
    TEST(zone_rules_are_read), TEST(business_days_follow_the_wall), TEST(cron_finds_the_next_time),
    TEST(cron_fires_once_across_a_change_of_the_clocks), TEST(what_is_no_cron_is_refused),
    TEST(the_business_day_ends_at_the_audit_hour),
    TEST(ids_grow_and_never_repeat), TEST(id_text_is_strict), TEST(money_rounds_half_up_once),
    TEST(every_text_is_there_in_both_languages), TEST(the_language_is_the_first_that_is_spoken),
    TEST(json_that_is_not_clean_is_refused), TEST(shapes_name_the_bad_field), TEST(shapes_read_and_write_the_same),
    TEST(digests_match_their_vectors), TEST(numbers_are_ordered_as_people_count), TEST(arenas_give_zeroed_aligned_memory),
    TEST(http_dates_are_those_of_rfc_9110), TEST(numbers_are_written_like_printf),
    TEST(phones_are_masked)};
TEST_MAIN(tests)
