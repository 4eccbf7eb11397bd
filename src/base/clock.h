/* The clock behind a pointer, so that a test owns the time. Any thread. */
#ifndef YIZHAN_BASE_CLOCK_H
#define YIZHAN_BASE_CLOCK_H

#include <stdint.h>

/* Now, epoch milliseconds UTC. */
int64_t clock_now(void);
/* Milliseconds that only go forward, for durations. */
int64_t clock_mono_ms(void);
/* Microseconds that only go forward, for measuring. */
int64_t clock_mono_us(void);
/* Replaces the source of clock_now; NULL restores the system's. Call before threads start. */
void clock_set(int64_t (*now)(void));

#endif
