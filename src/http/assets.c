/* Serving the pages: see assets.h. Hashed names are kept by browsers for a year, pages are asked for again each time
 * and mostly answered with 304. Worker thread of the exchange; reads constants only. */
#include "http/assets.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "http/internal.h"

static int by_path(const void *path, const void *item)
{
  return strcmp(path, ((const struct asset *)item)->path);
}

static bool below(const char *path, const char *folder)
{
  size_t n = strlen(folder);
  return !strncmp(path, folder, n) && (!path[n] || path[n] == '/');
}

/* A page's own script reads the rest of its address, so every address inside it is the page. */
static const char *file_of(const char *path)
{
  const char *last = strrchr(path, '/');
  if (!last || strchr(last, '.') || strstr(path, "/..")) /* no page has an address like that */
    return path;
  if (below(path, "/admin"))
    return "/admin/index.html";
  return !strcmp(path, "/") || below(path, "/pages") ? "/index.html" : path;
}

const struct asset *assets_find(const struct assets *a, const char *path)
{
  if (!a || !a->count)
    return NULL;
  return bsearch(file_of(path), a->items, a->count, sizeof *a->items, by_path);
}

/* RFC 9110 §12.5.3: the coding is named, and not with a weight of 0. */
static bool accepts(const char *codings, const char *coding)
{
  size_t n = strlen(coding);
  while (codings && *codings) {
    codings += strspn(codings, " \t,");
    size_t length = strcspn(codings, ",");
    if (length >= n && !strncasecmp(codings, coding, n) && (length == n || strchr("; \t", codings[n]))) {
      const char *q = memmem(codings, length, "q=", 2);
      return !q || strtod(q + 2, NULL) > 0;
    }
    codings += length;
  }
  return false;
}

static const struct asset_bytes *choose(const struct asset *a, const char *codings, const char **coding)
{
  if (a->brotli.size && accepts(codings, *coding = "br"))
    return &a->brotli;
  if (a->gzip.size && accepts(codings, *coding = "gzip"))
    return &a->gzip;
  *coding = NULL;
  return &a->plain;
}

static enum err answer(struct request *req, struct reply *reply)
{
  const struct http_options *o = &exchange_of(req)->http->options;
  const struct asset *a = assets_find(o->assets, req->path);
  const char *coding;
  if (!(below(req->path, "/admin") ? o->staff : o->guests))
    return ERR_NODE_ROLE;
  if (!a)
    return ERR_NOT_FOUND;
  const struct asset_bytes *bytes = choose(a, request_header(req, "Accept-Encoding"), &coding);
  reply_header(reply, "Cache-Control", a->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  reply_header(reply, "Vary", "Accept-Encoding");
  if (reply_not_modified(reply, req, arena_printf(reply->arena, "\"%s%s%s\"", a->etag, coding ? "-" : "", coding ? coding : "")))
    return OK;
  if (coding)
    reply_header(reply, "Content-Encoding", coding);
  reply_bytes(reply, 200, a->type, bytes->data, bytes->size, NULL, NULL);
  return OK;
}

const struct route asset_row = {
    .method = "GET", .path = "/{file}", .who = WHO_PUBLIC, .rate = RATE_NONE, .handler = answer, .summary = "The pages"};
