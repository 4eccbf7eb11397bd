/* Finding the command, its options and its store. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "app.h"
#include "base/log.h"

static const struct command commands[] = {
    {"serve", cli_serve, "serve --data DIR --listen HOST:PORT [--demo] [--node NAME] [--bell tcp://HOST:PORT] [--role ROLE]",
        TXT_CLI_SERVE, 0},
    {"init", cli_init, "init --data DIR --owner NAME", TXT_CLI_INIT, 0},
    {"demo", cli_demo, "demo --data DIR", TXT_CLI_DEMO, 0},
    {"migrate", cli_migrate, "migrate --data DIR", TXT_CLI_MIGRATE, 0},
    {"backup", cli_backup, "backup FILE --data DIR", TXT_CLI_BACKUP, 1},
    {"staff", cli_staff, "staff add NAME [--role ROLE] [--branches IDS] | staff passwd NAME | staff list", TXT_CLI_STAFF, 2},
    {"mq", cli_mq,
        "mq topics | groups | schedules | messages [--topic NAME] [--key KEY] | message ID | dead [--group NAME] | dead ID | "
        "retry ID | edit ID BODY | discard ID REASON | resend ID GROUP | send TOPIC BODY [--tag TAG] [--key KEY] | "
        "pause GROUP | resume GROUP | reset GROUP TIME | skip GROUP",
        TXT_CLI_MQ, 3},
    {"openapi", cli_openapi, "openapi", TXT_CLI_OPENAPI, 0},
    {"version", cli_version, "version", TXT_CLI_VERSION, 0},
    {"help", cli_help, "help [COMMAND]", TXT_CLI_HELP, 1},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static const struct command *find(const char *name)
{
  for (int i = 0; i < COMMANDS; i++)
    if (!strcmp(commands[i].name, name))
      return &commands[i];
  return NULL;
}

static int unknown(struct call *call, const char *name)
{
  const char *nearest = commands[0].name;
  for (int i = 1; i < COMMANDS; i++)
    if (config_distance(name, commands[i].name) < config_distance(name, nearest))
      nearest = commands[i].name;
  cli_fail(call, TXT_CLI_UNKNOWN, name);
  return cli_fail(call, TXT_CLI_NEAREST, nearest);
}

static enum lang terminal_language(void)
{
  const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (int i = 0; i < 3; i++) {
    const char *v = getenv(names[i]);
    if (v && *v)
      return strncmp(v, "zh", 2) ? LANG_EN : LANG_ZH;
  }
  return LANG_EN;
}

/* --config FILE comes before all other options, so it is taken out of the words first. */
static const char *take_config_file(int *argc, char **argv)
{
  const char *file = getenv("YIZHAN_CONFIG");
  for (int i = 0; i < *argc; i++) {
    if (strcmp(argv[i], "--config") || i + 1 >= *argc)
      continue;
    file = argv[i + 1];
    memmove(&argv[i], &argv[i + 2], sizeof *argv * (size_t)(*argc - i - 2));
    *argc -= 2;
    break;
  }
  return file;
}

/* The level's number, -1 for no level. */
static int level_of(const char *name)
{
  static const char *const names[] = {"debug", "info", "warn", "error"};
  for (int i = 0; i < 4; i++)
    if (!strcmp(names[i], name))
      return i;
  return -1;
}

int cli_main(int argc, char **argv)
{
  struct call call = {.lang = terminal_language(), .arena = arena_create()};
  const struct command *command = argc > 1 ? find(argv[1]) : find("help");
  int status = 2;
  if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
    command = find("help");
  if (command && argc == 3 && !strcmp(argv[2], "--help")) {
    argv[2] = argv[1];
    command = find("help");
  }
  if (!command) {
    unknown(&call, argv[1]);
  } else {
    int words = argc > 2 ? argc - 2 : 0;
    char **rest = argv + (argc > 2 ? 2 : argc);
    const char *file = take_config_file(&words, rest);
    if (config_load(&call.config, file, words, rest, &call.argc, call.lang, call.arena)) {
      call.argv = rest;
      int level = level_of(call.config.log_level);
      log_level(level < 0 ? LOG_INFO : (enum log_level)level);
      if (level < 0)
        cli_fail(&call, TXT_CLI_LOG_LEVEL, call.config.log_level);
      else if (call.argc > command->words)
        cli_fail(&call, TXT_CLI_STRAY, rest[command->words]);
      else
        status = command->run(&call);
    }
  }
  arena_destroy(call.arena);
  return status;
}

int cli_openapi(struct call *call)
{
  size_t n;
  const char *document = app_openapi(call->arena, &n);
  return fwrite(document, 1, n, stdout) == n && !fflush(stdout) ? 0 : 1;
}

int cli_version(struct call *call)
{
  (void)call;
  puts("yizhan " YIZHAN_VERSION);
  return 0;
}

int cli_help(struct call *call)
{
  const struct command *one = call->argc ? find(call->argv[0]) : NULL;
  if (call->argc && !one)
    return unknown(call, call->argv[0]);
  for (int i = 0; i < COMMANDS; i++)
    if (!one || one == &commands[i])
      printf("yizhan %s\n    %s\n", commands[i].usage, text(commands[i].about, call->lang));
  puts("");
  config_help(call->lang);
  return 0;
}

static void print(FILE *to, const char *before, struct call *call, enum text what, const char *arg)
{
  const char *format = text(what, call->lang), *hole = strstr(format, "%s");
  if (hole)
    fprintf(to, "%s%.*s%s%s\n", before, (int)(hole - format), format, arg, hole + 2);
  else
    fprintf(to, "%s%s\n", before, format);
}

void cli_say(struct call *call, enum text what, const char *arg)
{
  print(stdout, "", call, what, arg);
}

void cli_note(struct call *call, enum text what, const char *arg)
{
  print(stderr, "", call, what, arg);
}

int cli_fail(struct call *call, enum text what, const char *arg)
{
  print(stderr, "yizhan: ", call, what, arg);
  return 1;
}

struct store *cli_store(struct call *call, bool create)
{
  struct store *s = store_open(call->config.data, create);
  if (!s)
    cli_fail(call, TXT_CLI_NO_STORE, call->config.data);
  return s;
}

static enum err report(struct call *call, enum err e, const struct problem *p)
{
  if (!e)
    return OK;
  fprintf(stderr, "yizhan: %s\n", err_title(e, call->lang));
  for (size_t i = 0; i < p->count; i++) {
    const char *format = text(p->fields[i].why, call->lang), *hole = strstr(format, "%lld");
    if (hole)
      fprintf(stderr, "  %s: %.*s%lld%s\n", p->fields[i].name, (int)(hole - format), format,
          (long long)p->fields[i].arg, hole + 4);
    else
      fprintf(stderr, "  %s: %s\n", p->fields[i].name, format);
  }
  return e;
}

enum err cli_write(struct call *call, struct store *store, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = call->arena};
  return report(call, store_write(store, fn, arg, &scope), &scope.problem);
}

enum err cli_read(struct call *call, struct store *store, tx_fn fn, void *arg)
{
  struct scope scope = {.arena = call->arena};
  return report(call, store_read(store, fn, arg, &scope), &scope.problem);
}

static char *ask(struct call *call, enum text what)
{
  struct termios old, quiet;
  char line[256];
  if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &old))
    return NULL;
  quiet = old;
  quiet.c_lflag &= ~(tcflag_t)ECHO;
  fprintf(stderr, "%s ", text(what, call->lang));
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  bool got = fgets(line, sizeof line, stdin) != NULL;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
  fputc('\n', stderr);
  if (!got)
    return NULL;
  line[strcspn(line, "\n")] = 0;
  return arena_str(call->arena, line);
}

const char *cli_password(struct call *call, const char *variable)
{
  const char *given = getenv(variable);
  if (given && *given)
    return given;
  const char *first = ask(call, TXT_CLI_PASSWORD), *again = first ? ask(call, TXT_CLI_PASSWORD_AGAIN) : NULL;
  if (!first || !again)
    cli_fail(call, TXT_CLI_NO_PASSWORD, variable);
  else if (strcmp(first, again))
    cli_fail(call, TXT_CLI_PASSWORD_DIFFERS, "");
  else
    return first;
  return NULL;
}
