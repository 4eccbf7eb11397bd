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

/* Never cut in the middle of a character. */
static void put_text(char *to, size_t room, const char *from)
{
  size_t n = strnlen(from, room - 1);
  while (from[n] && ((unsigned char)from[n] & 0xC0) == 0x80)
    n--;
  memcpy(to, from, n);
  to[n] = 0;
}

enum err refuse(struct problem *p, enum err code, const char *field, enum text why, int64_t arg)
{
  p->code = code;
  if (field && p->count < PROBLEM_FIELDS) {
    struct problem_field *f = &p->fields[p->count++];
    put_text(f->name, sizeof f->name, field);
    f->why = why;
    f->arg = arg;
    f->word[0] = 0;
  }
  return code;
}

enum err refuse_word(struct problem *p, enum err code, const char *field, enum text why, const char *word)
{
  size_t before = p->count;
  refuse(p, code, field, why, 0);
  if (p->count > before)
    put_text(p->fields[before].word, sizeof p->fields[before].word, word);
  return code;
}
