/* Answers given before, by Idempotency-Key; the look-up itself is in request_write (http.h). */
#ifndef YIZHAN_HTTP_IDEMPOTENCY_H
#define YIZHAN_HTTP_IDEMPOTENCY_H

#include "store/store.h"

/* Deletes answers older than LIMIT_IDEMPOTENCY_HOURS, at most 500 per transaction. Call it now and then from any
 * thread; it waits for the writer. */
void idempotency_expire(struct store *store);

#endif
