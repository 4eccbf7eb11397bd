/* Our own queue: one publisher with up to `window` messages under way, each in a transaction of its own and confirmed
 * when it is on disk; consumed by a clustering group through the pump. No booking, only messages; in the process, as
 * bookings publish theirs.
 *   bench_mq_yizhan WINDOW SECONDS DIR */
#include <pthread.h>
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

/* One message under way. */
struct place {
  char body[BENCH_BODY + 1];
  struct scope scope;
  int64_t n;
  struct place *next;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static struct place *free_places;
static int free_count;

static void on_done(void *ctx, enum err result)
{
  struct place *p = ctx;
  if (result)
    bench_die("publish", "refused");
  bench_confirm(p->n);
  arena_reset(p->scope.arena);
  pthread_mutex_lock(&lock);
  p->next = free_places;
  free_places = p;
  free_count++;
  pthread_cond_signal(&wake);
  pthread_mutex_unlock(&lock);
}

static struct place *take_place(void)
{
  pthread_mutex_lock(&lock);
  while (!free_places)
    pthread_cond_wait(&wake, &lock);
  struct place *p = free_places;
  free_places = p->next;
  free_count--;
  pthread_mutex_unlock(&lock);
  return p;
}

/* One publisher with a window, like the peers': it does not wait for a message before it sends the next. */
static void publish_all(void)
{
  struct place *places = calloc((size_t)bench.window, sizeof *places);
  if (!places)
    abort();
  for (int i = 0; i < bench.window; i++) {
    places[i] = (struct place){.scope.arena = arena_create(), .next = free_places};
    free_places = &places[i];
  }
  free_count = bench.window;
  for (struct place *p = take_place(); (p->n = bench_send(p->body)) >= 0; p = take_place())
    if (store_submit(store, publish, p->body, &p->scope, on_done, p))
      bench_die("publish", "not taken");
  pthread_mutex_lock(&lock);
  while (free_count < bench.window - 1)
    pthread_cond_wait(&wake, &lock);
  pthread_mutex_unlock(&lock);
  for (int i = 0; i < bench.window; i++)
    arena_destroy(places[i].scope.arena);
  free(places);
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
  publish_all();
  bench.published_all = true;
  wait_for_acknowledgement();
  bench_report();
  bell_close(bell);
  mq_stop(mq);
  store_close(store);
  return 0;
}
