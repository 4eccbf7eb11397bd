/* Redis Streams: XADD pipelined up to the window, XREADGROUP and XACK on a connection of their own.
 *   bench_mq_redis WINDOW SECONDS PORT */
#include <hiredis/hiredis.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "mq_bench.h"

static redisContext *connect_to(const char *port)
{
  redisContext *c = redisConnect("127.0.0.1", atoi(port));
  if (!c || c->err)
    bench_die("redis", c ? c->errstr : "memory");
  return c;
}

static redisReply *checked(redisReply *r)
{
  if (!r || r->type == REDIS_REPLY_ERROR)
    bench_die("redis", r ? r->str : "connection lost");
  return r;
}

static void acknowledge(redisContext *c, const redisReply *entries)
{
  const char *argv[260] = {"XACK", "bench", "group"};
  int n = 3;
  for (size_t i = 0; i < entries->elements; i++) {
    const redisReply *entry = entries->element[i];
    bench_consume(entry->element[1]->element[1]->str);
    argv[n++] = entry->element[0]->str;
  }
  freeReplyObject(checked(redisCommandArgv(c, n, argv, NULL)));
}

static void *consumer(void *port)
{
  redisContext *c = connect_to(port);
  while (!bench_over()) {
    redisReply *r = checked(redisCommand(c, "XREADGROUP GROUP group one COUNT 256 BLOCK 100 STREAMS bench >"));
    if (r->type == REDIS_REPLY_ARRAY && r->elements)
      acknowledge(c, r->element[0]->element[1]);
    freeReplyObject(r);
  }
  redisFree(c);
  return NULL;
}

/* Takes what has arrived, waiting for one reply at least. */
static int take_confirms(redisContext *c, int64_t *first)
{
  int n = 0;
  void *r = NULL;
  if (redisGetReply(c, &r) != REDIS_OK)
    bench_die("redis", c->errstr);
  do {
    freeReplyObject(checked(r));
    bench_confirm((*first)++);
    n++;
    r = NULL;
  } while (redisReaderGetReply(c->reader, &r) == REDIS_OK && r);
  return n;
}

int main(int argc, char **argv)
{
  char body[BENCH_BODY + 1];
  pthread_t thread;
  if (argc != 4)
    bench_die("usage", "bench_mq_redis WINDOW SECONDS PORT");
  redisContext *c = connect_to(argv[3]);
  freeReplyObject(checked(redisCommand(c, "DEL bench")));
  freeReplyObject(checked(redisCommand(c, "XGROUP CREATE bench group $ MKSTREAM")));
  bench_init(argv[1], argv[2]);
  pthread_create(&thread, NULL, consumer, argv[3]);
  int64_t first = 0;
  int open = 0;
  for (bool more = true; more || open;) {
    while (more && open < bench.window && (more = bench_send(body) >= 0)) {
      redisAppendCommand(c, "XADD bench * b %b", body, (size_t)BENCH_BODY);
      open++;
    }
    if (open)
      open -= take_confirms(c, &first);
  }
  bench.published_all = true;
  pthread_join(thread, NULL);
  bench_report();
  redisFree(c);
  return 0;
}
