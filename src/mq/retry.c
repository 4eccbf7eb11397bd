/* Subscriptions and retry policies, read from the texts they are written in. Pure; any thread. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "mq/internal.h"

/* RocketMQ's delay levels 1..18 (MessageStoreConfig.messageDelayLevel); retries begin at level 3. */
static const char *const levels[] = {"1s", "5s", "10s", "30s", "1m", "2m", "3m", "4m", "5m", "6m", "7m", "8m", "9m", "10m",
    "20m", "30m", "1h", "2h"};
enum { LEVELS = sizeof levels / sizeof levels[0], DIGITS = 9 };

const struct mq_retry mq_ladder = {
    .delays = "10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h", .jitter = 10};

/* One time of `n` bytes; -1 when it is none. */
static int64_t delay_of(const char *s, size_t n)
{
  static const struct { const char *name; int64_t ms; } units[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}};
  int64_t v = 0;
  size_t i = 0;
  for (; i < n && isdigit((unsigned char)s[i]); i++)
    v = v * 10 + s[i] - '0';
  if (i == 0 || i > DIGITS)
    return -1;
  for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
    if (strlen(units[u].name) == n - i && !memcmp(units[u].name, s + i, n - i))
      return v * units[u].ms;
  return -1;
}

int64_t mq_delay(const char *text)
{
  return delay_of(text, strlen(text));
}

int64_t mq_delay_level(int level)
{
  return level < 1 ? 0 : mq_delay(levels[(level < LEVELS ? level : LEVELS) - 1]);
}

/* The n-th time of a list, n from 1; -1 behind its end. */
static int64_t listed_delay(const char *list, int n)
{
  for (const char *s = list; *s; n--) {
    size_t length = strcspn(s, " ");
    if (n == 1)
      return delay_of(s, length);
    s += length;
    s += strspn(s, " ");
  }
  return -1;
}

static int64_t exponential_delay(const struct mq_retry *policy, int n)
{
  if (n > policy->times)
    return -1;
  int64_t ms = mq_delay(policy->first), cap = policy->cap ? mq_delay(policy->cap) : INT64_MAX / 1000;
  for (int i = 1; i < n && ms < cap; i++)
    ms = ms > cap / policy->factor ? cap : ms * policy->factor;
  return ms < cap ? ms : cap;
}

int64_t retry_delay(const struct mq_retry *policy, int n)
{
  uint16_t chance;
  int64_t ms = policy->delays ? listed_delay(policy->delays, n) : exponential_delay(policy, n);
  if (ms < 0 || !policy->jitter)
    return ms;
  random_bytes(&chance, sizeof chance);
  return ms + ms * policy->jitter / 100 * chance / UINT16_MAX;
}

bool retry_valid(const struct mq_retry *policy)
{
  if (policy->jitter < 0 || policy->jitter > 100)
    return false;
  if (!policy->delays)
    return policy->first && mq_delay(policy->first) >= 0 && policy->factor >= 1 && policy->times >= 0 &&
           (!policy->cap || mq_delay(policy->cap) >= 0);
  for (const char *s = policy->delays; *s; s += strspn(s, " ")) {
    size_t length = strcspn(s, " ");
    if (delay_of(s, length) < 0)
      return false;
    s += length;
  }
  return true;
}

const char *retry_text(const struct mq_retry *policy, struct arena *a)
{
  const char *most = policy->cap ? arena_printf(a, " up to %s", policy->cap) : "";
  const char *text = policy->delays ? policy->delays
                                    : arena_printf(a, "%d times %s x%d%s", policy->times, policy->first, policy->factor, most);
  return policy->jitter ? arena_printf(a, "%s +%d%%", text, policy->jitter) : text;
}

char *tags_parse(const char *expression)
{
  if (!expression || !strcmp(expression, "*"))
    return NULL;
  char *out = must_have(malloc(strlen(expression) + 3)), *to = out;
  *to++ = '|';
  for (const char *s = expression; *s;) {
    s += strspn(s, " |");
    size_t length = strcspn(s, " |");
    if (!length)
      break;
    memcpy(to, s, length);
    to += length;
    *to++ = '|';
    s += length;
  }
  *to = 0;
  return out;
}

bool tags_match(const char *tags, const char *tag)
{
  if (!tags)
    return true;
  size_t n = strlen(tag);
  for (const char *at = tags; n && (at = strstr(at + 1, tag));)
    if (at[-1] == '|' && at[n] == '|')
      return true;
  return false;
}
