/* Numbers of documents: see guest.h. Any thread. */
#include "stay/guest.h"

#include <string.h>
#include "base/date.h"

const char *const document_kind_names[] = {"none", "id_card", "passport", "hk_macau_permit", "taiwan_permit",
    "foreign_resident_card", "other", NULL};

enum { ID_CARD = 18 };

static bool digits(const char *s, size_t n)
{
  return strspn(s, "0123456789") >= n;
}

static size_t letters(const char *s)
{
  return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* GB 11643: seventeen digits with weights of powers of two modulo eleven, and the check character of their sum. */
static bool check_fits(const char *s)
{
  int sum = 0;
  for (int i = 0, weight = 7; i < ID_CARD - 1; i++, weight = weight * 6 % 11) /* 6 is a half of 1 modulo 11 */
    sum += (s[i] - '0') * weight;
  return s[ID_CARD - 1] == "10X98765432"[sum % 11];
}

static bool is_id_card(const char *s)
{
  char day[DATE_TEXT];
  int32_t born;
  if (strlen(s) != ID_CARD || !digits(s, ID_CARD - 1))
    return false;
  memcpy(day, (char[]){s[6], s[7], s[8], s[9], '-', s[10], s[11], '-', s[12], s[13], 0}, DATE_TEXT);
  return date_parse(day, &born) && check_fits(s);
}

/* The older card: three letters of the nation, twelve digits. */
static bool is_resident_card(const char *s)
{
  return is_id_card(s) || (letters(s) == 3 && strlen(s) == 15 && digits(s + 3, 12));
}

static bool is_hk_macau(const char *s)
{
  size_t n = strlen(s);
  return (*s == 'H' || *s == 'M') && (n == 9 || n == 11) && digits(s + 1, n - 1);
}

static bool is_taiwan(const char *s)
{
  size_t n = strlen(s);
  return n == 8 ? digits(s, 8) : (n == 10 || n == 11) && digits(s, 10);
}

static bool fits(enum document_kind kind, const char *s)
{
  size_t n = strlen(s);
  switch (kind) {
  case DOCUMENT_ID_CARD:
    return is_id_card(s);
  case DOCUMENT_HK_MACAU:
    return is_hk_macau(s);
  case DOCUMENT_TAIWAN:
    return is_taiwan(s);
  case DOCUMENT_RESIDENT:
    return is_resident_card(s);
  case DOCUMENT_PASSPORT:
    return n >= 5 && n <= 20;
  case DOCUMENT_OTHER:
    return n >= 4 && n <= 30;
  case DOCUMENT_NONE:
    break;
  }
  return false;
}

const char *document_number(enum document_kind kind, const char *text, struct arena *a)
{
  char *out = arena_alloc(a, strlen(text) + 1);
  size_t n = 0;
  for (; *text; text++) {
    char c = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
    if (c == ' ' || c == '-')
      continue;
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
      return NULL;
    out[n++] = c;
  }
  out[n] = '\0';
  return fits(kind, out) ? out : NULL;
}
