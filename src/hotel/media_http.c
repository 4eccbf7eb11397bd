/* Uploading and serving pictures. Guarantee: a picture is served with its checked type, never sniffed, in a sandbox; it
 * never changes under its address, so it may be kept for ever. Worker threads. */
#include <stdio.h>
#include <string.h>
#include "hotel/hotel_http.h"

struct upload {
  const struct actor *actor;
  const void *data;
  size_t n;
  struct media out;
};

static enum err upload_tx(struct tx *tx, void *arg)
{
  struct upload *op = arg;
  return media_upload(tx, op->actor, op->data, op->n, &op->out);
}

enum err media_post(struct request *req, struct reply *reply)
{
  struct upload op = {.actor = &req->actor, .data = req->body, .n = req->body_len};
  return request_write(req, reply, upload_tx, &op, 201, &media_shape, &op.out);
}

struct fetch {
  struct request *req;
  const char *id;
  struct lru_value *value;
};

static enum err fetch_tx(struct tx *tx, void *arg)
{
  struct fetch *op = arg;
  op->value->found = media_get(tx, op->id, &op->value->type, &op->value->data, &op->value->size);
  return OK;
}

static enum err media_load(void *ctx, struct lru_value *out)
{
  struct fetch *op = ctx;
  op->value = out;
  out->version = 1;
  enum err e = request_read(op->req, fetch_tx, op);
  return e || out->found ? e : ERR_NOT_FOUND; /* not remembered, for nobody announces an upload */
}

enum err media_item_get(struct request *req, struct reply *reply)
{
  struct fetch op = {.req = req, .id = req->ids[0]};
  char key[MEDIA_ID + 16], etag[MEDIA_ID + 4];
  const struct lru_entry *entry;
  int origin;
  if (strlen(op.id) != MEDIA_ID || strspn(op.id, "0123456789abcdef") != MEDIA_ID)
    return ERR_NOT_FOUND;
  snprintf(key, sizeof key, "media:%s", op.id);
  snprintf(etag, sizeof etag, "\"%s\"", op.id);
  enum err e = lru_get(hotel_cache(), key, media_load, &op, &entry, &origin);
  if (e != OK)
    return e;
  reply_header(reply, "Cache-Control", "public, max-age=31536000, immutable");
  reply_header(reply, "Content-Security-Policy", "sandbox");
  if (reply_not_modified(reply, req, etag))
    lru_release((void *)entry);
  else
    reply_bytes(reply, 200, entry->type, entry->data, entry->size, lru_release, (void *)entry);
  return OK;
}
