/* An open-addressed table of committed rows, and a short list of this batch's. See recent_keys.h. */
#include "http/recent_keys.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/id.h"
#include "limits.h"

enum { FIRST = 1024, PIECE = 10000 };

struct entry {
  uint64_t key;
  int64_t id; /* 0 = free */
};

struct recent_keys {
  struct entry *slots;
  size_t size, used; /* size is a power of two, at most half used */
  uint64_t seed;     /* random, so that nobody can aim at one slot */
  int64_t seen;      /* the last row read */
  struct store *store;
  pthread_t loader;
  bool loading;      /* the loader has not been joined */
  int64_t batch;     /* whose rows are pending */
  size_t pending_count;
  struct entry pending[LIMIT_BATCH];
};

static struct entry *slots_of(size_t size)
{
  return must_have(calloc(size, sizeof(struct entry)));
}

struct recent_keys *recent_keys_create(void)
{
  struct recent_keys *k = calloc(1, sizeof *k);
  if (!k)
    return NULL;
  k->size = FIRST;
  k->slots = slots_of(k->size);
  random_bytes(&k->seed, sizeof k->seed);
  return k;
}

static void finish_loading(struct recent_keys *k)
{
  if (k->loading)
    pthread_join(k->loader, NULL);
  k->loading = false;
}

void recent_keys_free(struct recent_keys *k)
{
  if (!k)
    return;
  finish_loading(k);
  free(k->slots);
  free(k);
}

static uint64_t key_of(const uint8_t hash[SHA256_BYTES])
{
  uint64_t key;
  memcpy(&key, hash, sizeof key);
  return key;
}

static size_t home(const struct recent_keys *k, uint64_t key)
{
  return (key ^ k->seed) * 0x9E3779B97F4A7C15ULL >> 20 & (k->size - 1);
}

static void put(struct recent_keys *k, struct entry e)
{
  size_t i = home(k, e.key);
  while (k->slots[i].id)
    i = (i + 1) & (k->size - 1);
  k->slots[i] = e;
  k->used++;
}

/* Twice the room, without the rows that have expired since. */
static void grow(struct recent_keys *k, int64_t oldest)
{
  struct entry *old = k->slots;
  size_t old_size = k->size;
  k->size = old_size * 2;
  k->slots = slots_of(k->size);
  k->used = 0;
  for (size_t i = 0; i < old_size; i++)
    if (old[i].id && old[i].id >= oldest)
      put(k, old[i]);
  free(old);
}

/* Reads the committed rows after the last one seen, at most `most` of them; how many there were. */
static int64_t read_on(struct recent_keys *k, struct tx *tx, int64_t most)
{
  int64_t n = 0;
  struct rows *r = tx_query(tx, SQL_IDEMPOTENCY_SINCE, BI("id", k->seen), BI("most", most));
  for (; row_next(r); n++) {
    size_t size;
    int64_t id = row_i64(r);
    const uint8_t *hash = row_blob(r, &size);
    if (2 * k->used >= k->size)
      grow(k, tx_i64(tx, SQL_IDEMPOTENCY_OLDEST, 0));
    put(k, (struct entry){key_of(hash), id});
    k->seen = id;
  }
  row_end(r);
  return n;
}

struct load {
  struct recent_keys *keys;
  int64_t read;
};

static enum err load_piece(struct tx *tx, void *arg)
{
  struct load *l = arg;
  l->read = read_on(l->keys, tx, PIECE);
  return OK;
}

/* In pieces, so that no reader keeps the checkpoint waiting. What a fault leaves out, the first question reads. */
static void *load_all(void *arg)
{
  struct recent_keys *k = arg;
  struct scope scope = {.arena = arena_create()};
  struct load load = {k, PIECE};
  enum err e = OK;
  while (!e && load.read == PIECE) {
    arena_reset(scope.arena);
    e = store_read(k->store, load_piece, &load, &scope);
  }
  arena_destroy(scope.arena);
  return NULL;
}

void recent_keys_load(struct recent_keys *k, struct store *store)
{
  k->store = store;
  k->loading = pthread_create(&k->loader, NULL, load_all, k) == 0;
}

/* At the first question of a batch all rows there are committed ones; what the last batch had pending is among them, or
 * was rolled back. */
static void begin(struct recent_keys *k, struct tx *tx)
{
  if (k->batch == tx_batch(tx))
    return;
  finish_loading(k);
  k->batch = tx_batch(tx);
  k->pending_count = 0;
  read_on(k, tx, INT64_MAX);
}

int64_t recent_keys_find(struct recent_keys *k, struct tx *tx, const uint8_t hash[SHA256_BYTES], size_t *at)
{
  uint64_t key = key_of(hash);
  begin(k, tx);
  for (; *at < k->pending_count; ++*at)
    if (k->pending[*at].key == key)
      return k->pending[(*at)++].id;
  for (size_t i = home(k, key) + *at - k->pending_count;; i++) {
    const struct entry *e = &k->slots[i & (k->size - 1)];
    if (!e->id)
      return 0;
    ++*at;
    if (e->key == key)
      return e->id;
  }
}

void recent_keys_add(struct recent_keys *k, struct tx *tx, int64_t id, const uint8_t hash[SHA256_BYTES])
{
  begin(k, tx);
  assert(k->pending_count < LIMIT_BATCH); /* a job has one key, and a batch no more jobs */
  k->pending[k->pending_count++] = (struct entry){key_of(hash), id};
}
