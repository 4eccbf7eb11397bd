/* Building, storing and dropping room views. Guarantee: see view.h. Inside a transaction, on its thread; the cache's
 * functions from any thread. */
#include "hotel/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/digest.h"
#include "base/id.h"
#include "hotel/catalogue.h"
#include "mq/mq.h"
#include "topic_ids.h"

struct view_branch {
  int64_t id;
  const char *name, *name_en, *address, *address_en, *phone;
};
struct view_data {
  int64_t id;
  struct view_branch branch;
  const char *name, *name_en;
  struct list images;
  double area_m2;
  const char *bed, *bed_en, *breakfast, *breakfast_en, *intro, *intro_en;
  int64_t guests;
  struct money price, market_price;
  int stock_mode;
  bool on_sale;
  int64_t version;
};

static const struct field branch_fields[] = {
    FIELD(struct view_branch, id, F_ID),
    FIELD(struct view_branch, name, F_STR),
    FIELD(struct view_branch, name_en, F_STR),
    FIELD(struct view_branch, address, F_STR),
    FIELD(struct view_branch, address_en, F_STR),
    FIELD(struct view_branch, phone, F_STR),
};
static const struct shape branch_part = SHAPE_OUT("RoomViewBranch", struct view_branch, branch_fields);

static const struct field view_fields[] = {
    FIELD(struct view_data, id, F_ID),
    FIELD(struct view_data, branch, F_OBJECT, .shape = &branch_part),
    FIELD(struct view_data, name, F_STR),
    FIELD(struct view_data, name_en, F_STR),
    FIELD(struct view_data, images, F_STRS),
    FIELD(struct view_data, area_m2, F_DOUBLE),
    FIELD(struct view_data, bed, F_STR),
    FIELD(struct view_data, bed_en, F_STR),
    FIELD(struct view_data, breakfast, F_STR),
    FIELD(struct view_data, breakfast_en, F_STR),
    FIELD(struct view_data, guests, F_I64),
    FIELD(struct view_data, intro, F_STR),
    FIELD(struct view_data, intro_en, F_STR),
    FIELD_AS("price_fen", struct view_data, price, F_FEN),
    FIELD_AS("market_price_fen", struct view_data, market_price, F_FEN),
    FIELD(struct view_data, stock_mode, F_ENUM, .names = stock_mode_names),
    FIELD(struct view_data, on_sale, F_BOOL, .about = "false while the room type or its branch is closed"),
    FIELD(struct view_data, version, F_I64),
};
const struct shape room_view_shape = SHAPE_OUT("RoomView", struct view_data, view_fields);

/* The branch's columns come flat; the rest by the shape above. */
static const struct field flat_fields[] = {
    FIELD_AS("branch_id", struct view_data, branch.id, F_ID),
    FIELD_AS("branch_name", struct view_data, branch.name, F_STR),
    FIELD_AS("branch_name_en", struct view_data, branch.name_en, F_STR),
    FIELD_AS("branch_address", struct view_data, branch.address, F_STR),
    FIELD_AS("branch_address_en", struct view_data, branch.address_en, F_STR),
    FIELD_AS("branch_phone", struct view_data, branch.phone, F_STR),
};
static const struct shape flat_shape = SHAPE_OUT("RoomViewRow", struct view_data, flat_fields);

static struct lru *the_cache;
static struct mq *the_log;

void hotel_use_cache(struct lru *cache, struct mq *mq)
{
  the_cache = cache;
  the_log = mq;
}

struct lru *hotel_cache_now(void)
{
  return the_cache && mq_caught_up(the_log) ? the_cache : NULL;
}

struct lru *hotel_cache(void)
{
  return the_cache;
}

bool room_view_build(struct tx *tx, int64_t room_type_id, struct view *out)
{
  struct view_data data = {0};
  struct rows *r = tx_query(tx, SQL_VIEW_SOURCE, BI("id", room_type_id));
  bool found = row_next(r);
  if (found) {
    row_object(r, &room_view_shape, &data);
    row_object(r, &flat_shape, &data);
  }
  row_end(r);
  if (!found)
    return false;
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  shape_write(&room_view_shape, &data, &w, NULL);
  uint8_t hash[SHA256_BYTES];
  char hex[2 * SHA256_BYTES + 1];
  sha256(w.buf.data, w.buf.len, hash);
  hex_encode(hash, 8, hex);
  snprintf(out->etag, sizeof out->etag, "\"%" PRId64 "-%.16s\"", data.version, hex);
  out->body = w.buf.data;
  out->size = w.buf.len;
  out->version = data.version;
  return true;
}

bool room_view_stored(struct tx *tx, int64_t room_type_id, struct view *out)
{
  struct rows *r = tx_query(tx, SQL_VIEW_GET, BI("id", room_type_id));
  bool found = row_next(r);
  if (found) {
    out->version = row_i64(r);
    snprintf(out->etag, sizeof out->etag, "%s", row_str(r));
    out->body = row_blob(r, &out->size);
  }
  row_end(r);
  return found;
}

bool room_view_store(struct tx *tx, int64_t room_type_id, struct view *out)
{
  if (!room_view_build(tx, room_type_id, out)) {
    tx_run(tx, SQL_VIEW_DELETE, BI("id", room_type_id));
    return false;
  }
  tx_run(tx, SQL_VIEW_PUT, BI("id", room_type_id), BI("version", out->version), BS("etag", out->etag),
      BB("body", out->body, out->size));
  return true;
}

void room_view_refresh(struct tx *tx, int64_t room_type_id, const char *trace)
{
  struct view view;
  char key[ID_TEXT];
  int64_t version = tx_i64(tx, SQL_VIEW_VERSION, 0, BI("id", room_type_id));
  room_view_store(tx, room_type_id, &view);
  snprintf(key, sizeof key, "%" PRId64, room_type_id);
  struct json_out w;
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '{');
  json_put_id(&w, "room_type_id", room_type_id);
  json_put_i64(&w, "version", version);
  json_close(&w, '}');
  mq_append(tx, TOPIC_HOTEL_ROOM, "updated", key, w.buf.data, trace ? trace : "");
}

void cache_drop_announce(struct tx *tx, const char *key, const char *trace)
{
  mq_append(tx, TOPIC_HOTEL_ROOM, VIEW_DROP_TAG, key, "{}", trace);
}

void cache_drop(const char *key)
{
  if (!strcmp(key, VIEW_ALL))
    lru_clear(the_cache);
  else
    lru_drop(the_cache, key, LRU_ANY);
}

void room_view_key(int64_t room_type_id, char out[VIEW_KEY])
{
  memcpy(out, "room:", 5);
  id_format(room_type_id, out + 5);
}

void room_view_invalidate(int64_t room_type_id, int64_t version)
{
  char key[VIEW_KEY];
  room_view_key(room_type_id, key);
  lru_drop(the_cache, key, version);
}
