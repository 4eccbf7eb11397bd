/* A relay on a real store and a clock that the test moves: see relay.h. */
#include "relay.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct mq_topic topics[NEWS + 1] = {{"news"}};

atomic_int handled, failing;
char seen[SEEN][32];

enum mq_result take(struct tx *tx, const struct message *m, void *ctx)
{
  char name[64], count[24];
  (void)ctx;
  snprintf(name, sizeof name, "effect:%s", m->body);
  snprintf(count, sizeof count, "%lld", (long long)setting_i64(tx, name, 0) + 1);
  setting_put(tx, name, count);
  if (failing)
    return failing == 2 ? MQ_DEAD : MQ_RETRY;
  snprintf(seen[handled % SEEN], sizeof seen[0], "%s", m->body);
  handled++;
  return MQ_DONE;
}

void start(struct house *h, const struct mq_group *groups, size_t count)
{
  h->map = (struct mq_map){topics, 1, groups, count};
  h->mq = mq_start(h->store, &h->map, NULL);
}

struct house open_house(void)
{
  test_clock_at(START);
  handled = failing = 0;
  return (struct house){.store = test_store()};
}

void close_house(struct house *h)
{
  mq_stop(h->mq);
  store_close(h->store);
  test_clock_real();
}

struct send { const char *tag, *key, *body; };

static enum err run_send(struct tx *tx, void *arg)
{
  struct send *s = arg;
  mq_append(tx, NEWS, s->tag, s->key, s->body, "");
  return OK;
}

void send(struct house *h, const char *tag, const char *key, const char *body)
{
  struct send s = {tag, key, body};
  EQUAL(test_write(h->store, run_send, &s), OK);
  if (h->mq)
    mq_ring(h->mq, 1u << NEWS);
}

struct look { struct mq_group_stats groups[8]; const char *name; int64_t value; };

static enum err run_look(struct tx *tx, void *arg)
{
  struct look *l = arg;
  struct list groups = mq_groups(tx);
  memcpy(l->groups, groups.items, sizeof l->groups[0] * groups.count);
  l->value = l->name ? setting_i64(tx, l->name, 0) : 0;
  return OK;
}

struct mq_group_stats stats_of(struct house *h, int group)
{
  struct look l = {.name = NULL};
  test_read(h->store, run_look, &l);
  return l.groups[group];
}

int64_t effect(struct house *h, const char *name)
{
  struct look l = {.name = name};
  test_read(h->store, run_look, &l);
  return l.value;
}

static bool is_calm(void *arg)
{
  struct mq_group_stats s = stats_of(arg, 0);
  return !s.lag && !s.in_flight;
}

void settle(struct house *h)
{
  CHECK(test_eventually(is_calm, h));
}

static bool reached(void *arg)
{
  return handled >= *(int *)arg;
}

void wait_for(int n)
{
  CHECK(test_eventually(reached, &n));
}

struct failures { struct mq *mq; int wanted; };

static bool failed(void *arg)
{
  static const char counter[] = "yizhan_mq_failed_total{group=";
  const struct failures *f = arg;
  struct arena *a = arena_create();
  struct buf text;
  int count = 0;
  buf_init(&text, a);
  mq_metrics(f->mq, &text);
  buf_lit(&text, "\0");
  const char *at = strstr(text.data, counter);
  CHECK(at && sscanf(strchr(at, '}'), "} %d", &count) == 1);
  arena_destroy(a);
  return count == f->wanted;
}

void wait_for_failures(struct house *h, int n)
{
  struct failures f = {h->mq, n};
  CHECK(test_eventually(failed, &f));
}

void let_pass(void)
{
  nanosleep(&(struct timespec){.tv_nsec = 60000000}, NULL);
}
