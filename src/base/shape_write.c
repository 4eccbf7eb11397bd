/* Encoding by shape, and the JSON Schema of a shape. Pure. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/date.h"
#include "base/money.h"
#include "base/shape.h"

static void write_strs(const struct field *f, const struct list *l, struct json_out *w)
{
  json_open(w, f->name, '[');
  for (size_t i = 0; i < l->count; i++)
    json_put_str(w, NULL, ((const char *const *)l->items)[i]);
  json_close(w, ']');
}

static void write_ids(const struct field *f, const struct list *l, struct json_out *w)
{
  json_open(w, f->name, '[');
  for (size_t i = 0; i < l->count; i++)
    json_put_id(w, NULL, ((const int64_t *)l->items)[i]);
  json_close(w, ']');
}

static void write_objects(const struct field *f, const struct list *l, struct json_out *w)
{
  json_open(w, f->name, '[');
  for (size_t i = 0; i < l->count; i++)
    shape_write(f->shape, (const char *)l->items + i * f->shape->size, w, NULL);
  json_close(w, ']');
}

static void put_or_null(struct json_out *w, const char *key, int64_t v)
{
  if (v == NONE_I64)
    json_put_null(w, key);
  else
    json_put_i64(w, key, v);
}

static void put_json(const struct field *f, const char *text, struct json_out *w)
{
  if (text)
    json_put_raw(w, f->name, text, strlen(text));
  else
    json_put_null(w, f->name);
}

static void write_field(const struct field *f, const void *at, struct json_out *w)
{
  switch (f->type) {
  case F_I64: put_or_null(w, f->name, *(const int64_t *)at); break;
  case F_INT: json_put_i64(w, f->name, *(const int32_t *)at); break;
  case F_ID: json_put_id(w, f->name, *(const int64_t *)at); break;
  case F_BOOL: json_put_bool(w, f->name, *(const bool *)at); break;
  case F_DOUBLE: json_put_double(w, f->name, *(const double *)at); break;
  case F_STR: json_put_str(w, f->name, *(const char *const *)at); break;
  case F_ENUM: json_put_str(w, f->name, f->names[*(const int *)at]); break;
  case F_DATE: json_put_date(w, f->name, *(const int32_t *)at); break;
  case F_INSTANT: json_put_instant(w, f->name, *(const int64_t *)at); break;
  case F_FEN: put_or_null(w, f->name, ((const struct money *)at)->fen); break;
  case F_JSON: put_json(f, *(const char *const *)at, w); break;
  case F_STRS: write_strs(f, at, w); break;
  case F_IDS: write_ids(f, at, w); break;
  case F_LIST: write_objects(f, at, w); break;
  case F_OBJECT: shape_write(f->shape, at, w, f->name); break;
  case F_POINTER:
    if (*(void *const *)at)
      shape_write(f->shape, *(void *const *)at, w, f->name);
    else
      json_put_null(w, f->name);
    break;
  }
}

static bool is_none(const struct field *f, const void *at)
{
  switch (f->type) {
  case F_I64: return *(const int64_t *)at == NONE_I64;
  case F_FEN: return ((const struct money *)at)->fen == NONE_I64;
  case F_ID:
  case F_INSTANT: return *(const int64_t *)at == 0;
  case F_DOUBLE: return isnan(*(const double *)at);
  case F_DATE: return *(const int32_t *)at == DATE_NONE;
  case F_STR:
  case F_JSON:
  case F_POINTER: return !*(void *const *)at;
  case F_LIST:
  case F_STRS:
  case F_IDS: return !((const struct list *)at)->count;
  default: return false;
  }
}

void shape_write(const struct shape *s, const void *object, struct json_out *w, const char *key)
{
  json_open(w, key, '{');
  for (size_t i = 0; i < s->count; i++) {
    const struct field *f = &s->fields[i];
    const void *at = (const char *)object + f->offset;
    if ((f->flags & F_WRITE_ONLY) || ((f->flags & F_HIDE_NONE) && is_none(f, at)))
      continue;
    write_field(f, at, w);
  }
  json_close(w, '}');
}

static void put_ref(const struct shape *s, bool input, struct json_out *w)
{
  char ref[128];
  snprintf(ref, sizeof ref, "#/components/schemas/%s%s", s->name, input ? "Input" : "");
  json_put_str(w, "$ref", ref);
}

static void put_object(const struct field *f, bool input, struct json_out *w)
{
  if (!(f->flags & F_NULLABLE)) {
    put_ref(f->shape, input, w);
    return;
  }
  json_open(w, "anyOf", '[');
  json_open(w, NULL, '{');
  put_ref(f->shape, input, w);
  json_close(w, '}');
  json_open(w, NULL, '{');
  json_put_str(w, "type", "null");
  json_close(w, '}');
  json_close(w, ']');
}

static void put_type(const struct field *f, const char *type, struct json_out *w)
{
  bool nullable = f->flags & F_NULLABLE;
  if (!nullable) {
    json_put_str(w, "type", type);
    return;
  }
  json_open(w, "type", '[');
  json_put_str(w, NULL, type);
  json_put_str(w, NULL, "null");
  json_close(w, ']');
}

static void put_bounds(const struct field *f, const char *low, const char *high, struct json_out *w)
{
  bool number = f->type == F_I64 || f->type == F_INT || f->type == F_FEN || f->type == F_DOUBLE;
  if (f->min || (number && f->max)) /* as in_range has it: a number with a most has a least too, 0 unless said */
    json_put_i64(w, low, f->min);
  if (f->max)
    json_put_i64(w, high, f->max);
}

static void put_items(const struct field *f, bool input, struct json_out *w)
{
  put_type(f, "array", w);
  put_bounds(f, "minItems", "maxItems", w);
  json_open(w, "items", '{');
  if (f->type == F_LIST)
    put_ref(f->shape, input, w);
  else
    json_put_str(w, "type", "string");
  json_close(w, '}');
}

static void put_enum(const struct field *f, struct json_out *w)
{
  put_type(f, "string", w);
  json_open(w, "enum", '[');
  for (int i = 0; f->names[i]; i++)
    json_put_str(w, NULL, f->names[i]);
  json_close(w, ']');
}

static void put_formatted(const struct field *f, const char *format, struct json_out *w)
{
  put_type(f, "string", w);
  json_put_str(w, "format", format);
}

static void put_preset(const struct field *f, struct json_out *w)
{
  if (f->type == F_STR || f->type == F_ENUM)
    json_put_str(w, "default", f->preset);
  else
    json_put_raw(w, "default", f->preset, strlen(f->preset));
}

void field_schema(const struct field *f, bool input, bool presets, struct json_out *w, const char *key)
{
  json_open(w, key, '{');
  switch (f->type) {
  case F_I64:
  case F_INT:
  case F_FEN:
    put_type(f, "integer", w);
    put_bounds(f, "minimum", "maximum", w);
    break;
  case F_DOUBLE:
    put_type(f, "number", w);
    put_bounds(f, "minimum", "maximum", w);
    break;
  case F_BOOL: put_type(f, "boolean", w); break;
  case F_ID:
    put_type(f, "string", w);
    json_put_str(w, "pattern", "^[0-9]{1,19}$");
    break;
  case F_STR:
    put_type(f, "string", w);
    put_bounds(f, "minLength", "maxLength", w);
    break;
  case F_ENUM: put_enum(f, w); break;
  case F_JSON: put_type(f, "object", w); break;
  case F_DATE: put_formatted(f, "date", w); break;
  case F_INSTANT: put_formatted(f, "date-time", w); break;
  case F_STRS:
  case F_IDS:
  case F_LIST: put_items(f, input, w); break;
  case F_OBJECT:
  case F_POINTER: put_object(f, input, w); break;
  }
  if (presets && f->preset)
    put_preset(f, w);
  if (f->about)
    json_put_str(w, "description", f->about);
  json_close(w, '}');
}

/* A request must have what is required; an answer has all but what is hidden when there is none. */
static bool always_there(const struct field *f, bool input)
{
  return input ? f->flags & F_REQUIRED : !(f->flags & F_HIDE_NONE);
}

static void put_required(const struct shape *s, bool input, unsigned skip, struct json_out *w)
{
  bool any = false;
  for (size_t i = 0; i < s->count; i++) {
    const struct field *f = &s->fields[i];
    if ((f->flags & skip) || !always_there(f, input))
      continue;
    if (!any)
      json_open(w, "required", '[');
    any = true;
    json_put_str(w, NULL, f->name);
  }
  if (any)
    json_close(w, ']');
}

void shape_schema(const struct shape *s, bool input, struct json_out *w, const char *key)
{
  unsigned skip = input ? F_READ_ONLY : F_WRITE_ONLY;
  json_open(w, key, '{');
  json_put_str(w, "type", "object");
  json_open(w, "properties", '{');
  for (size_t i = 0; i < s->count; i++)
    if (!(s->fields[i].flags & skip))
      field_schema(&s->fields[i], input, input, w, s->fields[i].name);
  json_close(w, '}');
  put_required(s, input, skip, w);
  json_close(w, '}');
}
