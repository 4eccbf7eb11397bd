/* What every command needs: its store, its password, what it says. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

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
