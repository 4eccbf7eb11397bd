/* Characters and composition by utf8proc: see text_form.h. */
#include "base/text_form.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/buf.h"
#include "base/variants.h"

/* Shown as nothing though not of a format category: fillers of Hangul, vowels of Khmer, the grapheme joiner, the blank of
 * Braille. */
static const utf8proc_int32_t unseen[] = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0};

static bool is_white(utf8proc_int32_t c)
{
  utf8proc_category_t category = utf8proc_category(c);
  return c == '\t' || c == '\r' || c == '\n' || c == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
         category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

static bool joins(utf8proc_int32_t c)
{
  return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180D) ||
         (c >= 0xE0100 && c <= 0xE01EF);
}

static bool is_unseen(utf8proc_int32_t c)
{
  for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++)
    if (c == unseen[i])
      return true;
  return utf8proc_category(c) == UTF8PROC_CATEGORY_CF;
}

static bool is_plain(const char *s)
{
  const char *p = s;
  while (*p >= ' ' && *p <= '~')
    p++;
  return !*p && (p == s || (*s != ' ' && p[-1] != ' '));
}

/* Copies what is to be seen; `end` is where the last of it ends. */
static void copy_seen(const char *s, bool lines, struct buf *out, size_t *end)
{
  const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
  utf8proc_int32_t c;
  bool seen = false, ascii = false; /* the character before, so that a joiner has something to join */
  for (utf8proc_ssize_t n; *p && (n = utf8proc_iterate(p, -1, &c)) > 0; p += n) {
    bool white = is_white(c);
    bool dropped = joins(c) ? !seen || (ascii && !lines) : !lines && !white && is_unseen(c);
    if (dropped || (white && !out->len))
      continue;
    buf_put(out, p, (size_t)n);
    seen = !white;
    ascii = c < 0x80;
    if (seen && !joins(c) && !is_unseen(c))
      *end = out->len;
    else if (seen && joins(c) && c != 0x200C && c != 0x200D)
      *end = out->len; /* a selector belongs to what it stands behind */
  }
}

const char *text_form(const char *s, bool lines, struct arena *a)
{
  struct buf seen;
  size_t end = 0;
  if (is_plain(s))
    return s;
  buf_init(&seen, a);
  copy_seen(s, lines, &seen, &end);
  if (!end)
    return "";
  seen.data[end] = '\0';
  utf8proc_uint8_t *composed = utf8proc_NFC((const utf8proc_uint8_t *)seen.data);
  if (!composed)
    return seen.data; /* out of memory: not composed is better than nothing */
  const char *out = arena_str(a, (const char *)composed);
  free(composed);
  return out;
}

static int by_from(const void *key, const void *row)
{
  return *(const utf8proc_int32_t *)key - *(const uint16_t *)row; /* where both tables have it */
}

#define FIND(c, table) bsearch(&(c), table, sizeof(table) / sizeof(table)[0], sizeof(table)[0], by_from)

/* Katakana as hiragana (Unicode lays both out in the same order). */
static utf8proc_int32_t kana(utf8proc_int32_t c)
{
  bool twin = (c >= 0x30A1 && c <= 0x30F6) || c == 0x30FD || c == 0x30FE;
  return twin ? c - 0x60 : c;
}

static void put_folded(struct buf *out, utf8proc_int32_t c)
{
  utf8proc_uint8_t bytes[4];
  const struct variant *v = FIND(c, variants);
  const struct latin *l = v ? NULL : FIND(c, latins);
  if (l)
    buf_str(out, l->to);
  else
    buf_put(out, bytes, (size_t)utf8proc_encode_char(v ? v->to : c, bytes));
}

const char *text_fold(const char *s, struct arena *a)
{
  utf8proc_uint8_t *mapped = NULL;
  utf8proc_int32_t c;
  struct buf out;
  const utf8proc_option_t how = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
  if (utf8proc_map((const utf8proc_uint8_t *)s, 0, &mapped, how) < 0)
    return s;
  buf_init(&out, a);
  const utf8proc_uint8_t *p = mapped;
  for (utf8proc_ssize_t n; *p && (n = utf8proc_iterate(p, -1, &c)) > 0; p += n)
    put_folded(&out, kana(c));
  free(mapped);
  return out.len ? out.data : "";
}

const char *text_key(const char *s, struct arena *a)
{
  utf8proc_uint8_t *folded = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)s);
  if (!folded)
    return s;
  const char *out = arena_str(a, (const char *)folded);
  free(folded);
  return out;
}

static size_t digits_at(const char *s, size_t n)
{
  size_t i = 0;
  while (i < n && s[i] >= '0' && s[i] <= '9')
    i++;
  return i;
}

static int bytes_order(const char *a, size_t a_n, const char *b, size_t b_n)
{
  int order = memcmp(a, b, a_n < b_n ? a_n : b_n);
  return order ? order : (a_n > b_n) - (a_n < b_n);
}

static int value_order(const char *a, size_t a_n, const char *b, size_t b_n)
{
  for (; a_n && *a == '0'; a++)
    a_n--;
  for (; b_n && *b == '0'; b++)
    b_n--;
  return a_n != b_n ? (a_n > b_n) - (a_n < b_n) : memcmp(a, b, a_n);
}

int text_order(const char *a, size_t a_n, const char *b, size_t b_n)
{
  size_t i = 0, k = 0;
  while (i < a_n && k < b_n) {
    size_t x = digits_at(a + i, a_n - i), y = digits_at(b + k, b_n - k);
    bool numbers = x && y;
    x = numbers ? x : 1;
    y = numbers ? y : 1;
    int order = numbers ? value_order(a + i, x, b + k, y) : bytes_order(a + i, x, b + k, y);
    if (order)
      return order;
    i += x;
    k += y;
  }
  int rest = (a_n - i > b_n - k) - (a_n - i < b_n - k);
  return rest ? rest : bytes_order(a, a_n, b, b_n);
}
