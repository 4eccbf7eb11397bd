/* The cache's shards, each with a lock of its own: hash chains, a list from most to least recently used, and the loads
 * under way ("flights"). Guarantee: see lru.h. Any thread; no lock is held while a loader runs. */
#include "cache/lru.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"

enum { SHARDS_MAX = 16, SHARD_BYTES = 1024 * 1024, BUCKETS_FIRST = 64 };

struct node {
  struct lru_entry entry; /* first: the public face */
  atomic_int holders;
  size_t cost;
  uint64_t hash;
  const char *key;
  struct node *chain;         /* in its bucket */
  struct node *newer, *older; /* in the shard's order of use */
};

struct flight {
  struct flight *next;
  const char *key; /* the loading thread's */
  int holders;
  bool done, stale;
  int64_t least; /* highest version announced meanwhile */
  enum err err;
  int origin;
  struct node *node;
};

struct shard {
  pthread_mutex_t lock;
  pthread_cond_t landed;
  struct node **buckets;
  size_t bucket_count, entries, bytes, capacity;
  struct node *newest, *oldest;
  struct flight *flights;
  int64_t hits, misses, loads, evictions, missing_hits;
};

struct lru {
  size_t shard_count;
  struct shard shards[SHARDS_MAX];
};

static uint64_t hash_of(const char *key)
{
  uint64_t h = text_hash(key);
  return h ^ (h >> 29);
}

struct lru *lru_create(size_t bytes)
{
  struct lru *c = calloc(1, sizeof *c);
  if (!c)
    return NULL;
  c->shard_count = bytes / SHARD_BYTES;
  if (c->shard_count < 1)
    c->shard_count = 1;
  if (c->shard_count > SHARDS_MAX)
    c->shard_count = SHARDS_MAX;
  for (size_t i = 0; i < c->shard_count; i++) {
    struct shard *s = &c->shards[i];
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->landed, NULL);
    s->capacity = bytes / c->shard_count;
    s->bucket_count = BUCKETS_FIRST;
    s->buckets = calloc(BUCKETS_FIRST, sizeof *s->buckets);
    if (!s->buckets) {
      c->shard_count = i + 1;
      lru_destroy(c);
      return NULL;
    }
  }
  return c;
}

void lru_destroy(struct lru *c)
{
  if (!c)
    return;
  lru_clear(c);
  for (size_t i = 0; i < c->shard_count; i++) {
    free(c->shards[i].buckets);
    pthread_cond_destroy(&c->shards[i].landed);
    pthread_mutex_destroy(&c->shards[i].lock);
  }
  free(c);
}

void lru_release(void *entry)
{
  struct node *n = entry;
  if (n && atomic_fetch_sub_explicit(&n->holders, 1, memory_order_acq_rel) == 1)
    free(n);
}

static struct node *hold(struct node *n)
{
  atomic_fetch_add_explicit(&n->holders, 1, memory_order_relaxed);
  return n;
}

static size_t text_size(const char *s)
{
  return s ? strlen(s) + 1 : 1;
}

static char *put_text(char **at, const char *s)
{
  char *start = *at;
  size_t n = text_size(s);
  memcpy(start, s ? s : "", n);
  *at += n;
  return start;
}

/* One block: bookkeeping, data, key, tag, type. */
static struct node *node_make(const char *key, uint64_t hash, const struct lru_value *v)
{
  size_t size = v->found ? v->size : 0;
  size_t cost = sizeof(struct node) + size + text_size(key) + text_size(v->tag) + text_size(v->type);
  struct node *n = calloc(1, cost);
  if (!n)
    return NULL;
  char *at = (char *)(n + 1);
  if (size > 0)
    memcpy(at, v->data, size);
  n->entry.data = v->found ? at : NULL;
  at += size;
  n->key = put_text(&at, key);
  n->entry.tag = put_text(&at, v->tag);
  n->entry.type = put_text(&at, v->type);
  n->entry.size = size;
  n->entry.version = v->found ? v->version : 0;
  n->entry.missing = !v->found;
  n->cost = cost;
  n->hash = hash;
  atomic_init(&n->holders, 1);
  return n;
}

static void list_out(struct shard *s, struct node *n)
{
  *(n->newer ? &n->newer->older : &s->newest) = n->older;
  *(n->older ? &n->older->newer : &s->oldest) = n->newer;
  n->newer = n->older = NULL;
}

static void list_in(struct shard *s, struct node *n)
{
  n->older = s->newest;
  *(s->newest ? &s->newest->newer : &s->oldest) = n;
  s->newest = n;
}

static struct node **slot_of(struct shard *s, const char *key, uint64_t hash)
{
  struct node **p = &s->buckets[(hash >> 8) & (s->bucket_count - 1)];
  while (*p && ((*p)->hash != hash || strcmp((*p)->key, key) != 0))
    p = &(*p)->chain;
  return p;
}

static void take_out(struct shard *s, struct node **slot)
{
  struct node *n = *slot;
  *slot = n->chain;
  list_out(s, n);
  s->entries--;
  s->bytes -= n->cost;
  lru_release(n);
}

static void grow(struct shard *s)
{
  size_t count = s->bucket_count * 2;
  struct node **buckets = calloc(count, sizeof *buckets);
  if (!buckets)
    return;
  for (struct node *n = s->oldest; n; n = n->newer) {
    struct node **p = &buckets[(n->hash >> 8) & (count - 1)];
    n->chain = *p;
    *p = n;
  }
  free(s->buckets);
  s->buckets = buckets;
  s->bucket_count = count;
}

static void put_in(struct shard *s, struct node *n)
{
  if (n->cost > s->capacity / 4)
    return;
  struct node **slot = slot_of(s, n->key, n->hash);
  if (*slot)
    take_out(s, slot);
  while (s->oldest && s->bytes + n->cost > s->capacity) {
    take_out(s, slot_of(s, s->oldest->key, s->oldest->hash));
    s->evictions++;
  }
  if (s->entries >= s->bucket_count)
    grow(s);
  slot = &s->buckets[(n->hash >> 8) & (s->bucket_count - 1)];
  n->chain = *slot;
  *slot = hold(n);
  list_in(s, n);
  s->entries++;
  s->bytes += n->cost;
}

static struct flight *flight_of(struct shard *s, const char *key)
{
  struct flight *f = s->flights;
  while (f && strcmp(f->key, key) != 0)
    f = f->next;
  return f;
}

static void flight_leave(struct flight *f)
{
  if (--f->holders > 0)
    return;
  lru_release(f->node);
  free(f);
}

/* Waits for another thread's load. False when its result is stale for this caller, who must look again. */
static bool flight_join(struct shard *s, struct flight *f, struct node **out, int *origin, enum err *err)
{
  f->holders++;
  while (!f->done)
    pthread_cond_wait(&s->landed, &s->lock);
  bool good = !f->stale;
  if (good) {
    *err = f->err;
    *origin = f->origin;
    *out = f->node ? hold(f->node) : NULL;
  }
  flight_leave(f);
  return good;
}

/* Loads without the lock, then stores and wakes those who wait. Called and left with the lock held. */
static enum err flight_run(
    struct shard *s, const char *key, uint64_t hash, lru_load load, void *ctx, struct node **out, int *origin)
{
  struct flight *f = calloc(1, sizeof *f);
  if (!f)
    return FAULT_INTERNAL;
  f->key = key;
  f->holders = 1;
  f->next = s->flights;
  s->flights = f;
  s->loads++;
  pthread_mutex_unlock(&s->lock);

  struct lru_value value = {.origin = 1};
  enum err err = load(ctx, &value);
  struct node *n = err == OK ? node_make(key, hash, &value) : NULL;
  if (err == OK && !n)
    err = FAULT_INTERNAL;

  pthread_mutex_lock(&s->lock);
  struct flight **p = &s->flights;
  while (*p != f)
    p = &(*p)->next;
  *p = f->next;
  f->done = true;
  f->err = err;
  f->origin = *origin = value.origin;
  f->stale = f->least > 0 && (!n || n->entry.version < f->least);
  f->node = n ? hold(n) : NULL;
  if (n && !f->stale)
    put_in(s, n);
  pthread_cond_broadcast(&s->landed);
  flight_leave(f);
  *out = n;
  return err;
}

static enum err load_alone(const char *key, lru_load load, void *ctx, struct node **out, int *origin)
{
  struct lru_value value = {.origin = 1};
  enum err err = load(ctx, &value);
  *origin = value.origin;
  *out = err == OK ? node_make(key, 0, &value) : NULL;
  return err == OK && !*out ? FAULT_INTERNAL : err;
}

enum err lru_get(struct lru *c, const char *key, lru_load load, void *ctx, const struct lru_entry **out, int *origin)
{
  struct node *n = NULL;
  enum err err = OK;
  *out = NULL;
  *origin = LRU_HIT;
  if (!c) {
    err = load_alone(key, load, ctx, &n, origin);
    *out = n ? &n->entry : NULL;
    return err;
  }
  uint64_t hash = hash_of(key);
  struct shard *s = &c->shards[hash % c->shard_count];
  pthread_mutex_lock(&s->lock);
  bool counted = false;
  for (bool have = false; !have;) {
    struct node **slot = slot_of(s, key, hash);
    struct flight *f;
    have = true;
    if (*slot) {
      n = hold(*slot);
      s->hits += !counted;
      s->missing_hits += !counted && n->entry.missing;
      if (s->newest != n) {
        list_out(s, n);
        list_in(s, n);
      }
    } else {
      s->misses += !counted;
      counted = true;
      f = flight_of(s, key);
      if (f)
        have = flight_join(s, f, &n, origin, &err);
      else
        err = flight_run(s, key, hash, load, ctx, &n, origin);
    }
  }
  pthread_mutex_unlock(&s->lock);
  *out = n ? &n->entry : NULL;
  return err;
}

void lru_drop(struct lru *c, const char *key, int64_t version)
{
  if (!c)
    return;
  uint64_t hash = hash_of(key);
  struct shard *s = &c->shards[hash % c->shard_count];
  pthread_mutex_lock(&s->lock);
  struct node **slot = slot_of(s, key, hash);
  if (*slot && (*slot)->entry.version < version)
    take_out(s, slot);
  struct flight *f = flight_of(s, key);
  if (f && f->least < version)
    f->least = version;
  pthread_mutex_unlock(&s->lock);
}

void lru_clear(struct lru *c)
{
  for (size_t i = 0; c && i < c->shard_count; i++) {
    struct shard *s = &c->shards[i];
    pthread_mutex_lock(&s->lock);
    while (s->oldest)
      take_out(s, slot_of(s, s->oldest->key, s->oldest->hash));
    for (struct flight *f = s->flights; f; f = f->next)
      f->least = LRU_ANY;
    pthread_mutex_unlock(&s->lock);
  }
}

void lru_stats(struct lru *c, struct lru_stats *out)
{
  *out = (struct lru_stats){0};
  for (size_t i = 0; c && i < c->shard_count; i++) {
    struct shard *s = &c->shards[i];
    pthread_mutex_lock(&s->lock);
    out->hits += s->hits;
    out->misses += s->misses;
    out->loads += s->loads;
    out->evictions += s->evictions;
    out->missing_hits += s->missing_hits;
    out->entries += (int64_t)s->entries;
    out->bytes += (int64_t)s->bytes;
    out->capacity += (int64_t)s->capacity;
    pthread_mutex_unlock(&s->lock);
  }
}
