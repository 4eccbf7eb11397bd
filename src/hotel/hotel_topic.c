/* Room updates reach the first-level cache. Guarantee: an entry older than the announced version is not served after
 * the message was consumed. Runs in a read-only transaction, on whatever thread catches up. */
#include "hotel/hotel_topic.h"

#include <string.h>
#include "base/id.h"
#include "hotel/view.h"

enum mq_result hotel_room_changed(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  int64_t id, version = LRU_ANY;
  if (!strcmp(m->tag, VIEW_DROP_TAG)) {
    cache_drop(m->key);
    return MQ_DONE;
  }
  if (!id_parse(m->key, &id))
    return MQ_DEAD;
  struct problem problem = {0};
  const struct json *body = json_parse(m->body, strlen(m->body), tx_arena(tx), &problem);
  const struct json *number = body && json_is_object(body) ? json_get(body, "version") : NULL;
  if (!number || !json_i64(number, &version))
    version = LRU_ANY;
  room_view_invalidate(id, version);
  return MQ_DONE;
}
