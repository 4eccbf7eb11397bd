/* Percent-decoding with refusals instead of guesses. Pure; any thread. */
#ifndef YIZHAN_HTTP_URL_H
#define YIZHAN_HTTP_URL_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/shape.h"

/* Decodes a path. NULL for a bad escape, %00, an encoded slash (it would move the segments), control characters and
 * what is not UTF-8. The answer is `raw` itself when nothing was escaped, else from the arena. */
const char *url_path(const char *raw, struct arena *a);
/* Reads a query string into `out`, a struct of `shape`: + and escapes decoded, unknown names passed over, refusals by
 * field name into `p`. False after one. */
bool url_query(const char *raw, const struct shape *shape, void *out, struct arena *a, struct problem *p);

#endif
