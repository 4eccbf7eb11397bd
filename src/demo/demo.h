/* The demo group, to try a house out with. Writer only. */
#ifndef YIZHAN_DEMO_DEMO_H
#define YIZHAN_DEMO_DEMO_H

#include "base/actor.h"
#include "store/store.h"

enum { DEMO_BRANCHES = 3 };
/* Three branches with room types and two coupons with the benefits that use them; `branches` gets the ids. The store has
 * no branch yet. FAULT_INTERNAL. */
enum err demo_group(struct tx *tx, int64_t branches[DEMO_BRANCHES]);
/* So many days of a branch's life until now, by a clerk of it: bookings, stays, money, every day closed. No order is there yet.
 * FAULT_INTERNAL. */
enum err demo_life(struct tx *tx, const struct actor *clerk, int64_t branch_id, int32_t days);

#endif
