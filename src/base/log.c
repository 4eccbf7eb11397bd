/* Log lines: formatted on the caller's stack, then written whole, so lines of many threads never mix. */
#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/date.h"

enum { LINE = 1024, GATHER = 256 * 1024, GATHER_MS = 20 };

static enum log_level threshold = LOG_INFO;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static pthread_t writer;
static bool gathering;
static char gathered[GATHER];
static size_t gathered_len;

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

/* Under the lock. */
static void flush(void)
{
  write_out(gathered, gathered_len);
  gathered_len = 0;
}

static void *write_gathered(void *arg)
{
  pthread_mutex_lock(&lock);
  while (gathering) {
    while (gathering && !gathered_len)
      pthread_cond_wait(&wake, &lock);
    pthread_mutex_unlock(&lock);
    nanosleep(&(struct timespec){.tv_nsec = GATHER_MS * 1000000}, NULL);
    pthread_mutex_lock(&lock);
    flush();
  }
  pthread_mutex_unlock(&lock);
  return arg;
}

void log_start(void)
{
  gathering = true;
  if (pthread_create(&writer, NULL, write_gathered, NULL))
    gathering = false;
}

void log_stop(void)
{
  if (!gathering)
    return;
  pthread_mutex_lock(&lock);
  gathering = false;
  pthread_cond_signal(&wake);
  pthread_mutex_unlock(&lock);
  pthread_join(writer, NULL);
}

static void put(enum log_level level, const char *line, size_t n)
{
  pthread_mutex_lock(&lock);
  if (!gathering) {
    write_out(line, n);
  } else {
    if (gathered_len + n > GATHER)
      flush();
    if (!gathered_len)
      pthread_cond_signal(&wake);
    memcpy(gathered + gathered_len, line, n);
    gathered_len += n;
    if (level >= LOG_WARN)
      flush();
  }
  pthread_mutex_unlock(&lock);
}

/* "ts=2026-11-23T05:00:00.123Z level=info event=what ": a thread formats the date once a second. */
static size_t put_prefix(char line[LINE], enum log_level level, const char *what)
{
  static const char *const names[] = {"Z level=debug event=", "Z level=info event=", "Z level=warn event=",
      "Z level=error event="};
  static _Thread_local int64_t second = -1;
  static _Thread_local char at[INSTANT_TEXT];
  int64_t now = clock_now();
  int ms = (int)(now % 1000);
  if (now / 1000 != second) {
    second = now / 1000;
    instant_format(second * 1000, at);
  }
  memcpy(line, "ts=", 3);
  memcpy(line + 3, at, 20);
  line[23] = (char)('0' + ms / 100);
  line[24] = (char)('0' + ms / 10 % 10);
  line[25] = (char)('0' + ms % 10);
  char *end = stpncpy(line + 26, names[level], 32);
  end = stpncpy(end, what, 64);
  *end++ = ' ';
  return (size_t)(end - line);
}

/* A client's bytes must not forge a line. */
static void finish(enum log_level level, char line[LINE], size_t n)
{
  if (n > LINE - 1)
    n = LINE - 1;
  for (size_t i = 0; i < n; i++)
    line[i] = (unsigned char)line[i] < 32 || line[i] == 127 ? ' ' : line[i]; /* without a branch: it is on every request */
  line[n++] = '\n';
  put(level, line, n);
}

void log_text(enum log_level level, const char *what, const char *pairs, size_t n)
{
  char line[LINE];
  if (level < threshold)
    return;
  size_t at = put_prefix(line, level, what);
  if (n > LINE - 1 - at)
    n = LINE - 1 - at;
  memcpy(line + at, pairs, n);
  finish(level, line, at + n);
}

void log_line(enum log_level level, const char *what, const char *format, ...)
{
  char line[LINE];
  va_list ap;
  if (level < threshold)
    return;
  size_t at = put_prefix(line, level, what);
  va_start(ap, format);
  int n = vsnprintf(line + at, sizeof line - at, format, ap);
  va_end(ap);
  finish(level, line, n < 0 ? at : at + (size_t)n);
}

void mask_phone(const char *phone, char out[24])
{
  size_t n = phone ? strlen(phone) : 0;
  if (n >= 8 && n < 20)
    snprintf(out, 24, "%.3s****%s", phone, phone + n - 4);
  else
    snprintf(out, 24, "%s%s", n ? "****" : "", n ? phone + n - 1 : "");
}
