/* base: cron expressions against a reader that goes word by word, and their next firing against the clock itself. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/cron.h"
#include "fuzz.h"

enum { MINUTE = 60000 };

/* A number of at most three digits; the rest of the text, NULL without one. */
static const char *number(const char *s, int *out)
{
  size_t n = strspn(s, "0123456789");
  *out = atoi(s);
  return n >= 1 && n <= 3 ? s + n : NULL;
}

/* One element of a list, ended by NUL. */
static bool read_element(const char *s, int low, int high, uint64_t *bits, bool *any)
{
  int from = low, to = high, step = 1;
  bool range = *s == '*';
  *any = *any || !strcmp(s, "*");
  if (range) {
    s++;
  } else {
    if (!(s = number(s, &from)))
      return false;
    to = from;
    if (*s == '-') {
      range = true;
      if (!(s = number(s + 1, &to)))
        return false;
    }
  }
  if (*s == '/' && (!range || !(s = number(s + 1, &step)) || step < 1))
    return false;
  if (*s || from < low || to > high || from > to)
    return false;
  for (int i = low; i <= high; i++)
    if (i >= from && i <= to && (i - from) % step == 0)
      *bits |= (uint64_t)1 << i;
  return true;
}

static bool read_field(char *word, int low, int high, uint64_t *bits, bool *any)
{
  *bits = 0;
  *any = false;
  for (char *comma; word; word = comma) {
    comma = strchr(word, ',');
    if (comma)
      *comma++ = 0;
    if (!read_element(word, low, high, bits, any))
      return false;
  }
  return true;
}

static bool read_cron(char *s, uint64_t bits[5], bool any[5])
{
  static const int low[] = {0, 0, 1, 1, 0}, high[] = {59, 23, 31, 12, 7};
  for (int i = 0; i < 5; i++) {
    char *word = s;
    s += strcspn(s, " ");
    if (s == word || (i < 4 && !*s))
      return false;
    while (*s == ' ')
      *s++ = 0;
    if (!read_field(word, low[i], high[i], &bits[i], &any[i]))
      return false;
  }
  bits[4] = (bits[4] | bits[4] >> 7) & 0x7f;
  return !*s;
}

/* Whether the wall clock of the zone shows a time of the expression. */
static bool shows(const struct cron *c, const struct zone *z, int64_t ms)
{
  int year, month, day;
  int64_t wall = ms / MINUTE + zone_offset(z, ms) / 60;
  date_to_civil(zone_date(z, ms), &year, &month, &day);
  bool by_day = c->days >> day & 1, by_weekday = c->weekdays >> (date_weekday(zone_date(z, ms)) + 1) % 7 & 1;
  bool right_day = c->any_day || c->any_weekday ? by_day && by_weekday : by_day || by_weekday;
  return right_day && (c->months >> month & 1) && (c->hours >> wall / 60 % 24 & 1) && (c->minutes >> wall % 60 & 1);
}

static void next(const struct cron *c, const char *name, int64_t after)
{
  const struct zone *z = zone_find(name);
  if (!z)
    return;
  bool utc = !strcmp(name, "UTC");
  int64_t at = cron_next(c, z, after), look = after - after % MINUTE;
  if (at) {
    MUST(at > after && at % MINUTE == 0);
    MUST(!utc || shows(c, z, at));
    MUST(cron_next(c, z, at - 1) == at);
  }
  for (int i = 1; utc && i <= 2 * 1440; i++) { /* none is passed over */
    look += MINUTE;
    if (at && look >= at)
      break;
    MUST(!shows(c, z, look));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char *const zones[] = {"UTC", "Asia/Shanghai", "Europe/Berlin"};
  struct cron c = {0};
  uint64_t bits[5] = {0};
  bool any[5] = {0};
  uint32_t when = 0;
  size_t skip = size < sizeof when ? size : sizeof when;
  memcpy(&when, data, skip);
  char *text = fuzz_text(data + skip, size - skip), *copy = fuzz_text(data + skip, size - skip);
  bool fine = cron_parse(text, &c);
  MUST(fine == read_cron(copy, bits, any));
  if (fine) {
    MUST(c.minutes == bits[0] && c.hours == bits[1] && c.days == bits[2] && c.months == bits[3] && c.weekdays == bits[4]);
    MUST(c.any_hour == any[1] && c.any_day == any[2] && c.any_weekday == any[4]);
    next(&c, zones[when % 3], INT64_C(1000) * when);
  }
  free(text);
  free(copy);
  return 0;
}
