/* System clocks; any thread. */
#include "base/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t system_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t (*source)(void) = system_now;

int64_t clock_now(void)
{
  return source();
}

void clock_set(int64_t (*now)(void))
{
  source = now ? now : system_now;
}

int64_t clock_mono_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
  return clock_mono_us() / 1000;
}
