/* Our own queue: as many publishing threads as the window is wide, each waiting until its message is on disk; consumed
 * by a clustering group through the pump. No booking, only messages; in the process, as bookings publish theirs.
 *   bench_mq_yizhan WINDOW SECONDS DIR */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include "base/log.h"
#include "mq/mq.h"
#include "mq_bench.h"
#include "node/bell.h"

static struct store *store;
static struct bell *bell;
static struct mq *mq;

static enum mq_result on_message(struct tx *tx, const struct message *m, void *ctx)
{
  (void)tx;
  (void)ctx;
  bench_consume(m->body);
  return MQ_DONE;
}

static const struct mq_topic topics[] = {{"bench_topic"}};
static const struct mq_group groups[] = {{.name = "bench", .topic = 0, .mode = MQ_CLUSTERING, .handler = on_message}};
static const struct mq_map map = {topics, 1, groups, 1};

static enum err publish(struct tx *tx, void *body)
{
  mq_append(tx, 0, "bench", "", body, "");
  return OK;
}

/* Scheduled like the HTTP workers, which publish in the program. */
static void *publisher(void *arg)
{
  char body[BENCH_BODY + 1];
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &(struct sched_param){0});
  struct scope scope = {.arena = arena_create()};
  int64_t n;
  while ((n = bench_send(body)) >= 0) {
    if (store_write(store, publish, body, &scope))
      bench_die("publish", "refused");
    bench_confirm(n);
    arena_reset(scope.arena);
  }
  arena_destroy(scope.arena);
  return arg;
}

static void on_commit(void *ctx, uint64_t news)
{
  (void)ctx;
  bell_ring(bell, news);
}

static void on_bell(void *ctx, uint64_t news)
{
  (void)ctx;
  mq_ring(mq, news);
}

static enum err read_lag(struct tx *tx, void *arg)
{
  struct list groups_now = mq_groups(tx);
  *(int64_t *)arg = ((const struct mq_group_stats *)groups_now.items)->lag;
  return OK;
}

/* Consumed is what the handler saw; acknowledged is what the group has committed. */
static void wait_for_acknowledgement(void)
{
  struct scope scope = {.arena = arena_create()};
  int64_t lag = 1;
  while (!bench_over())
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
  while (lag && store_read(store, read_lag, &lag, &scope) == OK)
    arena_reset(scope.arena);
  arena_destroy(scope.arena);
}

int main(int argc, char **argv)
{
  if (argc != 4)
    bench_die("usage", "bench_mq_yizhan WINDOW SECONDS DIR");
  log_level(LOG_WARN);
  store = store_open(argv[3], true);
  mq = store ? mq_start(store, &map, NULL) : NULL;
  bell = mq ? bell_open(on_bell, NULL) : NULL;
  if (!bell)
    bench_die("start", "failed");
  store_on_commit(store, on_commit, NULL);
  bench_init(argv[1], argv[2]);
  pthread_t *threads = calloc((size_t)bench.window, sizeof *threads);
  for (int i = 0; i < bench.window; i++)
    pthread_create(&threads[i], NULL, publisher, NULL);
  for (int i = 0; i < bench.window; i++)
    pthread_join(threads[i], NULL);
  bench.published_all = true;
  wait_for_acknowledgement();
  bench_report();
  free(threads);
  bell_close(bell);
  mq_stop(mq);
  store_close(store);
  return 0;
}
