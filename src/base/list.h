/* Lists, whole or in slices. Pure; items live where their maker put them. */
#ifndef YIZHAN_BASE_LIST_H
#define YIZHAN_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

struct list { void *items; size_t count; };
/* A part of a list: `limit` items from number `offset` on. Lists come back with one item more when there are more. */
struct slice { int64_t offset, limit; };

/* Appends a copy of `item`, in the arena; to a list that only list_add fills. */
void list_add(struct arena *a, struct list *list, const void *item, size_t size);
/* Walks what is filtered item by item: true when number *at belongs to the slice, or is the one more. Counts *at. */
bool slice_takes(struct slice slice, int64_t *at);

#endif
