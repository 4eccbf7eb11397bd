/* Calendar arithmetic on epoch days and RFC 3339 text; pure, any thread. */
#include "base/date.h"

#include <string.h>

enum { DAY_MS = 86400000 };

/* Days of the 400-year Gregorian cycle counted from 1 March, so that the leap day comes last. */
int32_t date_from_civil(int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

void date_to_civil(int32_t day, int *year, int *month, int *dom)
{
  int z = day + 719468;
  int era = (z >= 0 ? z : z - 146096) / 146097;
  int day_of_era = z - era * 146097;
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted = (5 * day_of_year + 2) / 153;
  *dom = day_of_year - (153 * shifted + 2) / 5 + 1;
  *month = shifted < 10 ? shifted + 3 : shifted - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

int32_t date_months_before(int32_t day, int months)
{
  int year, month, dom;
  date_to_civil(day, &year, &month, &dom);
  int count = year * 12 + month - 1 - months;
  int32_t first = date_from_civil(count / 12, count % 12 + 1, 1);
  int32_t next = date_from_civil((count + 1) / 12, (count + 1) % 12 + 1, 1);
  return first + dom <= next ? first + dom - 1 : next - 1;
}

int32_t date_month_start(int32_t day)
{
  int year, month, dom;
  date_to_civil(day, &year, &month, &dom);
  return day - dom + 1;
}

int32_t date_year_start(int32_t day)
{
  int year, month, dom;
  date_to_civil(day, &year, &month, &dom);
  return date_from_civil(year, 1, 1);
}

static bool digits(const char *s, int n, int *out)
{
  int v = 0;
  for (int i = 0; i < n; i++) {
    if (s[i] < '0' || s[i] > '9')
      return false;
    v = v * 10 + (s[i] - '0');
  }
  *out = v;
  return true;
}

static bool civil_parse(const char *s, int32_t *out)
{
  int y, m, d, y2, m2, d2;
  if (!digits(s, 4, &y) || s[4] != '-' || !digits(s + 5, 2, &m) || s[7] != '-' || !digits(s + 8, 2, &d))
    return false;
  if (y < 1900 || y > 2999 || m < 1 || m > 12 || d < 1 || d > 31)
    return false;
  int32_t day = date_from_civil(y, m, d);
  date_to_civil(day, &y2, &m2, &d2);
  if (y2 != y || m2 != m || d2 != d)
    return false;
  *out = day;
  return true;
}

bool date_parse(const char *s, int32_t *out)
{
  return strlen(s) == 10 && civil_parse(s, out);
}

void date_format(int32_t day, char *out)
{
  int y, m, d;
  date_to_civil(day, &y, &m, &d);
  out[0] = (char)('0' + y / 1000 % 10);
  out[1] = (char)('0' + y / 100 % 10);
  out[2] = (char)('0' + y / 10 % 10);
  out[3] = (char)('0' + y % 10);
  out[4] = out[7] = '-';
  out[5] = (char)('0' + m / 10);
  out[6] = (char)('0' + m % 10);
  out[8] = (char)('0' + d / 10);
  out[9] = (char)('0' + d % 10);
  out[10] = 0;
}

int date_weekday(int32_t day)
{
  int w = (day + 3) % 7; /* 1 January 1970 was a Thursday */
  return w < 0 ? w + 7 : w;
}

static bool offset_parse(const char *s, int *minutes)
{
  int h, m;
  if (!strcmp(s, "Z") || !strcmp(s, "z")) {
    *minutes = 0;
    return true;
  }
  if ((*s != '+' && *s != '-') || strlen(s) != 6 || !digits(s + 1, 2, &h) || s[3] != ':' || !digits(s + 4, 2, &m))
    return false;
  if (h > 23 || m > 59)
    return false;
  *minutes = (h * 60 + m) * (*s == '-' ? -1 : 1);
  return true;
}

bool instant_parse(const char *s, int64_t *out)
{
  int32_t day;
  int h, m, sec, offset, ms = 0;
  if (strlen(s) < 20 || !civil_parse(s, &day) || (s[10] != 'T' && s[10] != 't') || !digits(s + 11, 2, &h) ||
      s[13] != ':' || !digits(s + 14, 2, &m) || s[16] != ':' || !digits(s + 17, 2, &sec))
    return false;
  const char *p = s + 19;
  if (*p == '.') {
    int scale = 100;
    if (p[1] < '0' || p[1] > '9')
      return false;
    for (p++; *p >= '0' && *p <= '9'; p++, scale /= 10)
      ms += (*p - '0') * scale;
  }
  if (h > 23 || m > 59 || sec > 59 || !offset_parse(p, &offset))
    return false;
  *out = (int64_t)day * DAY_MS + ((int64_t)(h * 60 + m - offset) * 60 + sec) * 1000 + ms;
  return true;
}

static void put_two(char *out, int v)
{
  out[0] = (char)('0' + v / 10);
  out[1] = (char)('0' + v % 10);
}

void instant_format(int64_t ms, char out[INSTANT_TEXT])
{
  int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);
  int in_day = (int)(ms - day * DAY_MS);
  date_format((int32_t)day, out);
  out[10] = 'T';
  put_two(out + 11, in_day / 3600000);
  out[13] = out[16] = ':';
  put_two(out + 14, in_day / 60000 % 60);
  put_two(out + 17, in_day / 1000 % 60);
  out[19] = '.';
  out[20] = (char)('0' + in_day % 1000 / 100);
  put_two(out + 21, in_day % 100);
  out[23] = 'Z';
  out[24] = 0;
}

void instant_http(int64_t ms, char out[HTTP_DATE_TEXT])
{
  static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);
  int seconds = (int)((ms - day * DAY_MS) / 1000), year, month, dom;
  date_to_civil((int32_t)day, &year, &month, &dom);
  memcpy(out, "Mon, 01 Jan 1970 00:00:00 GMT", HTTP_DATE_TEXT);
  memcpy(out, days + 3 * date_weekday((int32_t)day), 3);
  put_two(out + 5, dom);
  memcpy(out + 8, months + 3 * (month - 1), 3);
  put_two(out + 12, year / 100);
  put_two(out + 14, year % 100);
  put_two(out + 17, seconds / 3600);
  put_two(out + 20, seconds / 60 % 60);
  put_two(out + 23, seconds % 60);
}
