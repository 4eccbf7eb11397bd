/* One delivery: the attempt, and what is noted of it. On the writer thread, inside the pass's transaction. */
#include <inttypes.h>
#include <stdio.h>
#include "base/log.h"
#include "mq/internal.h"

struct group_state *state_of(struct mq *mq, const struct mq_group *g)
{
  return &mq->groups[g - mq->map->groups];
}

const char no_reason[] = "the consumer could not use this message and gave no reason; compare its content with others of its "
                         "topic, then edit and retry it, or discard it";

/* Text of why a handler gave up: its refusal, or the fault that struck it. */
static const char *error_text(struct tx *tx, enum err fault)
{
  struct problem *p = tx_problem(tx);
  char *out = arena_alloc(tx_arena(tx), LIMIT_MQ_ERROR);
  if (fault)
    snprintf(out, LIMIT_MQ_ERROR, "%s", err_code(fault));
  else if (p->count)
    snprintf(out, LIMIT_MQ_ERROR, "%s: %s", err_code(p->code), p->fields[0].name);
  else
    snprintf(out, LIMIT_MQ_ERROR, "%s", p->code ? err_code(p->code) : no_reason);
  *p = (struct problem){0};
  return out;
}

enum mq_result attempt(struct tx *tx, const struct mq_group *g, const struct message *m, void *ctx, const char **error)
{
  tx_mark(tx);
  enum mq_result result = g->handler(tx, m, ctx);
  if (tx_faulted(tx))
    result = MQ_RETRY;
  if (result == MQ_DONE) {
    tx_keep(tx);
    return MQ_DONE;
  }
  tx_undo(tx);
  *error = error_text(tx, tx_forgive(tx));
  return result;
}

int64_t delivery_put(struct tx *tx, struct mq *mq, int64_t group_id, const struct delivery *d, const char *state,
    int64_t next_at, const char *error)
{
  return tx_i64(tx, SQL_MQ_DELIVERY_PUT, 0, BI("group", group_id), BI("message", d->m.id), BS("key", d->key),
      BS("state", state), BI("attempts", d->attempts), BI("next_at", next_at), BI("epoch", d->epoch),
      BS("node", d->attempts ? mq->node : ""), BS("error", error), BI("at", tx_now(tx)));
}

/* Sets a delivery's row, or makes it; notes the attempt. error "" = it went through. */
static void note(struct tx *tx, struct mq *mq, int64_t group_id, struct delivery *d, const char *state, int64_t next_at,
    const char *error)
{
  if (d->id)
    tx_run(tx, SQL_MQ_DELIVERY_SET, BI("id", d->id), BS("state", state), BI("attempts", d->attempts),
        BI("next_at", next_at), BI("epoch", d->epoch), BS("node", mq->node), BS("error", *error ? error : NULL),
        BI("at", tx_now(tx)));
  else
    d->id = delivery_put(tx, mq, group_id, d, state, next_at, error);
  tx_run(tx, SQL_MQ_ATTEMPT_PUT, BI("delivery", d->id), BI("attempt", d->attempts), BI("at", tx_now(tx)),
      BS("node", mq->node), BS("error", error));
}

void note_done(struct tx *tx, struct mq *mq, struct delivery *d)
{
  note(tx, mq, 0, d, "done", 0, "");
}

bool note_failure(struct tx *tx, struct mq *mq, const struct mq_group *g, int64_t group_id, struct delivery *d,
    enum mq_result result, const char *error)
{
  int64_t delay = result == MQ_DEAD ? -1 : retry_delay(g->retry ? g->retry : &mq_ladder, d->attempts);
  bool dead = delay < 0;
  note(tx, mq, group_id, d, dead ? "dead" : "retry", dead ? 0 : tx_now(tx) + delay, error);
  log_warn(dead ? "mq.dead" : "mq.retry", "group=%s message=%" PRId64 " key=%s attempt=%d error=\"%s\"", g->name, d->m.id,
      d->key, d->attempts, error);
  return dead;
}

bool release_key(struct tx *tx, int64_t group_id, const char *key)
{
  return tx_run(tx, SQL_MQ_DELIVERY_PROMOTE, BI("id", group_id), BS("key", key), BI("now", tx_now(tx))) == 1;
}
