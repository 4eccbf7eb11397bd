/* What the queue benchmarks share: 512-byte messages with a number each, when each was sent, confirmed and consumed, and
 * one line of result. A program publishes for some seconds with at most `window` unconfirmed messages, consumes in a
 * thread of its own, waits until all is consumed and acknowledged, and prints
 *   RESULT messages us confirm_p50_us confirm_p99_us end_to_end_p50_us end_to_end_p99_us
 * where `us` runs from the first publish to the last acknowledgement; confirm is -1 where the client cannot tell. */
#ifndef YIZHAN_TESTS_MQ_BENCH_H
#define YIZHAN_TESTS_MQ_BENCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { BENCH_BODY = 512, BENCH_MOST = 4000000 };

struct bench {
  int window;
  int64_t until;                /* monotonic ns */
  _Atomic int64_t next;         /* number of the next message */
  _Atomic int64_t consumed;     /* how many */
  _Atomic bool published_all;
};
extern struct bench bench;

/* argv: WINDOW SECONDS. Exits on anything else. */
void bench_init(const char *window, const char *seconds);
/* Fills a JSON body with the number of a new message, noting the time; its number, or -1 when time is up. Any thread. */
int64_t bench_send(char body[BENCH_BODY + 1]);
/* Message n is confirmed; or consumed, as its body says. Any thread. */
void bench_confirm(int64_t n);
void bench_consume(const char *body);
/* True when the publishers are done and all that they sent was consumed. */
bool bench_over(void);
/* Prints the line; to be called after the last acknowledgement. */
void bench_report(void);
/* Prints what failed and exits. */
void bench_die(const char *what, const char *why) __attribute__((noreturn));

#endif
