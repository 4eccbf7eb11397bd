/* Shapes: one table per object says its fields once; decoding with clear refusals, encoding, database columns and
 * the OpenAPI schema all follow from it, so they cannot disagree. Tables are static data: any thread.
 *
 *   static const struct field fields[] = {
 *     FIELD(struct room_type, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
 *     FIELD_AS("price_fen", struct room_type, price, F_FEN, .min = 0, .max = MAX_FEN) };
 *   const struct shape room_type_shape = SHAPE("RoomType", struct room_type, fields, given);
 *
 * C types: F_I64 int64_t (NONE_I64 = null); F_INT int32_t; F_ID int64_t (text in JSON, 0 = null); F_BOOL bool;
 * F_DOUBLE double (NaN = null); F_STR const char * (NULL = null); F_ENUM int; F_DATE int32_t; F_INSTANT int64_t
 * (0 = null); F_FEN struct money; F_STRS and F_IDS struct list of const char * or int64_t; F_OBJECT an embedded
 * struct; F_POINTER a pointer to one (NULL = null); F_LIST struct list of structs; F_JSON const char *, the text of any
 * JSON object, max in bytes (NULL = null). In the database F_ENUM is its
 * name as TEXT, F_BOOL 0/1, F_DATE epoch days, F_INSTANT epoch ms; F_STRS, F_IDS, F_JSON are JSON text; F_OBJECT, F_POINTER
 * and F_LIST have no column. */
#ifndef YIZHAN_BASE_SHAPE_H
#define YIZHAN_BASE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/list.h"
#include "base/json.h"

#define NONE_I64 INT64_MIN

enum field_type {
  F_I64, F_INT, F_ID, F_BOOL, F_DOUBLE, F_STR, F_ENUM, F_DATE, F_INSTANT, F_FEN,
  F_STRS, F_IDS, F_OBJECT, F_POINTER, F_LIST, F_JSON
};
enum {
  F_REQUIRED = 1,   /* must be there when creating */
  F_READ_ONLY = 2,  /* never read from a request */
  F_WRITE_ONLY = 4, /* never in an answer (passwords) */
  F_NULLABLE = 8,   /* an explicit null is taken and means "none" */
  F_MULTILINE = 16, /* strings: tab, CR and LF are fine */
  F_HIDE_NONE = 32, /* left out of the answer when null */
  F_EXACT = 64      /* strings: byte for byte (passwords, tokens); all others are brought to text_form */
};

struct shape;

struct field {
  const char *name;
  enum field_type type;
  size_t offset;
  unsigned flags;
  int64_t min, max;           /* numbers: range; strings: length in characters; lists: count. max 0 = type's default */
  const char *const *names;   /* F_ENUM: NULL-terminated; value = index */
  const struct shape *shape;  /* F_OBJECT, F_POINTER, F_LIST */
  const char *preset;         /* what a new object has when the request does not say, as text; NULL: its type's none */
  const char *about;          /* one line for the OpenAPI document */
};
struct shape {
  const char *name;
  size_t size;
  const struct field *fields;
  size_t count;
  size_t given; /* offset of a uint64_t with bit i = field i was in the request; SIZE_MAX without one */
};

#define FIELD(type_, member, kind, ...) {.name = #member, .type = kind, .offset = offsetof(type_, member), __VA_ARGS__}
#define FIELD_AS(name_, type_, member, kind, ...) {.name = name_, .type = kind, .offset = offsetof(type_, member), __VA_ARGS__}
#define SHAPE(name_, type_, fields_, given_) \
  {.name = name_, .size = sizeof(type_), .fields = fields_, .count = sizeof fields_ / sizeof fields_[0], \
      .given = offsetof(type_, given_)}
#define SHAPE_OUT(name_, type_, fields_) \
  {.name = name_, .size = sizeof(type_), .fields = fields_, .count = sizeof fields_ / sizeof fields_[0], .given = SIZE_MAX}

enum shape_mode { SHAPE_CREATE, SHAPE_PATCH };

/* Reads `doc` into the struct at `out`, which the caller has filled with shape_none or shape_presets. SHAPE_PATCH asks for
 * no field. Every mistake is put into `p` by field name ("guests[1].name"); false if there was one. Unknown members are
 * passed over. */
bool shape_read(const struct shape *s, const struct json *doc, enum shape_mode mode, void *out, struct arena *a,
    struct problem *p);
/* Fills an object with each member's none, or with its preset. Texts and lists are in the arena. */
void shape_none(const struct shape *s, void *object);
void shape_presets(const struct shape *s, void *object, struct arena *a);
/* One value given as text (a query parameter) into field `f`; same refusals. */
bool shape_read_text(const struct shape *s, const struct field *f, const char *text, void *out, struct arena *a,
    struct problem *p);
/* Finds a field by name, NULL if there is none. */
const struct field *shape_field(const struct shape *s, const char *name);
/* True when the request gave the member; for shapes with a given mask. */
bool shape_given(const struct shape *s, const void *object, const char *name);
/* Copies the fields that the request gave from `in` to `object`, both structs of a shape with a given mask; texts and
 * lists stay shared. Write-only fields (passwords) stay out: what they become is the caller's work. */
void shape_take_given(const struct shape *s, const void *in, void *object);
/* Writes the object with braces. `key` as in json_open. */
void shape_write(const struct shape *s, const void *object, struct json_out *w, const char *key);
/* Writes the JSON Schema (2020-12, as OpenAPI 3.1 uses it) of one field, or of the whole shape; nested shapes by $ref.
 * `input`: leave out read-only fields; else write-only ones. What is always there is listed as required.
 * `presets`: with what a member is when it is not given. */
void shape_schema(const struct shape *s, bool input, struct json_out *w, const char *key);
void field_schema(const struct field *f, bool input, bool presets, struct json_out *w, const char *key);
/* Index of `name` in a NULL-terminated list, -1 if missing. */
int enum_find(const char *const *names, const char *name);

#endif
