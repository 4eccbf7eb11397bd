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
    const char *label = text_label(f->name, lang);
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
  SAME_TEXT(text_label("branch.name", LANG_EN), "Name");
  SAME_TEXT(text_label("images[12]", LANG_EN), "Pictures");
  SAME_TEXT(text_label("guest_phone", LANG_ZH), "住客手机号");
  SAME_TEXT(text_label("guest", LANG_EN), "guest");
  SAME_TEXT(text_label("", LANG_EN), "");
}

static const struct test tests[] = {TEST(every_field_that_can_be_refused_has_a_label),
    TEST(every_column_of_an_export_has_a_label), TEST(a_path_is_called_by_its_last_part)};
TEST_MAIN(tests)
