/* What a picture tells beyond itself is left out: see picture.h. Each walker copies the parts that it knows to be needed
 * or harmless; media_type has checked that they stay inside the bytes, up to the picture itself. */
#include "hotel/picture.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/buf.h"
#include "base/bytes.h"

enum { ORIENTATION = 0x0112, EXIF_HEAD = 6, IFD_ENTRY = 12 };

/* How the picture is to be turned (1 to 8, 1: not at all), from the TIFF inside an Exif segment (Exif 2.32 §4.6.4). */
static int orientation(const uint8_t *tiff, size_t n)
{
  bool intel = n >= 8 && !memcmp(tiff, "II*", 4);
  if (n < 8 || (!intel && memcmp(tiff, "MM\0*", 4)))
    return 1;
  uint32_t (*number)(const uint8_t *, int) = intel ? bytes_little : bytes_big;
  size_t at = number(tiff + 4, 4);
  if (at > n - 2)
    return 1;
  size_t count = number(tiff + at, 2);
  for (at += 2; count-- && at + IFD_ENTRY <= n; at += IFD_ENTRY)
    if (number(tiff + at, 2) == ORIENTATION) {
      uint32_t turn = number(tiff + at + 8, 2);
      return turn >= 1 && turn <= 8 ? (int)turn : 1;
    }
  return 1;
}

/* An Exif segment that says nothing else. */
static void put_orientation(struct buf *out, int turn)
{
  uint8_t segment[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0,
      0, 1, 0, (uint8_t)turn, 0, 0, 0, 0, 0, 0};
  buf_put(out, segment, sizeof segment);
}

/* Where the compressed bytes behind a scan's head end: at the next marker that is none of theirs. */
static size_t scan_end(const uint8_t *p, size_t n, size_t at)
{
  while (at + 1 < n && (p[at] != 0xFF || p[at + 1] == 0 || (p[at + 1] >= 0xD0 && p[at + 1] <= 0xD7)))
    at++;
  return at + 1 < n ? at : n;
}

/* Application segments hold the camera's words; JFIF (0), an ICC profile (2) and Adobe's colour transform (14) are needed to
 * show the picture. */
static bool jpeg_needs(uint8_t marker)
{
  bool application = marker >= 0xE0 && marker <= 0xEF, comment = marker == 0xFE;
  return !comment && (!application || marker == 0xE0 || marker == 0xE2 || marker == 0xEE);
}

static void strip_jpeg(const uint8_t *p, size_t n, struct buf *out)
{
  size_t at = 2;
  buf_put(out, p, 2);
  while (at + 4 <= n && p[at] == 0xFF) {
    uint8_t marker = p[at + 1];
    if (marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
      at += marker == 0xFF ? 1 : 2;
      continue;
    }
    size_t end = marker == 0xD9 ? at + 2 : at + 2 + bytes_big(p + at + 2, 2);
    if (marker == 0xD9 || end > n)
      break;
    bool exif = marker == 0xE1 && end - at > 4 + EXIF_HEAD && !memcmp(p + at + 4, "Exif\0", EXIF_HEAD);
    int turn = exif ? orientation(p + at + 4 + EXIF_HEAD, end - at - 4 - EXIF_HEAD) : 1;
    if (turn != 1)
      put_orientation(out, turn);
    if (marker == 0xDA)
      end = scan_end(p, n, end);
    if (jpeg_needs(marker))
      buf_put(out, p + at, end - at);
    at = end;
  }
  buf_put(out, "\xFF\xD9", 2); /* whatever an uploader hung on behind it is not the picture */
}

static bool png_needs(const uint8_t *type)
{
  static const char *const kinds[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT",
      "bKGD", "pHYs", "acTL", "fcTL", "fdAT"};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (!memcmp(type, kinds[i], 4))
      return true;
  return false;
}

static void strip_png(const uint8_t *p, size_t n, struct buf *out)
{
  buf_put(out, p, 8);
  for (size_t at = 8; at + 12 <= n;) {
    size_t size = 12 + (size_t)bytes_big(p + at, 4);
    if (png_needs(p + at + 4))
      buf_put(out, p + at, size);
    if (!memcmp(p + at + 4, "IEND", 4))
      return;
    at += size;
  }
}

/* RIFF's chunks are padded to even lengths; VP8X says in its flags which ones there are (WebP container specification). */
static void strip_webp(const uint8_t *p, size_t n, struct buf *out)
{
  size_t begin = out->len;
  buf_put(out, p, 12);
  for (size_t at = 12; at + 8 <= n;) {
    size_t size = 8 + (size_t)bytes_little(p + at + 4, 4), padded = size + (size & 1);
    if (size > n - at)
      break;
    size_t to = out->len;
    if (memcmp(p + at, "EXIF", 4) && memcmp(p + at, "XMP ", 4)) {
      buf_put(out, p + at, padded <= n - at ? padded : size);
      if (!memcmp(p + at, "VP8X", 4))
        out->data[to + 8] = (char)(out->data[to + 8] & ~0x0C);
    }
    at += padded;
  }
  uint32_t all = (uint32_t)(out->len - begin - 8);
  for (int i = 0; i < 4; i++)
    out->data[begin + 4 + (size_t)i] = (char)(all >> 8 * i);
}

const void *picture_strip(const void *data, size_t *n, const char *type, struct arena *a)
{
  struct buf out;
  if (!strcmp(type, "image/gif"))
    return data; /* it has no place for such things but comments, which no camera writes */
  buf_init(&out, a);
  if (!strcmp(type, "image/jpeg"))
    strip_jpeg(data, *n, &out);
  else if (!strcmp(type, "image/png"))
    strip_png(data, *n, &out);
  else
    strip_webp(data, *n, &out);
  *n = out.len;
  return out.data;
}
