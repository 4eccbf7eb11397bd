/* The console over HTTP: decode, call, encode. On a worker thread. */
#include "report/console_http.h"

#include <inttypes.h>
#include <stdio.h>
#include "cache/lru.h"
#include "coupon/coupon.h"
#include "hotel/view.h"
#include "mq/mq.h"
#include "store/audit.h"

struct settings {
  int64_t first_login_coupon_id, checkout_coupon_id, early_check_in_days;
  uint64_t given;
};
static const struct field settings_fields[] = {
    FIELD(struct settings, first_login_coupon_id, F_ID, .flags = F_NULLABLE, .about = "granted at the first login"),
    FIELD(struct settings, checkout_coupon_id, F_ID, .flags = F_NULLABLE, .about = "granted at check-out"),
    FIELD(struct settings, early_check_in_days, F_I64, .max = 730, .about = "days before arrival on which the desk may check in"),
};
const struct shape settings_shape = SHAPE("Settings", struct settings, settings_fields, given);

static const struct field cache_fields[] = {
    FIELD(struct lru_stats, hits, F_I64), FIELD(struct lru_stats, misses, F_I64), FIELD(struct lru_stats, loads, F_I64),
    FIELD(struct lru_stats, evictions, F_I64), FIELD(struct lru_stats, entries, F_I64),
    FIELD(struct lru_stats, bytes, F_I64), FIELD(struct lru_stats, capacity, F_I64)};
const struct shape cache_shape = SHAPE_OUT("Cache", struct lru_stats, cache_fields);


static enum err read_topics(struct tx *tx, void *arg)
{
  *(struct list *)arg = mq_topics(tx);
  return OK;
}

static enum err read_groups(struct tx *tx, void *arg)
{
  *(struct list *)arg = mq_groups(tx);
  return OK;
}

static enum err read_schedules(struct tx *tx, void *arg)
{
  *(struct list *)arg = mq_schedules(tx);
  return OK;
}

static enum err answer(struct request *req, struct reply *reply, tx_fn fn, const struct shape *shape)
{
  struct list out = {0};
  enum err e = request_read(req, fn, &out);
  if (!e)
    reply_list(reply, shape, out, NULL);
  return e;
}

enum err http_mq_schedules(struct request *req, struct reply *reply)
{
  return answer(req, reply, read_schedules, &mq_schedule_shape);
}

enum err http_mq_topics(struct request *req, struct reply *reply)
{
  return answer(req, reply, read_topics, &mq_topic_shape);
}

enum err http_mq_groups(struct request *req, struct reply *reply)
{
  return answer(req, reply, read_groups, &mq_group_shape);
}

struct settings_call { const struct actor *actor; const struct settings *in; struct settings *out; };

static void read_all_settings(struct tx *tx, struct settings *out)
{
  out->first_login_coupon_id = setting_i64(tx, "first_login_coupon_id", 0);
  out->checkout_coupon_id = setting_i64(tx, "checkout_coupon_id", 0);
  out->early_check_in_days = setting_i64(tx, "early_check_in_days", 0);
}

static enum err read_settings(struct tx *tx, void *arg)
{
  read_all_settings(tx, ((struct settings_call *)arg)->out);
  return OK;
}

enum err http_settings(struct request *req, struct reply *reply)
{
  struct settings_call call = {.out = arena_new(req->scope.arena, struct settings)};
  enum err e = request_read(req, read_settings, &call);
  if (!e)
    reply_object(reply, 200, &settings_shape, call.out);
  return e;
}

static void put_i64(struct tx *tx, const char *name, int64_t v)
{
  char value[24];
  snprintf(value, sizeof value, "%" PRId64, v);
  setting_put(tx, name, value);
}

static enum err put_coupon(struct tx *tx, const struct settings *in, const char *name, int64_t id)
{
  struct coupon c;
  if (!shape_given(&settings_shape, in, name))
    return OK;
  if (id && !coupon_get(tx, id, &c))
    return tx_refuse(tx, ERR_BAD_REQUEST, name, TXT_UNKNOWN_REFERENCE, 0);
  put_i64(tx, name, id);
  return OK;
}

static enum err run_settings(struct tx *tx, void *arg)
{
  struct settings_call *c = arg;
  struct settings before;
  read_all_settings(tx, &before);
  enum err e = put_coupon(tx, c->in, "first_login_coupon_id", c->in->first_login_coupon_id);
  if (!e)
    e = put_coupon(tx, c->in, "checkout_coupon_id", c->in->checkout_coupon_id);
  if (e)
    return e;
  if (shape_given(&settings_shape, c->in, "early_check_in_days"))
    put_i64(tx, "early_check_in_days", c->in->early_check_in_days);
  read_all_settings(tx, c->out);
  audit_change(tx, c->actor, "settings.update", "settings", 0, &settings_shape, &before, c->out);
  return OK;
}

enum err http_settings_change(struct request *req, struct reply *reply)
{
  struct settings_call call = {&req->actor, req->in, arena_new(req->scope.arena, struct settings)};
  return request_write(req, reply, run_settings, &call, 200, &settings_shape, call.out);
}

enum err http_cache(struct request *req, struct reply *reply)
{
  struct lru_stats *stats = arena_new(req->scope.arena, struct lru_stats);
  lru_stats(hotel_cache(), stats);
  reply_object(reply, 200, &cache_shape, stats);
  return OK;
}

enum err http_cache_clear(struct request *req, struct reply *reply)
{
  (void)req;
  lru_clear(hotel_cache());
  reply_bytes(reply, 204, NULL, NULL, 0, NULL, NULL);
  return OK;
}
