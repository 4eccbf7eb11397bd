/* yizhan mq topics | groups | dead. Reads the store of a running or a stopped house. */
#include "mq/mq.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "cli/cli.h"
#include "store/audit.h"

enum { DEAD_MOST = 100 };

struct lists { const char *group; struct list topics, groups, dead; };

static enum err read_lists(struct tx *tx, void *arg)
{
  struct lists *l = arg;
  l->topics = mq_topics(tx);
  l->groups = mq_groups(tx);
  l->dead = mq_dead(tx, l->group, INT64_MAX, DEAD_MOST);
  return OK;
}

static void print_topics(struct call *call, const struct lists *l)
{
  (void)call;
  const struct mq_topic_stats *t = l->topics.items;
  printf("%-24s %10s %14s %8s\n", "TOPIC", "MESSAGES", "LAST", "DELAYED");
  for (size_t i = 0; i < l->topics.count; i++)
    printf("%-24s %10" PRId64 " %14" PRId64 " %8" PRId64 "\n", t[i].name, t[i].messages, t[i].last_id, t[i].delayed);
}

/* A number, or "-" when it is unknown. */
static const char *number(struct call *call, int64_t v)
{
  return v == NONE_I64 ? "-" : arena_printf(call->arena, "%" PRId64, v);
}

static void print_groups(struct call *call, const struct lists *l)
{
  const struct mq_group_stats *g = l->groups.items;
  printf("%-22s %-22s %-12s %-10s %8s %12s %8s %6s %s\n", "GROUP", "TOPIC", "MODE", "ORDER", "LAG", "OLDEST_MS",
      "RETRYING", "DEAD", "PAUSED");
  for (size_t i = 0; i < l->groups.count; i++)
    printf("%-22s %-22s %-12s %-10s %8s %12s %8" PRId64 " %6" PRId64 " %s\n", g[i].name, g[i].topic, g[i].mode, g[i].order,
        number(call, g[i].lag), number(call, g[i].oldest_age_ms), g[i].retrying, g[i].dead, g[i].paused ? "yes" : "no");
}

static void print_dead(struct call *call, const struct lists *l)
{
  (void)call;
  const struct mq_dead_letter *d = l->dead.items;
  printf("%-10s %-22s %-12s %-20s %8s %s\n", "ID", "GROUP", "TAG", "KEY", "ATTEMPTS", "ERROR");
  for (size_t i = 0; i < l->dead.count; i++)
    printf("%-10" PRId64 " %-22s %-12s %-20s %8" PRId64 " %s\n", d[i].id, d[i].group, d[i].tag, d[i].key,
        d[i].attempts, d[i].error);
}

static const struct actor command_line = {.kind = ACTOR_SYSTEM, .name = "command line", .request_id = ""};

struct change { const char *what; int64_t id; bool (*act)(struct tx *tx, const struct change *c); const char *action; };

static bool act_pause(struct tx *tx, const struct change *c)
{
  return mq_pause(tx, c->what, true);
}

static bool act_resume(struct tx *tx, const struct change *c)
{
  return mq_pause(tx, c->what, false);
}

static bool act_skip(struct tx *tx, const struct change *c)
{
  return mq_reset(tx, c->what, INT64_MAX);
}

static bool act_retry(struct tx *tx, const struct change *c)
{
  return mq_dead_retry(tx, c->id);
}

static bool act_discard(struct tx *tx, const struct change *c)
{
  return mq_dead_discard(tx, c->id, "by the command line");
}

static enum err run_change(struct tx *tx, void *arg)
{
  const struct change *c = arg;
  if (!c->act(tx, c))
    return tx_refuse(tx, ERR_NOT_FOUND, c->what, TXT_UNKNOWN_REFERENCE, 0);
  audit(tx, &command_line, c->action, c->what, c->id, NULL, NULL);
  return OK;
}

static int change(struct call *call, struct change *c)
{
  struct store *store = cli_store(call, false);
  if (!store)
    return 1;
  c->what = call->argv[1];
  id_parse(c->what, &c->id);
  enum err e = cli_write(call, store, run_change, c);
  store_close(store);
  if (!e)
    cli_say(call, TXT_CLI_MQ_DONE, c->what);
  return e ? 1 : 0;
}

static int show(struct call *call, void (*print)(struct call *call, const struct lists *l))
{
  struct lists lists = {.group = *call->config.group ? call->config.group : NULL};
  struct store *store = cli_store(call, false);
  enum err e = store ? cli_read(call, store, read_lists, &lists) : FAULT_STORE;
  if (!e)
    print(call, &lists);
  store_close(store);
  return e ? 1 : 0;
}

int cli_mq(struct call *call)
{
  static const struct { const char *name; void (*print)(struct call *call, const struct lists *l); } shows[] = {
      {"topics", print_topics}, {"groups", print_groups}, {"dead", print_dead}};
  static const struct { const char *name, *action; bool (*act)(struct tx *tx, const struct change *c); } changes[] = {
      {"pause", "mq.pause", act_pause}, {"resume", "mq.resume", act_resume}, {"skip", "mq.reset", act_skip},
      {"retry", "mq.retry", act_retry}, {"discard", "mq.discard", act_discard}};
  for (size_t i = 0; call->argc == 1 && i < sizeof shows / sizeof shows[0]; i++)
    if (!strcmp(call->argv[0], shows[i].name))
      return show(call, shows[i].print);
  for (size_t i = 0; call->argc == 2 && i < sizeof changes / sizeof changes[0]; i++)
    if (!strcmp(call->argv[0], changes[i].name))
      return change(call, &(struct change){.act = changes[i].act, .action = changes[i].action});
  cli_fail(call, TXT_CLI_MQ_USAGE, "");
  return 2;
}
