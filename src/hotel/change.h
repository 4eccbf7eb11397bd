/* What changes of the catalogue check. Inside the folder only.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_HOTEL_CHANGE_H
#define YIZHAN_HOTEL_CHANGE_H

#include "base/actor.h"
#include "hotel/catalogue.h"
#include "store/audit.h"

/* Checks picture addresses: "", "/media/…" that was uploaded, or "https://…"; refuses naming `field`. */
enum err image_check(struct tx *tx, const char *field, const char *url);
enum err images_check(struct tx *tx, const char *field, struct list urls);

/* Writes what a branch is found by anew: its own texts and the names of its room types on sale. */
void branch_index(struct tx *tx, int64_t id);

#endif
