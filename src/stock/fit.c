/* Giving out rooms in thought: see fit.h. */
#include "stock/fit.h"

#include <string.h>
#include "base/arena.h"

/* A byte for each night from today on: 1 when it is taken. */
struct place { int64_t room_id; uint8_t *taken; };
struct plan_of_rooms { struct place *rooms; size_t count; int32_t today, days; };

static struct list read_waiting(struct tx *tx, int64_t room_type_id, int32_t today)
{
  struct list out = {0};
  struct rows *r = tx_query(tx, SQL_FIT_WAITING, BI("type", room_type_id), BI("today", today));
  while (row_next(r)) {
    struct waiting w = {.stay_id = row_i64(r), .fits = true};
    int32_t arrival = (int32_t)row_i64(r);
    w.from = arrival > today ? arrival : today;
    w.to = (int32_t)row_i64(r);
    list_add(tx_arena(tx), &out, &w, sizeof w);
  }
  return out;
}

static int32_t last_of(const struct list *waiting, int32_t today)
{
  const struct waiting *w = waiting->items;
  int32_t last = today;
  for (size_t i = 0; i < waiting->count; i++)
    last = w[i].to > last ? w[i].to : last;
  return last;
}

static void read_rooms(struct tx *tx, int64_t room_type_id, struct plan_of_rooms *plan)
{
  struct list rooms = {0};
  struct rows *r = tx_query(tx, SQL_FIT_ROOMS, BI("type", room_type_id));
  while (row_next(r)) {
    struct place p = {row_i64(r), arena_array(tx_arena(tx), uint8_t, (size_t)plan->days)};
    memset(p.taken, 0, (size_t)plan->days);
    list_add(tx_arena(tx), &rooms, &p, sizeof p);
  }
  plan->rooms = rooms.items;
  plan->count = rooms.count;
  size_t at = 0; /* both are in the order of rooms */
  r = tx_query(tx, SQL_FIT_TAKEN, BI("type", room_type_id), BI("today", plan->today));
  while (row_next(r)) {
    int64_t room_id = row_i64(r), day = row_i64(r) - plan->today;
    while (at < plan->count && plan->rooms[at].room_id != room_id)
      at++;
    if (at < plan->count && day < plan->days)
      plan->rooms[at].taken[day] = 1;
  }
}

/* How many free nights are left unused before it; -1 when it is not free for all of the nights. */
static int32_t gap_before(const uint8_t *taken, int32_t from, int32_t to)
{
  int32_t gap = 0;
  if (memchr(taken + from, 1, (size_t)(to - from)))
    return -1;
  while (from - gap > 0 && !taken[from - gap - 1])
    gap++;
  return gap;
}

static bool put(struct plan_of_rooms *plan, const struct waiting *w)
{
  int32_t from = w->from - plan->today, to = w->to - plan->today, least = plan->days + 1;
  struct place *best = NULL;
  for (size_t i = 0; i < plan->count; i++) {
    int32_t gap = gap_before(plan->rooms[i].taken, from, to);
    if (gap >= 0 && gap < least) {
      least = gap;
      best = &plan->rooms[i];
    }
  }
  if (best)
    memset(best->taken + from, 1, (size_t)(to - from));
  return best != NULL;
}

struct list fit_waiting(struct tx *tx, int64_t room_type_id, int32_t today)
{
  struct list waiting = read_waiting(tx, room_type_id, today);
  struct plan_of_rooms plan = {.today = today, .days = last_of(&waiting, today) - today + 1};
  struct waiting *w = waiting.items;
  if (!waiting.count)
    return waiting;
  read_rooms(tx, room_type_id, &plan);
  for (size_t i = 0; plan.count && i < waiting.count; i++)
    w[i].fits = put(&plan, &w[i]);
  return waiting;
}

int64_t fit_lacking(struct tx *tx, const struct offer *offer)
{
  if (!offer->one_room)
    return 0;
  struct list waiting = fit_waiting(tx, offer->room_type_id, branch_date(tx, offer->branch_id));
  const struct waiting *w = waiting.items;
  int64_t lacking = 0;
  for (size_t i = 0; i < waiting.count; i++)
    lacking += !w[i].fits;
  return lacking;
}
