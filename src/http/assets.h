/* The pages built into the binary: files with their compressed forms, as the build tool embed_web lays them down.
 *
 * Constant data: any thread. */
#ifndef YIZHAN_HTTP_ASSETS_H
#define YIZHAN_HTTP_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

struct asset_bytes {
  const void *data;
  size_t size; /* 0: this form was not worth keeping */
};
struct asset {
  const char *path, *type, *etag; /* etag without quotes, of the plain bytes */
  bool immutable;                 /* its name changes with its content */
  struct asset_bytes plain, gzip, brotli;
};
struct assets {
  const struct asset *items; /* sorted by path, as strcmp does */
  size_t count;
};

/* What this program was built with; made at build time, empty when the pages were left out. */
extern const struct assets web_assets;

/* The file that answers `path`: itself, or for an address inside a page ("/admin/orders", "/pages/me/me") that page.
 * NULL when there is none. */
const struct asset *assets_find(const struct assets *a, const char *path);

#endif
