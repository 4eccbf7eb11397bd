/* What a shape knows without JSON: finding a field, what was given, taking it over. Pure. */
#include "base/shape.h"

#include <string.h>
#include "base/money.h"

int enum_find(const char *const *names, const char *name)
{
  for (int i = 0; names[i]; i++)
    if (!strcmp(names[i], name))
      return i;
  return -1;
}

const struct field *shape_field(const struct shape *s, const char *name)
{
  for (size_t i = 0; i < s->count; i++)
    if (!strcmp(s->fields[i].name, name))
      return &s->fields[i];
  return NULL;
}

bool shape_given(const struct shape *s, const void *object, const char *name)
{
  const struct field *f = shape_field(s, name);
  uint64_t mask;
  memcpy(&mask, (const char *)object + s->given, sizeof mask);
  return mask >> (f - s->fields) & 1;
}

static size_t field_size(const struct field *f)
{
  switch (f->type) {
  case F_I64:
  case F_ID:
  case F_INSTANT:
    return sizeof(int64_t);
  case F_FEN:
    return sizeof(struct money);
  case F_INT:
  case F_DATE:
    return sizeof(int32_t);
  case F_ENUM:
    return sizeof(int);
  case F_BOOL:
    return sizeof(bool);
  case F_DOUBLE:
    return sizeof(double);
  case F_STR:
  case F_JSON:
  case F_POINTER:
    return sizeof(void *);
  case F_STRS:
  case F_IDS:
  case F_LIST:
    return sizeof(struct list);
  case F_OBJECT:
    return f->shape->size;
  }
  return 0;
}

void shape_take_given(const struct shape *s, const void *in, void *object)
{
  uint64_t given;
  memcpy(&given, (const char *)in + s->given, sizeof given);
  for (size_t i = 0; i < s->count; i++) {
    const struct field *f = &s->fields[i];
    if (given >> i & 1 && !(f->flags & F_WRITE_ONLY))
      memcpy((char *)object + f->offset, (const char *)in + f->offset, field_size(f));
  }
}
