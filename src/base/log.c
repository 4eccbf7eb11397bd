/* Log lines: formatted on the caller's stack, then written whole, so lines of many threads never mix. Any thread. */
#include "base/log.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/date.h"

enum { HEAD = 128, PAIRS = 896, GATHER = 256 * 1024, GATHER_MS = 20 };

/* Lines are gathered without a lock: a thread reserves its place with one addition and copies there. A flush turns to
 * the other half and writes this one out once every reservation in it is filled. */
struct half {
  char bytes[GATHER];
  _Atomic uint32_t filled;
  _Atomic uint32_t end; /* set by the first line that found no room: where the last one before it ended */
};
#define SECOND_HALF (UINT64_C(1) << 63)

static enum log_level threshold = LOG_INFO;
static struct half halves[2];
static _Atomic uint64_t reserved; /* bytes of the half in use; the top bit tells which */
static _Atomic uint64_t writing;  /* the half, as above, and the bytes of it that are being written; 0: none */
static _Atomic bool gathering;
static pthread_mutex_t flushing = PTHREAD_MUTEX_INITIALIZER;
static sem_t news;
static pthread_t writer;

void log_level(enum log_level level)
{
  threshold = level;
}

static void write_out(const char *p, size_t n)
{
  while (n) {
    ssize_t done = write(STDERR_FILENO, p, n);
    if (done <= 0)
      return; /* nobody to tell */
    p += done;
    n -= (size_t)done;
  }
}

/* Where the lines end in a half of which so much was reserved. */
static uint32_t end_of(struct half *h, uint32_t asked)
{
  if (asked <= GATHER)
    return asked;
  while (!h->end)
    sched_yield();
  return h->end;
}

static void flush(void)
{
  pthread_mutex_lock(&flushing);
  uint64_t other = ~atomic_load(&reserved) & SECOND_HALF;
  uint64_t was = atomic_exchange(&reserved, other);
  struct half *h = &halves[was >> 63];
  uint32_t end = end_of(h, (uint32_t)was);
  while (atomic_load_explicit(&h->filled, memory_order_acquire) != end)
    sched_yield();
  writing = (was & SECOND_HALF) | end;
  write_out(h->bytes, end);
  writing = 0;
  h->filled = 0;
  h->end = 0;
  pthread_mutex_unlock(&flushing);
}

static void *write_gathered(void *arg)
{
  while (gathering) {
    while (sem_wait(&news))
      ;
    nanosleep(&(struct timespec){.tv_nsec = GATHER_MS * 1000000}, NULL);
    flush();
  }
  return arg;
}

/* What was gathered and not yet written, with system calls only (signal-safety(7)); a line that another thread is writing
 * just now may come twice, or not whole. Then the process ends as it would have. */
static void on_crash(int number)
{
  char line[] = "level=error event=app.crash signal=00\n";
  uint64_t now = reserved, pending = writing;
  line[sizeof line - 4] = (char)('0' + number / 10);
  line[sizeof line - 3] = (char)('0' + number % 10);
  if (pending)
    write_out(halves[pending >> 63].bytes, (uint32_t)pending);
  struct half *h = &halves[now >> 63];
  write_out(h->bytes, (uint32_t)now <= GATHER ? (uint32_t)now : h->end);
  write_out(line, sizeof line - 1);
  raise(number); /* SA_RESETHAND: the default now */
}

static void watch_crashes(void)
{
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
  struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_RESETHAND | SA_NODEFER};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    sigaction(numbers[i], &action, NULL);
}

void log_start(void)
{
  watch_crashes();
  sem_init(&news, 0, 0);
  gathering = true;
  if (pthread_create(&writer, NULL, write_gathered, NULL))
    gathering = false;
}

void log_stop(void)
{
  if (!gathering)
    return;
  gathering = false;
  sem_post(&news);
  pthread_join(writer, NULL);
  flush(); /* what came after the thread's last look */
  sem_destroy(&news);
}

/* A client's bytes must not forge a line. Without a branch: it is on every request. */
static void copy_clean(char *to, const char *from, size_t n)
{
  for (size_t i = 0; i < n; i++)
    to[i] = (unsigned char)from[i] < 32 || from[i] == 127 ? ' ' : from[i];
}

struct line {
  const char *head, *pairs;
  size_t head_len, pairs_len;
};

static size_t put_line(char *to, const struct line *l)
{
  memcpy(to, l->head, l->head_len);
  copy_clean(to + l->head_len, l->pairs, l->pairs_len);
  to[l->head_len + l->pairs_len] = '\n';
  return l->head_len + l->pairs_len + 1;
}

/* False when the half is full. */
static bool gather(const struct line *l)
{
  size_t n = l->head_len + l->pairs_len + 1;
  uint64_t at = atomic_fetch_add(&reserved, n);
  struct half *h = &halves[at >> 63];
  uint32_t from = (uint32_t)at;
  if (from + n > GATHER) {
    if (from <= GATHER)
      h->end = from;
    return false;
  }
  put_line(h->bytes + from, l);
  atomic_fetch_add_explicit(&h->filled, (uint32_t)n, memory_order_release);
  if (!from)
    sem_post(&news);
  return true;
}

/* "ts=2026-11-23T05:00:00.123Z level=info event=what " */
static size_t put_head(char head[HEAD], enum log_level level, const char *what)
{
  static const char *const names[] = {" level=debug event=", " level=info event=", " level=warn event=",
      " level=error event="};
  memcpy(head, "ts=", 3);
  instant_format(clock_now(), head + 3);
  char *end = stpcpy(head + 27, names[level]);
  end = stpncpy(end, what, 64);
  *end++ = ' ';
  return (size_t)(end - head);
}

void log_text(enum log_level level, const char *what, const char *pairs, size_t n)
{
  char head[HEAD];
  if (level < threshold)
    return;
  struct line l = {head, pairs, put_head(head, level, what), n < PAIRS ? n : PAIRS};
  if (!gathering) {
    char whole[HEAD + PAIRS + 1];
    write_out(whole, put_line(whole, &l));
    return;
  }
  while (!gather(&l))
    flush();
  if (level >= LOG_WARN)
    flush();
}

void log_line(enum log_level level, const char *what, const char *format, ...)
{
  char pairs[PAIRS + 1];
  va_list ap;
  if (level < threshold)
    return;
  va_start(ap, format);
  int n = vsnprintf(pairs, sizeof pairs, format, ap);
  va_end(ap);
  log_text(level, what, pairs, n < 0 ? 0 : (size_t)n);
}

void mask_phone(const char *phone, char out[24])
{
  size_t n = phone ? strlen(phone) : 0;
  if (n >= 8 && n < 20)
    snprintf(out, 24, "%.3s****%s", phone, phone + n - 4);
  else
    snprintf(out, 24, "%s%s", n ? "****" : "", n ? phone + n - 1 : "");
}
