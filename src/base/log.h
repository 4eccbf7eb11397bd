/* Structured log lines (logfmt) to stderr, one write(2) each. Never hand it a phone number, an ID number, a token or
 * a password; mask_phone is for the first. Any thread. */
#ifndef YIZHAN_BASE_LOG_H
#define YIZHAN_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below `level` are dropped. */
void log_level(enum log_level level);
/* `what` is a short constant event name such as "store.open"; the format gives "key=value" pairs. */
void log_line(enum log_level level, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

/* "138****0000" of a phone number; out has 24 bytes. Short numbers keep only the last digit. */
void mask_phone(const char *phone, char out[24]);

#endif
