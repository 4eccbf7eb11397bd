/* yizhan mq topics | groups | dead. Reads the store of a running or a stopped house. */
#include "mq/mq.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "cli/cli.h"

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

int cli_mq(struct call *call)
{
  static const struct { const char *name; void (*print)(struct call *call, const struct lists *l); } verbs[] = {
      {"topics", print_topics}, {"groups", print_groups}, {"dead", print_dead}};
  struct lists lists = {.group = *call->config.group ? call->config.group : NULL};
  for (size_t i = 0; call->argc && i < sizeof verbs / sizeof verbs[0]; i++) {
    if (strcmp(call->argv[0], verbs[i].name))
      continue;
    struct store *store = cli_store(call, false);
    if (!store)
      return 1;
    enum err e = cli_read(call, store, read_lists, &lists);
    if (!e)
      verbs[i].print(call, &lists);
    store_close(store);
    return e ? 1 : 0;
  }
  cli_fail(call, TXT_CLI_MQ_USAGE, "");
  return 2;
}
