/* The demo group, to try a house out with. Writer only. */
#ifndef YIZHAN_DEMO_DEMO_H
#define YIZHAN_DEMO_DEMO_H

#include "store/store.h"

enum { DEMO_BRANCHES = 3 };
/* Three branches with room types and two coupons with the benefits that use them; `branches` gets the ids. The store has
 * no branch yet. FAULT_INTERNAL. */
enum err demo_group(struct tx *tx, int64_t branches[DEMO_BRANCHES]);

#endif
