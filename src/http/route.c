/* Route matching: see route.h. Read-only after router_create; any thread. */
#include "http/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/log.h"

enum { SEGMENTS = 12, BUCKETS = 512, MASKS = 16, ALLOW = 64 };

struct segment {
  const char *text;
  size_t n;
  uint64_t hash;
};

/* One path of the table with the rows of its methods. */
struct node {
  struct segment segments[SEGMENTS];
  size_t count;
  unsigned names; /* bit i: segment i is a {name} */
  uint64_t hash;
  const struct route *rows[METHOD_COUNT];
  char allow[ALLOW];
  struct node *next;
};

struct router {
  struct node *buckets[BUCKETS];
  unsigned masks[SEGMENTS + 1][MASKS]; /* placements of names, by segment count; the fewest names first */
  size_t mask_count[SEGMENTS + 1];
};

static const char *const method_names[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static int method_of(const char *name)
{
  if (!strcmp(name, "HEAD"))
    return METHOD_GET;
  for (int i = 0; i < METHOD_COUNT; i++)
    if (!strcmp(name, method_names[i]))
      return i;
  return -1;
}

/* Cuts "/a/b" into segments, hashing each (FNV-1a); 0 when it is not a path or has too many. */
static size_t cut(const char *path, struct segment *out)
{
  size_t count = 0;
  while (*path == '/') {
    if (count == SEGMENTS)
      return 0;
    struct segment *s = &out[count++];
    s->text = ++path;
    s->hash = 1469598103934665603ULL;
    for (; *path && *path != '/'; path++)
      s->hash = (s->hash ^ (unsigned char)*path) * 1099511628211ULL;
    s->n = (size_t)(path - s->text);
  }
  return *path ? 0 : count;
}

/* Hash of the literal segments in their places. */
static uint64_t place_hash(const struct segment *s, size_t count, unsigned names)
{
  uint64_t h = (count << 16) + names;
  for (size_t i = 0; i < count; i++)
    if (!(names >> i & 1))
      h = (h ^ s[i].hash) * 0x9E3779B97F4A7C15ULL + i;
  return h ^ h >> 29;
}

static bool same_literals(const struct node *n, const struct segment *s)
{
  for (size_t i = 0; i < n->count; i++) {
    if (n->names >> i & 1) {
      if (!s[i].n)
        return false; /* a name never stands for nothing */
    } else if (s[i].n != n->segments[i].n || memcmp(s[i].text, n->segments[i].text, s[i].n)) {
      return false;
    }
  }
  return true;
}

static struct node *find(const struct router *r, const struct segment *s, size_t count, unsigned names)
{
  uint64_t h = place_hash(s, count, names);
  for (struct node *n = r->buckets[h % BUCKETS]; n; n = n->next)
    if (n->hash == h && n->count == count && n->names == names && same_literals(n, s))
      return n;
  return NULL;
}

static bool add_mask(struct router *r, size_t count, unsigned names)
{
  unsigned *masks = r->masks[count];
  size_t n = r->mask_count[count], i = 0;
  for (size_t k = 0; k < n; k++)
    if (masks[k] == names)
      return true;
  if (n == MASKS)
    return false;
  while (i < n && __builtin_popcount(masks[i]) <= __builtin_popcount(names))
    i++;
  memmove(masks + i + 1, masks + i, (n - i) * sizeof *masks);
  masks[i] = names;
  r->mask_count[count]++;
  return true;
}

static void fill_allow(struct node *n)
{
  int at = 0; /* all methods together take 44 bytes */
  for (int i = 0; i < METHOD_COUNT; i++)
    if (n->rows[i])
      at += snprintf(n->allow + at, ALLOW - (size_t)at, "%s%s, ", method_names[i], i == METHOD_GET ? ", HEAD" : "");
  snprintf(n->allow + at, ALLOW - (size_t)at, "OPTIONS");
}

static bool add(struct router *r, const struct route *row)
{
  struct segment segments[SEGMENTS];
  size_t count = cut(row->path, segments);
  int method = method_of(row->method);
  unsigned names = 0;
  for (size_t i = 0; i < count; i++)
    if (segments[i].n > 2 && segments[i].text[0] == '{')
      names |= 1u << i;
  if (!count || method < 0 || __builtin_popcount(names) > ROUTE_IDS || !row->handler || !add_mask(r, count, names))
    return false;
  struct node *n = find(r, segments, count, names);
  if (!n) {
    n = calloc(1, sizeof *n);
    if (!n)
      return false;
    memcpy(n->segments, segments, sizeof segments);
    n->count = count;
    n->names = names;
    n->hash = place_hash(segments, count, names);
    n->next = r->buckets[n->hash % BUCKETS];
    r->buckets[n->hash % BUCKETS] = n;
  }
  if (n->rows[method])
    return false;
  n->rows[method] = row;
  fill_allow(n);
  return true;
}

struct router *router_create(const struct route *rows, size_t count)
{
  struct router *r = calloc(1, sizeof *r);
  for (size_t i = 0; r && i < count; i++)
    if (!add(r, &rows[i])) {
      log_error("http.route", "wrong_row=%zu method=%s path=%s", i, rows[i].method, rows[i].path);
      router_free(r);
      return NULL;
    }
  return r;
}

void router_free(struct router *r)
{
  for (size_t i = 0; r && i < BUCKETS; i++)
    while (r->buckets[i]) {
      struct node *next = r->buckets[i]->next;
      free(r->buckets[i]);
      r->buckets[i] = next;
    }
  free(r);
}

struct match router_match(const struct router *r, const char *method, const char *path, struct arena *a)
{
  struct match m = {0};
  struct segment segments[SEGMENTS];
  size_t count = cut(path, segments);
  const struct node *n = NULL;
  for (size_t i = 0; count && !n && i < r->mask_count[count]; i++)
    n = find(r, segments, count, r->masks[count][i]);
  if (!n)
    return m;
  int k = method_of(method);
  m.allow = n->allow;
  m.route = k < 0 ? NULL : n->rows[k];
  for (size_t i = 0, id = 0; i < count; i++)
    if (n->names >> i & 1)
      m.ids[id++] = arena_copy(a, segments[i].text, segments[i].n);
  return m;
}
