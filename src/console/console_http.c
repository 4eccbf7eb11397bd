/* The console over HTTP: decode, call, encode. On a worker thread. */
#include "console/console_http.h"

#include <math.h>
#include "cache/lru.h"
#include "coupon/coupon.h"
#include "hotel/view.h"
#include "limits.h"
#include "mq/mq.h"
#include "setup/setup.h"
#include "store/audit.h"

struct settings {
  const char *name;
  int language; /* index of house_language_names */
  bool sandbox;
  int64_t first_login_coupon_id, checkout_coupon_id, early_check_in_days;
  uint64_t given;
};
static const struct field settings_fields[] = {
    FIELD(struct settings, name, F_STR, .max = LIMIT_HOUSE_NAME, .about = "of the hotel group, as guests see it"),
    FIELD(struct settings, language, F_ENUM, .names = house_language_names, .about = "what guests see unless they choose"),
    FIELD(struct settings, sandbox, F_BOOL,
        .about = "guests log in by made-up names and pay by a button; --demo has it on whatever stands here"),
    FIELD(struct settings, first_login_coupon_id, F_ID, .flags = F_NULLABLE, .about = "granted at the first login"),
    FIELD(struct settings, checkout_coupon_id, F_ID, .flags = F_NULLABLE, .about = "granted at check-out"),
    FIELD(struct settings, early_check_in_days, F_I64, .max = 730, .about = "days before arrival on which the desk may check in"),
};
const struct shape settings_shape = SHAPE("Settings", struct settings, settings_fields, given);

struct cache_numbers { struct lru_stats l1; double hit_rate; };
static const struct field cache_fields[] = {
    FIELD_AS("hits", struct cache_numbers, l1.hits, F_I64), FIELD_AS("misses", struct cache_numbers, l1.misses, F_I64),
    FIELD(struct cache_numbers, hit_rate, F_DOUBLE, .flags = F_NULLABLE, .about = "hits of all look-ups; null before the first"),
    FIELD_AS("negative_hits", struct cache_numbers, l1.missing_hits, F_I64, .about = "hits that said: not there"),
    FIELD_AS("loads", struct cache_numbers, l1.loads, F_I64),
    FIELD_AS("evictions", struct cache_numbers, l1.evictions, F_I64),
    FIELD_AS("entries", struct cache_numbers, l1.entries, F_I64), FIELD_AS("bytes", struct cache_numbers, l1.bytes, F_I64),
    FIELD_AS("capacity", struct cache_numbers, l1.capacity, F_I64)};
const struct shape cache_shape = SHAPE_OUT("Cache", struct cache_numbers, cache_fields);

struct cache_query { const char *key; };
static const struct field cache_query_fields[] = {FIELD(struct cache_query, key, F_STR, .min = 1, .max = 100,
    .about = "one entry, room:ID or media:ID; everything unless given")};
const struct shape cache_query_shape = SHAPE_OUT("CacheQuery", struct cache_query, cache_query_fields);

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
  struct house house;
  setup_house(tx, &house);
  out->name = house.name;
  out->language = house.language;
  out->sandbox = setup_sandbox(tx);
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

static enum err put_coupon(struct tx *tx, const struct settings *in, const char *name, int64_t id)
{
  struct coupon c;
  if (!shape_given(&settings_shape, in, name))
    return OK;
  if (id && !coupon_get(tx, id, &c))
    return tx_refuse(tx, ERR_BAD_REQUEST, name, TXT_UNKNOWN_REFERENCE, 0);
  setting_put_i64(tx, name, id);
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
  if (shape_given(&settings_shape, c->in, "name"))
    setting_put(tx, "name", c->in->name);
  if (shape_given(&settings_shape, c->in, "language"))
    setting_put(tx, "language", house_language_names[c->in->language]);
  if (shape_given(&settings_shape, c->in, "sandbox"))
    e = setup_switch(tx, c->in->sandbox);
  if (e)
    return e;
  if (shape_given(&settings_shape, c->in, "early_check_in_days"))
    setting_put_i64(tx, "early_check_in_days", c->in->early_check_in_days);
  read_all_settings(tx, c->out);
  audit_change(tx, c->actor, 0, "settings.update", "settings", 0, &settings_shape, &before, c->out);
  return OK;
}

enum err http_settings_change(struct request *req, struct reply *reply)
{
  struct settings_call call = {&req->actor, req->in, arena_new(req->scope.arena, struct settings)};
  return request_write(req, reply, run_settings, &call, 200, &settings_shape, call.out);
}

enum err http_cache(struct request *req, struct reply *reply)
{
  struct cache_numbers *c = arena_new(req->scope.arena, struct cache_numbers);
  lru_stats(hotel_cache(), &c->l1);
  int64_t all = c->l1.hits + c->l1.misses;
  c->hit_rate = all ? (double)c->l1.hits / (double)all : NAN;
  reply_object(reply, 200, &cache_shape, c);
  return OK;
}

struct drop { const struct actor *actor; const char *key; };

static enum err run_drop(struct tx *tx, void *arg)
{
  const struct drop *d = arg;
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '{');
  json_put_str(&w, "key", d->key);
  json_close(&w, '}');
  cache_drop_announce(tx, d->key, d->actor->request_id);
  audit(tx, d->actor, 0, "cache.drop", "cache", 0, NULL, w.buf.data);
  return OK;
}

enum err http_cache_clear(struct request *req, struct reply *reply)
{
  const struct cache_query *q = req->query;
  struct drop drop = {&req->actor, q->key ? q->key : VIEW_ALL};
  enum err e = request_write(req, reply, run_drop, &drop, 204, NULL, NULL);
  if (!e)
    cache_drop(drop.key); /* here before the answer; the others hear of it */
  return e;
}
