/* The processes of one store take turns at writing.
 *
 * SQLite lets one connection write at a time, but by itself not in turn: who waits sleeps and asks again, and a busy
 * process can keep another out for seconds. Here a writer first takes the gate, waits behind it for the turn, and then
 * opens the gate again. Whoever has just finished finds the gate shut by the one who waits, so of two processes each
 * gets every second turn; of more, those who wait at the gate come before the one who was just served.
 *
 * Guarantee: fairness only. What keeps the file whole is SQLite's own lock, taken inside the turn. A killed process
 * takes its locks with it. One that is stopped at the gate is passed after GATE_MS; one that is stopped in its turn
 * holds SQLite's lock too, and then the others are refused until it goes on. Writer thread. */
#ifndef YIZHAN_STORE_TURNSTILE_H
#define YIZHAN_STORE_TURNSTILE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct turnstile {
  int fd;               /* of the lock file; the store's */
  int64_t pass_until;   /* the gate was found stuck: it is not waited for until clock_mono_ms reads this */
  _Atomic int64_t waits, wait_us, longest_us; /* turns that had to be waited for */
};

/* Waits for the turn; false after LIMIT_TURN_MS. */
bool turnstile_enter(struct turnstile *t);
/* Ends the turn; fine without one. */
void turnstile_leave(struct turnstile *t);

#endif
