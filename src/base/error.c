/* Error list lookups; pure, any thread. */
#include "base/error.h"

#include <string.h>

static const struct {
  int status;
  const char *code, *zh, *en;
} errors[] = {
#define ERROR_ROW(name, status, code, zh, en) [name] = {status, code, zh, en},
    ERROR_LIST(ERROR_ROW)
#undef ERROR_ROW
};

int err_status(enum err e)
{
  return errors[e].status;
}

const char *err_code(enum err e)
{
  return errors[e].code;
}

const char *err_title(enum err e, enum lang lang)
{
  return lang == LANG_ZH ? errors[e].zh : errors[e].en;
}

bool err_is_fault(enum err e)
{
  return errors[e].status >= 500;
}

enum err refuse(struct problem *p, enum err code, const char *field, enum text why, int64_t arg)
{
  p->code = code;
  if (field && p->count < PROBLEM_FIELDS) {
    struct problem_field *f = &p->fields[p->count++];
    size_t n = strnlen(field, sizeof f->name - 1);
    while (field[n] && ((unsigned char)field[n] & 0xC0) == 0x80)
      n--; /* never in the middle of a character */
    memcpy(f->name, field, n);
    f->name[n] = 0;
    f->why = why;
    f->arg = arg;
  }
  return code;
}
