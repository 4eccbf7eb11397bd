/* A few slots per processor, emptied and filled by atomic exchange. */
#include "base/arena_pool.h"

#include <sched.h>
#include <stdatomic.h>

enum { PROCESSORS = 64, EACH = 4 };

static _Alignas(64) struct {
  _Alignas(64) _Atomic(struct arena *) kept[EACH];
} slots[PROCESSORS];

static _Atomic(struct arena *) *own_slots(void)
{
  return slots[(unsigned)sched_getcpu() % PROCESSORS].kept;
}

struct arena *arena_take(void)
{
  _Atomic(struct arena *) *own = own_slots();
  for (int i = 0; i < EACH; i++) {
    struct arena *a = own[i] ? atomic_exchange(&own[i], NULL) : NULL;
    if (a)
      return a;
  }
  return arena_create();
}

void arena_give(struct arena *a)
{
  _Atomic(struct arena *) *own = own_slots();
  arena_reset(a);
  for (int i = 0; i < EACH; i++) {
    struct arena *none = NULL;
    if (atomic_compare_exchange_strong(&own[i], &none, a))
      return;
  }
  arena_destroy(a);
}

void arena_pool_clear(void)
{
  for (int i = 0; i < PROCESSORS; i++)
    for (int k = 0; k < EACH; k++)
      arena_destroy(atomic_exchange(&slots[i].kept[k], NULL));
}
