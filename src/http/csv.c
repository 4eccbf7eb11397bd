/* A list as CSV (RFC 4180) for spreadsheets: a byte order mark, so that they read UTF-8; header and kinds in the reader's
 * words; CR LF; amounts in yuan; a tab before an id, which a spreadsheet would round as a number. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front (OWASP, CSV injection). Worker thread of the exchange. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "base/money.h"
#include "http/internal.h"

static void put_text(struct buf *b, const char *s)
{
  bool formula = *s && strchr("=+-@\t\r", *s);
  if (!formula && !strpbrk(s, ",\"\r\n")) {
    buf_str(b, s);
    return;
  }
  buf_str(b, formula ? "\"'" : "\"");
  for (; *s; s++)
    buf_put(b, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
  buf_lit(b, "\"");
}

static void put_number(struct buf *b, int64_t v)
{
  if (v != NONE_I64)
    buf_i64(b, v);
}

static void put_yuan(struct buf *b, int64_t fen)
{
  if (fen != NONE_I64)
    buf_printf(b, "%s%lld.%02lld", fen < 0 ? "-" : "", llabs(fen) / 100, llabs(fen) % 100);
}

static void put_header(struct buf *b, const struct shape *shape, const struct field *f, enum lang lang)
{
  put_text(b, text_label(shape->name, f->name, lang));
  if (f->type == F_FEN)
    buf_str(b, lang == LANG_ZH ? "（元）" : " (CNY)");
}

/* None is an empty cell; lists and nested objects have no cell. */
static void put_cell(struct buf *b, const struct shape *shape, const struct field *f, const void *at, enum lang lang)
{
  char date[DATE_TEXT], instant[INSTANT_TEXT];
  switch (f->type) {
  case F_I64: put_number(b, *(const int64_t *)at); break;
  case F_FEN: put_yuan(b, ((const struct money *)at)->fen); break;
  case F_INT: buf_i64(b, *(const int32_t *)at); break;
  case F_BOOL: buf_i64(b, *(const bool *)at); break;
  case F_ENUM: put_text(b, text_label(shape->name, f->names[*(const int *)at], lang)); break;
  case F_ID:
    if (*(const int64_t *)at) {
      buf_lit(b, "\t");
      buf_i64(b, *(const int64_t *)at);
    }
    break;
  case F_DOUBLE:
    if (isfinite(*(const double *)at))
      buf_printf(b, "%.10g", *(const double *)at);
    break;
  case F_STR:
    if (*(const char *const *)at)
      put_text(b, *(const char *const *)at);
    break;
  case F_DATE:
    if (*(const int32_t *)at != DATE_NONE) {
      date_format(*(const int32_t *)at, date);
      buf_str(b, date);
    }
    break;
  case F_INSTANT:
    if (*(const int64_t *)at) {
      instant_format(*(const int64_t *)at, instant);
      buf_str(b, instant);
    }
    break;
  case F_STRS:
  case F_IDS:
  case F_LIST:
  case F_OBJECT:
  case F_POINTER:
  case F_JSON: break;
  }
}

void reply_csv(struct reply *r, enum lang lang, const struct shape *shape, struct list items, const char *file)
{
  struct buf b;
  buf_init(&b, r->arena);
  buf_lit(&b, "\xEF\xBB\xBF");
  for (size_t f = 0; f < shape->count; f++) {
    buf_str(&b, f ? "," : "");
    put_header(&b, shape, &shape->fields[f], lang);
  }
  buf_lit(&b, "\r\n");
  for (size_t i = 0; i < items.count; i++) {
    const char *object = (const char *)items.items + i * shape->size;
    for (size_t f = 0; f < shape->count; f++) {
      buf_str(&b, f ? "," : "");
      put_cell(&b, shape, &shape->fields[f], object + shape->fields[f].offset, lang);
    }
    buf_lit(&b, "\r\n");
  }
  reply_header(r, "Content-Disposition", arena_printf(r->arena, "attachment; filename=\"%s\"", file));
  reply_bytes(r, 200, "text/csv; charset=utf-8; header=present", b.data, b.len, NULL, NULL);
}
