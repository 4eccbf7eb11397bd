/* What a person sees who followed a link to nothing; a program gets the problem document. Worker thread of the exchange. */
#include <string.h>
#include "http/internal.h"

static const char page[] =
    "<!doctype html><html lang=\"%s\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    "<title>%s</title><style>:root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;max-width:32em;"
    "margin:20vh auto 0;padding:0 24px}</style><h1>%s</h1><p>%s</p><p><a href=\"%s\">%s</a></p></html>\n";

bool missing_is_for_people(const struct exchange *x)
{
  const char *accept = guard_header(&x->wire->head, "Accept"), *path = x->req.path;
  return accept && strstr(accept, "text/html") && path && strncmp(path, "/api/", 5) != 0;
}

void missing_reply(struct exchange *x)
{
  struct request *req = &x->req;
  bool staff = !strncmp(req->path, "/admin/", 7);
  const char *title = text(TXT_PAGE_MISSING, req->lang), *language = req->lang == LANG_EN ? "en" : "zh-CN";
  const char *body = arena_printf(req->scope.arena, page, language, title, title,
      text(TXT_PAGE_MISSING_HINT, req->lang), staff ? "/admin/" : "/", text(TXT_PAGE_FIRST, req->lang));
  reply_bytes(&x->reply, 404, "text/html; charset=utf-8", body, strlen(body), NULL, NULL);
  reply_header(&x->reply, "Content-Language", language);
}
