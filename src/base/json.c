/* Reading: cJSON behind guards. Its nodes live on the heap and are copied out by nobody: the tree is built from the
 * arena through per-thread hooks, so it dies with the request. One thread per document. */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json { cJSON node; };

static _Thread_local struct arena *tree_arena;

static void *tree_alloc(size_t n)
{
  return arena_alloc(tree_arena, n);
}

static void tree_free(void *p)
{
  (void)p;
}

static void install_hooks(void)
{
  cJSON_Hooks hooks = {.malloc_fn = tree_alloc, .free_fn = tree_free};
  cJSON_InitHooks(&hooks);
}

/* Length of the well-formed character at s (RFC 3629 table 3-7 ranges), 0 if it is none. */
static size_t utf8_char(const unsigned char *s, size_t n)
{
  static const struct { unsigned char lo, hi, second_lo, second_hi; size_t len; } rows[] = {
      {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
      {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
      {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
  if (s[0] < 0x80)
    return 1;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    if (s[0] < rows[i].lo || s[0] > rows[i].hi)
      continue;
    if (n < rows[i].len || s[1] < rows[i].second_lo || s[1] > rows[i].second_hi)
      return 0;
    for (size_t k = 2; k < rows[i].len; k++)
      if ((s[k] & 0xC0) != 0x80)
        return 0;
    return rows[i].len;
  }
  return 0;
}

static bool control(unsigned char c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

bool utf8_clean(const char *s, size_t n)
{
  const unsigned char *p = (const unsigned char *)s, *end = p + n;
  while (p < end) {
    size_t len = utf8_char(p, (size_t)(end - p));
    if (!len || control(*p))
      return false;
    p += len;
  }
  return true;
}

size_t utf8_length(const char *s)
{
  size_t n = 0;
  for (; *s; s++)
    n += ((unsigned char)*s & 0xC0) != 0x80;
  return n;
}

static size_t digits(const char *s, const char *end)
{
  const char *p = s;
  while (p < end && *p >= '0' && *p <= '9')
    p++;
  return (size_t)(p - s);
}

/* Bytes of the number at s, 0 for one that RFC 8259 §6 does not have (01, 1., -.5): readers disagree on its value. */
static size_t number_bytes(const char *s, const char *end)
{
  const char *p = s + (*s == '-');
  size_t whole = digits(p, end), more = 1;
  if (!whole || (*p == '0' && whole > 1))
    return 0;
  p += whole;
  if (p < end && *p == '.') {
    more = digits(++p, end);
    p += more;
  }
  if (more && p < end && (*p | 32) == 'e') {
    p++;
    p += p < end && (*p == '+' || *p == '-');
    more = digits(p, end);
    p += more;
  }
  return more ? (size_t)(p - s) : 0;
}

/* The four digits of an escaped character at s; cJSON takes anything else for the character NUL. */
static bool four_hex(const char *s, size_t n)
{
  return n >= 4 && isxdigit((unsigned char)s[0]) && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2]) &&
         isxdigit((unsigned char)s[3]);
}

/* What cJSON takes though it is no JSON: a byte order mark, line ends in strings, other numbers. Depth is bounded before
 * it recurses; an escaped NUL would cut C strings short, so it is refused as well. */
static enum err scan(const char *text, size_t n, struct problem *p)
{
  int depth = 0;
  bool in_string = false;
  if (n >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3))
    return refuse(p, ERR_BAD_JSON, "body", TXT_SYNTAX, 0);
  for (size_t i = 0; i < n; i++) {
    char c = text[i];
    if (in_string && (unsigned char)c < ' ') {
      return refuse(p, ERR_BAD_JSON, "body", TXT_CONTROL, 0);
    } else if (in_string && c == '\\') {
      if (n - i >= 6 && !memcmp(text + i, "\\u0000", 6))
        return refuse(p, ERR_BAD_JSON, "body", TXT_CONTROL, 0);
      i++;
      if (i < n && text[i] == 'u' && !four_hex(text + i + 1, n - i - 1))
        return refuse(p, ERR_BAD_JSON, "body", TXT_SYNTAX, (int64_t)i);
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '{' || c == '[') && ++depth > JSON_DEPTH) {
      return refuse(p, ERR_BAD_JSON, "body", TXT_DEPTH, 0);
    } else if (!in_string && (c == '}' || c == ']')) {
      depth--;
    } else if (!in_string && (c == '-' || (c >= '0' && c <= '9'))) {
      size_t bytes = number_bytes(text + i, text + n);
      if (!bytes)
        return refuse(p, ERR_BAD_JSON, "body", TXT_SYNTAX, (int64_t)i);
      i += bytes - 1;
    }
  }
  return OK;
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Duplicate names are refused: parsers disagree on which one counts, and a proxy may have read the other. */
static enum err check_object(const cJSON *v, struct arena *arena, struct problem *p)
{
  size_t n = (size_t)cJSON_GetArraySize(v), i = 0;
  const char **names = arena_array(arena, const char *, n);
  for (const cJSON *member = v->child; member; member = member->next)
    names[i++] = member->string;
  qsort(names, n, sizeof *names, by_text);
  for (i = 1; i < n; i++)
    if (!strcmp(names[i - 1], names[i]))
      return refuse(p, ERR_BAD_REQUEST, names[i], TXT_DUPLICATE_KEY, 0);
  return OK;
}

static enum err check_names(const cJSON *v, struct arena *arena, struct problem *p)
{
  enum err e = cJSON_IsObject(v) && v->child && v->child->next ? check_object(v, arena, p) : OK;
  for (const cJSON *member = v->child; !e && member; member = member->next)
    e = check_names(member, arena, p);
  return e;
}

struct json *json_parse(const char *text, size_t n, struct arena *a, struct problem *p)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_hooks);
  if (!utf8_clean(text, n)) {
    refuse(p, ERR_BAD_JSON, "body", TXT_UTF8, 0);
    return NULL;
  }
  if (scan(text, n, p))
    return NULL;
  const char *end = NULL;
  tree_arena = a;
  char *copy = arena_copy(a, text, n); /* NUL-terminated, as cJSON's end check wants */
  cJSON *root = cJSON_ParseWithLengthOpts(copy, n + 1, &end, true);
  tree_arena = NULL;
  if (!root) {
    refuse(p, ERR_BAD_JSON, "body", TXT_SYNTAX, end ? end - copy : 0);
    return NULL;
  }
  return check_names(root, a, p) ? NULL : (struct json *)root;
}

const struct json *json_get(const struct json *object, const char *name)
{
  for (const cJSON *c = cJSON_IsObject(&object->node) ? object->node.child : NULL; c; c = c->next)
    if (!strcmp(c->string, name))
      return (const struct json *)c;
  return NULL;
}

bool json_is_object(const struct json *v)
{
  return cJSON_IsObject(&v->node);
}

bool json_is_array(const struct json *v)
{
  return cJSON_IsArray(&v->node);
}

bool json_is_string(const struct json *v)
{
  return cJSON_IsString(&v->node);
}

bool json_is_number(const struct json *v)
{
  return cJSON_IsNumber(&v->node);
}

bool json_is_bool(const struct json *v)
{
  return cJSON_IsBool(&v->node);
}

bool json_is_null(const struct json *v)
{
  return cJSON_IsNull(&v->node);
}

const char *json_string(const struct json *v)
{
  return v->node.valuestring;
}

char *json_text(const struct json *v, struct arena *a)
{
  tree_arena = a;
  char *text = cJSON_PrintUnformatted(&v->node);
  tree_arena = NULL;
  return text;
}

double json_double(const struct json *v)
{
  return v->node.valuedouble;
}

bool json_i64(const struct json *v, int64_t *out)
{
  double d = v->node.valuedouble;
  if (!cJSON_IsNumber(&v->node) || d != floor(d) || fabs(d) > 9007199254740992.0)
    return false;
  *out = (int64_t)d;
  return true;
}

bool json_true(const struct json *v)
{
  return cJSON_IsTrue(&v->node);
}

size_t json_count(const struct json *array)
{
  return (size_t)cJSON_GetArraySize(&array->node);
}

const struct json *json_first(const struct json *v)
{
  return (const struct json *)v->node.child;
}

const struct json *json_next(const struct json *v)
{
  return (const struct json *)v->node.next;
}
