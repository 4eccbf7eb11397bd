/* yizhan backup: a checked copy of the store while it is served. */
#include "store/backup.h"

#include <signal.h>
#include <stdio.h>
#include "cli/cli.h"

enum { EACH = 10 }; /* percent that get a line */
struct shown { struct call *call; int percent; };

static volatile sig_atomic_t stopped;

static void stop(int number)
{
  stopped = number;
}

static bool show(void *ctx, int percent)
{
  struct shown *s = ctx;
  char number[8];
  if (s->percent < 0 || percent / EACH != s->percent / EACH) {
    snprintf(number, sizeof number, "%d", percent);
    cli_note(s->call, TXT_CLI_BACKUP_PROGRESS, number);
    s->percent = percent;
  }
  return !stopped;
}

int cli_backup(struct call *call)
{
  struct shown shown = {call, -1};
  struct backup_progress progress = {show, &shown, call->config.backup_seconds * 1000};
  if (call->argc != 1) {
    cli_fail(call, TXT_CLI_BACKUP_USAGE, "");
    return 2;
  }
  signal(SIGINT, stop);
  signal(SIGTERM, stop);
  if (!store_backup(call->config.data, call->argv[0], &progress))
    return cli_fail(call, TXT_CLI_BACKUP_FAILED, call->argv[0]);
  cli_say(call, TXT_CLI_BACKUP_DONE, call->argv[0]);
  return 0;
}
