/* Guests' sessions, remembered in an LRU cache by the token's hash, each with the count of store_outdated from before it
 * was read. */
#include "login/guest_session.h"

#include <string.h>
#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "cache/lru.h"
#include "limits.h"

enum { NAME = 256, TRIES = 2 };

struct known {
  int64_t id, expires_at;
  int64_t outdated; /* the count before it was read */
  int64_t until_ms; /* clock_mono_ms: to be read again then in any case */
  char name[NAME];
};
struct lookup {
  struct store *store;
  struct scope *scope;
  const uint8_t *hash;
  struct known out;
};

static struct lru *memory;

void guest_sessions_use(struct lru *m)
{
  memory = m;
}

static enum err read_session(struct tx *tx, void *arg)
{
  struct lookup *l = arg;
  struct rows *r = tx_query(tx, SQL_SESSION_GUEST, BB("hash", l->hash, TOKEN_HASH), BI("now", tx_now(tx)));
  if (!row_next(r))
    return ERR_UNAUTHORIZED;
  l->out.id = row_i64(r);
  const char *name = row_str(r);
  l->out.expires_at = row_i64(r);
  row_end(r);
  size_t n = strlen(name);
  if (n >= NAME)
    return FAULT_INTERNAL;
  memcpy(l->out.name, name, n + 1);
  return OK;
}

static enum err load(void *ctx, struct lru_value *out)
{
  struct lookup *l = ctx;
  l->out.outdated = store_outdated(l->store);
  l->out.until_ms = clock_mono_ms() + LIMIT_SESSION_KNOWN_MS;
  enum err e = store_read(l->store, read_session, l, l->scope);
  *out = (struct lru_value){.found = true, .data = &l->out, .size = offsetof(struct known, name) + strlen(l->out.name) + 1,
      .origin = LRU_HIT + 1};
  return e;
}

static bool holds(const struct known *k, const struct store *store)
{
  return k->outdated == store_outdated(store) && clock_mono_ms() < k->until_ms && clock_now() < k->expires_at;
}

static void take(const struct known *k, struct arena *a, struct actor *out)
{
  out->kind = ACTOR_GUEST;
  out->id = k->id;
  out->name = arena_copy(a, k->name, strlen(k->name));
}

/* What somebody else began to read may be older than what this caller was told, so it is looked at like what was there. */
enum err guest_of_token(struct store *store, struct scope *scope, const uint8_t hash[TOKEN_HASH], struct actor *out)
{
  char key[TOKEN_HASH * 2 + 1];
  struct lookup l = {.store = store, .scope = scope, .hash = hash};
  hex_encode(hash, TOKEN_HASH, key);
  for (int i = 0; memory && i < TRIES; i++) {
    const struct lru_entry *entry;
    int origin;
    enum err e = lru_get(memory, key, load, &l, &entry, &origin);
    if (e)
      return e;
    bool good = holds(entry->data, store);
    if (good)
      take(entry->data, scope->arena, out);
    lru_release((void *)entry);
    if (good)
      return OK;
    lru_drop(memory, key, LRU_ANY);
  }
  enum err e = store_read(store, read_session, &l, scope);
  if (!e)
    take(&l.out, scope->arena, out);
  return e;
}
