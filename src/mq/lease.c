/* Leases: work with outside effects, done between two short transactions. The first writes who has the message until
 * when, under an epoch that its group gives once only; the second does the handler's part if that epoch still stands.
 * Taking is on the writer thread, inside a pass; work and ending are on the pool's threads. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/log.h"
#include "mq/internal.h"

enum { ENDINGS = 50, PAUSE_MS = 100 };

struct mq_lease {
  struct mq *mq;
  const struct mq_group *group;
  int64_t delivery, epoch;
  struct message m;
  struct arena *arena;
  const char *result;
};
struct worker {
  struct pool *pool;
  pthread_t thread;
  struct mq_lease lease;
  bool busy;
};
struct pool {
  struct mq *mq;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  struct worker workers[LIMIT_MQ_WORKERS];
  bool stopping;
};

static int64_t lease_ms(const struct mq_group *g)
{
  return g->lease_ms ? g->lease_ms : LIMIT_MQ_LEASE_MS;
}

int lease_room(struct tx *tx, const struct mq_group *g, const struct group_row *row, const struct pass *p)
{
  int64_t idle = p->slots - p->taken_count;
  int64_t left = g->in_flight ? g->in_flight - tx_i64(tx, SQL_MQ_LEASED_COUNT, 0, BI("id", row->id)) : idle;
  return (int)(left < 0 ? 0 : left < idle ? left : idle);
}

void lease_take(struct tx *tx, const struct mq_group *g, struct group_row *row, struct delivery *d, struct pass *p)
{
  int64_t until = tx_now(tx) + lease_ms(g);
  d->epoch = ++row->epoch;
  d->m.attempt = ++d->attempts;
  if (d->id)
    tx_run(tx, SQL_MQ_DELIVERY_SET, BI("id", d->id), BS("state", "leased"), BI("attempts", d->attempts),
        BI("next_at", until), BI("epoch", d->epoch), BS("node", p->mq->node), BS("error", NULL), BI("at", tx_now(tx)));
  else
    d->id = delivery_put(tx, p->mq, row->id, d, "leased", until, "");
  row->exceptions = true;
  if (until < p->next_at)
    p->next_at = until;
  p->taken[p->taken_count++] = (struct taken){g, d->id, d->epoch, d->m};
}

void lease_expire(struct tx *tx, const struct mq_group *g, const struct group_row *row, struct delivery *d, struct pass *p)
{
  bool dead = note_failure(tx, p->mq, g, row->id, d, MQ_RETRY, "lease ran out");
  state_of(p->mq, g)->failed++;
  if (!dead) /* nobody failed: the next worker need not wait */
    tx_run(tx, SQL_MQ_DELIVERY_SET, BI("id", d->id), BS("state", "retry"), BI("attempts", d->attempts),
        BI("next_at", tx_now(tx)), BI("epoch", d->epoch), BS("node", p->mq->node), BS("error", NULL), BI("at", tx_now(tx)));
  else if (g->ordered)
    p->more |= release_key(tx, row->id, d->key);
}

struct ending { struct mq_lease *lease; enum mq_result result; };

static bool lease_held(struct tx *tx, const struct mq_lease *l, int64_t *group_id, int *attempts)
{
  struct rows *r = tx_query(tx, SQL_MQ_LEASE_GET, BI("id", l->delivery), BI("message", l->m.id), BI("epoch", l->epoch));
  bool held = row_next(r);
  if (held) {
    *group_id = row_i64(r);
    *attempts = (int)row_i64(r);
  }
  row_end(r);
  return held;
}

/* The handler's part and the lease's end are one transaction; a lease that another has taken over ends neither. */
static enum err end_lease(struct tx *tx, void *arg)
{
  struct ending *e = arg;
  struct mq_lease *l = e->lease;
  struct delivery d = {.id = l->delivery, .epoch = l->epoch, .key = l->m.key, .m = l->m};
  const char *error = l->result && *l->result ? l->result : no_reason;
  int64_t group_id;
  if (!lease_held(tx, l, &group_id, &d.attempts))
    return tx_refuse(tx, ERR_CONFLICT, NULL, TXT_NONE, 0);
  d.m.result = l->result ? l->result : "";
  enum mq_result result = e->result;
  if (result == MQ_DONE && l->group->handler)
    result = attempt(tx, l->group, &d.m, l->mq->ctx, &error);
  bool over = true;
  if (result == MQ_DONE)
    note_done(tx, l->mq, &d);
  else
    over = note_failure(tx, l->mq, l->group, group_id, &d, result, error);
  if (l->group->ordered && over)
    release_key(tx, group_id, d.key);
  tx_bell(tx, l->group->topic);
  e->result = result;
  return OK;
}

static void pause_ms(int64_t ms)
{
  nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* A store that is busy or full for a moment must not cost a repetition of the work. */
static enum err write_patiently(struct mq_lease *l, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = l->arena};
  enum err e = store_write(l->mq->store, fn, arg, &scope);
  for (int i = 1; err_is_fault(e) && e != FAULT_READ_ONLY && i < ENDINGS; i++) {
    pause_ms(PAUSE_MS);
    scope.problem = (struct problem){0};
    e = store_write(l->mq->store, fn, arg, &scope);
  }
  return e;
}

static void work_on(struct mq_lease *l)
{
  struct group_state *s = state_of(l->mq, l->group);
  struct ending e = {l, l->group->work(l, &l->m, l->mq->ctx)};
  enum mq_result worked = e.result;
  enum err err = write_patiently(l, end_lease, &e);
  if (err == OK) {
    s->done_total += e.result == MQ_DONE;
    s->failed_total += e.result != MQ_DONE;
  } else {
    log_warn("mq.lease_lost", "group=%s message=%lld attempt=%d worked=%d error=%s", l->group->name, (long long)l->m.id,
        l->m.attempt, worked, err_code(err));
  }
}

static void *worker_main(void *arg)
{
  struct worker *w = arg;
  struct pool *pool = w->pool;
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while (!w->busy && !pool->stopping)
      pthread_cond_wait(&pool->wake, &pool->lock);
    if (!w->busy)
      break;
    pthread_mutex_unlock(&pool->lock);
    int topic = w->lease.group->topic;
    work_on(&w->lease);
    arena_reset(w->lease.arena);
    pthread_mutex_lock(&pool->lock);
    w->busy = false;
    pthread_mutex_unlock(&pool->lock);
    mq_ring(pool->mq, (uint64_t)1 << topic); /* there is room for another lease */
    pthread_mutex_lock(&pool->lock);
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}

struct pool *pool_start(struct mq *mq)
{
  struct pool *pool = must_have(calloc(1, sizeof *pool));
  pool->mq = mq;
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->wake, NULL);
  for (int i = 0; i < LIMIT_MQ_WORKERS; i++) {
    pool->workers[i].pool = pool;
    pool->workers[i].lease.arena = arena_create();
    pthread_create(&pool->workers[i].thread, NULL, worker_main, &pool->workers[i]);
  }
  return pool;
}

void pool_stop(struct pool *pool)
{
  if (!pool)
    return;
  pthread_mutex_lock(&pool->lock);
  pool->stopping = true;
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->lock);
  for (int i = 0; i < LIMIT_MQ_WORKERS; i++) {
    pthread_join(pool->workers[i].thread, NULL);
    arena_destroy(pool->workers[i].lease.arena);
  }
  pthread_cond_destroy(&pool->wake);
  pthread_mutex_destroy(&pool->lock);
  free(pool);
}

int pool_idle(struct pool *pool)
{
  int n = 0;
  if (!pool)
    return 0;
  pthread_mutex_lock(&pool->lock);
  for (int i = 0; i < LIMIT_MQ_WORKERS; i++)
    n += !pool->workers[i].busy;
  pthread_mutex_unlock(&pool->lock);
  return n;
}

static void hand_over(struct worker *w, const struct taken *t)
{
  struct mq_lease *l = &w->lease;
  struct arena *a = l->arena;
  *l = (struct mq_lease){w->pool->mq, t->group, t->delivery, t->epoch, t->m, a, NULL};
  l->m.tag = arena_str(a, t->m.tag);
  l->m.key = arena_str(a, t->m.key);
  l->m.body = arena_str(a, t->m.body);
  l->m.trace = arena_str(a, t->m.trace);
  w->busy = true;
}

void pool_run(struct pool *pool, const struct pass *p)
{
  int next = 0;
  pthread_mutex_lock(&pool->lock);
  for (int i = 0; i < LIMIT_MQ_WORKERS && next < p->taken_count; i++)
    if (!pool->workers[i].busy)
      hand_over(&pool->workers[i], &p->taken[next++]);
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->lock);
}

struct extension { const struct mq_lease *lease; int64_t ms; bool held; };

static enum err run_extension(struct tx *tx, void *arg)
{
  struct extension *x = arg;
  const struct mq_lease *l = x->lease;
  x->held = tx_run(tx, SQL_MQ_LEASE_EXTEND, BI("id", l->delivery), BI("message", l->m.id), BI("epoch", l->epoch),
                BI("until", tx_now(tx) + x->ms)) == 1;
  return OK;
}

bool mq_lease_extend(struct mq_lease *lease, int64_t ms)
{
  struct extension x = {lease, ms, false};
  return write_patiently(lease, run_extension, &x) == OK && x.held;
}

void mq_lease_result(struct mq_lease *lease, const char *result)
{
  lease->result = arena_str(lease->arena, result);
}

struct arena *mq_lease_arena(struct mq_lease *lease)
{
  return lease->arena;
}
