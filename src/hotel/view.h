/* Room views: the ready-made answer of the hot key, GET /api/v1/room-types/{id}, in two levels of cache.
 *
 * Guarantee: the row (second level) changes in the same transaction as the room type or its branch, and that
 * transaction appends the room-update message; the entry in memory (first level) is complete, and is dropped before the
 * changing request is answered and, on every node, when the message arrives. An entry is served only while the node is
 * known to have taken all room updates of a moment at most a second ago (mq_caught_up); else it reads the log first. So
 * after a change no node serves the old entry for longer than that, and as an entry is dropped before a newer one can be
 * loaded, no node serves a version older than one that it served before. */
#ifndef YIZHAN_HOTEL_VIEW_H
#define YIZHAN_HOTEL_VIEW_H

#include "base/shape.h"
#include "cache/lru.h"
#include "store/store.h"

enum { VIEW_ETAG = 48 };
struct view {
  const void *body; /* JSON, in the transaction's arena */
  size_t size;
  char etag[VIEW_ETAG]; /* with its quotes */
  int64_t version;
};
extern const struct shape room_view_shape; /* what the body holds, for the OpenAPI document */

struct mq;
/* Hands over the process's cache and the log that keeps it true, before threads start; NULL (or no call) means none. */
void hotel_use_cache(struct lru *cache, struct mq *mq);
/* That cache, for numbers. Any thread. */
struct lru *hotel_cache(void);
/* That cache, to be served from now; NULL when the log cannot be read. Any thread outside a transaction. */
struct lru *hotel_cache_now(void);

/* Rewrites the row of a room type and appends the room-update message. Writer only. */
void room_view_refresh(struct tx *tx, int64_t room_type_id, const char *trace);
/* The stored row; false when there is none. */
bool room_view_stored(struct tx *tx, int64_t room_type_id, struct view *out);
/* Builds the view from the tables; false when there is no such room type. */
bool room_view_build(struct tx *tx, int64_t room_type_id, struct view *out);
/* Builds and stores it; false when there is no such room type. Writer only. */
bool room_view_store(struct tx *tx, int64_t room_type_id, struct view *out);

#define VIEW_ALL "*"
#define VIEW_DROP_TAG "drop" /* of the message */
/* Announces to every node that it is to forget an entry of the cache by its key, or VIEW_ALL. Writer only. */
void cache_drop_announce(struct tx *tx, const char *key, const char *trace);
/* Forgets it on this node, whatever version it is. Any thread. */
void cache_drop(const char *key);

enum { VIEW_KEY = 40 };
/* The cache key of a room type. */
void room_view_key(int64_t room_type_id, char out[VIEW_KEY]);
/* Drops the entry in memory if it is older than `version` (LRU_ANY: whatever it is). Any thread. */
void room_view_invalidate(int64_t room_type_id, int64_t version);

#endif
