/* After each transaction SQLite drops the pages beyond the end of the file from its cache. It looks for them only if there
 * may be any; but rebalancing a tree lends pages for a moment the number of the lock page, which lies at 1 GiB, and the
 * cache remembers that number as its highest. The search then goes through every bucket, and in a cache of 64 MiB that
 * was a seventh of the writer's time. Here the highest number is kept without the borrowed one, and the search is asked
 * for only when it can find something.
 *
 * Everything else is handed on to SQLite's own cache. Interface: sqlite3_pcache_methods2 of SQLite's documentation. A
 * cache belongs to one connection, on that one's thread. */
#include "store/page_cache.h"

#include <sqlite3.h>
#include <stdlib.h>

enum { LOCK_BYTE = 0x40000000 };

struct cache {
  sqlite3_pcache *real;
  unsigned highest;   /* of the pages that may be in it */
  unsigned lock_page; /* its number: never a page of the file */
};

static sqlite3_pcache_methods2 real;

static struct cache *cache(sqlite3_pcache *p)
{
  return (struct cache *)p;
}

static void note(struct cache *c, unsigned page)
{
  if (page > c->highest && page != c->lock_page)
    c->highest = page;
}

static int init(void *arg)
{
  (void)arg;
  return real.xInit(real.pArg);
}

static void shut_down(void *arg)
{
  (void)arg;
  real.xShutdown(real.pArg);
}

static sqlite3_pcache *create(int page_bytes, int extra_bytes, int purgeable)
{
  struct cache *c = calloc(1, sizeof *c);
  if (!c)
    return NULL;
  *c = (struct cache){.real = real.xCreate(page_bytes, extra_bytes, purgeable),
      .lock_page = LOCK_BYTE / (unsigned)page_bytes + 1};
  if (c->real)
    return (sqlite3_pcache *)c;
  free(c);
  return NULL;
}

static void destroy(sqlite3_pcache *p)
{
  real.xDestroy(cache(p)->real);
  free(p);
}

static void set_size(sqlite3_pcache *p, int pages)
{
  real.xCachesize(cache(p)->real, pages);
}

static int page_count(sqlite3_pcache *p)
{
  return real.xPagecount(cache(p)->real);
}

static sqlite3_pcache_page *fetch(sqlite3_pcache *p, unsigned page, int make)
{
  if (make)
    note(cache(p), page);
  return real.xFetch(cache(p)->real, page, make);
}

static void unpin(sqlite3_pcache *p, sqlite3_pcache_page *page, int discard)
{
  real.xUnpin(cache(p)->real, page, discard);
}

static void rekey(sqlite3_pcache *p, sqlite3_pcache_page *page, unsigned from, unsigned to)
{
  note(cache(p), to);
  real.xRekey(cache(p)->real, page, from, to);
}

/* Drops the pages from `first` on. */
static void truncate_from(sqlite3_pcache *p, unsigned first)
{
  struct cache *c = cache(p);
  if (c->highest < first)
    return;
  real.xTruncate(c->real, first);
  c->highest = first ? first - 1 : 0;
}

static void shrink(sqlite3_pcache *p)
{
  real.xShrink(cache(p)->real);
}

int page_cache_install(void)
{
  static const sqlite3_pcache_methods2 methods = {
      .iVersion = 1,
      .xInit = init,
      .xShutdown = shut_down,
      .xCreate = create,
      .xCachesize = set_size,
      .xPagecount = page_count,
      .xFetch = fetch,
      .xUnpin = unpin,
      .xRekey = rekey,
      .xTruncate = truncate_from,
      .xDestroy = destroy,
      .xShrink = shrink,
  };
  int code = sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &real);
  return code == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods) : code;
}
