/* Arenas for short jobs of many threads. They are kept by processor, not by thread: the next job on a processor gets
 * the memory that the last one there has just used and that is still in its cache, and a thousand waiting threads hold
 * none. Any thread; without a lock. */
#ifndef YIZHAN_BASE_ARENA_POOL_H
#define YIZHAN_BASE_ARENA_POOL_H

#include "base/arena.h"

/* An empty arena for the caller's use; hand it back with arena_give. Never NULL. */
struct arena *arena_take(void);
/* Resets and keeps it, or destroys it when enough are kept. */
void arena_give(struct arena *a);
/* Destroys those kept; when the threads that used them have ended. */
void arena_pool_clear(void);

#endif
