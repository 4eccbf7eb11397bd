/* Two byte locks. Alone, a turn costs four uncontended fcntl calls; there is no shortcut that would have to be proved.
 * Guarantee: see turnstile.h. */
#include "store/turnstile.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "limits.h"
#include "store/seats.h"

enum { GATE_MS = 250, PASS_MS = 5000, TICK_MS = 50 };

static void on_tick(int number)
{
  (void)number;
}

static void let_ticks_in(bool in)
{
  sigset_t ticks;
  sigemptyset(&ticks);
  sigaddset(&ticks, SIGRTMIN);
  pthread_sigmask(in ? SIG_UNBLOCK : SIG_BLOCK, &ticks, NULL);
}

/* A wait for a lock has no time limit of its own: a signal to this very thread interrupts it every TICK_MS, so that the
 * time is looked at. Outside of the wait the signal is blocked: a late one must not interrupt an fsync. False when there
 * is no timer; then nothing is waited for. */
static bool start_ticking(timer_t *timer)
{
  struct sigaction action = {.sa_handler = on_tick};
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN};
  const struct timespec every = {.tv_nsec = TICK_MS * 1000000L};
  event._sigev_un._tid = gettid();
  sigaction(SIGRTMIN, &action, NULL);
  if (timer_create(CLOCK_MONOTONIC, &event, timer))
    return false;
  timer_settime(*timer, 0, &(struct itimerspec){every, every}, NULL);
  let_ticks_in(true);
  return true;
}

static bool wait_at_gate(struct turnstile *t, int64_t now)
{
  if (byte_lock(t->fd, BYTE_GATE))
    return true;
  if (now < t->pass_until)
    return false;
  if (byte_lock_until(t->fd, BYTE_GATE, now + GATE_MS))
    return true;
  t->pass_until = clock_mono_ms() + PASS_MS;
  return false;
}

static bool wait_in_turn(struct turnstile *t)
{
  timer_t timer;
  int64_t began = clock_mono_us();
  if (!start_ticking(&timer))
    return false;
  bool gate = wait_at_gate(t, began / 1000);
  bool turn = byte_lock_until(t->fd, BYTE_TURN, began / 1000 + LIMIT_TURN_MS);
  if (gate)
    byte_unlock(t->fd, BYTE_GATE);
  timer_delete(timer);
  let_ticks_in(false);
  int64_t us = clock_mono_us() - began;
  t->waits++;
  t->wait_us += us;
  if (us > t->longest_us)
    t->longest_us = us;
  return turn;
}

bool turnstile_enter(struct turnstile *t)
{
  if (!byte_lock(t->fd, BYTE_GATE))
    return wait_in_turn(t);
  if (!byte_lock(t->fd, BYTE_TURN))
    return wait_in_turn(t); /* with the gate shut behind it already */
  byte_unlock(t->fd, BYTE_GATE);
  return true;
}

void turnstile_leave(struct turnstile *t)
{
  byte_unlock(t->fd, BYTE_TURN);
}
