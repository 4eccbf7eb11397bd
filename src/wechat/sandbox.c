/* The sandbox: a made-up login code names its user, a made-up phone code its number. Pure. */
#include <string.h>
#include "wechat/provider.h"

static const char prefix[] = "sandbox:";
enum { PREFIX = sizeof prefix - 1, NAME_MAX_BYTES = 96 };

static const char *payload(const char *code)
{
  return strncmp(code, prefix, PREFIX) ? "" : code + PREFIX;
}

static enum err sandbox_login(const char *code, struct arena *a, struct wechat_user *out, struct problem *p)
{
  const char *name = payload(code);
  if (!*name || strlen(name) > NAME_MAX_BYTES)
    return refuse(p, ERR_BAD_REQUEST, "code", TXT_SANDBOX_CODE, 0);
  *out = (struct wechat_user){.openid = arena_str(a, code), .nickname = arena_str(a, name)};
  return OK;
}

static enum err sandbox_phone(const char *code, struct arena *a, const char **phone, struct problem *p)
{
  const char *number = payload(code);
  size_t n = strlen(number);
  if (n != 11 || number[0] != '1' || strspn(number, "0123456789") != n)
    return refuse(p, ERR_BAD_REQUEST, "code", TXT_SANDBOX_PHONE, 0);
  *phone = arena_str(a, number);
  return OK;
}

static enum err off_login(const char *code, struct arena *a, struct wechat_user *out, struct problem *p)
{
  (void)code, (void)a, (void)out;
  return refuse(p, ERR_PROVIDER, NULL, TXT_NONE, 0);
}

static enum err off_phone(const char *code, struct arena *a, const char **phone, struct problem *p)
{
  (void)code, (void)a, (void)phone;
  return refuse(p, ERR_PROVIDER, NULL, TXT_NONE, 0);
}

const struct wechat *wechat_provider(bool sandbox)
{
  static const struct wechat on = {.name = "sandbox", .login = sandbox_login, .phone = sandbox_phone};
  static const struct wechat off = {.name = "wechat", .login = off_login, .phone = off_phone};
  return sandbox ? &on : &off;
}
