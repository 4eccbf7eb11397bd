/* Dead letters and what staff do by hand: retry, edit, discard, resend, publish. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "mq/internal.h"

#define DAY_MS INT64_C(86400000)

static const struct field dead_fields[] = {
    FIELD(struct mq_dead_letter, id, F_ID),
    FIELD(struct mq_dead_letter, message_id, F_ID),
    FIELD(struct mq_dead_letter, group, F_STR),
    FIELD(struct mq_dead_letter, topic, F_STR),
    FIELD(struct mq_dead_letter, tag, F_STR),
    FIELD(struct mq_dead_letter, key, F_STR),
    FIELD(struct mq_dead_letter, body, F_STR),
    FIELD(struct mq_dead_letter, state, F_STR),
    FIELD(struct mq_dead_letter, error, F_STR),
    FIELD(struct mq_dead_letter, note, F_STR, .about = "why it was discarded, what replaced it"),
    FIELD(struct mq_dead_letter, node, F_STR),
    FIELD(struct mq_dead_letter, attempts, F_I64),
    FIELD(struct mq_dead_letter, died_at, F_INSTANT),
    FIELD(struct mq_dead_letter, made, F_LIST, .shape = &mq_attempt_shape, .flags = F_HIDE_NONE),
};
const struct shape mq_dead_shape = SHAPE_OUT("DeadLetter", struct mq_dead_letter, dead_fields);

static const struct field post_fields[] = {
    FIELD(struct mq_post, topic, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct mq_post, tag, F_STR, .max = 60),
    FIELD(struct mq_post, key, F_STR, .max = 60),
    FIELD(struct mq_post, body, F_JSON, .flags = F_REQUIRED | F_WRITE_ONLY, .max = LIMIT_MQ_BODY), /* not into the audit */
    FIELD(struct mq_post, due_at, F_INSTANT, .flags = F_NULLABLE, .about = "when; none: at once"),
};
const struct shape mq_post_shape = SHAPE_OUT("MessagePost", struct mq_post, post_fields);

static const struct field posted_fields[] = {
    FIELD(struct mq_posted, message_id, F_ID, .flags = F_NULLABLE, .about = "null while it is delayed"),
    FIELD(struct mq_posted, due_at, F_INSTANT, .flags = F_NULLABLE),
    FIELD(struct mq_posted, delayed_id, F_ID, .flags = F_NULLABLE, .about = "its number while it is delayed, to call it off by"),
};
const struct shape mq_posted_shape = SHAPE_OUT("MessagePosted", struct mq_posted, posted_fields);

/* A delivery's row as staff's actions need it. */
struct found {
  int64_t id, group, topic, message, place;
  bool ordered;
  const char *key, *state;
};

static bool find(struct tx *tx, int64_t id, struct found *out)
{
  struct rows *r = tx_query(tx, SQL_MQ_DELIVERY_FIND, BI("id", id));
  bool found = row_next(r);
  if (found) {
    out->id = row_i64(r);
    out->group = row_i64(r);
    out->topic = row_i64(r);
    out->ordered = row_i64(r) != 0;
    out->message = row_i64(r);
    out->key = row_str(r);
    out->place = row_i64(r);
    out->state = row_str(r);
  }
  row_end(r);
  return found;
}

static bool find_dead(struct tx *tx, int64_t id, struct found *out)
{
  return find(tx, id, out) && !strcmp(out->state, "dead");
}

/* Due at once, or in its turn when others of its key are under way. */
static const char *next_state(struct tx *tx, const struct found *d)
{
  bool blocked = d->ordered && tx_i64(tx, SQL_MQ_KEY_BLOCKED, 0, BI("id", d->group), BS("key", d->key));
  return blocked ? "waiting" : "retry";
}

static void deliver_again(struct tx *tx, const struct found *d)
{
  tx_run(tx, SQL_MQ_DELIVERY_AGAIN, BI("id", d->id), BS("state", next_state(tx, d)), BI("now", tx_now(tx)));
  tx_bell(tx, (int)d->topic);
}

/* A first row for a message that the group has passed, or that is for it alone. */
static void deliver_first(struct tx *tx, const struct found *d)
{
  int64_t id = tx_i64(tx, SQL_MQ_DELIVERY_PUT, 0, BI("group", d->group), BI("message", d->message), BS("key", d->key),
      BS("state", next_state(tx, d)), BI("attempts", 0), BI("next_at", tx_now(tx)), BI("epoch", 0), BS("node", ""),
      BS("error", ""), BI("at", tx_now(tx)));
  if (d->place != d->message)
    tx_run(tx, SQL_MQ_DELIVERY_PLACE, BI("id", id), BI("place", d->place));
  tx_bell(tx, (int)d->topic);
}

struct list mq_dead(struct tx *tx, const char *group, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_MQ_DEAD_LIST, &mq_dead_shape, 0, BS("group", group), BI("after", after), BI("most", limit + 1));
}

bool mq_dead_letter(struct tx *tx, int64_t delivery_id, struct mq_dead_letter *out)
{
  *out = (struct mq_dead_letter){0};
  if (!tx_object(tx, SQL_MQ_DEAD_GET, &mq_dead_shape, out, BI("id", delivery_id)))
    return false;
  out->made = tx_list(tx, SQL_MQ_ATTEMPT_LIST, &mq_attempt_shape, 0, BI("id", delivery_id));
  return true;
}

bool mq_dead_retry(struct tx *tx, int64_t delivery_id)
{
  struct found d;
  if (!find_dead(tx, delivery_id, &d))
    return false;
  deliver_again(tx, &d);
  return true;
}

static void end(struct tx *tx, const struct found *d, const char *state, const char *note)
{
  tx_run(tx, SQL_MQ_DELIVERY_OVER, BI("id", d->id), BS("state", state), BS("note", note), BI("now", tx_now(tx)));
}

/* The new message has ~topic for its topic, so that no group's reading comes upon it. */
int64_t mq_dead_edit(struct tx *tx, int64_t delivery_id, const char *body, const char *trace)
{
  struct found d;
  if (!find_dead(tx, delivery_id, &d))
    return 0;
  tx_run(tx, SQL_MQ_MESSAGE_EDIT, BI("topic", d.topic), BS("body", body), BS("trace", trace ? trace : ""),
      BI("now", tx_now(tx)), BI("id", d.message));
  d.message = tx_last_id(tx);
  end(tx, &d, "replaced", arena_printf(tx_arena(tx), "by message %" PRId64, d.message));
  deliver_first(tx, &d);
  return d.message;
}

bool mq_dead_discard(struct tx *tx, int64_t delivery_id, const char *reason)
{
  struct found d;
  if (!find_dead(tx, delivery_id, &d))
    return false;
  end(tx, &d, "discarded", reason);
  return true;
}

static enum err refuse_resend(struct tx *tx, int64_t message_id)
{
  if (!tx_i64(tx, SQL_MQ_MESSAGE_EXISTS, 0, BI("id", message_id)))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  return tx_refuse(tx, ERR_BAD_REQUEST, "group", TXT_GROUP_OF_TOPIC, 0);
}

enum err mq_resend(struct tx *tx, int64_t message_id, const char *group)
{
  struct found d = {.message = message_id, .place = message_id};
  struct rows *r = tx_query(tx, SQL_MQ_RESEND_CHECK, BS("group", group), BI("message", message_id));
  if (!row_next(r))
    return refuse_resend(tx, message_id);
  d.group = row_i64(r);
  d.topic = row_i64(r);
  d.ordered = row_i64(r) != 0;
  bool clustering = row_i64(r) != 0, passed = row_i64(r) != 0;
  d.key = row_str(r);
  row_end(r);
  if (!clustering)
    return tx_refuse(tx, ERR_BAD_REQUEST, "group", TXT_GROUP_OF_TOPIC, 0);
  int64_t old = tx_i64(tx, SQL_MQ_DELIVERY_OF, 0, BI("group", d.group), BI("message", message_id));
  if (!old && passed) {
    deliver_first(tx, &d);
    return OK;
  }
  static const char *const open[] = {"retry", "waiting", "leased", NULL};
  if (!old || !find(tx, old, &d) || enum_find(open, d.state) >= 0)
    return tx_refuse(tx, ERR_CONFLICT, "group", TXT_STILL_COMING, 0);
  deliver_again(tx, &d);
  return OK;
}

enum err mq_post(struct tx *tx, const struct mq_post *in, const char *trace, struct mq_posted *out)
{
  const char *tag = in->tag ? in->tag : "", *key = in->key ? in->key : "";
  int64_t topic = tx_i64(tx, SQL_MQ_TOPIC_FIND, -1, BS("name", in->topic));
  if (topic < 0)
    return tx_refuse(tx, ERR_BAD_REQUEST, "topic", TXT_UNKNOWN_REFERENCE, 0);
  if (strchr(tag, '|'))
    return tx_refuse(tx, ERR_BAD_REQUEST, "tag", TXT_TAG, 0);
  if (strlen(in->body) > LIMIT_MQ_BODY)
    return tx_refuse(tx, ERR_BAD_REQUEST, "body", TXT_TOO_LONG, LIMIT_MQ_BODY);
  if (in->due_at > tx_now(tx) + LIMIT_MQ_DELAY_DAYS * DAY_MS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "due_at", TXT_TOO_LATE, LIMIT_MQ_DELAY_DAYS);
  *out = (struct mq_posted){0};
  if (in->due_at > tx_now(tx)) {
    struct timer t = {.due_at = in->due_at, .topic = topic, .by_hand = true, .tag = tag,
        .key = key, .body = in->body, .trace = trace};
    timer_put(tx, &t);
    out->due_at = t.due_at;
    out->delayed_id = t.id;
  } else {
    out->message_id = mq_append(tx, (int)topic, tag, key, in->body, trace);
  }
  return OK;
}
