/* Paging of lists by id, from the newest down. Pure. */
#include <string.h>
#include "base/id.h"
#include "http/http.h"
#include "limits.h"

int64_t page_limit(const struct page *p)
{
  return p->limit < 1 || p->limit > LIMIT_PAGE ? LIMIT_PAGE_DEFAULT : p->limit;
}

bool page_after(const struct page *p, int64_t *id, struct problem *problem)
{
  *id = INT64_MAX;
  if (!p->after || !*p->after || id_parse(p->after, id))
    return true;
  refuse(problem, ERR_BAD_REQUEST, "after", TXT_CURSOR, 0);
  return false;
}

const char *page_next(struct list *items, size_t item_size, size_t id_offset, int64_t limit, struct arena *a)
{
  if (limit < 1 || items->count <= (size_t)limit)
    return NULL;
  int64_t id;
  items->count = (size_t)limit;
  memcpy(&id, (const char *)items->items + (items->count - 1) * item_size + id_offset, sizeof id);
  return arena_printf(a, "%lld", (long long)id);
}
