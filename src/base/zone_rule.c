/* POSIX TZ strings: see zone_rule.h. The reader stops at the first byte that does not fit and never passes the end. */
#include "base/zone_rule.h"

#include "base/date.h"

enum { HOUR = 3600, DAY = 86400, CHANGE_AT = 2 * HOUR };

struct reader { const char *at, *end; };

static bool take(struct reader *r, char c)
{
  bool there = r->at < r->end && *r->at == c;
  r->at += there;
  return there;
}

static bool number(struct reader *r, int least, int most, int *out)
{
  const char *begin = r->at;
  for (*out = 0; r->at < r->end && *r->at >= '0' && *r->at <= '9' && r->at - begin < 4; r->at++)
    *out = *out * 10 + (*r->at - '0');
  return r->at > begin && *out >= least && *out <= most;
}

/* "EST", or "<+0330>". */
static bool name(struct reader *r)
{
  const char *begin = r->at;
  if (take(r, '<')) {
    while (r->at < r->end && *r->at != '>')
      r->at++;
    return take(r, '>');
  }
  while (r->at < r->end && ((*r->at | 32) >= 'a' && (*r->at | 32) <= 'z'))
    r->at++;
  return r->at - begin >= 3;
}

/* "[+-]hh[:mm[:ss]]" in seconds. */
static bool hours(struct reader *r, int32_t *out)
{
  int h = 0, m = 0, s = 0, sign = take(r, '-') ? -1 : 1;
  if (sign > 0)
    take(r, '+');
  if (!number(r, 0, 167, &h) || (take(r, ':') && (!number(r, 0, 59, &m) || (take(r, ':') && !number(r, 0, 59, &s)))))
    return false;
  *out = sign * (h * HOUR + m * 60 + s);
  return true;
}

static bool day_of(struct reader *r, struct rule_day *d)
{
  *d = (struct rule_day){.kind = RULE_DAY_OF_YEAR, .time = CHANGE_AT};
  bool fine;
  if (take(r, 'M')) {
    d->kind = RULE_MONTH_WEEK_DAY;
    fine = number(r, 1, 12, &d->month) && take(r, '.') && number(r, 1, 5, &d->week) && take(r, '.') && number(r, 0, 6, &d->day);
  } else if (take(r, 'J')) {
    d->kind = RULE_JULIAN;
    fine = number(r, 1, 365, &d->day);
  } else {
    fine = number(r, 0, 365, &d->day);
  }
  return fine && (!take(r, '/') || hours(r, &d->time));
}

bool zone_rule_parse(const char *s, size_t n, struct zone_rule *out)
{
  struct reader r = {s, s + n};
  int32_t west;
  if (!name(&r) || !hours(&r, &west))
    return false;
  *out = (struct zone_rule){.standard = -west, .summer = -west}; /* POSIX counts to the west */
  if (r.at == r.end)
    return true;
  if (!name(&r))
    return false;
  out->summer = out->standard + HOUR;
  if (r.at < r.end && *r.at != ',') {
    if (!hours(&r, &west))
      return false;
    out->summer = -west;
  }
  return take(&r, ',') && day_of(&r, &out->begin) && take(&r, ',') && day_of(&r, &out->end) && r.at == r.end;
}

static bool is_leap(int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The local second, counted as if it were UTC, at which the change of this year comes. */
static int64_t change(const struct rule_day *d, int year)
{
  int32_t day = date_from_civil(year, 1, 1);
  if (d->kind == RULE_MONTH_WEEK_DAY) {
    int32_t first = date_from_civil(year, d->month, 1);
    int32_t next = d->month == 12 ? date_from_civil(year + 1, 1, 1) : date_from_civil(year, d->month + 1, 1);
    int sunday_based = (date_weekday(first) + 1) % 7;
    day = first + (d->day - sunday_based + 7) % 7 + (d->week - 1) * 7;
    while (day >= next) /* week 5 is the last one */
      day -= 7;
  } else if (d->kind == RULE_JULIAN) {
    day += d->day - 1 + (is_leap(year) && d->day >= 60); /* February 29 is never counted */
  } else {
    day += d->day;
  }
  return (int64_t)day * DAY + d->time;
}

int32_t zone_rule_offset(const struct zone_rule *r, int64_t s)
{
  int year, month, dom;
  if (r->standard == r->summer)
    return r->standard;
  int64_t local = s + r->standard;
  date_to_civil((int32_t)(local / DAY - (local % DAY < 0)), &year, &month, &dom);
  int64_t begin = change(&r->begin, year) - r->standard, end = change(&r->end, year) - r->summer;
  bool summer = begin < end ? s >= begin && s < end : s >= begin || s < end;
  return summer ? r->summer : r->standard;
}
