/* What a handler asks of its request. Worker thread of the exchange. */
#include <strings.h>
#include "base/id.h"
#include "http/internal.h"

const char *request_header(const struct request *req, const char *name)
{
  return guard_header(&((const struct exchange *)req)->wire->head, name);
}

/* Every request is the first member of its exchange, which nobody but http sees. */
static struct http *http_of(const struct request *req)
{
  return ((const struct exchange *)req)->http;
}

bool request_is_local(const struct request *req)
{
  static const char *const spoken[] = {"Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP",
      "CF-Connecting-IP", NULL};
  static const char family[] = "X-Forwarded-";
  const struct wire *w = ((const struct exchange *)req)->wire;
  for (size_t i = 0; i < w->head.count; i++)
    if (!strncasecmp(w->head.headers[i].name, family, sizeof family - 1))
      return false;
  for (const char *const *name = spoken; *name; name++)
    if (request_header(req, *name))
      return false;
  return w->local;
}

bool request_sandbox(const struct request *req)
{
  const struct http_options *o = &http_of(req)->options;
  return o->sandbox(o->store, o->config);
}

int64_t request_id_at(const struct request *req, int i)
{
  int64_t id;
  return req->ids[i] && id_parse(req->ids[i], &id) ? id : 0;
}
