/* Log lines: formatted on the caller's stack, one write(2) each, so lines of many threads never mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/date.h"

enum { LINE = 1024 };

static enum log_level threshold = LOG_INFO;

void log_level(enum log_level level)
{
  threshold = level;
}

void log_line(enum log_level level, const char *what, const char *format, ...)
{
  static const char *const names[] = {"debug", "info", "warn", "error"};
  if (level < threshold)
    return;
  char line[LINE], at[INSTANT_TEXT];
  instant_format(clock_now(), at);
  int n = snprintf(line, sizeof line, "ts=%s level=%s event=%s ", at, names[level], what);
  va_list ap;
  va_start(ap, format);
  int more = vsnprintf(line + n, sizeof line - (size_t)n, format, ap);
  va_end(ap);
  n = more < 0 || n + more > LINE - 2 ? LINE - 2 : n + more;
  for (int i = 0; i < n; i++)
    if ((unsigned char)line[i] < 32 || line[i] == 127)
      line[i] = ' '; /* a client's bytes must not forge a line */
  line[n++] = '\n';
  ssize_t ignored = write(STDERR_FILENO, line, (size_t)n);
  (void)ignored;
}

void mask_phone(const char *phone, char out[24])
{
  size_t n = phone ? strlen(phone) : 0;
  if (n >= 8 && n < 20)
    snprintf(out, 24, "%.3s****%s", phone, phone + n - 4);
  else
    snprintf(out, 24, "%s%s", n ? "****" : "", n ? phone + n - 1 : "");
}
