/* yizhan staff add | passwd | list, and the account helpers of init and demo. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "base/json.h"
#include "base/text_form.h"
#include "cli/cli.h"
#include "limits.h"
#include "staff/staff.h"

static const struct actor command_line = {.kind = ACTOR_SYSTEM, .name = "command line", .request_id = ""};

struct add { struct staff in, out; };

static enum err run_add(struct tx *tx, void *arg)
{
  struct add *a = arg;
  return staff_create(tx, &command_line, &a->in, &a->out);
}

/* A word that is no id fails: dropped, it would widen the scope, for an account without branches sees them all. */
static bool parse_ids(struct call *call, const char *text, struct list *out)
{
  char *copy = arena_str(call->arena, text), *save = NULL;
  *out = (struct list){arena_array(call->arena, int64_t, ACTOR_BRANCHES), 0};
  for (char *word = strtok_r(copy, ",", &save); word; word = strtok_r(NULL, ",", &save))
    if (out->count == ACTOR_BRANCHES || !id_parse(word, (int64_t *)out->items + out->count++))
      return false;
  return out->count > 0 || !*text;
}

/* In the form that names have over HTTP; NULL for what is no text. */
static const char *clean(struct call *call, const char *name)
{
  return utf8_clean(name, strlen(name)) ? text_form(name, false, call->arena) : NULL;
}

/* The same bounds as over HTTP, so that whoever is added here can log in there. */
static const char *account_name(struct call *call, const char *given)
{
  const char *name = clean(call, given);
  size_t n = name ? utf8_length(name) : 0;
  if (n >= 1 && n <= LIMIT_STAFF_NAME)
    return name;
  cli_fail(call, TXT_CLI_STAFF_NAME, arena_printf(call->arena, "%d", LIMIT_STAFF_NAME));
  return NULL;
}

bool cli_add_staff(struct call *call, struct store *store, const char *name, const char *role, const char *branches,
    const char *password)
{
  char hash[PASSWORD_HASH_TEXT];
  struct add add = {.in = {.name = account_name(call, name), .role = enum_find(staff_role_names, role)}};
  if (!add.in.name)
    return false;
  if (add.in.role < 0)
    return cli_fail(call, TXT_CLI_ROLE, role) == 0;
  if (!parse_ids(call, branches, &add.in.branch_ids))
    return cli_fail(call, TXT_CLI_BRANCHES, branches) == 0;
  if (password_prepare(password, hash) != OK)
    return false;
  add.in.password_hash = hash;
  return cli_write(call, store, run_add, &add) == OK;
}

static bool acceptable(struct call *call, const char *password)
{
  struct problem p = {0};
  if (password_check(password, "password", &p) == OK)
    return true;
  const char *format = text(p.fields[0].why, call->lang), *hole = strstr(format, "%lld");
  if (hole)
    fprintf(stderr, "yizhan: %.*s%lld%s\n", (int)(hole - format), format, (long long)p.fields[0].arg, hole + 4);
  else
    fprintf(stderr, "yizhan: %s\n", format);
  return false;
}

static enum err read_first(struct tx *tx, void *arg)
{
  *(struct list *)arg = staff_list(tx, INT64_MAX, 200);
  return OK;
}

static enum err read_any(struct tx *tx, void *arg)
{
  *(bool *)arg = staff_any(tx);
  return OK;
}

bool cli_store_empty(struct call *call, struct store *store)
{
  bool any = true;
  return cli_read(call, store, read_any, &any) == OK && !any;
}

static int add(struct call *call, struct store *store)
{
  const char *password = call->argc > 1 ? cli_password(call, "YIZHAN_STAFF_PASSWORD") : NULL;
  if (call->argc != 2)
    return cli_fail(call, TXT_CLI_STAFF_USAGE, "");
  if (!password || !acceptable(call, password))
    return 1;
  const char *role = *call->config.role ? call->config.role : staff_role_names[0];
  if (!cli_add_staff(call, store, call->argv[1], role, call->config.branches, password))
    return 1;
  cli_say(call, TXT_CLI_STAFF_ADDED, call->argv[1]);
  return 0;
}

struct passwd { const char *name, *hash; bool found; };

static enum err run_passwd(struct tx *tx, void *arg)
{
  struct passwd *p = arg;
  p->found = staff_set_password(tx, p->name, p->hash);
  return OK;
}

static int passwd(struct call *call, struct store *store)
{
  char hash[PASSWORD_HASH_TEXT];
  if (call->argc != 2)
    return cli_fail(call, TXT_CLI_STAFF_USAGE, "");
  const char *password = cli_password(call, "YIZHAN_STAFF_PASSWORD");
  if (!password || !acceptable(call, password) || password_prepare(password, hash) != OK)
    return 1;
  struct passwd p = {clean(call, call->argv[1]), hash, false};
  if (cli_write(call, store, run_passwd, &p) != OK)
    return 1;
  if (!p.found)
    return cli_fail(call, TXT_CLI_NO_STAFF, call->argv[1]);
  cli_say(call, TXT_CLI_PASSWD_DONE, call->argv[1]);
  return 0;
}

static int list(struct call *call, struct store *store)
{
  struct list l = {0};
  if (cli_read(call, store, read_first, &l) != OK)
    return 1;
  const struct staff *s = l.items;
  for (size_t i = 0; i < l.count; i++) {
    printf("%-20s %-10s %s", s[i].name, staff_role_names[s[i].role], s[i].active ? "on " : "off");
    for (size_t k = 0; k < s[i].branch_ids.count; k++)
      printf(" %" PRId64, ((const int64_t *)s[i].branch_ids.items)[k]);
    puts("");
  }
  return 0;
}

int cli_staff(struct call *call)
{
  static const struct { const char *name; int (*run)(struct call *call, struct store *store); } verbs[] = {
      {"add", add}, {"passwd", passwd}, {"list", list}};
  for (size_t i = 0; call->argc && i < sizeof verbs / sizeof verbs[0]; i++) {
    if (strcmp(call->argv[0], verbs[i].name))
      continue;
    struct store *store = cli_store(call, false);
    int status = store ? verbs[i].run(call, store) : 1;
    store_close(store);
    return status;
  }
  cli_fail(call, TXT_CLI_STAFF_USAGE, "");
  return 2;
}

int cli_init(struct call *call)
{
  const char *password = cli_password(call, "YIZHAN_OWNER_PASSWORD");
  if (!password || !acceptable(call, password))
    return 1;
  struct store *store = cli_store(call, true);
  if (!store)
    return 1;
  int status = 1;
  if (!cli_store_empty(call, store))
    cli_fail(call, TXT_CLI_NOT_EMPTY, call->config.data);
  else if (cli_add_staff(call, store, call->config.owner, "owner", "", password)) {
    cli_say(call, TXT_CLI_INIT_DONE, call->config.owner);
    status = 0;
  }
  store_close(store);
  return status;
}
