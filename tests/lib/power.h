/* Power cuts: a record of what was written and synced through the disk of disk.h, and what a cut may leave of it.
 *
 * What was written to a file before a sync of it began is there once that sync has returned (fdatasync(2)). Of what came
 * later any part may be there, sector by sector and in no order, and a file may still have its old length. */
#ifndef YIZHAN_TESTS_POWER_H
#define YIZHAN_TESTS_POWER_H

#include <stdbool.h>
#include <stdint.h>

/* The two files of a store; any other is not recorded. */
enum power_file { POWER_NONE, POWER_DB, POWER_WAL };

/* Takes DIR/yizhan.db and its WAL as they are for the state on disk, and records from now on. While nothing writes. */
void power_begin(const char *dir);
/* Stops recording. */
void power_end(void);
/* Number of events so far; what the caller knows now, it was told after them. Any thread. */
long power_now(void);
/* True when event number `i` is the beginning of a new WAL over the old one. */
bool power_wal_begins(long i);

enum power_rest { REST_LOST, REST_KEPT, REST_MIXED };
/* Writes the two files into DIR as a cut after the first `events` events leaves them; `rest` tells what becomes of what
 * was not synced. */
void power_cut(const char *dir, long events, enum power_rest rest);

/* What disk.c tells: a write or a new length after it was done; a sync before it, whose number is given back after it. */
enum power_file power_file_of(const char *name);
void power_wrote(enum power_file file, const void *data, int n, int64_t at);
void power_cut_to(enum power_file file, int64_t size);
long power_sync_begins(enum power_file file);
void power_synced(enum power_file file, long began);

#endif
