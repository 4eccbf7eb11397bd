/* Branches. Guarantee: the search index and the room views follow every change in the same transaction.
 * Inside a transaction, on its thread. */
#include <math.h>
#include <string.h>
#include "base/id.h"
#include "hotel/change.h"
#include "hotel/grams.h"
#include "hotel/view.h"

static const char *const due_in_names[] = {"stop", "keep", "no_show", NULL};
static const char *const due_out_names[] = {"stop", "keep", "extend", NULL};
static const char *const shift_open_names[] = {"stop", "keep", "close", NULL};
static const char *const warning_names[] = {"stop", "keep", NULL};
#define POLICY_FIELDS(T, prefix, at) \
  FIELD_AS(prefix "due_in", T, at due_in, F_ENUM, .names = due_in_names, .about = "not arrived"), \
  FIELD_AS(prefix "due_out", T, at due_out, F_ENUM, .names = due_out_names, .about = "still in house on the day of departure"), \
  FIELD_AS(prefix "shift_open", T, at shift_open, F_ENUM, .names = shift_open_names), \
  FIELD_AS(prefix "price_zero", T, at price_zero, F_ENUM, .names = warning_names, .about = "a night in house for nothing"), \
  FIELD_AS(prefix "deposit_held", T, at deposit_held, F_ENUM, .names = warning_names, \
      .about = "not arrived, and a deposit is held")
static const struct field policy_fields[] = {POLICY_FIELDS(struct audit_policies, "", )};
const struct shape audit_policies_shape = SHAPE_OUT("AuditPolicies", struct audit_policies, policy_fields);

#define BRANCH_FIELDS \
  FIELD(struct branch, id, F_ID, .flags = F_READ_ONLY), \
  FIELD(struct branch, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60), \
  FIELD(struct branch, name_en, F_STR, .max = 60, .preset = "", .about = "for readers of English; empty: name stands in"), \
  FIELD(struct branch, sort, F_I64, .min = -1000000, .max = 1000000, .preset = "0", .about = "lowest first"), \
  FIELD(struct branch, open, F_BOOL, .preset = "true", .about = "false hides it from guests"), \
  FIELD(struct branch, image, F_STR, .max = 500, .preset = "", .about = "head picture: /media/… or https://…"), \
  FIELD(struct branch, images, F_STRS, .max = 20), \
  FIELD(struct branch, tags, F_STRS, .max = 20), \
  FIELD(struct branch, tags_en, F_STRS, .max = 20), \
  FIELD(struct branch, phone, F_STR, .max = 30, .preset = ""), \
  FIELD(struct branch, intro, F_STR, .flags = F_MULTILINE, .max = 2000, .preset = ""), \
  FIELD(struct branch, intro_en, F_STR, .flags = F_MULTILINE, .max = 2000, .preset = ""), \
  FIELD(struct branch, address, F_STR, .max = 200, .preset = ""), \
  FIELD(struct branch, address_en, F_STR, .max = 200, .preset = ""), \
  FIELD(struct branch, lat, F_DOUBLE, .flags = F_NULLABLE, .min = -90, .max = 90, .about = "WGS 84"), \
  FIELD(struct branch, lng, F_DOUBLE, .flags = F_NULLABLE, .min = -180, .max = 180, .about = "WGS 84"), \
  FIELD(struct branch, timezone, F_STR, .min = 1, .max = 64, .preset = "Asia/Shanghai", .about = "name of a tz database zone"), \
  FIELD(struct branch, audit_hour, F_INT, .min = 0, .max = 23, .preset = "6", \
      .about = "local hour at which the business day ends"), \
  FIELD(struct branch, hold_until, F_INT, .min = 0, .max = 23, .preset = "18", \
      .about = "local hour until which a room is held"), \
  FIELD(struct branch, free_cancel_hours, F_INT, .min = 0, .max = 720, .preset = "24", \
      .about = "free cancellation until so many hours before arrival_hour of the arrival day"), \
  FIELD(struct branch, arrival_hour, F_INT, .min = 0, .max = 23, .preset = "14", \
      .about = "local hour from which rooms are ready"), \
  FIELD(struct branch, departure_hour, F_INT, .min = 0, .max = 23, .preset = "12", \
      .about = "local hour by which rooms are left"), \
  FIELD(struct branch, early_in_percent, F_INT, .min = 0, .max = 100, .preset = "0", \
      .about = "of the first night, asked of who comes before arrival_hour"), \
  FIELD(struct branch, late_out_percent, F_INT, .min = 0, .max = 100, .preset = "0", \
      .about = "of the last night, asked of who leaves after departure_hour; 0: nothing is asked at any hour"), \
  FIELD(struct branch, late_full_hour, F_INT, .min = 0, .max = 23, .preset = "18", \
      .about = "local hour from which it is the whole night"), \
  FIELD(struct branch, one_room, F_BOOL, .preset = "false", \
      .about = "a stay is sold only where one room is free for all its nights"), \
  FIELD(struct branch, shifts, F_BOOL, .preset = "false", .about = "clerks and managers take money in an open shift only"), \
  FIELD(struct branch, business_date, F_DATE, .flags = F_READ_ONLY, .about = "the open one: see GET /admin/day")

static const struct field fields[] = {BRANCH_FIELDS,
    FIELD(struct branch, audit_policies, F_OBJECT, .shape = &audit_policies_shape,
        .about = "of the close by schedule at audit_hour; what is not given is stop")};
const struct shape branch_shape = SHAPE("Branch", struct branch, fields, given);
/* The table has a column for each policy. */
static const struct field row_fields[] = {BRANCH_FIELDS, POLICY_FIELDS(struct branch, "audit_", audit_policies.)};
static const struct shape row_shape = SHAPE("BranchRow", struct branch, row_fields, given);
/* A house whose owner never heard of it goes on by itself. */
static const struct audit_policies unattended = {AUDIT_KEEP, AUDIT_KEEP, AUDIT_KEEP, AUDIT_KEEP, AUDIT_KEEP};

static enum err branch_check(struct tx *tx, const struct branch *b)
{
  enum err e = OK;
  if (isnan(b->lat) != isnan(b->lng))
    e = tx_refuse(tx, ERR_BAD_REQUEST, isnan(b->lat) ? "lat" : "lng", TXT_BOTH_LAT_LNG, 0);
  if (!zone_find(b->timezone))
    e = tx_refuse(tx, ERR_BAD_REQUEST, "timezone", TXT_TIMEZONE, 0);
  if (image_check(tx, "image", b->image) != OK)
    e = ERR_BAD_REQUEST;
  if (images_check(tx, "images", b->images) != OK)
    e = ERR_BAD_REQUEST;
  return e;
}

static void put_tags(struct buf *grams, struct list tags)
{
  const char *const *tag = tags.items;
  for (size_t i = 0; i < tags.count; i++)
    grams_put(grams, tag[i]);
}

void branch_index(struct tx *tx, int64_t id)
{
  struct branch b = {0};
  struct buf grams;
  if (!branch_get(tx, id, &b))
    return;
  buf_init(&grams, tx_arena(tx));
  const char *const texts[] = {b.name, b.name_en, b.address, b.address_en, b.intro, b.intro_en};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    grams_put(&grams, texts[i]);
  put_tags(&grams, b.tags);
  put_tags(&grams, b.tags_en);
  struct rows *r = tx_query(tx, SQL_BRANCH_TYPE_NAMES, BI("id", id));
  while (row_next(r)) {
    grams_put(&grams, row_str(r));
    grams_put(&grams, row_str(r));
  }
  tx_run(tx, SQL_BRANCH_GRAMS_DELETE, BI("id", id));
  tx_run(tx, SQL_BRANCH_GRAMS_INSERT, BI("id", id), BS("grams", grams.len ? grams.data : ""));
}

enum { SEARCH_FORM = 4 }; /* of what branch_index writes: raised when it writes something else */

bool branch_search_current(struct tx *tx)
{
  return setting_i64(tx, "search_form", 1) >= SEARCH_FORM;
}

void branch_search_refresh(struct tx *tx)
{
  if (branch_search_current(tx))
    return;
  struct list all = tx_list(tx, SQL_BRANCH_EVERY, &row_shape, 0);
  for (size_t i = 0; i < all.count; i++)
    branch_index(tx, ((const struct branch *)all.items)[i].id);
  setting_put_i64(tx, "search_form", SEARCH_FORM);
}

int32_t branch_date(struct tx *tx, int64_t id)
{
  return (int32_t)tx_i64(tx, SQL_BRANCH_DATE, 0, BI("id", id));
}

int32_t branch_clock_date(struct tx *tx, const char *timezone, int32_t audit_hour)
{
  return zone_business_date(zone_of(timezone), tx_now(tx), audit_hour);
}

int32_t branch_sale_date(struct tx *tx, const char *timezone, int32_t audit_hour, int32_t business_date)
{
  int32_t clock = branch_clock_date(tx, timezone, audit_hour);
  return clock > business_date ? clock : business_date;
}

int64_t branch_free_until(const char *timezone, int32_t arrival_hour, int32_t free_cancel_hours, int32_t arrival)
{
  return zone_instant(zone_of(timezone), arrival, arrival_hour) - free_cancel_hours * INT64_C(3600000);
}

const char *branch_zone_missing(struct tx *tx)
{
  struct rows *r = tx_query(tx, SQL_BRANCH_TIMEZONES);
  while (row_next(r)) {
    const char *name = row_str(r);
    if (!zone_find(name)) {
      row_end(r);
      return name;
    }
  }
  return NULL;
}

bool branch_get(struct tx *tx, int64_t id, struct branch *out)
{
  return tx_object(tx, SQL_BRANCH_GET, &row_shape, out, BI("id", id));
}

enum err branch_find(struct tx *tx, const struct actor *actor, int64_t id, struct branch *out)
{
  *out = (struct branch){0};
  if (!branch_get(tx, id, out))
    return not_found(tx);
  return scope_check(tx, actor, id);
}

struct list branch_list(struct tx *tx, const struct actor *actor, struct slice slice)
{
  return tx_list(tx, SQL_BRANCH_ALL, &row_shape, 0, BI("staff", actor_scope(actor)), BI("most", slice.limit + 1),
      BI("offset", slice.offset));
}

enum err branch_create(struct tx *tx, const struct actor *actor, const struct branch *in, struct branch *out)
{
  shape_presets(&branch_shape, out, tx_arena(tx));
  out->audit_policies = unattended;
  shape_take_given(&branch_shape, in, out);
  enum err e = branch_check(tx, out);
  if (e != OK)
    return e;
  out->id = id_next();
  out->business_date = branch_clock_date(tx, out->timezone, out->audit_hour);
  tx_run_object(tx, SQL_BRANCH_INSERT, &row_shape, out, BI("now", tx_now(tx)));
  branch_index(tx, out->id);
  audit_change(tx, actor, out->id, "branch.create", "branch", out->id, &branch_shape, NULL, out);
  return OK;
}

enum err branch_change(struct tx *tx, const struct actor *actor, int64_t id, const struct branch *in,
    struct branch *out, struct list *touched)
{
  enum err e = branch_find(tx, actor, id, out);
  if (e != OK)
    return e;
  struct branch before = *out;
  shape_take_given(&branch_shape, in, out);
  e = branch_check(tx, out);
  if (e != OK)
    return e;
  tx_run_object(tx, SQL_BRANCH_UPDATE, &row_shape, out, BI("now", tx_now(tx)));
  branch_index(tx, id);
  tx_run(tx, SQL_BRANCH_ROOM_TYPES_TOUCH, BI("id", id));
  struct list ids = {0};
  struct rows *r = tx_query(tx, SQL_BRANCH_ROOM_TYPE_IDS, BI("id", id));
  while (row_next(r)) {
    int64_t type = row_i64(r);
    list_add(tx_arena(tx), &ids, &type, sizeof type);
  }
  for (size_t i = 0; i < ids.count; i++)
    room_view_refresh(tx, ((const int64_t *)ids.items)[i], actor->request_id);
  if (touched)
    *touched = ids;
  audit_change(tx, actor, id, "branch.update", "branch", id, &branch_shape, &before, out);
  return OK;
}

enum err branch_delete(struct tx *tx, const struct actor *actor, int64_t id)
{
  struct branch b;
  enum err e = branch_find(tx, actor, id, &b);
  if (e != OK)
    return e;
  if (tx_i64(tx, SQL_BRANCH_ROOM_TYPE_LIVE_COUNT, 0, BI("id", id)) > 0)
    return tx_refuse(tx, ERR_HAS_ORDERS, "room_types", TXT_HAS_ROOM_TYPES, 0);
  /* A deleted room type keeps its row only when orders point at it. */
  if (tx_i64(tx, SQL_BRANCH_ROOM_TYPE_COUNT, 0, BI("id", id)) > 0)
    return tx_refuse(tx, ERR_HAS_ORDERS, NULL, TXT_NONE, 0);
  if (tx_i64(tx, SQL_BRANCH_MONEY_COUNT, 0, BI("id", id)) > 0)
    return tx_refuse(tx, ERR_HAS_ORDERS, NULL, TXT_NONE, 0);
  tx_run(tx, SQL_BRANCH_DAYS_DELETE, BI("id", id)); /* of a branch that never had a room they tell nothing */
  tx_run(tx, SQL_BRANCH_GRAMS_DELETE, BI("id", id));
  tx_run(tx, SQL_BRANCH_DELETE, BI("id", id));
  audit_change(tx, actor, id, "branch.delete", "branch", id, &branch_shape, &b, NULL);
  return OK;
}
