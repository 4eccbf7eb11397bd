/* Storing pictures. Guarantee: see media.h. media_type and media_id are pure; the rest inside a transaction. */
#include "hotel/media.h"

#include <string.h>
#include "base/bytes.h"
#include "base/digest.h"
#include "base/id.h"
#include "hotel/change.h"
#include "hotel/picture.h"
#include "limits.h"

static const struct field media_fields[] = {
    FIELD(struct media, id, F_STR, .about = "SHA-256 of the content"),
    FIELD(struct media, url, F_STR, .about = "the address for image fields"),
};
const struct shape media_shape = SHAPE_OUT("Media", struct media, media_fields);

static bool sane(int64_t width, int64_t height)
{
  return width >= 1 && height >= 1 && width <= MEDIA_SIDE && height <= MEDIA_SIDE;
}

/* Signature, IHDR first, then chunks that stay inside the file up to IEND. */
static bool png(const uint8_t *p, size_t n, int64_t *width, int64_t *height)
{
  if (n < 33 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) || bytes_big(p + 8, 4) != 13 || memcmp(p + 12, "IHDR", 4))
    return false;
  *width = bytes_big(p + 16, 4);
  *height = bytes_big(p + 20, 4);
  for (size_t at = 8; at + 12 <= n;) {
    uint32_t size = bytes_big(p + at, 4);
    if (size > n - at - 12)
      return false;
    if (!memcmp(p + at + 4, "IEND", 4))
      return true;
    at += 12 + (size_t)size;
  }
  return false;
}

/* SOI, then segments that stay inside the file up to a start of frame. */
static bool jpeg(const uint8_t *p, size_t n, int64_t *width, int64_t *height)
{
  if (n < 4 || p[0] != 0xFF || p[1] != 0xD8)
    return false;
  for (size_t at = 2; at + 4 <= n;) {
    if (p[at] != 0xFF)
      return false;
    uint8_t marker = p[at + 1];
    if (marker == 0xFF) {
      at++;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
      at += 2;
      continue;
    }
    uint32_t size = bytes_big(p + at + 2, 2);
    if (size < 2 || size > n - at - 2 || marker == 0xD9 || marker == 0xDA)
      return false;
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      if (size < 8)
        return false;
      *height = bytes_big(p + at + 5, 2);
      *width = bytes_big(p + at + 7, 2);
      return true;
    }
    at += 2 + (size_t)size;
  }
  return false;
}

static bool webp(const uint8_t *p, size_t n, int64_t *width, int64_t *height)
{
  if (n < 30 || memcmp(p, "RIFF", 4) || memcmp(p + 8, "WEBP", 4) || bytes_little(p + 4, 4) > n - 8)
    return false;
  if (!memcmp(p + 12, "VP8X", 4)) {
    *width = bytes_little(p + 24, 3) + 1;
    *height = bytes_little(p + 27, 3) + 1;
    return true;
  }
  if (!memcmp(p + 12, "VP8L", 4) && p[20] == 0x2F) {
    uint32_t bits = bytes_little(p + 21, 4);
    *width = (bits & 0x3FFF) + 1;
    *height = (bits >> 14 & 0x3FFF) + 1;
    return true;
  }
  if (!memcmp(p + 12, "VP8 ", 4) && !memcmp(p + 23, "\x9d\x01\x2a", 3)) {
    *width = bytes_little(p + 26, 2) & 0x3FFF;
    *height = bytes_little(p + 28, 2) & 0x3FFF;
    return true;
  }
  return false;
}

static bool gif(const uint8_t *p, size_t n, int64_t *width, int64_t *height)
{
  if (n < 14 || (memcmp(p, "GIF87a", 6) && memcmp(p, "GIF89a", 6)))
    return false;
  *width = bytes_little(p + 6, 2);
  *height = bytes_little(p + 8, 2);
  return true;
}

const char *media_type(const void *data, size_t n, int64_t *width, int64_t *height)
{
  static const struct {
    bool (*is)(const uint8_t *, size_t, int64_t *, int64_t *);
    const char *type;
  } kinds[] = {{png, "image/png"}, {jpeg, "image/jpeg"}, {webp, "image/webp"}, {gif, "image/gif"}};
  *width = *height = 0;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (kinds[i].is(data, n, width, height))
      return sane(*width, *height) ? kinds[i].type : NULL;
  return NULL;
}

void media_id(const void *data, size_t n, char out[MEDIA_ID + 1])
{
  uint8_t hash[SHA256_BYTES];
  sha256(data, n, hash);
  hex_encode(hash, sizeof hash, out);
}

const char *media_put(struct tx *tx, const void *data, size_t n, const char *type)
{
  char id[MEDIA_ID + 1];
  int64_t width, height;
  media_type(data, n, &width, &height);
  media_id(data, n, id);
  tx_run(tx, SQL_MEDIA_INSERT, BS("id", id), BS("type", type), BI("width", width), BI("height", height),
      BB("data", data, n), BI("now", tx_now(tx)));
  return arena_printf(tx_arena(tx), MEDIA_PATH "%s", id);
}

enum err media_upload(struct tx *tx, const struct actor *actor, const void *data, size_t n, struct media *out)
{
  int64_t width, height;
  const char *type = n > 0 && n <= LIMIT_UPLOAD ? media_type(data, n, &width, &height) : NULL;
  if (!type)
    return tx_refuse(tx, ERR_BAD_REQUEST, "body", TXT_IMAGE, 0);
  if (width * height > MEDIA_PIXELS)
    return tx_refuse(tx, ERR_BAD_REQUEST, "body", TXT_IMAGE_PIXELS, MEDIA_PIXELS / 1000000);
  data = picture_strip(data, &n, type, tx_arena(tx));
  out->url = media_put(tx, data, n, type);
  out->id = out->url + sizeof MEDIA_PATH - 1;
  audit_change(tx, actor, 0, "media.upload", "media", 0, &media_shape, NULL, out);
  return OK;
}

bool media_exists(struct tx *tx, const char *id)
{
  return strlen(id) == MEDIA_ID && tx_i64(tx, SQL_MEDIA_COUNT, 0, BS("id", id)) > 0;
}

bool media_get(struct tx *tx, const char *id, const char **type, const void **data, size_t *n)
{
  struct rows *r = tx_query(tx, SQL_MEDIA_GET, BS("id", id));
  bool found = row_next(r);
  if (found) {
    *type = row_str(r);
    *data = row_blob(r, n);
  }
  row_end(r);
  return found;
}
