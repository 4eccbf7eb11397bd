/* Whether everybody who has no room yet can have one room for all nights. Counters cannot tell: with two rooms and each night one
 * of them free, it may be another one every night. Inside a transaction, on its thread. */
#ifndef YIZHAN_STOCK_FIT_H
#define YIZHAN_STOCK_FIT_H

#include "stock/stock.h"

/* A stay without a room, from its arrival or `today`, whichever is later, to its departure. */
struct waiting { int64_t stay_id; int32_t from, to; bool fits; };

/* Those of a room type in the order of their arrival, each put where it leaves the shortest gap: who fits not, fits by this way
 * of giving out rooms not, and another way may exist. All fit in a house that sells by number. List of struct waiting. */
struct list fit_waiting(struct tx *tx, int64_t room_type_id, int32_t today);
/* How many of the offer's type do not fit; 0 where nobody asks. */
int64_t fit_lacking(struct tx *tx, const struct offer *offer);

#endif
