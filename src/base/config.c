/* Options from four places with one name each. Runs before threads start. */
#include "base/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 1024, NAME = 64 };

static const struct option {
  const char *name;
  char kind; /* 's', 'i', 'b' */
  size_t offset;
  const char *fallback;
  int64_t min, max;
  const char *zh, *en;
} options[] = {
#define CONFIG_ROW(member, name, kind, fallback, min, max, zh, en) \
  {name, #kind[0], offsetof(struct config, member), fallback, min, max, zh, en},
    CONFIG_LIST(CONFIG_ROW)
#undef CONFIG_ROW
};
enum { OPTIONS = sizeof options / sizeof options[0] };

int config_distance(const char *a, const char *b)
{
  int row[NAME + 1];
  int n = (int)strlen(b);
  for (int j = 0; j <= n; j++)
    row[j] = j;
  for (int i = 1; a[i - 1]; i++) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j <= n; j++) {
      int up = row[j], cost = diagonal + (a[i - 1] != b[j - 1]);
      int best = up < row[j - 1] ? up + 1 : row[j - 1] + 1;
      row[j] = cost < best ? cost : best;
      diagonal = up;
    }
  }
  return row[n];
}

static const struct option *find(const char *name)
{
  for (int i = 0; i < OPTIONS; i++)
    if (!strcmp(options[i].name, name))
      return &options[i];
  return NULL;
}

static bool unknown(const char *name, const char *where, enum lang lang)
{
  const char *nearest = options[0].name;
  for (int i = 1; i < OPTIONS; i++)
    if (config_distance(name, options[i].name) < config_distance(name, nearest))
      nearest = options[i].name;
  fprintf(stderr, lang == LANG_ZH ? "yizhan：%s中没有选项 %s，是否想写 %s？\n" : "yizhan: %s has no option %s; did you mean %s?\n",
      where, name, nearest);
  return false;
}

static bool reject(const struct option *o, const char *value, enum lang lang)
{
  if (o->kind == 'i')
    fprintf(stderr, lang == LANG_ZH ? "yizhan：%s 应为 %lld 到 %lld 的整数，收到 \"%s\"\n"
                                    : "yizhan: %s must be a whole number from %lld to %lld, got \"%s\"\n",
        o->name, (long long)o->min, (long long)o->max, value);
  else if (o->kind == 's')
    fprintf(stderr, lang == LANG_ZH ? "yizhan：%s 后面缺少值（%s），例如 --%s %s\n" : "yizhan: %s needs a value (%s), such as --%s %s\n",
        o->name, lang == LANG_ZH ? o->zh : o->en, o->name, *o->fallback ? o->fallback : "…");
  else
    fprintf(stderr, lang == LANG_ZH ? "yizhan：%s 应为 on 或 off，收到 \"%s\"\n" : "yizhan: %s must be on or off, got \"%s\"\n",
        o->name, value);
  return false;
}

static bool set(struct config *c, const struct option *o, const char *value, enum lang lang, struct arena *a)
{
  char *at = (char *)c + o->offset;
  if (o->kind == 's') {
    *(const char **)at = arena_str(a, value);
    return true;
  }
  if (o->kind == 'b') {
    bool on = !strcmp(value, "on") || !strcmp(value, "true") || !strcmp(value, "1");
    bool off = !strcmp(value, "off") || !strcmp(value, "false") || !strcmp(value, "0");
    *(bool *)at = on;
    return on || off || reject(o, value, lang);
  }
  char *end;
  errno = 0;
  long long v = strtoll(value, &end, 10);
  if (errno || end == value || *end || v < o->min || v > o->max)
    return reject(o, value, lang);
  *(int64_t *)at = v;
  return true;
}

static bool from_line(struct config *c, char *line, const char *file, enum lang lang, struct arena *a)
{
  char *name = line + strspn(line, " \t");
  if (!*name || *name == '#' || *name == '\n')
    return true;
  char *value = strchr(name, '=');
  char *end = name + strcspn(name, " \t=\n");
  if (value)
    value += 1 + strspn(value + 1, " \t");
  *end = 0;
  const struct option *o = find(name);
  if (!o)
    return unknown(name, file, lang);
  if (!value)
    return reject(o, "", lang);
  for (char *tail = value + strlen(value); tail > value && isspace((unsigned char)tail[-1]);)
    *--tail = 0;
  return set(c, o, value, lang, a);
}

static bool from_file(struct config *c, const char *file, enum lang lang, struct arena *a)
{
  FILE *f = fopen(file, "r");
  char line[LINE];
  bool fine = true;
  if (!f) {
    fprintf(stderr, "yizhan: %s: %s\n", file, strerror(errno));
    return false;
  }
  while (fine && fgets(line, sizeof line, f))
    fine = from_line(c, line, file, lang, a);
  fclose(f);
  return fine;
}

extern char **environ;

/* The environment is searched by prefix, so that a mistyped variable is noticed like a mistyped flag. */
static bool from_environment(struct config *c, enum lang lang, struct arena *a)
{
  static const char prefix[] = "YIZHAN_";
  static const char *const others[] = {"YIZHAN_OWNER_PASSWORD", "YIZHAN_CONFIG", "YIZHAN_STAFF_PASSWORD"};
  for (char **e = environ; *e; e++) {
    const char *equals = strchr(*e, '=');
    size_t n = equals ? (size_t)(equals - *e) : 0;
    if (!equals || strncmp(*e, prefix, sizeof prefix - 1) || n >= NAME)
      continue;
    bool other = false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
      other |= strlen(others[i]) == n && !strncmp(*e, others[i], n);
    if (other)
      continue;
    char name[NAME];
    size_t k = 0;
    for (const char *p = *e + sizeof prefix - 1; p < equals; p++)
      name[k++] = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
    name[k] = 0;
    const struct option *o = find(name);
    if (!o)
      return unknown(name, "YIZHAN_*", lang);
    if (!set(c, o, equals + 1, lang, a))
      return false;
  }
  return true;
}

static bool from_flag(struct config *c, char **argv, int argc, int *i, enum lang lang, struct arena *a)
{
  char name[NAME];
  const char *flag = argv[*i] + 2, *equals = strchr(flag, '=');
  snprintf(name, sizeof name, "%.*s", equals ? (int)(equals - flag) : (int)strlen(flag), flag);
  const struct option *o = find(name);
  if (!o)
    return unknown(name, lang == LANG_ZH ? "命令行" : "the command line", lang);
  const char *value = equals ? equals + 1 : NULL;
  const char *next = *i + 1 < argc ? argv[*i + 1] : NULL;
  if (!value && next && (o->kind == 'b' ? !strcmp(next, "on") || !strcmp(next, "off") : strncmp(next, "--", 2) != 0))
    value = argv[++*i];
  if (!value && o->kind == 'b')
    value = "on";
  return value ? set(c, o, value, lang, a) : reject(o, "", lang);
}

bool config_load(struct config *c, const char *file, int argc, char **argv, int *rest, enum lang lang, struct arena *a)
{
  for (int i = 0; i < OPTIONS; i++)
    set(c, &options[i], options[i].fallback, lang, a);
  if ((file && !from_file(c, file, lang, a)) || !from_environment(c, lang, a))
    return false;
  *rest = 0;
  for (int i = 0; i < argc; i++) {
    if (strncmp(argv[i], "--", 2))
      argv[(*rest)++] = argv[i];
    else if (!from_flag(c, argv, argc, &i, lang, a))
      return false;
  }
  return true;
}

void config_help(enum lang lang)
{
  for (int i = 0; i < OPTIONS; i++)
    printf("  --%-26s %s [%s]\n", options[i].name, lang == LANG_ZH ? options[i].zh : options[i].en, options[i].fallback);
}

bool config_is_loopback(const char *listen)
{
  return !strncmp(listen, "127.", 4) || !strncmp(listen, "localhost:", 10) || !strncmp(listen, "[::1]:", 6);
}
