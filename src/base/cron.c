/* Cron: an expression becomes five sets of bits; the next firing is searched day by day. Pure. */
#include "base/cron.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS = 9, MINUTE_MS = 60000, DAY_MINUTES = 1440 }; /* 29 February may be eight years away */

/* Digits at *p, at most three. */
static bool number(const char **p, int *out)
{
  int digits = 0;
  for (*out = 0; isdigit((unsigned char)**p) && digits < 3; digits++)
    *out = *out * 10 + *(*p)++ - '0';
  return digits > 0;
}

/* One element of a field's list: an asterisk, a number or a range, with or without a step. */
static bool element(const char **p, int low, int high, uint64_t *bits, bool *any)
{
  int from = low, to = high, step = 1;
  bool range = true;
  if (**p == '*') {
    (*p)++;
    *any = *any || **p != '/';
  } else {
    if (!number(p, &from))
      return false;
    to = from;
    range = **p == '-';
    if (range && ((*p)++, !number(p, &to)))
      return false;
  }
  if (**p == '/' && (!range || ((*p)++, !number(p, &step) || step == 0)))
    return false;
  if (from < low || to > high || from > to)
    return false;
  for (int i = from; i <= to; i += step)
    *bits |= (uint64_t)1 << i;
  return true;
}

static bool field(const char **p, int low, int high, uint64_t *bits, bool *any)
{
  *bits = 0;
  *any = false;
  do {
    if (!element(p, low, high, bits, any))
      return false;
  } while (**p == ',' && (*p)++);
  bool end = !**p, blank = **p == ' ';
  while (**p == ' ')
    (*p)++;
  return end || blank;
}

bool cron_parse(const char *text, struct cron *out)
{
  static const struct { int low, high; } bounds[] = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};
  uint64_t bits[5];
  bool any[5];
  for (int i = 0; i < 5; i++)
    if (!*text || !field(&text, bounds[i].low, bounds[i].high, &bits[i], &any[i]))
      return false;
  bits[4] |= bits[4] >> 7 & 1; /* 7 is Sunday too */
  *out = (struct cron){bits[0], (uint32_t)bits[1], (uint32_t)bits[2], (uint32_t)bits[3], (uint32_t)bits[4] & 0x7f, any[1],
      any[2], any[4]};
  return !*text;
}

static bool day_matches(const struct cron *c, int32_t day)
{
  int year, month, dom;
  date_to_civil(day, &year, &month, &dom);
  bool by_day = c->days >> dom & 1, by_weekday = c->weekdays >> (date_weekday(day) + 1) % 7 & 1;
  bool either = !c->any_day && !c->any_weekday;
  return (c->months >> month & 1) && (either ? by_day || by_weekday : by_day && by_weekday);
}

static bool minute_matches(const struct cron *c, int minute)
{
  return (c->hours >> minute / 60 & 1) && (c->minutes >> minute % 60 & 1);
}

/* Hours of its own: every wall time of the day, each at its first instant. */
static int64_t next_on_the_wall(const struct cron *c, const struct zone *z, int32_t day, int64_t after)
{
  int64_t best = 0;
  for (int minute = 0; minute < DAY_MINUTES; minute++) {
    int64_t at = minute_matches(c, minute) ? zone_wall(z, day, minute) : 0;
    if (at > after && (!best || at < best))
      best = at;
  }
  return best;
}

/* Every hour: every real minute of the day whose wall shows a minute of the set. */
static int64_t next_in_real_time(const struct cron *c, const struct zone *z, int32_t day, int64_t after)
{
  int64_t from = zone_wall(z, day, 0), end = zone_wall(z, day + 1, 0);
  if (from <= after)
    from = after - after % MINUTE_MS + MINUTE_MS;
  for (int64_t at = from; at < end; at += MINUTE_MS) {
    int64_t wall = at / MINUTE_MS + zone_offset(z, at) / 60;
    if (c->minutes >> wall % 60 & 1)
      return at;
  }
  return 0;
}

int64_t cron_next(const struct cron *c, const struct zone *z, int64_t after)
{
  int32_t first = zone_date(z, after);
  for (int32_t day = first; day <= first + YEARS * 366; day++) {
    int64_t at = !day_matches(c, day) ? 0 : c->any_hour ? next_in_real_time(c, z, day, after)
                                                        : next_on_the_wall(c, z, day, after);
    if (at)
      return at;
  }
  return 0;
}
