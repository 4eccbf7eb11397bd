/* What every change of the catalogue does: scope, checks, the audit row. Inside the folder only.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_HOTEL_CHANGE_H
#define YIZHAN_HOTEL_CHANGE_H

#include "base/actor.h"
#include "hotel/catalogue.h"
#include "store/audit.h"

/* OK, or ERR_BRANCH_SCOPE refused. */
enum err scope_check(struct tx *tx, const struct actor *actor, int64_t branch_id);
/* ERR_NOT_FOUND, refused. */
enum err not_found(struct tx *tx);
/* Checks picture addresses: "", "/media/…" that was uploaded, or "https://…"; refuses naming `field`. */
enum err image_check(struct tx *tx, const char *field, const char *url);
enum err images_check(struct tx *tx, const char *field, struct list urls);

/* Walks a list that is filtered in C: true when the item number *at belongs to the slice (with one item beyond it). */
bool slice_takes(struct slice slice, int64_t *at);
/* Appends a copy of `item` to a list in the arena. */
void list_add(struct arena *a, struct list *list, const void *item, size_t size);

#endif
