/* The clock behind a pointer, so that a test owns the time. Any thread. */
#ifndef YIZHAN_BASE_CLOCK_H
#define YIZHAN_BASE_CLOCK_H

#include <stdint.h>

/* Now, epoch milliseconds UTC. */
int64_t clock_now(void);
/* Milliseconds that only go forward, for durations. */
int64_t clock_mono_ms(void);
/* The same two, up to CLOCK_COARSE_MS behind, for what is asked with every request: they do not read the processor's
 * counter (clock_gettime(2), CLOCK_*_COARSE). */
enum { CLOCK_COARSE_MS = 10 };
int64_t clock_now_coarse(void);
int64_t clock_mono_ms_coarse(void);
/* Microseconds that only go forward, for measuring. */
int64_t clock_mono_us(void);
/* Replaces the source of clock_now; NULL restores the system's. Call before threads start. */
void clock_set(int64_t (*now)(void));

#endif
