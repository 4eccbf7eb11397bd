/* Benefits: a coupon for the first login, another for a finished stay. Writer thread. */
#include "coupon/coupon_topic.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "base/log.h"
#include "coupon/coupon.h"

/* An id or integer member of the message's body, 0 without one. */
static int64_t body_i64(struct tx *tx, const struct message *m, const char *name)
{
  struct problem ignored = {0};
  const struct json *doc = json_parse(m->body, strlen(m->body), tx_arena(tx), &ignored);
  const struct json *v = doc ? json_get(doc, name) : NULL;
  int64_t out = 0;
  if (v && json_is_string(v))
    id_parse(json_string(v), &out);
  else if (v)
    json_i64(v, &out);
  return out;
}

/* A benefit that has run out is no failure of the message: it is noted, and the group goes on. */
static enum mq_result give(struct tx *tx, const char *setting, int64_t member_id, const char *source)
{
  bool granted;
  int64_t coupon_id = setting_i64(tx, setting, 0);
  if (!coupon_id)
    return MQ_DONE;
  if (!member_id)
    return MQ_DEAD;
  if (coupon_was_given(tx, member_id, source))
    return MQ_DONE;
  enum err e = coupon_grant(tx, coupon_id, member_id, source, &granted);
  if (err_is_fault(e))
    return MQ_RETRY;
  if (e)
    log_warn("coupon.benefit", "setting=%s member=%" PRId64 " error=%s", setting, member_id, err_code(e));
  *tx_problem(tx) = (struct problem){0};
  return MQ_DONE;
}

enum mq_result coupon_on_first_login(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  char source[48];
  snprintf(source, sizeof source, "first_login:%" PRId64, body_i64(tx, m, "round"));
  return give(tx, "first_login_coupon_id", body_i64(tx, m, "member_id"), source);
}

enum mq_result coupon_on_order_finished(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  char source[48];
  snprintf(source, sizeof source, "order:%.30s", m->key);
  int64_t member_id = body_i64(tx, m, "member_id");
  return member_id ? give(tx, "checkout_coupon_id", member_id, source) : MQ_DONE; /* a walk-in is nobody's member */
}
