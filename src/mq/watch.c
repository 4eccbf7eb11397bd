/* What a monitor sees: Prometheus lines and alarms. Numbers of the log come from one snapshot; counters are of this
 * process since it started. mq_metrics on any thread, mq_watch on one. */
#include <inttypes.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "mq/internal.h"

static const int64_t late_bounds_ms[MQ_LATE_BOUNDS] = {10, 50, 100, 500, 1000, 5000, 10000, 60000, 600000};

void late_note(struct lateness *l, int64_t ms)
{
  int i = 0;
  ms = ms < 0 ? 0 : ms;
  while (i < MQ_LATE_BOUNDS && ms > late_bounds_ms[i])
    i++;
  l->buckets[i]++;
  l->sum_ms += ms;
  l->most_ms = ms > l->most_ms ? ms : l->most_ms;
}

void late_add(struct lateness *to, const struct lateness *l)
{
  for (int i = 0; i <= MQ_LATE_BOUNDS; i++)
    to->buckets[i] += l->buckets[i];
  to->sum_ms += l->sum_ms;
  to->most_ms = l->most_ms > to->most_ms ? l->most_ms : to->most_ms;
}

struct seen { struct list groups; int64_t timers; };

static enum err read_numbers(struct tx *tx, void *arg)
{
  struct seen *n = arg;
  n->groups = mq_groups(tx);
  n->timers = tx_i64(tx, SQL_MQ_TIMER_COUNT, 0);
  return OK;
}

static void put_gauge(struct buf *out, const char *name, const char *help, const struct list *groups, size_t at, int64_t divisor)
{
  const struct mq_group_stats *g = groups->items;
  buf_printf(out, "# HELP yizhan_mq_%s %s\n# TYPE yizhan_mq_%s gauge\n", name, help, name);
  for (size_t i = 0; i < groups->count; i++) {
    int64_t v;
    memcpy(&v, (const char *)&g[i] + at, sizeof v);
    if (v != NONE_I64) /* unknown is left out, never 0 */
      buf_printf(out, "yizhan_mq_%s{group=\"%s\"} %.10g\n", name, g[i].name, (double)v / (double)divisor);
  }
}

static void put_counter(struct mq *mq, struct buf *out, const char *name, const char *help, bool failed)
{
  buf_printf(out, "# HELP yizhan_mq_%s %s\n# TYPE yizhan_mq_%s counter\n", name, help, name);
  for (size_t i = 0; i < mq->map->group_count; i++)
    buf_printf(out, "yizhan_mq_%s{group=\"%s\"} %" PRId64 "\n", name, mq->map->groups[i].name,
        (int64_t)(failed ? mq->groups[i].failed_total : mq->groups[i].done_total));
}

static struct lateness lateness_of(struct mq *mq)
{
  pthread_mutex_lock(&mq->lock);
  struct lateness l = mq->late;
  pthread_mutex_unlock(&mq->lock);
  return l;
}

static void put_timers(struct mq *mq, struct buf *out, int64_t waiting)
{
  struct lateness l = lateness_of(mq);
  int64_t sum = 0;
  buf_printf(out, "# HELP yizhan_mq_timers_waiting Delayed messages not yet due.\n# TYPE yizhan_mq_timers_waiting gauge\n"
                  "yizhan_mq_timers_waiting %" PRId64 "\n", waiting);
  buf_str(out, "# HELP yizhan_mq_timer_late_seconds How long after its time a delayed message was in the log.\n"
               "# TYPE yizhan_mq_timer_late_seconds histogram\n");
  for (int i = 0; i < MQ_LATE_BOUNDS; i++) {
    sum += l.buckets[i];
    buf_printf(out, "yizhan_mq_timer_late_seconds_bucket{le=\"%g\"} %" PRId64 "\n", (double)late_bounds_ms[i] / 1000, sum);
  }
  sum += l.buckets[MQ_LATE_BOUNDS];
  buf_printf(out, "yizhan_mq_timer_late_seconds_bucket{le=\"+Inf\"} %" PRId64 "\nyizhan_mq_timer_late_seconds_sum %.3f\n"
                  "yizhan_mq_timer_late_seconds_count %" PRId64 "\n", sum, (double)l.sum_ms / 1000, sum);
}

void mq_metrics(struct mq *mq, struct buf *out)
{
  struct seen n = {{0}, 0};
  struct scope scope = {.arena = out->arena};
  put_counter(mq, out, "delivered_total", "Deliveries that went through, in this process.", false);
  put_counter(mq, out, "failed_total", "Deliveries that failed, in this process.", true);
  if (store_read(mq->store, read_numbers, &n, &scope) != OK)
    return;
  put_gauge(out, "lag", "Messages that a group has still to take.", &n.groups, offsetof(struct mq_group_stats, lag), 1);
  put_gauge(out, "oldest_age_seconds", "Age of the oldest of them, or of what is leased or retried.", &n.groups,
      offsetof(struct mq_group_stats, oldest_age_ms), 1000);
  put_gauge(out, "in_flight", "Leases.", &n.groups, offsetof(struct mq_group_stats, in_flight), 1);
  put_gauge(out, "retrying", "Failed deliveries that will be tried again.", &n.groups,
      offsetof(struct mq_group_stats, retrying), 1);
  put_gauge(out, "dead", "Dead letters.", &n.groups, offsetof(struct mq_group_stats, dead), 1);
  put_timers(mq, out, n.timers);
}

/* Says it, unless it was said not long ago. */
static void alarm_line(int64_t *said_at, const char *kind, const char *group, int64_t value, int64_t bound)
{
  int64_t now = clock_mono_ms();
  if (*said_at && now - *said_at < LIMIT_MQ_ALARM_EVERY_MS)
    return;
  *said_at = now;
  log_warn("mq.alarm", "kind=%s group=%s value=%" PRId64 " bound=%" PRId64, kind, group, value, bound);
}

/* True when the group has had something to take, and has taken nothing, for some time; milliseconds in *since. */
static bool stalled(struct group_watch *w, const struct mq_group_stats *g, int64_t *since)
{
  int64_t now = clock_mono_ms();
  bool moves = !g->lag || g->lag == NONE_I64 || g->paused || g->retrying || g->in_flight || g->cursor != w->cursor;
  if (moves || !w->moved_at)
    w->moved_at = now;
  w->cursor = g->cursor;
  *since = now - w->moved_at;
  return *since > LIMIT_MQ_ALARM_STALL_MS;
}

static void watch_group(struct mq *mq, const struct mq_group_stats *g, int64_t oldest_bound_ms)
{
  struct group_watch *w = NULL;
  int64_t failed = 0, since;
  for (size_t i = 0; i < mq->map->group_count && !w; i++)
    if (!strcmp(mq->map->groups[i].name, g->name)) {
      w = &mq->groups[i].watch;
      failed = mq->groups[i].failed_total;
    }
  if (!w)
    return; /* of a newer or an older program */
  if (g->oldest_age_ms != NONE_I64 && g->oldest_age_ms > oldest_bound_ms)
    alarm_line(&w->said_at[MQ_ALARM_OLDEST], "oldest_ms", g->name, g->oldest_age_ms, oldest_bound_ms);
  if (g->dead > 0)
    alarm_line(&w->said_at[MQ_ALARM_DEAD], "dead", g->name, g->dead, 0);
  if (failed - w->failed > LIMIT_MQ_ALARM_FAILURES)
    alarm_line(&w->said_at[MQ_ALARM_FAILURES], "failures", g->name, failed - w->failed, LIMIT_MQ_ALARM_FAILURES);
  if (stalled(w, g, &since))
    alarm_line(&w->said_at[MQ_ALARM_STALLED], "no_worker_ms", g->name, since, LIMIT_MQ_ALARM_STALL_MS);
  w->failed = failed;
}

static void watch_timers(struct mq *mq)
{
  pthread_mutex_lock(&mq->lock);
  int64_t most = mq->late.most_ms;
  mq->late.most_ms = 0;
  pthread_mutex_unlock(&mq->lock);
  if (most > LIMIT_MQ_ALARM_LATE_MS)
    alarm_line(&mq->late_said_at, "timer_late_ms", "", most, LIMIT_MQ_ALARM_LATE_MS);
}

void mq_watch(struct mq *mq, int64_t oldest_bound_ms)
{
  struct seen n = {{0}, 0};
  struct scope scope = {.arena = arena_create()};
  if (store_read(mq->store, read_numbers, &n, &scope) == OK)
    for (size_t i = 0; i < n.groups.count; i++)
      watch_group(mq, (const struct mq_group_stats *)n.groups.items + i, oldest_bound_ms);
  watch_timers(mq);
  arena_destroy(scope.arena);
}
