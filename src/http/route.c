/* Route matching: see route.h. A tree with a step per path segment; read-only after router_create: any thread. */
#include "http/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/log.h"

enum { SEGMENTS = 12, ALLOW = 64 };

/* One segment of the table's paths, below its parent: a literal, or a {name}, which stands last among its siblings. */
struct node {
  const char *text;
  size_t n;
  bool name;
  struct node *child, *sibling;
  const struct route *rows[METHOD_COUNT]; /* of the path that ends here */
  char allow[ALLOW];                      /* "" when none does */
};

struct router {
  struct node root;
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

/* The child of that text, made when it is not there; NULL without memory. */
static struct node *step(struct node *parent, const char *text, size_t n)
{
  bool name = n > 2 && text[0] == '{';
  struct node **at = &parent->child;
  while (*at && !(*at)->name) {
    if (!name && (*at)->n == n && !memcmp((*at)->text, text, n))
      return *at;
    at = &(*at)->sibling;
  }
  if (name && *at)
    return *at;
  struct node *made = calloc(1, sizeof *made);
  if (made)
    *made = (struct node){.text = text, .n = n, .name = name, .sibling = *at};
  return made ? *at = made : NULL;
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
  struct node *n = &r->root;
  const char *path = row->path;
  int method = method_of(row->method), segments = 0, names = 0;
  while (n && *path == '/') {
    size_t length = strcspn(++path, "/");
    n = step(n, path, length);
    names += n && n->name;
    segments++;
    path += length;
  }
  if (!n || *path || !segments || segments > SEGMENTS || names > ROUTE_IDS || method < 0 || !row->handler || n->rows[method])
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

static void free_below(struct node *n)
{
  while (n->child) {
    struct node *next = n->child->sibling;
    free_below(n->child);
    free(n->child);
    n->child = next;
  }
}

void router_free(struct router *r)
{
  if (r)
    free_below(&r->root);
  free(r);
}

/* The node where `path` ends, literals before names; ids[] gets where the names' segments begin. */
static const struct node *walk(const struct node *parent, const char *path, const char **ids)
{
  if (*path != '/')
    return *path || !*parent->allow ? NULL : parent;
  path++;
  size_t n = (size_t)(strchrnul(path, '/') - path);
  for (const struct node *child = parent->child; child; child = child->sibling) {
    if (child->name ? !n : child->n != n || memcmp(child->text, path, n))
      continue; /* a name never stands for nothing */
    if (child->name)
      *ids = path;
    const struct node *end = walk(child, path + n, ids + child->name);
    if (end)
      return end;
    if (child->name)
      *ids = NULL;
  }
  return NULL;
}

struct match router_match(const struct router *r, const char *method, const char *path, struct arena *a)
{
  struct match m = {0};
  const char *ids[SEGMENTS] = {NULL};
  const struct node *n = walk(&r->root, path, ids);
  if (!n)
    return m;
  int k = method_of(method);
  m.allow = n->allow;
  m.route = k < 0 ? NULL : n->rows[k];
  for (size_t i = 0; i < ROUTE_IDS && ids[i]; i++)
    m.ids[i] = arena_copy(a, ids[i], strcspn(ids[i], "/"));
  return m;
}
