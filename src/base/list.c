/* Lists in an arena: see list.h. */
#include "base/list.h"

#include <assert.h>
#include <string.h>

bool slice_takes(struct slice slice, int64_t *at)
{
  assert(slice.limit > 0 && slice.offset >= 0);
  int64_t i = (*at)++;
  return i >= slice.offset && i <= slice.offset + slice.limit;
}

void list_add(struct arena *a, struct list *list, const void *item, size_t size)
{
  /* Full whenever the count is 0 or a power of two from 16 on. */
  if (list->count == 0 || (list->count >= 16 && !(list->count & (list->count - 1)))) {
    char *grown = arena_alloc(a, (list->count ? list->count * 2 : 16) * size);
    if (list->count)
      memcpy(grown, list->items, list->count * size);
    list->items = grown;
  }
  memcpy((char *)list->items + list->count++ * size, item, size);
}
