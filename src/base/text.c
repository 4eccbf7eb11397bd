/* Text lookups; pure, any thread. */
#include "base/text.h"

#include <string.h>

static const char *const texts[][2] = {
#define TEXT_ROW(name, zh, en) [name] = {zh, en},
    TEXT_LIST(TEXT_ROW)
#undef TEXT_ROW
};

const char *text(enum text t, enum lang lang)
{
  return texts[t][lang];
}

enum lang lang_of(const char *accept_language)
{
  for (const char *p = accept_language; p && *p; p = strchr(p, ',')) {
    p += strspn(p, ", \t");
    if (!strncmp(p, "zh", 2))
      return LANG_ZH;
    if (!strncmp(p, "en", 2))
      return LANG_EN;
  }
  return LANG_ZH;
}
