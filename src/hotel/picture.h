/* A guest who looks at a picture is not told where it was taken, when, with what. */
#ifndef YIZHAN_HOTEL_PICTURE_H
#define YIZHAN_HOTEL_PICTURE_H

#include <stddef.h>
#include "base/arena.h"

/* The picture of `*n` bytes, whose type media_type found, without Exif, XMP, texts, times and whatever hangs behind it; how
 * it is to be turned and its colours stay. The new length goes to *n; in the arena, or `data` itself. Pure; any thread. */
const void *picture_strip(const void *data, size_t *n, const char *type, struct arena *a);

#endif
