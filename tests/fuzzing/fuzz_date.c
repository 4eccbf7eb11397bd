/* base: dates, instants and zones, against a calendar that counts day by day. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "fuzz.h"

static int days_in(int year, int month)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* Days from 1 January 1900, counted year by year. */
static int32_t count_days(int year, int month, int day)
{
  int32_t n = day - 1;
  for (int y = 1900; y < year; y++)
    n += 337 + days_in(y, 2);
  for (int m = 1; m < month; m++)
    n += days_in(year, m);
  return n;
}

static bool two(const char *s, int least, int most, int *out)
{
  if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
    return false;
  *out = (s[0] - '0') * 10 + s[1] - '0';
  return *out >= least && *out <= most;
}

/* A real date at the beginning of the text. */
static bool real_date(const char *s, int32_t *epoch_day)
{
  int century, year, month, day;
  if (strlen(s) < 10 || !two(s, 19, 29, &century) || !two(s + 2, 0, 99, &year) || s[4] != '-' || !two(s + 5, 1, 12, &month) ||
      s[7] != '-' || !two(s + 8, 1, 31, &day))
    return false;
  year += century * 100;
  *epoch_day = count_days(year, month, day) - 25567; /* 1970-01-01 is day 25567 from 1900-01-01 */
  return day <= days_in(year, month);
}

static void date(const char *s)
{
  int32_t day = 0, right = 0;
  char again[DATE_TEXT];
  bool real = real_date(s, &right) && strlen(s) == 10;
  MUST(date_parse(s, &day) == real);
  if (!real)
    return;
  MUST(day == right);
  date_format(day, again);
  MUST(!strcmp(again, s));
  MUST(date_weekday(day) == ((right + 25567) % 7)); /* 1 January 1900 was a Monday */
}

static bool real_offset(const char *s, int *minutes)
{
  int h, m;
  *minutes = 0;
  if (!strcmp(s, "Z") || !strcmp(s, "z"))
    return true;
  if ((*s != '+' && *s != '-') || strlen(s) != 6 || !two(s + 1, 0, 23, &h) || s[3] != ':' || !two(s + 4, 0, 59, &m))
    return false;
  *minutes = *s == '-' ? -(h * 60 + m) : h * 60 + m;
  return true;
}

/* RFC 3339 §5.6, digits of a second behind the third cut off. */
static bool real_instant(const char *s, int64_t *ms)
{
  int32_t day;
  int h, m, sec, offset, fraction = 0;
  if (!real_date(s, &day) || strlen(s) < 20 || (s[10] | 32) != 't' || !two(s + 11, 0, 23, &h) || s[13] != ':' ||
      !two(s + 14, 0, 59, &m) || s[16] != ':' || !two(s + 17, 0, 59, &sec))
    return false;
  s += 19;
  if (*s == '.') {
    size_t n = strspn(s + 1, "0123456789");
    if (!n)
      return false;
    for (size_t i = 0; i < 3; i++)
      fraction = fraction * 10 + (i < n ? s[1 + i] - '0' : 0);
    s += 1 + n;
  }
  if (!real_offset(s, &offset))
    return false;
  *ms = (((int64_t)day * 24 + h) * 60 + m - offset) * 60000 + sec * 1000 + fraction;
  return true;
}

static void instant(const char *s)
{
  int64_t ms = 0, right = 0, again = 0;
  char text[INSTANT_TEXT], http[HTTP_DATE_TEXT];
  bool real = real_instant(s, &right);
  MUST(instant_parse(s, &ms) == real);
  if (!real)
    return;
  MUST(ms == right);
  instant_format(ms, text);
  if (strncmp(text, "1900", 4) >= 0 && strncmp(text, "2999", 4) <= 0) /* an offset may lead out of what is read */
    MUST(instant_parse(text, &again) && again == ms);
  instant_http(ms, http);
  MUST(strlen(http) == HTTP_DATE_TEXT - 1 && !memcmp(http + 17, text + 11, 8) && !memcmp(http + 12, text, 4));
}

static void civil(int32_t day)
{
  int y, m, d;
  day %= 4000000; /* ten thousand years to either side */
  date_to_civil(day, &y, &m, &d);
  MUST(m >= 1 && m <= 12 && d >= 1 && d <= days_in(y, m));
  MUST(date_from_civil(y, m, d) == day);
}

/* The wall of a zone: never back in its days, and each first moment of a minute shows that minute or comes behind a gap. */
static void zone(const char *name, int64_t ms, int minute)
{
  const struct zone *z = zone_find(name);
  MUST(!z || (!strstr(name, "..") && *name != '/'));
  if (!z)
    z = zone_find("Europe/Berlin");
  if (!z)
    return;
  ms %= INT64_C(60000000000000);
  int32_t day = zone_date(z, ms);
  int64_t at = zone_wall(z, day, minute), wall = at + (int64_t)zone_offset(z, at) * 1000;
  int64_t wanted = (int64_t)day * 86400000 + (int64_t)minute * 60000;
  MUST(wall >= wanted && wall - wanted <= INT64_C(25) * 3600000);
  MUST(at - 1 + (int64_t)zone_offset(z, at - 1) * 1000 < wanted || wall == wanted);
  MUST(zone_business_date(z, ms, 6) == day || zone_business_date(z, ms, 6) == day - 1);
  MUST(zone_instant(z, day, minute / 60) == zone_wall(z, day, minute / 60 * 60));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  int32_t day;
  int64_t ms;
  char *s = fuzz_text(data, size);
  date(s);
  instant(s);
  if (size >= sizeof ms + 2) {
    memcpy(&day, data, sizeof day);
    memcpy(&ms, data, sizeof ms);
    civil(day);
    zone(s + sizeof ms + 2, ms, (data[8] * 256 + data[9]) % 1440);
  }
  free(s);
  return 0;
}
