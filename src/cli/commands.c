/* Every command; finds the one that is meant and loads its options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "base/log.h"
#include "cli/cli.h"

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
