/* System clocks; any thread. */
#include "base/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t read_ms(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t system_now(void)
{
  return read_ms(CLOCK_REALTIME);
}

static int64_t (*source)(void) = system_now;

int64_t clock_now(void)
{
  return source();
}

int64_t clock_now_coarse(void)
{
  return source == system_now ? read_ms(CLOCK_REALTIME_COARSE) : source();
}

int64_t clock_mono_ms_coarse(void)
{
  return read_ms(CLOCK_MONOTONIC_COARSE);
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
