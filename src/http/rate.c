/* Token buckets: see rate.h. Any thread; one lock per shard, held for a few instructions. */
#include "http/rate.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/id.h"
#include "http/address.h"
#include "http/internal.h"
#include "limits.h"

enum { WAYS = 8, SETS = LIMIT_RATE_ENTRIES / WAYS, LOCKS = 64 };

struct bucket {
  uint64_t key; /* 0 = free */
  int64_t at;   /* of the last refill, monotonic ms */
  float tokens, burst, per_ms;
};

struct rates {
  struct bucket sets[SETS][WAYS];
  pthread_mutex_t locks[LOCKS];
  uint64_t seed[2]; /* random, so that nobody can aim at another's set */
};

struct rates *rates_create(void)
{
  struct rates *r = calloc(1, sizeof *r);
  if (!r)
    return NULL;
  random_bytes(r->seed, sizeof r->seed);
  for (size_t i = 0; i < LOCKS; i++)
    pthread_mutex_init(&r->locks[i], NULL);
  return r;
}

void rates_free(struct rates *r)
{
  free(r);
}

static uint64_t rotate(uint64_t v, int n)
{
  return v << n | v >> (64 - n);
}

static void sip_round(uint64_t v[4])
{
  v[0] += v[1], v[1] = rotate(v[1], 13) ^ v[0], v[0] = rotate(v[0], 32);
  v[2] += v[3], v[3] = rotate(v[3], 16) ^ v[2];
  v[0] += v[3], v[3] = rotate(v[3], 21) ^ v[0];
  v[2] += v[1], v[1] = rotate(v[1], 17) ^ v[2], v[2] = rotate(v[2], 32);
}

/* SipHash-1-3 of the key text and a tag. */
static uint64_t hash_key(const struct rates *r, const char *key, uint64_t tag)
{
  uint64_t v[4] = {r->seed[0] ^ 0x736f6d6570736575ULL, r->seed[1] ^ 0x646f72616e646f6dULL,
      r->seed[0] ^ 0x6c7967656e657261ULL, r->seed[1] ^ 0x7465646279746573ULL};
  size_t n = strlen(key);
  uint64_t word = tag;
  for (size_t i = 0;; i += 8) {
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
    if (i >= n)
      break;
    word = (uint64_t)n << 56;
    memcpy(&word, key + i, n - i < 8 ? n - i : 8);
  }
  v[2] ^= 0xff;
  for (int i = 0; i < 3; i++)
    sip_round(v);
  uint64_t h = v[0] ^ v[1] ^ v[2] ^ v[3];
  return h ? h : 1;
}

static void numbers(enum rate_class class, int times, struct bucket *b)
{
  double burst = RATE_READ_BURST, per_minute = RATE_READ_PER_MIN;
  switch (class) {
  case RATE_WRITE:
    burst = RATE_WRITE_BURST, per_minute = RATE_WRITE_PER_MIN;
    break;
  case RATE_LOGIN:
    burst = RATE_LOGIN_BURST, per_minute = RATE_LOGIN_PER_MIN;
    break;
  case RATE_BOOK:
    burst = RATE_BOOK_BURST, per_minute = RATE_BOOK_PER_HOUR / 60.0;
    break;
  case RATE_READ:
  case RATE_NONE:
    break;
  }
  b->burst = (float)(burst * times);
  b->per_ms = (float)(per_minute * times / 60000);
}

static float filled(const struct bucket *b, int64_t now)
{
  return fminf(b->burst, b->tokens + (float)(now - b->at) * b->per_ms);
}

/* The key's bucket; a new one takes a free place, or that of the bucket closest to being full again, whose loss
 * forgives the least. */
static struct bucket *place(struct bucket *set, uint64_t key, enum rate_class class, int times, int64_t now)
{
  struct bucket *best = NULL;
  float best_share = -1;
  for (int i = 0; i < WAYS; i++) {
    if (set[i].key == key)
      return &set[i];
    float share = set[i].key ? filled(&set[i], now) / set[i].burst : 2;
    if (share > best_share || (share == best_share && set[i].at < best->at)) {
      best = &set[i];
      best_share = share;
    }
  }
  *best = (struct bucket){.key = key, .at = now};
  numbers(class, times, best);
  best->tokens = best->burst;
  return best;
}

int rates_take(struct rates *r, enum rate_class class, const char *key, int times, int64_t now_ms)
{
  uint64_t h = hash_key(r, key, (uint64_t) class << 8 | (uint64_t)times);
  size_t index = h % SETS;
  int wait = 0;
  pthread_mutex_lock(&r->locks[index % LOCKS]);
  struct bucket *b = place(r->sets[index], h, class, times, now_ms);
  b->tokens = filled(b, now_ms);
  b->at = now_ms;
  if (b->tokens >= 1)
    b->tokens -= 1;
  else
    wait = (int)ceilf((1 - b->tokens) / b->per_ms / 1000);
  pthread_mutex_unlock(&r->locks[index % LOCKS]);
  return wait;
}

static enum err take(struct exchange *x, enum rate_class class, const char *key, int times)
{
  struct http *h = x->http;
  if (class == RATE_NONE || !h->options.config->rate_limit)
    return OK;
  int wait = rates_take(h->rates, class, key, times, clock_mono_ms());
  if (!wait)
    return OK;
  x->retry_after = wait;
  metrics_rate_refused(h->metrics);
  return refuse(&x->req.scope.problem, ERR_RATE_LIMITED, NULL, TXT_NONE, 0);
}

enum err request_rate(struct request *req, enum rate_class class, const char *key)
{
  return take(exchange_of(req), class, key, 1);
}

enum err request_rate_times(struct request *req, enum rate_class class, const char *key, int times)
{
  return take(exchange_of(req), class, key, times);
}

const char *request_address_key(struct request *req)
{
  char *key = arena_alloc(req->scope.arena, ADDRESS_TEXT);
  address_network(req->address, key);
  return key;
}

enum err rate_address(struct exchange *x)
{
  char key[ADDRESS_TEXT];
  enum rate_class class = x->req.route->rate;
  if (class == RATE_NONE || !x->http->options.config->rate_limit)
    return OK;
  address_network(x->req.address, key);
  return take(x, class, key, class == RATE_LOGIN || class == RATE_BOOK ? RATE_ADDRESS_LOGIN : RATE_ADDRESS_OTHER);
}

enum err rate_member(struct exchange *x)
{
  enum rate_class class = x->req.route->rate;
  char key[ID_TEXT + 8];
  if (x->req.actor.kind != ACTOR_GUEST || !x->req.actor.id || (class != RATE_BOOK && class != RATE_WRITE))
    return OK;
  snprintf(key, sizeof key, "member:%lld", (long long)x->req.actor.id);
  return take(x, class, key, 1);
}
