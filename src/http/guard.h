/* Protocol sanity before anything believes a request: framing that two programs could read differently is refused.
 *
 * Pure functions over the parsed head, so that they can be fuzzed and tested without a socket. Any thread. After a
 * refusal the connection must be closed: where the next request begins is not known. */
#ifndef YIZHAN_HTTP_GUARD_H
#define YIZHAN_HTTP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

struct header {
  const char *name, *value;
};

/* The head as the server library cut it: every part ends with NUL, in one buffer. */
struct head {
  const char *method, *target, *query, *version; /* target without its query; query NULL without one; "1.1" */
  const struct header *headers;
  size_t count;
};

/* How the body is delimited, once the guard let the request pass. */
struct framing {
  int64_t length; /* of Content-Length, in bytes; 0 without one */
  bool chunked;
  bool expects; /* Expect: 100-continue */
};

/* Brings the absolute form of the target ("http://HOST/PATH", RFC 9112 §3.2.2) to the usual one; false when its host is
 * not the Host header's. After guard_whole, before guard_check. */
bool guard_origin_form(struct head *head);
/* OK and `out` filled, or the refusal, in `p` with what is at fault: ERR_BAD_REQUEST, ERR_HEADERS, ERR_URI_TOO_LONG, ERR_METHOD,
 * ERR_EXPECTATION. */
enum err guard_check(const struct head *head, struct framing *out, struct problem *p);
/* True when the library's cutting left no byte of the head unread: it stops silently at a folded line, at an empty
 * header name and at a bare newline, and whatever follows would then not be seen (a Content-Length, say).
 * Reads up to four bytes behind the last header's value, which are in the buffer. */
bool guard_whole(const struct head *head);
/* Value of the first header of that name (ASCII case ignored), NULL without one. */
const char *guard_header(const struct head *head, const char *name);

#endif
