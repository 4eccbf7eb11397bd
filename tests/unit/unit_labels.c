/* What people call the fields that a request can get wrong, and the columns of what is exported. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "base/text.h"
#include "report/report.h"
#include "test.h"

static void check_field(const struct shape *shape, const struct field *f)
{
  char what[128];
  for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
    const char *label = text_label(NULL, f->name, lang);
    snprintf(what, sizeof what, "%s.%s has no label", shape->name, f->name);
    test_check(label && *label && label != f->name, what, __FILE__, __LINE__);
  }
}

static void check_shape(const struct shape *shape, bool output)
{
  for (size_t i = 0; shape && i < shape->count; i++) {
    const struct field *f = &shape->fields[i];
    if (!output && f->flags & F_READ_ONLY)
      continue;
    check_field(shape, f);
    if (f->shape)
      check_shape(f->shape, output);
  }
}

static void every_field_that_can_be_refused_has_a_label(void)
{
  for (size_t i = 0; i < app_route_count; i++) {
    check_shape(app_routes[i].query, false);
    check_shape(app_routes[i].in, false);
  }
}

static void every_column_of_an_export_has_a_label(void)
{
  check_shape(&occupancy_day_shape, true);
  check_shape(&revenue_line_shape, true);
}

static void a_path_is_called_by_its_last_part(void)
{
  SAME_TEXT(text_label(NULL, "branch.name", LANG_EN), "Name");
  SAME_TEXT(text_label(NULL, "images[12]", LANG_EN), "Pictures");
  SAME_TEXT(text_label(NULL, "guest_phone", LANG_ZH), "住客手机号");
  SAME_TEXT(text_label(NULL, "guest", LANG_EN), "guest");
  SAME_TEXT(text_label(NULL, "", LANG_EN), "");
  SAME_TEXT(text_label("AccountCharge", "code", LANG_EN), "Charge code");
  SAME_TEXT(text_label("AccountCharge", "note", LANG_EN), "Note");
}

static void the_language_is_the_one_of_more_weight(void)
{
  static const struct { const char *value; enum lang lang; } table[] = {
      {"", LANG_ZH}, {"en;q=0.1, zh-CN;q=0.9", LANG_ZH}, {"zh;q=0.1, en;q=0.9", LANG_EN}, {"en, zh", LANG_EN},
      {"zh, en", LANG_ZH},
      {"*", LANG_ZH}, {"de, *;q=0.5", LANG_ZH}, {"en;q=0.5, *;q=0.8", LANG_ZH}, {"en;q=0.5, *;q=0.1", LANG_EN},
      {"zh;q=0", LANG_EN}, {"en;q=0", LANG_ZH}, {"zh;q=0, *", LANG_EN}, {"en;q=0, *", LANG_ZH}, {"en, *;q=0", LANG_EN},
      {"zh;q=0, en;q=0", LANG_ZH}, {"zh-TW;q=0, zh;q=0.5, en;q=0.4", LANG_ZH}, {"EN-us", LANG_EN}, {"english", LANG_ZH},
      {"zh;q=0.001, en;q=0.002", LANG_EN}, {"en ; q=0.2 , zh ; q=0.3", LANG_ZH}, {"en;q=1.000,zh;q=0.999", LANG_EN},
      {"en;q=x, zh;q=0.1", LANG_ZH}, {"fr, zh-CN;q*", LANG_ZH}, {",,en", LANG_EN}, {"en;Q=0.1,zh;Q=0.2", LANG_ZH},
      {"de;q=1, fr;q=0.5, en;q=0.1", LANG_EN}};
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (lang_of(table[i].value) != table[i].lang) {
      fprintf(stderr, "Accept-Language: %s\n", table[i].value);
      EQUAL(lang_of(table[i].value), table[i].lang);
    }
}

static const struct test tests[] = {TEST(every_field_that_can_be_refused_has_a_label),
    TEST(every_column_of_an_export_has_a_label), TEST(a_path_is_called_by_its_last_part),
    TEST(the_language_is_the_one_of_more_weight)};
TEST_MAIN(tests)
