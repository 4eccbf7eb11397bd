/* Five-field cron expressions in a time zone: minute, hour, day of month, month, day of week (0 or 7 is Sunday). A field
 * is a list of an asterisk, a number or a range a-b, of which all but the number may have a step behind a slash. As cron
 * does: a day matches when either of its fields does, if both are given.
 *
 * Across a change of the clocks an entry with hours of its own ("30 2 * * *") fires once a day: at the end of the gap
 * when its time is left out, at the first of the two when it comes twice. One for every hour ("30 * * * *") follows real
 * hours. Pure: any thread. */
#ifndef YIZHAN_BASE_CRON_H
#define YIZHAN_BASE_CRON_H

#include <stdbool.h>
#include <stdint.h>
#include "base/date.h"

struct cron {
  uint64_t minutes;       /* bit per minute, hour, day of month, month, day of week */
  uint32_t hours, days, months, weekdays;
  bool any_hour, any_day, any_weekday;
};

/* Reads the expression; false when it is none. */
bool cron_parse(const char *text, struct cron *out);
/* The first firing strictly after `after` (epoch ms); 0 when no date of the next years fits, such as 31 February. */
int64_t cron_next(const struct cron *c, const struct zone *z, int64_t after);

#endif
