/* A cache of ready-made bytes: sharded, least recently used goes first, bounded in bytes.
 *
 * Guarantee: an entry never changes and lives until its last holder releases it, so it is sent without a copy. Missing
 * things are remembered too. Of concurrent misses of one key, one loads and the others wait for it. What was loaded
 * while a newer version was announced is not stored, and nobody who asked after the announcement gets it. Any thread.
 * Knows no domain: keys are texts, versions are numbers that grow. */
#ifndef YIZHAN_CACHE_LRU_H
#define YIZHAN_CACHE_LRU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

struct lru;

/* What the cache holds under a key; read-only. `missing`: the thing does not exist, and data is NULL. */
struct lru_entry {
  const void *data;
  size_t size;
  const char *tag; /* the loader's, for example an ETag; "" when it gave none */
  const char *type; /* the loader's, for example a content type; "" when it gave none */
  int64_t version; /* the loader's; 0 when missing */
  bool missing;
};

/* What a loader fills in; the cache copies data, tag and type at once. */
struct lru_value {
  bool found;
  const void *data;
  size_t size;
  const char *tag, *type;
  int64_t version;
  int origin; /* any number but LRU_HIT: where it came from, handed through to lru_get's caller */
};
/* Loads what the key stands for. Anything but OK is handed to all who wait, and nothing is stored. */
typedef enum err (*lru_load)(void *ctx, struct lru_value *out);

enum { LRU_HIT = 0 };
#define LRU_ANY INT64_MAX

/* A cache of at most `bytes`, counting keys and bookkeeping. NULL without memory. */
struct lru *lru_create(size_t bytes);
/* Frees it; entries still held live on until released. */
void lru_destroy(struct lru *c);
/* The entry of `key`, loaded when it is not there; give it back with lru_release. *origin is LRU_HIT or the loader's.
 * `c` NULL always loads. Returns the loader's refusal or fault, FAULT_INTERNAL without memory. */
enum err lru_get(struct lru *c, const char *key, lru_load load, void *ctx, const struct lru_entry **out, int *origin);
/* Gives an entry back; takes void * so that it serves as a reply's release function. NULL is fine. */
void lru_release(void *entry);
/* Announces `version` of a key: drops an entry that is older, and keeps a load under way from storing an older one.
 * LRU_ANY drops whatever there is. */
void lru_drop(struct lru *c, const char *key, int64_t version);
/* Drops everything. */
void lru_clear(struct lru *c);

struct lru_stats {
  int64_t hits, misses, loads, evictions, entries, bytes, capacity;
  int64_t missing_hits; /* of the hits, those that said "not there" */
};
/* Sums over all shards; each shard's numbers are from one moment. */
void lru_stats(struct lru *c, struct lru_stats *out);

#endif
