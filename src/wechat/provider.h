/* What the house needs from WeChat, as an interface: the sandbox stands behind it in the demo, WeChat itself in
 * production. A call may take as long as a network does, so none is made inside a transaction. Any thread. */
#ifndef YIZHAN_WECHAT_PROVIDER_H
#define YIZHAN_WECHAT_PROVIDER_H

#include "base/arena.h"
#include "base/error.h"

struct wechat_user { const char *openid, *nickname; };

struct wechat {
  const char *name; /* of the payment provider: "sandbox" or "wechat" */
  /* Who a login code belongs to. ERR_BAD_REQUEST naming `code`, or ERR_PROVIDER. Results in `a`. */
  enum err (*login)(const char *code, struct arena *a, struct wechat_user *out, struct problem *p);
  /* The phone number behind a phone code; same refusals. */
  enum err (*phone)(const char *code, struct arena *a, const char **phone, struct problem *p);
};

/* The implementation for this run: the sandbox, or one that refuses everything with ERR_PROVIDER. */
const struct wechat *wechat_provider(bool sandbox);

#endif
