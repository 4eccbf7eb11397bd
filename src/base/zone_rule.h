/* The rule behind the end of a zone's table: the footer of a TZif file (RFC 8536 §3.3), a POSIX TZ string with the times
 * of §3.3.1 (-167 to 167 hours). Pure; any thread. */
#ifndef YIZHAN_BASE_ZONE_RULE_H
#define YIZHAN_BASE_ZONE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When a year's change comes: the day by one of POSIX' three ways, and seconds of local time after its midnight. */
struct rule_day {
  enum { RULE_MONTH_WEEK_DAY, RULE_JULIAN, RULE_DAY_OF_YEAR } kind;
  int month, week, day; /* Mm.w.d; else `day` alone */
  int32_t time;
};
struct zone_rule {
  int32_t standard, summer; /* seconds from UTC; equal where the clocks never change */
  struct rule_day begin, end; /* of the summer time */
};

/* Reads the n bytes between the footer's two newlines, such as "CET-1CEST,M3.5.0,M10.5.0/3"; false when they are no rule. */
bool zone_rule_parse(const char *s, size_t n, struct zone_rule *out);
/* Offset from UTC in seconds at an instant in epoch seconds. */
int32_t zone_rule_offset(const struct zone_rule *r, int64_t s);

#endif
