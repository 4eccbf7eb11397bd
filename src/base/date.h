/* Hotel dates (epoch days), instants (epoch milliseconds UTC) and time zones.
 * A stay is [arrival, departure) in dates and is never computed from hours. Text only at the edge. Any thread. */
#ifndef YIZHAN_BASE_DATE_H
#define YIZHAN_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DATE_NONE INT32_MIN
enum { DATE_TEXT = 11, INSTANT_TEXT = 32, HTTP_DATE_TEXT = 30 };

/* Epoch day of a proleptic Gregorian date; the caller gives a real date. */
int32_t date_from_civil(int year, int month, int day);
void date_to_civil(int32_t day, int *year, int *month, int *dom);
/* Parses exactly YYYY-MM-DD of a real date from 1900 to 2999; false otherwise. */
bool date_parse(const char *s, int32_t *out);
/* Writes YYYY-MM-DD into at least DATE_TEXT bytes. */
void date_format(int32_t day, char *out);
/* The same day of an earlier month; the last one of a month that is too short for it. */
int32_t date_months_before(int32_t day, int months);
/* The first day of its month and of its year. */
int32_t date_month_start(int32_t day);
int32_t date_year_start(int32_t day);
/* 0 = Monday ... 6 = Sunday (ISO 8601 order). */
int date_weekday(int32_t day);

/* Parses an RFC 3339 time with offset or Z; milliseconds are kept. */
bool instant_parse(const char *s, int64_t *out);
/* Writes RFC 3339 UTC with milliseconds. */
void instant_format(int64_t ms, char out[INSTANT_TEXT]);

/* Writes HTTP's form, "Mon, 23 Nov 2026 05:00:00 GMT" (IMF-fixdate of RFC 9110 §5.6.7); years 0 to 9999. */
void instant_http(int64_t ms, char out[HTTP_DATE_TEXT]);

/* A zone of the system's tz database (RFC 8536 files under /usr/share/zoneinfo, or where TZDIR says, as in tzset(3)),
 * cached for the process's life. "UTC" is built in. NULL when the name is unknown. */
struct zone;
const struct zone *zone_find(const char *name);
/* The same for a name that was checked when it was stored: where its data is gone since, UTC, after logging. */
const struct zone *zone_of(const char *name);
/* Offset from UTC in seconds at an instant. */
int32_t zone_offset(const struct zone *z, int64_t ms);
/* The local calendar date at an instant. */
int32_t zone_date(const struct zone *z, int64_t ms);
/* The instant at which the wall first shows this minute (0..1439) of the local day; in a gap, the instant it ends. */
int64_t zone_wall(const struct zone *z, int32_t day, int minute);
/* The same for a full hour (0..23). */
int64_t zone_instant(const struct zone *z, int32_t day, int hour);
/* The business date: the calendar date, but before `audit_hour` still the one before. */
int32_t zone_business_date(const struct zone *z, int64_t ms, int audit_hour);

#endif
