/* A node of the relay alone, for tests with real processes: mq_node DIR [fast] [new] opens the store there, runs the pump
 * with the map below and obeys the lines of its stdin, each with one line of answer on stdout. Effects are rows of
 * settings, "GROUP:BODY" = how often; work with an outside effect writes a line into DIR/outside.
 * `fast`: that work does not wait for the file DIR/go. `new`: there is one more group, which begins at the first message. */
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "mq/mq.h"

enum { WORK, TIMED, OUTSIDE, TOPICS, LINE = 1024, LATE_MOST = 200000 };

static struct store *store;
static struct mq *_Atomic mq; /* the writer thread looks at it while main starts */
static const char *dir;
static bool fast;
static _Atomic int64_t bells = 1, poison, clock_offset;
/* Of the timers, as their handler saw them last: a pass may run twice. */
static int64_t late_by[LATE_MOST];

static int64_t shifted_clock(void)
{
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + clock_offset;
}

static void effect(struct tx *tx, const char *group, const struct message *m)
{
  char name[96], count[24];
  snprintf(name, sizeof name, "%s:%s", group, m->body);
  snprintf(count, sizeof count, "%" PRId64, setting_i64(tx, name, 0) + 1);
  setting_put(tx, name, count);
}

static enum mq_result take_plain(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  effect(tx, "plain", m);
  return poison && !strcmp(m->key, "bad") ? MQ_RETRY : MQ_DONE;
}

static enum mq_result take_odd(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  effect(tx, "odd", m);
  return MQ_DONE;
}

static enum mq_result take_new(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  effect(tx, "new", m);
  return MQ_DONE;
}

/* The body is "NUMBER DUE_AT". */
static enum mq_result take_timed(struct tx *tx, const struct message *m, void *ctx)
{
  int64_t number = 0, due_at = 0;
  (void)ctx;
  effect(tx, "timed", m);
  if (sscanf(m->body, "%" SCNd64 " %" SCNd64, &number, &due_at) == 2 && number < LATE_MOST)
    late_by[number] = shifted_clock() - due_at;
  return MQ_DONE;
}

static bool gate_open(void)
{
  char path[LINE];
  snprintf(path, sizeof path, "%s/go", dir);
  return fast || access(path, F_OK) == 0;
}

static enum mq_result call_out(struct mq_lease *lease, const struct message *m, void *ctx)
{
  char path[LINE];
  (void)ctx;
  snprintf(path, sizeof path, "%s/outside", dir);
  FILE *f = fopen(path, "a");
  if (!f)
    abort();
  fprintf(f, "%d %s\n", (int)getpid(), m->body);
  fclose(f);
  while (!gate_open())
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  mq_lease_result(lease, "called");
  return MQ_DONE;
}

static enum mq_result record(struct tx *tx, const struct message *m, void *ctx)
{
  (void)ctx;
  effect(tx, "outside", m);
  return MQ_DONE;
}

static const struct mq_topic topics[TOPICS] = {{"work"}, {"timed"}, {"outside"}};
static const struct mq_retry soon = {.delays = "100ms 200ms 400ms 800ms 10m"};
static const struct mq_group groups[] = {
    {"plain", WORK, MQ_CLUSTERING, true, take_plain, .retry = &soon},
    {"odd", WORK, MQ_CLUSTERING, false, take_odd, .tags = "odd"},
    {"timed", TIMED, MQ_CLUSTERING, false, take_timed},
    {"outside", OUTSIDE, MQ_CLUSTERING, true, record, .work = call_out, .lease_ms = 1000, .retry = &soon},
    {"new", WORK, MQ_CLUSTERING, true, take_new}};

struct send { int topic; const char *tag, *key, *booking; int64_t from, count, keys, due_at, spread_ms; };

/* Messages from..from+count. A booking is a row of the producer's own in the same transaction. */
static enum err run_send(struct tx *tx, void *arg)
{
  const struct send *s = arg;
  for (int64_t i = s->from; i < s->from + s->count; i++) {
    int64_t due_at = s->due_at + i * s->spread_ms / LATE_MOST;
    const char *body = s->due_at ? arena_printf(tx_arena(tx), "%" PRId64 " %" PRId64, i, due_at)
                                 : arena_printf(tx_arena(tx), "%s%" PRId64, s->key, i);
    const char *key = s->keys ? arena_printf(tx_arena(tx), "%s%" PRId64, s->key, i % s->keys) : s->key;
    if (s->booking)
      setting_put(tx, arena_printf(tx_arena(tx), "%s:%s", s->booking, body), "1");
    if (s->due_at)
      mq_append_at(tx, s->topic, due_at, s->tag, key, body, "");
    else
      mq_append(tx, s->topic, strcmp(s->tag, "parity") ? s->tag : i % 2 ? "odd" : "even", key, body, "");
  }
  return OK;
}

static enum err write_tx(tx_fn fn, void *arg)
{
  struct scope scope = {.arena = arena_create()};
  enum err e = store_write(store, fn, arg, &scope);
  arena_destroy(scope.arena);
  return e;
}

static enum err read_tx(tx_fn fn, void *arg, struct scope *scope)
{
  return store_read(store, fn, arg, scope);
}

static enum err send_in_batches(struct send s, int64_t batch, bool say)
{
  int64_t end = s.from + s.count;
  enum err e = OK;
  for (; s.from < end && !e; s.from += batch) {
    s.count = s.from + batch < end ? batch : end - s.from;
    e = write_tx(run_send, &s);
    if (say && !e) {
      printf("booked %" PRId64 "\n", s.from);
      fflush(stdout);
    }
  }
  return e;
}

struct numbers { struct list groups; int64_t counted[8][4]; };
enum { LAG, IN_FLIGHT, RETRYING, DEAD };

/* Every message of the log with its fate in each group, against the numbers of the same snapshot. */
static enum err run_recount(struct tx *tx, void *arg)
{
  struct numbers *n = arg;
  struct mq_search all = {0};
  n->groups = mq_groups(tx);
  const struct mq_group_stats *g = n->groups.items;
  int64_t next = INT64_MAX;
  while (next) {
    struct list page = {0};
    mq_messages(tx, &all, next, 100, &page, &next);
    for (size_t i = 0; i < page.count; i++) {
      struct mq_record r;
      mq_message(tx, ((struct mq_record *)page.items)[i].id, &r);
      for (size_t f = 0; f < r.fates.count; f++) {
        const struct mq_fate *fate = &((struct mq_fate *)r.fates.items)[f];
        size_t at = 0;
        while (strcmp(g[at].name, fate->group))
          at++;
        int64_t *c = n->counted[at];
        c[LAG] += !strcmp(fate->state, "pending") || !strcmp(fate->state, "waiting");
        c[IN_FLIGHT] += !strcmp(fate->state, "leased");
        c[RETRYING] += !strcmp(fate->state, "retry");
        c[DEAD] += !strcmp(fate->state, "dead");
      }
    }
  }
  return OK;
}

static enum err run_numbers(struct tx *tx, void *arg)
{
  ((struct numbers *)arg)->groups = mq_groups(tx);
  return OK;
}

/* "GROUP lag in_flight retrying dead[ and the four again, recounted];" for each group. */
static void print_numbers(bool recount)
{
  struct numbers n = {0};
  struct scope scope = {.arena = arena_create()};
  enum err e = read_tx(recount ? run_recount : run_numbers, &n, &scope);
  const struct mq_group_stats *g = n.groups.items;
  for (size_t i = 0; i < n.groups.count && !e; i++) {
    printf("%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, g[i].name, g[i].lag, g[i].in_flight, g[i].retrying, g[i].dead);
    for (int k = 0; recount && k < 4; k++)
      printf(" %" PRId64, n.counted[i][k]);
    printf(";");
  }
  puts(e ? err_code(e) : "");
  arena_destroy(scope.arena);
}

static int by_size(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* "p50 p99 max" of the first n timers, in milliseconds. */
static void print_lateness(int64_t n)
{
  qsort(late_by, (size_t)n, sizeof late_by[0], by_size);
  printf("%" PRId64 " %" PRId64 " %" PRId64 "\n", late_by[n / 2], late_by[n * 99 / 100], late_by[n - 1]);
}

struct reset { const char *group; int64_t at; };

static enum err run_reset(struct tx *tx, void *arg)
{
  struct reset *r = arg;
  const char *told;
  return mq_reset(tx, r->group, r->at, &told) ? OK : ERR_NOT_FOUND;
}

static enum err set(_Atomic int64_t *what, int64_t v)
{
  *what = v;
  return OK;
}

static void answer(enum err e)
{
  puts(err_code(e));
}

/* The words of a line; see tests/mq/test_relay.py for who sends them. */
static void obey(char *words[8], int count)
{
  int64_t n[8] = {0};
  for (int i = 1; i < count; i++)
    n[i] = strtoll(words[i], NULL, 10);
  const char *verb = words[0];
  if (!strcmp(verb, "send") && count == 6) /* topic tag key count keys */
    answer(send_in_batches((struct send){.topic = (int)n[1], .tag = words[2], .key = words[3], .count = n[4], .keys = n[5]},
        100, false));
  else if (!strcmp(verb, "book") && count == 3) /* from count */
    answer(send_in_batches((struct send){.topic = WORK, .tag = "t", .key = "b", .booking = "booking", .from = n[1],
                               .count = n[2]}, 1, true));
  else if (!strcmp(verb, "timers") && count == 4) /* count due_in_ms spread_ms */
    answer(send_in_batches((struct send){.topic = TIMED, .tag = "t", .key = "k", .count = n[1],
                               .due_at = shifted_clock() + n[2], .spread_ms = n[3] * LATE_MOST / n[1]}, 1000, false));
  else if (!strcmp(verb, "numbers"))
    print_numbers(false);
  else if (!strcmp(verb, "recount"))
    print_numbers(true);
  else if (!strcmp(verb, "late") && count == 2)
    print_lateness(n[1]);
  else if (!strcmp(verb, "reset") && count == 3)
    answer(write_tx(run_reset, &(struct reset){words[1], n[2]}));
  else if (!strcmp(verb, "clock") && count == 2)
    answer(set(&clock_offset, n[1]));
  else if (!strcmp(verb, "bells") && count == 2)
    answer(set(&bells, n[1]));
  else if (!strcmp(verb, "poison") && count == 2)
    answer(set(&poison, n[1]));
  else
    puts("what?");
}

static void on_commit(void *ctx, uint64_t bits)
{
  (void)ctx;
  if (bells && mq)
    mq_ring(mq, bits);
}

int main(int argc, char **argv)
{
  char line[LINE];
  bool with_new = false;
  for (int i = 2; i < argc; i++) {
    fast |= !strcmp(argv[i], "fast");
    with_new |= !strcmp(argv[i], "new");
  }
  dir = argc > 1 ? argv[1] : ".";
  signal(SIGXFSZ, SIG_IGN); /* so that a full disk is an error of write */
  clock_set(shifted_clock);
  store = store_open(dir, true);
  if (!store)
    return 1;
  store_on_commit(store, on_commit, NULL);
  struct mq_map map = {topics, TOPICS, groups, sizeof groups / sizeof groups[0] - !with_new};
  mq = mq_start(store, &map, NULL);
  puts(mq ? "ready" : "failed");
  fflush(stdout);
  while (mq && fgets(line, sizeof line, stdin)) {
    char *words[8], *rest = line;
    int count = 0;
    while (count < 8 && (words[count] = strtok_r(rest, " \n", &rest)))
      count++;
    if (count)
      obey(words, count);
    fflush(stdout);
  }
  mq_stop(mq);
  store_close(store);
  return mq ? 0 : 1;
}
