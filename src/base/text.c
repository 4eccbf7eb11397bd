/* Text lookups; pure, any thread. */
#include "base/text.h"

#include <string.h>
#include "base/labels.h"

static const char *const texts[][2] = {
#define TEXT_ROW(name, zh, en) [name] = {zh, en},
    TEXT_LIST(TEXT_ROW)
#undef TEXT_ROW
};

const char *text(enum text t, enum lang lang)
{
  return texts[t][lang];
}

static const struct label { const char *name, *words[2]; } labels[] = {
#define LABEL_ROW(name, zh, en) {name, {zh, en}},
    LABEL_LIST(LABEL_ROW)
#undef LABEL_ROW
};

const char *text_label(const char *name, enum lang lang)
{
  const char *dot = strrchr(name, '.'), *last = dot ? dot + 1 : name;
  size_t n = strcspn(last, "[");
  for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
    if (strlen(labels[i].name) == n && !strncmp(labels[i].name, last, n))
      return labels[i].words[lang];
  return name;
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
