/* Uploaded pictures, kept in the store under the hash of their content.
 *
 * Guarantee: what is stored from outside has the structure of a PNG, JPEG, WebP or GIF of sane size; never SVG, which
 * may hold scripts. Same content, same id. */
#ifndef YIZHAN_HOTEL_MEDIA_H
#define YIZHAN_HOTEL_MEDIA_H

#include "base/actor.h"
#include "store/store.h"

#define MEDIA_PATH "/media/"
enum { MEDIA_ID = 64, MEDIA_SIDE = 12000, MEDIA_PIXELS = 40000000 /* a phone that shows it needs four bytes for each */ };

struct media {
  const char *id, *url;
};
extern const struct shape media_shape; /* {id, url} */

/* Finds out what the bytes are: the content type (static), or NULL when they are no picture we take. Pure. */
const char *media_type(const void *data, size_t n, int64_t *width, int64_t *height);
/* The id of content, MEDIA_ID hex digits. Pure. */
void media_id(const void *data, size_t n, char out[MEDIA_ID + 1]);
/* Stores bytes that the caller vouches for under a content type; the address "/media/…", in the tx's arena. This is
 * also the way in for pictures that the program drew itself (image/svg+xml). Writer only. */
const char *media_put(struct tx *tx, const void *data, size_t n, const char *type);
/* Stores an upload after checking it: ERR_BAD_REQUEST with TXT_IMAGE. */
enum err media_upload(struct tx *tx, const struct actor *actor, const void *data, size_t n, struct media *out);
/* True when `id` was stored. */
bool media_exists(struct tx *tx, const char *id);
/* The bytes, in the tx's arena; false when there are none. */
bool media_get(struct tx *tx, const char *id, const char **type, const void **data, size_t *n);

#endif
