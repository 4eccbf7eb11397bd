/* Text lookups; pure, any thread. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
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

static const struct label *label_of(const char *name, size_t n)
{
  for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
    if (strlen(labels[i].name) == n && !strncmp(labels[i].name, name, n))
      return &labels[i];
  return NULL;
}

const char *text_label(const char *of, const char *name, enum lang lang)
{
  const char *dot = strrchr(name, '.'), *last = dot ? dot + 1 : name;
  size_t n = strcspn(last, "[");
  char own[64];
  int length = snprintf(own, sizeof own, "%s.%.*s", of ? of : "", (int)n, last);
  const struct label *found = of && length < (int)sizeof own ? label_of(own, (size_t)length) : NULL;
  found = found ? found : label_of(last, n);
  return found ? found->words[lang] : name;
}

enum { QUALITY_MOST = 1000, REFUSED = -1, NO_QUALITY = -1, LANGUAGES = LANG_EN + 1 };

/* The weight of "; q=0.8" in thousandths, 1000 without one; NO_QUALITY for what is none (RFC 9110 §12.4.2). */
static int quality(const char *params, size_t n)
{
  const char *end = params + n, *p = params;
  p += strspn(p, "; \t");
  if (p >= end)
    return QUALITY_MOST;
  if ((*p | 32) != 'q' || p[1] != '=' || (p[2] != '0' && p[2] != '1'))
    return NO_QUALITY;
  int q = (p[2] - '0') * QUALITY_MOST, place = QUALITY_MOST;
  p += 3 + (p[3] == '.');
  for (; p < end && *p >= '0' && *p <= '9' && place > 1; p++)
    q += (*p - '0') * (place /= 10);
  return q < QUALITY_MOST ? q : QUALITY_MOST;
}

/* What the list says of each language: a weight, REFUSED, or 0 when it says nothing; and at which place. */
struct wish { int weight, place; };

static void wish_for(struct wish *w, int q, int place)
{
  int weight = q ? q : REFUSED;
  if (w->place && weight <= w->weight)
    return;
  w->weight = weight;
  w->place = w->place ? w->place : place;
}

enum lang lang_of(const char *accept_language)
{
  static const char *const names[LANGUAGES] = {[LANG_ZH] = "zh", [LANG_EN] = "en"};
  struct wish wishes[LANGUAGES] = {{0, 0}}, any = {0, 0};
  int place = 0;
  for (const char *p = accept_language; p && *p;) {
    p += strspn(p, ", \t");
    size_t n = strcspn(p, ","), tag = strcspn(p, ",; \t"), first = strcspn(p, ",; \t-");
    int q = quality(p + tag, n - tag);
    place++;
    if (q != NO_QUALITY && tag == 1 && *p == '*')
      wish_for(&any, q, place);
    for (int l = 0; q != NO_QUALITY && l < LANGUAGES; l++)
      if (first == strlen(names[l]) && !strncasecmp(p, names[l], first))
        wish_for(&wishes[l], q, place);
    p += n;
  }
  for (int l = 0; l < LANGUAGES; l++)
    if (!wishes[l].place)
      wishes[l] = any;
  const struct wish *zh = &wishes[LANG_ZH], *en = &wishes[LANG_EN];
  bool sooner = en->weight == zh->weight && en->weight > 0 && en->place < zh->place;
  return en->weight > zh->weight || sooner ? LANG_EN : LANG_ZH;
}
