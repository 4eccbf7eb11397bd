/* Making search tokens out of texts. Guarantee: see grams.h. Pure functions, any thread. */
#include "hotel/grams.h"

#include <stdint.h>
#include <string.h>
#include "base/text_form.h"

enum kind { GAP, IDEOGRAPH, WORD };

struct letter {
  enum kind kind;
  char utf8[5];
  size_t n;
};

static uint32_t decode(const unsigned char *p, size_t *n)
{
  *n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
  uint32_t c = *n == 1 ? p[0] : p[0] & (0x7Fu >> *n);
  for (size_t i = 1; i < *n; i++) {
    if ((p[i] & 0xC0) != 0x80) {
      *n = i;
      return 0;
    }
    c = c << 6 | (p[i] & 0x3F);
  }
  return c;
}

static bool ideograph(uint32_t c)
{
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFD) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
         (c >= 0xAC00 && c <= 0xD7A3) || c == 0x3005 || c == 0x3007;
}

static bool word_letter(uint32_t c)
{
  if (c < 0x80)
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  return (c >= 0xC0 && c <= 0x2AF && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x52F) ||
         (c >= 0x5D0 && c <= 0x5EA) || (c >= 0x620 && c <= 0x64A) || (c >= 0x1E00 && c <= 0x1EFF);
}

/* The next letter of the folded text. */
static struct letter next(const char **at)
{
  struct letter l = {.kind = GAP};
  uint32_t c = decode((const unsigned char *)*at, &l.n);
  memcpy(l.utf8, *at, l.n);
  *at += l.n;
  l.kind = ideograph(c) ? IDEOGRAPH : word_letter(c) ? WORD : GAP;
  return l;
}

void grams_put(struct buf *out, const char *text)
{
  text = text_fold(text, out->arena);
  struct letter last = {.kind = GAP};
  while (*text) {
    struct letter l = next(&text);
    if (last.kind == IDEOGRAPH) {
      buf_put(out, last.utf8, last.n);
      if (l.kind == IDEOGRAPH)
        buf_put(out, l.utf8, l.n);
      buf_str(out, " ");
    } else if (last.kind == WORD && l.kind != WORD) {
      buf_str(out, " ");
    }
    if (l.kind == WORD)
      buf_put(out, l.utf8, l.n);
    last = l;
  }
  if (last.kind == IDEOGRAPH)
    buf_put(out, last.utf8, last.n);
  if (last.kind != GAP)
    buf_str(out, " ");
}

bool grams_query(struct buf *out, const char *text)
{
  text = text_fold(text, out->arena);
  bool any = false;
  size_t run = 0; /* letters of the run so far */
  struct letter last = {.kind = GAP};
  for (bool end = false; !end;) {
    end = !*text;
    struct letter l = {.kind = GAP};
    if (!end)
      l = next(&text);
    if (last.kind != l.kind && last.kind != GAP) {
      if (last.kind == IDEOGRAPH && run == 1)
        buf_put(out, last.utf8, last.n);
      buf_str(out, last.kind == WORD || run == 1 ? "\" * " : "\" ");
      run = 0;
    }
    if (l.kind != GAP && last.kind != l.kind) {
      buf_str(out, "\"");
      any = true;
    }
    if (l.kind == WORD)
      buf_put(out, l.utf8, l.n);
    if (l.kind == IDEOGRAPH && last.kind == IDEOGRAPH) {
      buf_str(out, run > 1 ? " " : "");
      buf_put(out, last.utf8, last.n);
      buf_put(out, l.utf8, l.n);
    }
    run += l.kind != GAP;
    last = l;
  }
  return any;
}
