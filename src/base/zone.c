/* Time zones from TZif files (RFC 8536), version 2 data, and behind the table's end by the rule of the footer. UTC is
 * built in. Zones are loaded once under a lock and never change; reading them needs none. */
#include "base/date.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "base/zone_rule.h"

enum { ZONE_NAME = 64, ZONE_FILE_MAX = 64 * 1024 };

struct zone {
  struct zone *next;
  char name[ZONE_NAME];
  size_t count;
  int64_t *at;     /* transition instants, epoch seconds */
  int32_t *offset; /* from that instant on */
  int32_t first;   /* before the first transition */
  bool ruled;      /* after the last one `rule` holds, else the last offset */
  struct zone_rule rule;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct zone utc = {.name = "UTC"};
static struct zone *zones = &utc;

static int64_t big_endian(const uint8_t *p, int n)
{
  int64_t v = (int8_t)p[0];
  for (int i = 1; i < n; i++)
    v = v * 256 + p[i];
  return v;
}

struct counts { size_t utc, std, leap, time, type, chars; };

static bool header(const uint8_t *p, const uint8_t *end, struct counts *c)
{
  if (end - p < 44 || memcmp(p, "TZif", 4))
    return false;
  size_t *out[] = {&c->utc, &c->std, &c->leap, &c->time, &c->type, &c->chars};
  for (int i = 0; i < 6; i++) {
    int64_t v = big_endian(p + 20 + i * 4, 4);
    if (v < 0 || v > ZONE_FILE_MAX)
      return false;
    *out[i] = (size_t)v;
  }
  return true;
}

/* The footer is a line of its own; an empty one is no rule. */
static bool take_rule(struct zone *z, const uint8_t *p, const uint8_t *end)
{
  const uint8_t *close = p < end && *p == '\n' ? memchr(p + 1, '\n', (size_t)(end - p - 1)) : NULL;
  if (!close || close == p + 1)
    return close != NULL;
  z->ruled = zone_rule_parse((const char *)p + 1, (size_t)(close - p - 1), &z->rule);
  return z->ruled;
}

/* Fills z from the 64-bit block at p; false when the file is not what it says. */
static bool fill(struct zone *z, const uint8_t *p, const uint8_t *end)
{
  struct counts c;
  if (!header(p, end, &c) || c.type == 0)
    return false;
  p += 44;
  if ((size_t)(end - p) < c.time * 9 + c.type * 6)
    return false;
  const uint8_t *index = p + c.time * 8, *types = index + c.time;
  z->at = calloc(c.time + 1, sizeof *z->at);
  z->offset = calloc(c.time + 1, sizeof *z->offset);
  if (!z->at || !z->offset)
    return false;
  z->count = c.time;
  z->first = (int32_t)big_endian(types, 4);
  for (size_t i = 0; i < c.time; i++) {
    if (index[i] >= c.type)
      return false;
    z->at[i] = big_endian(p + i * 8, 8);
    z->offset[i] = (int32_t)big_endian(types + index[i] * 6, 4);
  }
  size_t rest = c.type * 6 + c.chars + c.leap * 12 + c.std + c.utc;
  return rest <= (size_t)(end - types) && take_rule(z, types + rest, end);
}

static bool parse(struct zone *z, const uint8_t *data, size_t n)
{
  struct counts c;
  const uint8_t *end = data + n;
  if (!header(data, end, &c) || data[4] < '2')
    return false;
  size_t v1 = 44 + c.time * 5 + c.type * 6 + c.chars + c.leap * 8 + c.std + c.utc;
  return v1 < n && fill(z, data + v1, end);
}

static bool name_ok(const char *name)
{
  if (!*name || strlen(name) >= ZONE_NAME || strstr(name, "..") || *name == '/')
    return false;
  return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/") == strlen(name);
}

static ssize_t read_zone(const char *name, uint8_t *data)
{
  const char *dir = getenv("TZDIR");
  char path[512];
  snprintf(path, sizeof path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  ssize_t n = read(fd, data, ZONE_FILE_MAX);
  close(fd);
  return n;
}

static void zone_free(struct zone *z)
{
  free(z->at);
  free(z->offset);
  free(z);
}

static struct zone *load(const char *name)
{
  uint8_t *data = malloc(ZONE_FILE_MAX);
  struct zone *z = calloc(1, sizeof *z);
  ssize_t n = data && z ? read_zone(name, data) : -1;
  if (n < 0 || !parse(z, data, (size_t)n)) {
    free(data);
    if (z)
      zone_free(z);
    return NULL;
  }
  free(data);
  snprintf(z->name, sizeof z->name, "%s", name);
  return z;
}

const struct zone *zone_find(const char *name)
{
  if (!name || !name_ok(name))
    return NULL;
  pthread_mutex_lock(&lock);
  struct zone *z = zones;
  while (z && strcmp(z->name, name))
    z = z->next;
  if (!z && (z = load(name))) {
    z->next = zones;
    zones = z;
  }
  pthread_mutex_unlock(&lock);
  return z;
}

const struct zone *zone_of(const char *name)
{
  const struct zone *z = zone_find(name);
  if (z)
    return z;
  log_error("zone.missing", "zone=%s error=\"its time-zone data is gone; UTC is used. Install tzdata\"", name ? name : "");
  return &utc;
}

int32_t zone_offset(const struct zone *z, int64_t ms)
{
  int64_t s = ms / 1000 - (ms % 1000 < 0);
  size_t low = 0, high = z->count;
  if (z->ruled && (!high || s >= z->at[high - 1]))
    return zone_rule_offset(&z->rule, s);
  while (low < high) {
    size_t mid = (low + high) / 2;
    if (z->at[mid] <= s)
      low = mid + 1;
    else
      high = mid;
  }
  return low ? z->offset[low - 1] : z->first;
}

int32_t zone_date(const struct zone *z, int64_t ms)
{
  int64_t local = ms + (int64_t)zone_offset(z, ms) * 1000;
  return (int32_t)(local / 86400000 - (local % 86400000 < 0));
}

/* Milliseconds on the wall: what a clock without a zone would call this instant. */
static int64_t wall_at(const struct zone *z, int64_t ms)
{
  return ms + (int64_t)zone_offset(z, ms) * 1000;
}

int64_t zone_wall(const struct zone *z, int32_t day, int minute)
{
  int64_t wall = (int64_t)day * 86400000 + (int64_t)minute * 60000;
  int64_t low = wall - (int64_t)zone_offset(z, wall - 86400000) * 1000;
  int64_t high = wall - (int64_t)zone_offset(z, wall + 86400000) * 1000;
  if (low > high) {
    int64_t swap = low;
    low = high;
    high = swap;
  }
  if (wall_at(z, low) == wall)
    return low;
  while (low < high) { /* the wall jumps over this minute: the first instant behind the gap */
    int64_t middle = low + (high - low) / 2;
    if (wall_at(z, middle) < wall)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

int64_t zone_instant(const struct zone *z, int32_t day, int hour)
{
  return zone_wall(z, day, hour * 60);
}

int32_t zone_business_date(const struct zone *z, int64_t ms, int audit_hour)
{
  int64_t wall = wall_at(z, ms) - (int64_t)audit_hour * 3600000;
  return (int32_t)(wall / 86400000 - (wall % 86400000 < 0));
}
