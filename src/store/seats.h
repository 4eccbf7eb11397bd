/* Who has the store open: each process sits on one of LIMIT_PROCESSES numbered seats and may claim a name.
 *
 * Guarantee: a seat and a name are locks of the kernel (open file description locks on bytes of DIR/yizhan.lock), so
 * they are free the moment their process is gone, however it ended, and no clock decides who lives. Facts: fcntl(2).
 * The file's first page is memory that all share: the last id, and how often something in memory went out of date.
 * Under the store's opening lock a seat is taken and nobody else can sit down, so that "alone" stays true. */
#ifndef YIZHAN_STORE_SEATS_H
#define YIZHAN_STORE_SEATS_H

#include <stdbool.h>
#include <stdint.h>

struct shared {
  _Atomic int64_t last_id;  /* ids grow over all processes, whatever the clock does */
  _Atomic int64_t outdated; /* see store_outdated */
};
struct seats {
  int fd;       /* -1: none taken */
  int number;   /* 0..LIMIT_PROCESSES-1 */
  int64_t name; /* byte of the claimed name, 0 without one */
  struct shared *shared; /* in the file */
};

/* Opens the lock file and takes the first free seat; false after logging why (all taken, disk). */
bool seats_take(struct seats *s, const char *path);
/* Gives seat and name back. */
void seats_leave(struct seats *s);
/* True when no other process has the store open. */
bool seats_alone(const struct seats *s);
/* Claims the name for this process, at most one; false when another has it. */
bool seats_claim(struct seats *s, const char *name);
/* True when a process that lives has the name; *mine tells whether it is this one. */
bool seats_claimed(const struct seats *s, const char *name, bool *mine);

/* A lock on one byte of the file; true when it was free (or had been ours). Any thread. */
bool byte_lock(int fd, int64_t at);
/* Waits for it until clock_mono_ms reads `until`. A signal must wake the thread now and then for the time to be noticed. */
bool byte_lock_until(int fd, int64_t at, int64_t until);
void byte_unlock(int fd, int64_t at);

/* The bytes: the turnstile's two, then the seats, and far behind them the names. */
enum { BYTE_GATE = 1, BYTE_TURN = 2, BYTE_SEATS = 64 };

#endif
