/* base and hotel: UTF-8, search tokens and the language of a reader. */
#include <stdlib.h>
#include <string.h>
#include "base/json.h"
#include "base/text.h"
#include "fuzz.h"
#include "hotel/grams.h"

/* Nothing but small letters, digits and what is beyond ASCII; `more` are the marks that may stand between them. */
static void check_letters(const char *s, const char *more)
{
  for (; *s; s++) {
    unsigned char c = (unsigned char)*s;
    MUST(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || strchr(more, c));
  }
}

/* A text is found by itself: each phrase of its query stands among its own tokens, whole or, with a star, as a beginning. */
static void check_found(const char *query, const char *tokens)
{
  size_t n = strlen(tokens);
  char *padded = calloc(1, n + 2), *phrase = calloc(1, strlen(query) + 3);
  if (!padded || !phrase)
    abort();
  *padded = ' ';
  memcpy(padded + 1, tokens, n);
  while (*query) {
    MUST(*query == '"');
    const char *end = strchr(query + 1, '"');
    MUST(end && end > query + 1);
    size_t length = (size_t)(end - query - 1);
    bool star = end[1] == ' ' && end[2] == '*';
    *phrase = ' ';
    memcpy(phrase + 1, query + 1, length);
    memcpy(phrase + 1 + length, star ? "" : " ", 2 - (size_t)star);
    MUST(strstr(padded, phrase));
    query = end + (star ? 4 : 2);
    MUST(query[-1] == ' ');
  }
  free(padded);
  free(phrase);
}

static void grams(const char *s, bool clean)
{
  struct arena *a = arena_create();
  struct buf tokens, query;
  buf_init(&tokens, a);
  buf_init(&query, a);
  grams_put(&tokens, s);
  bool any = grams_query(&query, s);
  const char *t = tokens.data ? tokens.data : "", *q = query.data ? query.data : "";
  MUST(any == (*q != 0) && any == (*t != 0));
  check_letters(t, " ");
  check_letters(q, " \"*");
  MUST(!*t || t[strlen(t) - 1] == ' ');
  if (clean) {
    MUST(fuzz_utf8(t, strlen(t), NULL) && fuzz_utf8(q, strlen(q), NULL));
    check_found(q, t);
  }
  arena_destroy(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  size_t characters = 0;
  char *s = fuzz_text(data, size);
  bool utf8 = fuzz_utf8(s, size, &characters), control = false;
  for (size_t i = 0; i < size; i++)
    control = control || (data[i] < ' ' && data[i] != '\t' && data[i] != '\n' && data[i] != '\r') || data[i] == 127;
  MUST(utf8_clean(s, size) == (utf8 && !control));
  if (utf8 && !control)
    MUST(utf8_length(s) == characters);
  grams(s, utf8 && !control);
  enum lang lang = lang_of(s);
  MUST(lang == LANG_EN || lang == LANG_ZH);
  MUST(lang == LANG_ZH || strcasestr(s, "en") || strcasestr(s, "zh")); /* which it asks for, or refuses */
  free(s);
  return 0;
}
