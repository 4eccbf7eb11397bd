/* Paging: by id from the newest down, or by place in a list that is sorted otherwise. Pure. */
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "http/http.h"
#include "limits.h"

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

bool page_slice(const struct page *p, struct slice *out, struct problem *problem)
{
  const char *after = p->after ? p->after : "";
  *out = (struct slice){.limit = p->limit};
  if (strspn(after, "0123456789") != strlen(after) || strlen(after) > 9) {
    refuse(problem, ERR_BAD_REQUEST, "after", TXT_CURSOR, 0);
    return false;
  }
  out->offset = atoll(after);
  return true;
}

const char *page_slice_next(struct list *items, struct slice slice, struct arena *a)
{
  if (items->count <= (size_t)slice.limit)
    return NULL;
  items->count = (size_t)slice.limit;
  return arena_printf(a, "%lld", (long long)(slice.offset + slice.limit));
}
