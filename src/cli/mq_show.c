/* yizhan mq: the words that only look, each at one snapshot of a running or a stopped house. */
#include "mq/mq.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/date.h"
#include "base/id.h"
#include "cli/cli.h"

enum { MOST = 100 };

struct look {
  struct call *call;
  int64_t id;
  void (*print)(struct tx *tx, const struct look *l);
};

/* A number, or "-" when it is unknown. */
static const char *number(struct tx *tx, int64_t v)
{
  return v == NONE_I64 ? "-" : arena_printf(tx_arena(tx), "%" PRId64, v);
}

static const char *instant(struct tx *tx, int64_t ms)
{
  char *out = arena_alloc(tx_arena(tx), INSTANT_TEXT);
  if (ms)
    instant_format(ms, out);
  return ms ? out : "-";
}

static const char *given(const char *option)
{
  return *option ? option : NULL;
}

static void print_topics(struct tx *tx, const struct look *l)
{
  (void)l;
  struct list topics = mq_topics(tx);
  const struct mq_topic_stats *t = topics.items;
  printf("%-24s %10s %12s %14s %8s %10s %10s\n", "TOPIC", "MESSAGES", "BYTES", "LAST", "DELAYED", "PER_S_MIN", "PER_S_HOUR");
  for (size_t i = 0; i < topics.count; i++)
    printf("%-24s %10" PRId64 " %12" PRId64 " %14" PRId64 " %8" PRId64 " %10.2f %10.2f\n", t[i].name, t[i].messages,
        t[i].bytes, t[i].last_id, t[i].delayed, t[i].per_second_minute, t[i].per_second_hour);
}

static void print_groups(struct tx *tx, const struct look *l)
{
  (void)l;
  struct list groups = mq_groups(tx);
  const struct mq_group_stats *g = groups.items;
  printf("%-22s %-22s %-12s %-10s %8s %12s %9s %8s %6s %s\n", "GROUP", "TOPIC", "MODE", "ORDER", "LAG", "OLDEST_MS",
      "IN_FLIGHT", "RETRYING", "DEAD", "PAUSED");
  for (size_t i = 0; i < groups.count; i++)
    printf("%-22s %-22s %-12s %-10s %8s %12s %9" PRId64 " %8" PRId64 " %6" PRId64 " %s\n", g[i].name, g[i].topic,
        g[i].mode, g[i].order, number(tx, g[i].lag), number(tx, g[i].oldest_age_ms), g[i].in_flight, g[i].retrying,
        g[i].dead, g[i].paused ? "yes" : "no");
}

static void print_schedules(struct tx *tx, const struct look *l)
{
  (void)l;
  struct list schedules = mq_schedules(tx);
  const struct mq_schedule *s = schedules.items;
  printf("%-20s %-22s %-18s %-20s %-24s %s\n", "SCHEDULE", "TOPIC", "CRON", "ZONE", "NEXT", "LAST");
  for (size_t i = 0; i < schedules.count; i++)
    printf("%-20s %-22s %-18s %-20s %-24s %s\n", s[i].name, s[i].topic, s[i].cron, s[i].zone, instant(tx, s[i].next_at),
        instant(tx, s[i].last_at));
}

static void print_messages(struct tx *tx, const struct look *l)
{
  struct mq_search search = {given(l->call->config.topic), given(l->call->config.key), 0, 0};
  int64_t next = INT64_MAX;
  struct list found = {0};
  while (next && !found.count && mq_messages(tx, &search, next, MOST, &found, &next) == OK)
    ;
  const struct mq_record *m = found.items;
  printf("%-10s %-24s %-22s %-16s %-20s %s\n", "ID", "BORN", "TOPIC", "TAG", "KEY", "BODY");
  for (size_t i = 0; i < found.count; i++)
    printf("%-10" PRId64 " %-24s %-22s %-16s %-20s %s%s%s\n", m[i].id, instant(tx, m[i].born_at), m[i].topic, m[i].tag, m[i].key,
        m[i].body, m[i].due_at ? " delayed until " : "", m[i].due_at ? instant(tx, m[i].due_at) : "");
}

static void print_attempts(struct tx *tx, const struct list *made)
{
  const struct mq_attempt *a = made->items;
  for (size_t i = 0; i < made->count; i++)
    printf("  attempt %" PRId64 " at %s on %s: %s\n", a[i].attempt, instant(tx, a[i].at), a[i].node,
        *a[i].error ? a[i].error : "ok");
}

static void print_message(struct tx *tx, const struct look *l)
{
  struct mq_record m;
  if (!mq_message(tx, l->id, &m)) {
    tx_refuse(tx, ERR_NOT_FOUND, l->call->argv[1], TXT_UNKNOWN_REFERENCE, 0);
    return;
  }
  printf("%" PRId64 " %s %s tag=%s key=%s trace=%s\n%s\n", m.id, m.topic, instant(tx, m.born_at), m.tag, m.key, m.trace,
      m.body);
  const struct mq_fate *f = m.fates.items;
  for (size_t i = 0; i < m.fates.count; i++) {
    printf("%s: %s%s%s%s%s\n", f[i].group, f[i].state, *f[i].error ? ": " : "", f[i].error, f[i].note && *f[i].note ? "; " : "",
        f[i].note ? f[i].note : "");
    print_attempts(tx, &f[i].made);
  }
}

static void print_dead(struct tx *tx, const struct look *l)
{
  struct list letters = mq_dead(tx, given(l->call->config.group), INT64_MAX, MOST);
  const struct mq_dead_letter *d = letters.items;
  printf("%-10s %-22s %-12s %-20s %8s %s\n", "ID", "GROUP", "TAG", "KEY", "ATTEMPTS", "ERROR");
  for (size_t i = 0; i < letters.count && i < MOST; i++)
    printf("%-10" PRId64 " %-22s %-12s %-20s %8" PRId64 " %s\n", d[i].id, d[i].group, d[i].tag, d[i].key, d[i].attempts,
        d[i].error);
}

static void print_letter(struct tx *tx, const struct look *l)
{
  struct mq_dead_letter d;
  if (!mq_dead_letter(tx, l->id, &d)) {
    tx_refuse(tx, ERR_NOT_FOUND, l->call->argv[1], TXT_UNKNOWN_REFERENCE, 0);
    return;
  }
  printf("%" PRId64 " %s message=%" PRId64 " tag=%s key=%s %s: %s%s%s\n%s\n", d.id, d.group, d.message_id, d.tag, d.key,
      d.state, d.error, *d.note ? "; " : "", d.note, d.body);
  print_attempts(tx, &d.made);
}

static enum err run_look(struct tx *tx, void *arg)
{
  const struct look *l = arg;
  l->print(tx, l);
  return tx_problem(tx)->code;
}

int cli_mq_show(struct call *call)
{
  static const struct { const char *name; int words; void (*print)(struct tx *tx, const struct look *l); } looks[] = {
      {"topics", 0, print_topics}, {"groups", 0, print_groups}, {"schedules", 0, print_schedules},
      {"messages", 0, print_messages}, {"message", 1, print_message}, {"dead", 0, print_dead}, {"dead", 1, print_letter}};
  struct look l = {.call = call};
  for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
    if (call->argc == looks[i].words + 1 && !strcmp(call->argv[0], looks[i].name))
      l.print = looks[i].print;
  if (!l.print)
    return -1;
  if (call->argc > 1)
    id_parse(call->argv[1], &l.id);
  struct store *store = cli_store(call, false);
  enum err e = store ? cli_read(call, store, run_look, &l) : FAULT_STORE;
  store_close(store);
  return e ? 1 : 0;
}
