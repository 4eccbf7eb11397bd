/* Notices. Inside a transaction, on its thread. */
#include "message/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/date.h"
#include "base/id.h"

static const struct field notice_fields[] = {
    FIELD(struct notice, id, F_ID),
    FIELD_AS("order_no", struct notice, order_id, F_ID),
    FIELD(struct notice, kind, F_STR),
    FIELD(struct notice, title, F_STR),
    FIELD(struct notice, text, F_STR),
    FIELD(struct notice, at, F_INSTANT),
    FIELD(struct notice, read_at, F_INSTANT, .flags = F_NULLABLE),
};
const struct shape notice_shape = SHAPE_OUT("Notice", struct notice, notice_fields);

static const struct field row_fields[] = {
    FIELD(struct notice, id, F_ID), FIELD(struct notice, order_id, F_ID), FIELD(struct notice, kind, F_STR),
    FIELD(struct notice, params, F_STR), FIELD(struct notice, at, F_INSTANT), FIELD(struct notice, read_at, F_INSTANT)};
static const struct shape row_shape = SHAPE_OUT("NoticeRow", struct notice, row_fields);

/* `money`: the same with the amount in it, for what carries one. */
static const struct kind { const char *name; enum text title, text, money; } kinds[] = {
    {"created", TXT_NOTICE_CREATED, TXT_NOTICE_CREATED_TEXT},
    {"confirmed", TXT_NOTICE_CONFIRMED, TXT_NOTICE_CONFIRMED_TEXT},
    {"moved", TXT_NOTICE_MOVED, TXT_NOTICE_MOVED_TEXT},
    {"extended", TXT_NOTICE_EXTENDED, TXT_NOTICE_EXTENDED_TEXT},
    {"checked_in", TXT_NOTICE_CHECKED_IN, TXT_NOTICE_CHECKED_IN_TEXT},
    {"completed", TXT_NOTICE_COMPLETED, TXT_NOTICE_COMPLETED_TEXT},
    {"cancelled", TXT_NOTICE_CANCELLED, TXT_NOTICE_CANCELLED_TEXT},
    {"no_show", TXT_NOTICE_NO_SHOW, TXT_NOTICE_NO_SHOW_TEXT},
    {"sold_out", TXT_NOTICE_SOLD_OUT, TXT_NOTICE_SOLD_OUT_TEXT, TXT_NOTICE_SOLD_OUT_MONEY},
    {"refund_due", TXT_NOTICE_REFUND_DUE, TXT_NOTICE_REFUND_DUE_TEXT, TXT_NOTICE_REFUND_DUE_MONEY},
    {"refunded", TXT_NOTICE_REFUNDED, TXT_NOTICE_REFUNDED_TEXT, TXT_NOTICE_REFUNDED_MONEY},
};

static const struct kind *find_kind(const char *name)
{
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (!strcmp(kinds[i].name, name))
      return &kinds[i];
  return NULL;
}

static const char *param(const struct json *doc, const char *name)
{
  const struct json *v = doc ? json_get(doc, name) : NULL;
  return v && json_is_string(v) ? json_string(v) : "";
}

/* A name in the reader's language; the Chinese one stands in, as it does for notices from before there were two. */
static const char *name_of(struct arena *a, const struct json *doc, const char *name, enum lang lang)
{
  const char *english = lang == LANG_EN ? param(doc, arena_printf(a, "%s_en", name)) : "";
  return *english ? english : param(doc, name);
}

/* The n-th of words with commas between them. */
static const char *nth(struct arena *a, const char *words, int n)
{
  for (; n > 0; n--)
    words = strchr(words, ',') + 1;
  return arena_printf(a, "%.*s", (int)strcspn(words, ","), words);
}

/* "12月1日周二", "Tue, Dec 1", as the pages write it; a date that is none stays as it is. */
static const char *day_text(struct arena *a, const char *date, enum lang lang)
{
  int32_t day;
  int year, month, dom;
  if (!date_parse(date, &day))
    return date;
  date_to_civil(day, &year, &month, &dom);
  const char *m = nth(a, text(TXT_MONTHS, lang), month - 1), *w = nth(a, text(TXT_WEEKDAYS, lang), date_weekday(day));
  return lang == LANG_ZH ? arena_printf(a, "%s%d日%s", m, dom, w) : arena_printf(a, "%s, %s %d", w, m, dom);
}

/* What happened, with the amount where the event carries one. */
static const char *told(struct arena *a, const struct kind *k, const struct json *doc, enum lang lang)
{
  const struct json *v = doc ? json_get(doc, "moved_fen") : NULL;
  int64_t moved = 0;
  if (!k->money || !v || !json_i64(v, &moved))
    return text(k->text, lang);
  const char *sentence = text(k->money, lang), *hole = strstr(sentence, "{}");
  const char *decimals = moved % 100 ? arena_printf(a, ".%02d", (int)(moved % 100)) : "";
  return arena_printf(a, "%.*s¥%" PRId64 "%s%s", (int)(hole - sentence), sentence, moved / 100, decimals, hole + 2);
}

/* What happened, then "驿站·成都，大床房" and "12月1日周二 – 12月3日周四", each on a line. */
static void render(struct tx *tx, struct notice *n, enum lang lang)
{
  struct problem ignored = {0};
  struct arena *a = tx_arena(tx);
  const struct kind *k = find_kind(n->kind);
  const struct json *doc = json_parse(n->params, strlen(n->params), a, &ignored);
  n->title = k ? text(k->title, lang) : n->kind;
  n->text = arena_printf(a, "%s\n%s%s%s\n%s – %s", k ? told(a, k, doc, lang) : "",
      name_of(a, doc, "branch_name", lang), lang == LANG_ZH ? "，" : ", ", name_of(a, doc, "room_type_name", lang),
      day_text(a, param(doc, "arrival"), lang), day_text(a, param(doc, "departure"), lang));
}

struct list notice_list(struct tx *tx, int64_t member_id, int64_t order_id, enum lang lang, int64_t after, int64_t limit)
{
  struct list l = tx_list(tx, SQL_NOTICE_LIST, &row_shape, 0, BI("member", member_id), BI("order", order_id),
      BI("after", after), BI("most", limit));
  struct notice *n = l.items;
  for (size_t i = 0; i < l.count; i++)
    render(tx, &n[i], lang);
  return l;
}

void notice_read(struct tx *tx, int64_t member_id, int64_t id)
{
  tx_run(tx, SQL_NOTICE_READ, BI("member", member_id), BI("id", id), BI("now", tx_now(tx)));
}

/* A walk-in's order has no member, and no app to read a notice in; an event without a text is the desk's own. */
enum mq_result notice_on_order(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  int64_t order_id = 0;
  if (!id_parse(m->key, &order_id))
    return MQ_DEAD;
  if (!find_kind(m->tag))
    return MQ_DONE;
  tx_run(tx, SQL_NOTICE_PUT, BI("id", m->id), BI("order", order_id), BS("kind", m->tag), BS("params", m->body),
      BI("at", m->born_at));
  return MQ_DONE;
}
