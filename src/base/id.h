/* Ids: 63 bits, time-ordered so that rows append at the end of their tables; random low bits keep them unguessable
 * enough for a URL (rights never rest on that). 42 bits of milliseconds since 2020, 21 bits of random step. Text form:
 * decimal. Any thread. */
#ifndef YIZHAN_BASE_ID_H
#define YIZHAN_BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ID_TEXT = 21 };

/* A new id, larger than every one that this process gave before, or any that shares its last id with it. */
int64_t id_next(void);
/* Keeps the last id at an address that several processes share; NULL: in this process's own memory again. Before, and
 * after, ids are made. */
void id_share(_Atomic int64_t *shared);
/* Later ids will be larger than `seen`; called at start with the store's largest, so a clock set back gives no doubles. */
void id_after(int64_t seen);
/* When it was made, epoch milliseconds; a little later than then when many were made at once. */
int64_t id_time(int64_t id);
/* Writes it in decimal. */
void id_format(int64_t id, char out[ID_TEXT]);
/* Parses 1..19 decimal digits into a positive id; false otherwise. */
bool id_parse(const char *s, int64_t *out);

/* Bytes from the system's random source; ends the process if there is none. */
void random_bytes(void *p, size_t n);
/* Lower-case hex of n bytes; out has 2n+1 bytes. */
void hex_encode(const void *p, size_t n, char *out);

#endif
