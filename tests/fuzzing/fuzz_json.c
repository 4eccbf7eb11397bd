/* base: JSON, and objects read by a shape with a field of every type. What is taken is JSON by a second reader's grammar
 * (RFC 8259), keeps to the shape's bounds, and comes out again as it went in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "base/money.h"
#include "base/shape.h"
#include "fuzz.h"

/* --- the grammar ------------------------------------------------------------------------------------------------- */

struct reading { const char *at, *end; int depth; };

static void blanks(struct reading *t)
{
  while (t->at < t->end && strchr(" \t\r\n", *t->at) && *t->at)
    t->at++;
}

static bool take(struct reading *t, char c)
{
  bool there = t->at < t->end && *t->at == c;
  t->at += there;
  return there;
}

static bool digits(struct reading *t)
{
  const char *begin = t->at;
  while (t->at < t->end && *t->at >= '0' && *t->at <= '9')
    t->at++;
  return t->at > begin;
}

static bool number(struct reading *t)
{
  take(t, '-');
  if (!take(t, '0') && !digits(t))
    return false;
  if (take(t, '.') && !digits(t))
    return false;
  if (!take(t, 'e') && !take(t, 'E'))
    return true;
  if (!take(t, '+'))
    take(t, '-');
  return digits(t);
}

/* Four hex digits; -1 when there are fewer. */
static int32_t unit(struct reading *t)
{
  static const char hex[] = "0123456789abcdef0123456789ABCDEF";
  int32_t u = 0;
  for (int i = 0; i < 4; i++, t->at++) {
    const char *digit = t->at < t->end && *t->at ? strchr(hex + 16 * (*t->at >= 'A' && *t->at <= 'F'), *t->at) : NULL;
    if (!digit)
      return -1;
    u = u * 16 + (int32_t)((digit - hex) % 16);
  }
  return u;
}

/* Behind \u: a character, or half of one followed by its other half; half of one alone is none. */
static bool escaped(struct reading *t)
{
  int32_t first = unit(t);
  if (first < 0xD800 || first > 0xDFFF)
    return first >= 0;
  if (first > 0xDBFF || !take(t, '\\') || !take(t, 'u'))
    return false;
  int32_t second = unit(t);
  return second >= 0xDC00 && second <= 0xDFFF;
}

static bool string(struct reading *t)
{
  if (!take(t, '"'))
    return false;
  while (t->at < t->end && *t->at != '"') {
    unsigned char c = (unsigned char)*t->at++;
    if (c < ' ')
      return false;
    if (c != '\\')
      continue;
    if (t->at == t->end || !*t->at || !strchr("\"\\/bfnrtu", *t->at))
      return false;
    if (*t->at++ == 'u' && !escaped(t))
      return false;
  }
  return take(t, '"');
}

static bool value(struct reading *t);

static bool members(struct reading *t, char end)
{
  blanks(t);
  if (take(t, end))
    return true;
  do {
    blanks(t);
    if (end == '}' && (!string(t) || (blanks(t), !take(t, ':'))))
      return false;
    if (!value(t))
      return false;
  } while (take(t, ','));
  return take(t, end);
}

static bool word(struct reading *t, const char *w)
{
  size_t n = strlen(w);
  bool there = (size_t)(t->end - t->at) >= n && !memcmp(t->at, w, n);
  t->at += there ? n : 0;
  return there;
}

/* A value with the blanks around it. */
static bool value(struct reading *t)
{
  bool fine;
  blanks(t);
  if (t->at == t->end || t->depth > 100)
    return false;
  t->depth++;
  switch (*t->at) {
  case '{': t->at++; fine = members(t, '}'); break;
  case '[': t->at++; fine = members(t, ']'); break;
  case '"': fine = string(t); break;
  case 't': fine = word(t, "true"); break;
  case 'f': fine = word(t, "false"); break;
  case 'n': fine = word(t, "null"); break;
  default: fine = number(t);
  }
  t->depth--;
  blanks(t);
  return fine;
}

static bool is_json(const char *s, size_t n)
{
  struct reading t = {s, s + n, 0};
  return fuzz_utf8(s, n, NULL) && value(&t) && t.at == t.end;
}

/* --- a shape of everything --------------------------------------------------------------------------------------- */

struct inner { uint64_t given; int32_t count; const char *name; };
static const struct field inner_fields[] = {
    FIELD(struct inner, count, F_INT, .min = -5, .max = 5),
    FIELD(struct inner, name, F_STR, .flags = F_REQUIRED, .min = 2, .max = 4)};
static const struct shape inner_shape = SHAPE("Inner", struct inner, inner_fields, given);
static const char *const colours[] = {"red", "green", NULL};

struct whole {
  uint64_t given;
  int64_t i64, id, instant, reserved;
  int32_t i32, day;
  bool flag;
  double ratio;
  const char *line, *lines, *json;
  int colour;
  struct money price;
  struct list strs, ids, list;
  struct inner object, *pointer;
};
static const struct field fields[] = {FIELD(struct whole, i64, F_I64, .flags = F_NULLABLE, .min = -1000, .max = 1000),
    FIELD(struct whole, i32, F_INT), FIELD(struct whole, id, F_ID, .flags = F_NULLABLE), FIELD(struct whole, flag, F_BOOL),
    FIELD(struct whole, ratio, F_DOUBLE, .flags = F_NULLABLE, .min = -90, .max = 90),
    FIELD(struct whole, line, F_STR, .flags = F_NULLABLE, .max = 8),
    FIELD(struct whole, lines, F_STR, .flags = F_MULTILINE | F_NULLABLE, .max = 20),
    FIELD(struct whole, colour, F_ENUM, .names = colours), FIELD(struct whole, day, F_DATE, .flags = F_NULLABLE),
    FIELD(struct whole, instant, F_INSTANT, .flags = F_NULLABLE),
    FIELD(struct whole, price, F_FEN, .flags = F_NULLABLE, .min = 0, .max = 100000000),
    FIELD(struct whole, strs, F_STRS, .max = 3), FIELD(struct whole, ids, F_IDS, .max = 3),
    FIELD(struct whole, list, F_LIST, .min = 0, .max = 2, .shape = &inner_shape),
    FIELD(struct whole, object, F_OBJECT, .shape = &inner_shape),
    FIELD(struct whole, pointer, F_POINTER, .flags = F_NULLABLE, .shape = &inner_shape),
    FIELD(struct whole, json, F_JSON, .flags = F_NULLABLE, .max = 64),
    FIELD(struct whole, reserved, F_I64, .flags = F_READ_ONLY)};
static const struct shape shape = SHAPE("Whole", struct whole, fields, given);

static void check_text(const char *s, size_t least, size_t most, bool multiline)
{
  size_t n = 0;
  if (!s)
    return;
  MUST(fuzz_utf8(s, strlen(s), &n) && n >= least && n <= most);
  for (; *s; s++)
    MUST(((unsigned char)*s >= ' ' && *s != 127) || (multiline && strchr("\t\r\n", *s)));
}

static void check_inner(const struct inner *i)
{
  MUST(i->count >= -5 && i->count <= 5);
  check_text(i->name, 2, 4, false);
}

static void check(const struct whole *w)
{
  MUST(w->i64 == NONE_I64 || (w->i64 >= -1000 && w->i64 <= 1000));
  MUST(w->id >= 0 && isnan(w->ratio) + (w->ratio >= -90 && w->ratio <= 90) == 1);
  MUST(w->colour == 0 || w->colour == 1);
  MUST(w->price.fen == NONE_I64 || (w->price.fen >= 0 && w->price.fen <= 100000000));
  MUST(w->reserved == 7 && !shape_given(&shape, w, "reserved")); /* as it was before */
  check_text(w->line, 0, 8, false);
  check_text(w->lines, 0, 20, true);
  MUST(w->strs.count <= 3 && w->ids.count <= 3 && w->list.count <= 2);
  for (size_t i = 0; i < w->strs.count; i++)
    check_text(((const char **)w->strs.items)[i], 1, 500, false);
  for (size_t i = 0; i < w->ids.count; i++)
    MUST(((int64_t *)w->ids.items)[i] > 0);
  for (size_t i = 0; i < w->list.count; i++)
    check_inner((struct inner *)w->list.items + i);
  check_inner(&w->object);
  if (w->pointer)
    check_inner(w->pointer);
  MUST(!w->json || (strlen(w->json) <= 64 && is_json(w->json, strlen(w->json)) && *w->json == '{'));
}

static bool read(const char *s, size_t n, enum shape_mode mode, struct whole *out, struct arena *a)
{
  struct problem p = {0};
  struct json *doc = json_parse(s, n, a, &p);
  *out = (struct whole){.reserved = 7, .ratio = NAN, .price.fen = NONE_I64, .i64 = NONE_I64, .day = DATE_NONE};
  bool fine = doc && shape_read(&shape, doc, mode, out, a, &p);
  MUST(fine == (p.code == OK));
  MUST(fine || (p.count > 0 && p.count <= PROBLEM_FIELDS && err_status(p.code) == 400));
  return fine;
}

static const char *written(const struct whole *w, struct arena *a)
{
  struct json_out out;
  json_begin(&out, a);
  shape_write(&shape, w, &out, NULL);
  return out.buf.data;
}

/* Out, in and out again is the same text; an object that lacks what its shape asks for is not taken back. */
static void go_round(const struct whole *w, struct arena *a)
{
  struct whole back;
  const char *once = written(w, a);
  MUST(is_json(once, strlen(once)));
  bool whole = w->object.name && (!w->pointer || w->pointer->name);
  for (size_t i = 0; i < w->list.count; i++)
    whole = whole && ((struct inner *)w->list.items)[i].name;
  bool taken = read(once, strlen(once), SHAPE_PATCH, &back, a);
  MUST(taken || !whole || w->line == NULL);
  if (taken)
    MUST(!strcmp(once, written(&back, a)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct arena *a = arena_create();
  struct problem p = {0}, q = {0};
  char *text = fuzz_text(data, size);
  struct json *doc = json_parse(text, size, a, &p);
  MUST((doc != NULL) == (p.code == OK));
  if (doc) {
    MUST(is_json(text, size));
    const char *once = json_text(doc, a);
    struct json *again = json_parse(once, strlen(once), a, &q);
    if (again)
      MUST(!strcmp(once, json_text(again, a)));
    struct whole w;
    for (int mode = SHAPE_CREATE; mode <= SHAPE_PATCH; mode++)
      if (read(text, size, mode, &w, a)) {
        check(&w);
        go_round(&w, a);
      }
  } else if (is_json(text, size)) {
    MUST(p.count == 1 && p.fields[0].why != TXT_SYNTAX); /* refused for a reason of ours: depth, a name twice, a NUL */
  }
  free(text);
  arena_destroy(a);
  return 0;
}
