/* Structured log lines (logfmt) to stderr. Between log_start and log_stop lines below warn are gathered for some
 * milliseconds and written together by a thread, so that a request does not pay for a system call; warnings and errors
 * are written at once, with all before them, and so is what was gathered when the program crashes. Outside that time
 * each line is one write(2). Never hand it a phone number, an ID number, a token or a password; mask_phone is for the
 * first. Any thread. */
#ifndef YIZHAN_BASE_LOG_H
#define YIZHAN_BASE_LOG_H

#include <stddef.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Starts and ends gathering; main thread. log_stop writes what is left. */
void log_start(void);
void log_stop(void);
/* Lines below `level` are dropped. */
void log_level(enum log_level level);
/* `what` is a short constant event name such as "store.open"; the format gives "key=value" pairs. */
void log_line(enum log_level level, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same with the pairs ready made; for the line that every request writes. */
void log_text(enum log_level level, const char *what, const char *pairs, size_t n);
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

/* "138****0000" of a phone number; out has 24 bytes. Short numbers keep only the last digit. */
void mask_phone(const char *phone, char out[24]);

#endif
