/* The pool of read-only connections: a caller borrows one for one snapshot, with a time cap, so that no reader holds
 * back the checkpoint. Callers wait in turn when all are lent. */
#include "base/clock.h"
#include "store/internal.h"

bool readers_open(struct readers *r, const char *file)
{
  pthread_mutex_init(&r->lock, NULL);
  pthread_cond_init(&r->wake, NULL);
  while (r->idle_count < LIMIT_READERS) {
    struct conn *c = conn_open(file, false, false);
    if (!c)
      return false;
    r->idle[r->idle_count++] = c;
  }
  return true;
}

void readers_close(struct readers *r)
{
  while (r->idle_count)
    conn_close(r->idle[--r->idle_count]);
}

static struct conn *borrow(struct readers *r)
{
  pthread_mutex_lock(&r->lock);
  while (!r->idle_count)
    pthread_cond_wait(&r->wake, &r->lock);
  struct conn *c = r->idle[--r->idle_count];
  pthread_mutex_unlock(&r->lock);
  return c;
}

static void give_back(struct readers *r, struct conn *c)
{
  pthread_mutex_lock(&r->lock);
  r->idle[r->idle_count++] = c;
  pthread_cond_signal(&r->wake);
  pthread_mutex_unlock(&r->lock);
}

enum err store_read(struct store *s, tx_fn fn, void *arg, struct scope *scope)
{
  struct conn *c = borrow(&s->readers);
  struct tx tx = {.conn = c, .scope = scope, .now = clock_now()};
  enum err result = FAULT_STORE;
  c->deadline_ms = clock_mono_ms() + LIMIT_READ_MS;
  if (conn_run(c, SQL_TX_BEGIN_READ) == SQLITE_OK) {
    result = fn(&tx, arg);
    if (tx.fault)
      result = tx.fault;
    c->deadline_ms = 0;
    conn_run(c, SQL_TX_COMMIT);
  }
  give_back(&s->readers, c);
  return result;
}
