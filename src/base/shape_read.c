/* Decoding by shape: each mistake is named by its field, and nothing is stored from a request with one. Pure. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "base/id.h"
#include "base/shape.h"
#include "base/text_form.h"
#include "base/money.h"

enum { STRING_MAX = 4000, LIST_MAX = 200, NAME = 64 };

struct reader {
  struct arena *arena;
  struct problem *problem;
  enum shape_mode mode;
  char prefix[NAME];
};

static bool read_object(struct reader *r, const struct shape *s, const struct json *doc, void *out);

static bool bad(struct reader *r, const struct field *f, enum text why, int64_t arg)
{
  char name[NAME * 2];
  snprintf(name, sizeof name, "%s%s", r->prefix, f->name);
  refuse(r->problem, ERR_BAD_REQUEST, name, why, arg);
  return false;
}

static bool in_range(struct reader *r, const struct field *f, int64_t v)
{
  bool bounded = f->min || f->max;
  if (bounded && v < f->min)
    return bad(r, f, TXT_MIN, f->min);
  if (bounded && f->max && v > f->max)
    return bad(r, f, TXT_MAX, f->max);
  return true;
}

static bool read_string(struct reader *r, const struct field *f, const char *s, const char **out)
{
  int64_t most = f->max ? f->max : STRING_MAX;
  if (!utf8_clean(s, strlen(s)))
    return bad(r, f, TXT_UTF8, 0);
  if (!(f->flags & F_EXACT))
    s = text_form(s, f->flags & F_MULTILINE, r->arena);
  int64_t length = (int64_t)utf8_length(s);
  if (!(f->flags & F_MULTILINE) && strpbrk(s, "\t\r\n"))
    return bad(r, f, TXT_CONTROL, 0);
  if (length == 0 && f->min > 0)
    return bad(r, f, TXT_REQUIRED, 0);
  if (length < f->min)
    return bad(r, f, TXT_TOO_SHORT, f->min);
  if (length > most)
    return bad(r, f, TXT_TOO_LONG, most);
  *out = arena_str(r->arena, s);
  return true;
}

static bool read_text_value(struct reader *r, const struct field *f, const char *s, void *at)
{
  switch (f->type) {
  case F_ID:
    return id_parse(s, at) || bad(r, f, TXT_TYPE_ID, 0);
  case F_STR:
    return read_string(r, f, s, at);
  case F_ENUM: {
    int v = enum_find(f->names, s);
    *(int *)at = v;
    return v >= 0 || bad(r, f, TXT_ENUM, 0);
  }
  case F_DATE:
    return date_parse(s, at) || bad(r, f, TXT_TYPE_DATE, 0);
  default:
    return instant_parse(s, at) || bad(r, f, TXT_TYPE_INSTANT, 0);
  }
}

static bool read_number(struct reader *r, const struct field *f, double d, void *at)
{
  if (f->type == F_DOUBLE) {
    if (!isfinite(d))
      return bad(r, f, TXT_TYPE_NUMBER, 0);
    *(double *)at = d;
    if ((f->min || f->max) && d < (double)f->min)
      return bad(r, f, TXT_MIN, f->min);
    return !((f->min || f->max) && d > (double)f->max) || bad(r, f, TXT_MAX, f->max);
  }
  if (d != floor(d) || fabs(d) > 9007199254740992.0)
    return bad(r, f, TXT_TYPE_INTEGER, 0);
  int64_t v = (int64_t)d;
  if (!in_range(r, f, v))
    return false;
  if (f->type == F_INT) {
    if (v < INT32_MIN || v > INT32_MAX)
      return bad(r, f, TXT_MAX, INT32_MAX);
    *(int32_t *)at = (int32_t)v;
  } else if (f->type == F_FEN) {
    ((struct money *)at)->fen = v;
  } else {
    *(int64_t *)at = v;
  }
  return true;
}

/* Elements are read by a field of their own type, so they get the same checks; max there is the string length. */
static bool read_scalars(struct reader *r, const struct field *f, const struct json *v, struct list *out)
{
  size_t n = json_count(v);
  size_t size = f->type == F_IDS ? sizeof(int64_t) : sizeof(const char *);
  out->items = arena_alloc(r->arena, (n ? n : 1) * size);
  out->count = n;
  char *at = out->items;
  for (const struct json *e = json_first(v); e; e = json_next(e), at += size) {
    struct field element = {.name = f->name, .type = f->type == F_IDS ? F_ID : F_STR, .min = 1, .max = 500};
    if (!json_is_string(e))
      return bad(r, f, f->type == F_IDS ? TXT_TYPE_ID : TXT_TYPE_STRING, 0);
    if (!read_text_value(r, &element, json_string(e), at))
      return false;
  }
  return true;
}

static bool read_objects(struct reader *r, const struct field *f, const struct json *v, struct list *out)
{
  size_t n = json_count(v), i = 0;
  char outer[NAME];
  bool fine = true;
  memcpy(outer, r->prefix, sizeof outer);
  out->items = arena_alloc(r->arena, (n ? n : 1) * f->shape->size);
  out->count = n;
  for (const struct json *e = json_first(v); e; e = json_next(e), i++) {
    snprintf(r->prefix, sizeof r->prefix, "%.30s%.20s[%zu].", outer, f->name, i);
    fine = read_object(r, f->shape, e, (char *)out->items + i * f->shape->size) && fine;
  }
  memcpy(r->prefix, outer, sizeof outer);
  return fine;
}

static bool read_list(struct reader *r, const struct field *f, const struct json *v, void *at)
{
  int64_t most = f->max ? f->max : LIST_MAX;
  if (!json_is_array(v))
    return bad(r, f, TXT_TYPE_ARRAY, 0);
  if ((int64_t)json_count(v) > most)
    return bad(r, f, TXT_TOO_MANY, most);
  if ((int64_t)json_count(v) < f->min)
    return bad(r, f, TXT_TOO_FEW, f->min);
  return f->type == F_LIST ? read_objects(r, f, v, at) : read_scalars(r, f, v, at);
}

static bool read_nested(struct reader *r, const struct field *f, const struct json *v, void *at)
{
  char outer[NAME];
  memcpy(outer, r->prefix, sizeof outer);
  void *object = at;
  if (f->type == F_POINTER)
    *(void **)at = object = arena_alloc(r->arena, f->shape->size);
  snprintf(r->prefix, sizeof r->prefix, "%.30s%.20s.", outer, f->name);
  bool fine = read_object(r, f->shape, v, object);
  memcpy(r->prefix, outer, sizeof outer);
  return fine;
}

static void set_none(const struct field *f, void *at)
{
  switch (f->type) {
  case F_I64: *(int64_t *)at = NONE_I64; break;
  case F_INT: *(int32_t *)at = 0; break;
  case F_ID:
  case F_INSTANT: *(int64_t *)at = 0; break;
  case F_DOUBLE: *(double *)at = NAN; break;
  case F_DATE: *(int32_t *)at = DATE_NONE; break;
  case F_FEN: ((struct money *)at)->fen = NONE_I64; break;
  case F_ENUM: *(int *)at = 0; break;
  case F_BOOL: *(bool *)at = false; break;
  case F_STRS:
  case F_IDS:
  case F_LIST: *(struct list *)at = (struct list){0}; break;
  case F_OBJECT: memset(at, 0, f->shape->size); break;
  case F_STR:
  case F_JSON:
  case F_POINTER: *(void **)at = NULL; break;
  }
}

/* A number beyond a double's range has been read as infinite, which JSON cannot say again. */
static bool all_finite(const struct json *v)
{
  for (const struct json *e = json_is_object(v) || json_is_array(v) ? json_first(v) : NULL; e; e = json_next(e))
    if (!all_finite(e))
      return false;
  return !json_is_number(v) || isfinite(json_double(v));
}

static bool read_json(struct reader *r, const struct field *f, const struct json *v, const char **out)
{
  if (!json_is_object(v))
    return bad(r, f, TXT_TYPE_OBJECT, 0);
  if (!all_finite(v))
    return bad(r, f, TXT_TYPE_NUMBER, 0);
  *out = json_text(v, r->arena);
  return !f->max || (int64_t)strlen(*out) <= f->max || bad(r, f, TXT_TOO_LONG, f->max);
}

static bool read_field(struct reader *r, const struct field *f, const struct json *v, void *at)
{
  if (json_is_null(v)) {
    if (!(f->flags & F_NULLABLE))
      return bad(r, f, TXT_NULL, 0);
    set_none(f, at);
    return true;
  }
  switch (f->type) {
  case F_I64:
  case F_INT:
  case F_FEN:
  case F_DOUBLE:
    if (!json_is_number(v))
      return bad(r, f, f->type == F_DOUBLE ? TXT_TYPE_NUMBER : TXT_TYPE_INTEGER, 0);
    return read_number(r, f, json_double(v), at);
  case F_BOOL:
    *(bool *)at = json_true(v);
    return json_is_bool(v) || bad(r, f, TXT_TYPE_BOOLEAN, 0);
  case F_STRS:
  case F_IDS:
  case F_LIST:
    return read_list(r, f, v, at);
  case F_JSON:
    return read_json(r, f, v, at);
  case F_OBJECT:
  case F_POINTER:
    return json_is_object(v) ? read_nested(r, f, v, at) : bad(r, f, TXT_TYPE_OBJECT, 0);
  default:
    if (!json_is_string(v))
      return bad(r, f, f->type == F_DATE ? TXT_TYPE_DATE : f->type == F_ID ? TXT_TYPE_ID : TXT_TYPE_STRING, 0);
    return read_text_value(r, f, json_string(v), at);
  }
}

static bool read_object(struct reader *r, const struct shape *s, const struct json *doc, void *out)
{
  uint64_t given = 0;
  bool fine = true;
  if (!json_is_object(doc)) {
    struct field whole = {.name = *r->prefix ? "" : "body"};
    return bad(r, &whole, TXT_TYPE_OBJECT, 0);
  }
  for (size_t i = 0; i < s->count; i++) {
    const struct field *f = &s->fields[i];
    if (f->flags & F_READ_ONLY)
      continue;
    const struct json *v = json_get(doc, f->name);
    if (v) {
      given |= (uint64_t)1 << i;
      fine = read_field(r, f, v, (char *)out + f->offset) && fine;
    } else if ((f->flags & F_REQUIRED) && r->mode == SHAPE_CREATE) {
      fine = bad(r, f, TXT_REQUIRED, 0);
    }
  }
  if (s->given != SIZE_MAX)
    memcpy((char *)out + s->given, &given, sizeof given);
  return fine;
}

bool shape_read(const struct shape *s, const struct json *doc, enum shape_mode mode, void *out, struct arena *a,
    struct problem *p)
{
  struct reader r = {.arena = a, .problem = p, .mode = mode};
  return read_object(&r, s, doc, out);
}

bool shape_read_text(const struct shape *s, const struct field *f, const char *s_text, void *out, struct arena *a,
    struct problem *p)
{
  struct reader r = {.arena = a, .problem = p};
  void *at = (char *)out + f->offset;
  if (s->given != SIZE_MAX) {
    uint64_t given;
    memcpy(&given, (char *)out + s->given, sizeof given);
    given |= (uint64_t)1 << (f - s->fields);
    memcpy((char *)out + s->given, &given, sizeof given);
  }
  switch (f->type) {
  case F_I64:
  case F_INT:
  case F_FEN:
  case F_DOUBLE: {
    char *end;
    double d = strtod(s_text, &end);
    if (end == s_text || *end || strspn(s_text, "0123456789+-.eE") != strlen(s_text))
      return bad(&r, f, f->type == F_DOUBLE ? TXT_TYPE_NUMBER : TXT_TYPE_INTEGER, 0);
    return read_number(&r, f, d, at);
  }
  case F_BOOL:
    *(bool *)at = !strcmp(s_text, "true");
    return *(bool *)at || !strcmp(s_text, "false") || bad(&r, f, TXT_TYPE_BOOLEAN, 0);
  default:
    return read_text_value(&r, f, s_text, at);
  }
}

void shape_none(const struct shape *s, void *object)
{
  memset(object, 0, s->size);
  for (size_t i = 0; i < s->count; i++) {
    const struct field *f = &s->fields[i];
    if (f->type == F_OBJECT)
      shape_none(f->shape, (char *)object + f->offset);
    else
      set_none(f, (char *)object + f->offset);
  }
}

void shape_presets(const struct shape *s, void *object, struct arena *a)
{
  struct problem ignored = {0};
  shape_none(s, object);
  for (size_t i = 0; i < s->count; i++)
    if (s->fields[i].preset && !shape_read_text(s, &s->fields[i], s->fields[i].preset, object, a, &ignored))
      abort(); /* a table that contradicts itself */
  if (s->given != SIZE_MAX) /* the request gave none of them */
    memset((char *)object + s->given, 0, sizeof(uint64_t));
}
