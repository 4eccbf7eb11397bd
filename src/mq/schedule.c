/* Messages by the calendar. Of each schedule one timer waits; the transaction that fires it appends the message and puts
 * the next timer, counted from now: what was missed while nobody ran comes once. Writer thread. */
#include <string.h>
#include "base/cron.h"
#include "base/log.h"
#include "mq/internal.h"

static const struct field schedule_fields[] = {
    FIELD(struct mq_schedule, name, F_STR),
    FIELD(struct mq_schedule, topic, F_STR),
    FIELD(struct mq_schedule, tag, F_STR),
    FIELD(struct mq_schedule, key, F_STR),
    FIELD(struct mq_schedule, body, F_STR),
    FIELD(struct mq_schedule, cron, F_STR, .about = "minute hour day month weekday"),
    FIELD(struct mq_schedule, zone, F_STR),
    FIELD(struct mq_schedule, next_at, F_INSTANT, .flags = F_NULLABLE),
    FIELD(struct mq_schedule, last_at, F_INSTANT, .flags = F_NULLABLE),
};
const struct shape mq_schedule_shape = SHAPE_OUT("Schedule", struct mq_schedule, schedule_fields);

/* The next time after now; 0 when there is none, or the texts cannot be read. */
static int64_t next_time(struct tx *tx, const char *cron, const char *zone)
{
  struct cron c;
  const struct zone *z = zone_find(zone);
  return z && cron_parse(cron, &c) ? cron_next(&c, z, tx_now(tx)) : 0;
}

void schedule_fired(struct tx *tx, const struct timer *fired)
{
  struct mq_schedule s = {0};
  struct timer next = *fired;
  if (!tx_object(tx, SQL_MQ_SCHEDULE_GET, &mq_schedule_shape, &s, BI("id", fired->schedule)))
    return;
  next.due_at = next_time(tx, s.cron, s.zone);
  next.id = 0;
  if (next.due_at)
    timer_put(tx, &next);
  else
    log_error("mq.schedule", "name=%s error=\"no next time\"", s.name);
  tx_run(tx, SQL_MQ_SCHEDULE_MOVE, BI("id", fired->schedule), BI("next_at", next.due_at),
      BI("timer", next.id), BI("last_at", tx_now(tx)));
}

/* The id of the schedule; takes its timer away. *kept is when it was due, if that still holds. 0 when there is none. */
static int64_t take_old(struct tx *tx, const struct mq_schedule *s, int64_t *kept)
{
  struct rows *r = tx_query(tx, SQL_MQ_SCHEDULE_FIND, BS("name", s->name));
  if (!row_next(r))
    return 0;
  int64_t id = row_i64(r), next_at = row_i64(r), timer = row_i64(r);
  const char *cron = row_str(r), *zone = row_str(r);
  row_end(r);
  mq_cancel(tx, next_at, timer);
  if (s->cron && !strcmp(cron, s->cron) && !strcmp(zone, s->zone))
    *kept = next_at;
  return id;
}

enum err mq_schedule_put(struct tx *tx, const struct mq_schedule *s)
{
  struct cron c;
  int64_t topic = tx_i64(tx, SQL_MQ_TOPIC_FIND, -1, BS("name", s->topic));
  if (topic < 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, "topic", TXT_UNKNOWN_REFERENCE, 0);
  if (!zone_find(s->zone))
    return tx_refuse(tx, ERR_BAD_REQUEST, "zone", TXT_TIMEZONE, 0);
  struct timer t = {.due_at = cron_parse(s->cron, &c) ? next_time(tx, s->cron, s->zone) : 0, .topic = topic, .tag = s->tag,
      .key = s->key, .body = s->body};
  if (!t.due_at)
    return tx_refuse(tx, ERR_BAD_REQUEST, "cron", TXT_CRON, 0);
  t.schedule = take_old(tx, s, &t.due_at);
  if (!t.schedule) {
    tx_run(tx, SQL_MQ_SCHEDULE_INSERT, BS("name", s->name), BI("topic", topic));
    t.schedule = tx_last_id(tx);
  }
  timer_put(tx, &t);
  tx_run(tx, SQL_MQ_SCHEDULE_SET, BI("id", t.schedule), BI("topic", topic), BS("tag", s->tag), BS("key", s->key),
      BS("body", s->body), BS("cron", s->cron), BS("zone", s->zone), BI("next_at", t.due_at), BI("timer", t.id));
  return OK;
}

bool mq_schedule_remove(struct tx *tx, const char *name)
{
  int64_t kept, id = take_old(tx, &(struct mq_schedule){.name = name}, &kept);
  return id && tx_run(tx, SQL_MQ_SCHEDULE_DELETE, BI("id", id)) == 1;
}

struct list mq_schedules(struct tx *tx)
{
  return tx_list(tx, SQL_MQ_SCHEDULE_LIST, &mq_schedule_shape, 0);
}
