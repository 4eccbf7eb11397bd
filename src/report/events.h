/* What happens to orders, as the log tells it, for pages that stay up to date. No guest data. Inside a transaction, on
 * its thread. */
#ifndef YIZHAN_REPORT_EVENTS_H
#define YIZHAN_REPORT_EVENTS_H

#include "base/actor.h"
#include "store/store.h"

struct order_event {
  int64_t id;       /* of the message */
  const char *type; /* its tag: created, confirmed (paid), checked_in, moved, extended, completed, cancelled, … */
  int64_t order_id, branch_id, at;
};
extern const struct shape order_event_shape;

/* The newest message of the log; 0 when there is none. */
int64_t events_last(struct tx *tx);
/* Those in the actor's scope after message *after, oldest first: list of struct order_event. Looks at no more than `most`
 * messages and sets *after to the last of them; *more tells whether others may follow. */
struct list events_read(struct tx *tx, const struct actor *staff, int64_t *after, int64_t most, bool *more);

#endif
