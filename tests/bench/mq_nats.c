/* NATS JetStream: a stream in files; published one by one (window 1) or asynchronously up to the window; a durable
 * consumer that acknowledges each. The client does not tell when an asynchronous publish was confirmed.
 *   bench_mq_nats WINDOW SECONDS PORT */
#include <nats/nats.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "mq_bench.h"

static char url[64];

static void check(natsStatus s, const char *what)
{
  if (s != NATS_OK)
    bench_die(what, natsStatus_GetText(s));
}

static void *consumer(void *arg)
{
  natsConnection *c;
  jsCtx *js;
  natsSubscription *sub;
  check(natsConnection_ConnectTo(&c, url), "connect");
  check(natsConnection_JetStream(&js, c, NULL), "jetstream");
  jsSubOptions o;
  jsSubOptions_Init(&o);
  o.Config.AckPolicy = js_AckExplicit;
  o.Config.MaxAckPending = 1024;
  check(js_SubscribeSync(&sub, js, "bench", NULL, &o, NULL), "subscribe");
  while (!bench_over()) {
    natsMsg *m;
    if (natsSubscription_NextMsg(&m, sub, 100) != NATS_OK)
      continue;
    check(natsMsg_Ack(m, NULL), "ack");
    bench_consume(natsMsg_GetData(m));
    natsMsg_Destroy(m);
  }
  natsConnection_Flush(c);
  natsSubscription_Destroy(sub);
  jsCtx_Destroy(js);
  natsConnection_Destroy(c);
  return arg;
}

static void publish_one(jsCtx *js, const char *body, int64_t n)
{
  if (bench.window > 1) {
    check(js_PublishAsync(js, "bench", body, BENCH_BODY, NULL), "publish");
    return;
  }
  check(js_Publish(NULL, js, "bench", body, BENCH_BODY, NULL, NULL), "publish");
  bench_confirm(n);
}

int main(int argc, char **argv)
{
  char body[BENCH_BODY + 1];
  const char *subjects[] = {"bench"};
  pthread_t thread;
  natsConnection *c;
  jsCtx *js;
  jsOptions o;
  jsStreamConfig stream;
  if (argc != 4)
    bench_die("usage", "bench_mq_nats WINDOW SECONDS PORT");
  snprintf(url, sizeof url, "nats://127.0.0.1:%s", argv[3]);
  check(natsConnection_ConnectTo(&c, url), "connect");
  jsOptions_Init(&o);
  bench_init(argv[1], argv[2]);
  o.PublishAsync.MaxPending = bench.window;
  check(natsConnection_JetStream(&js, c, &o), "jetstream");
  js_DeleteStream(js, "bench", NULL, NULL);
  jsStreamConfig_Init(&stream);
  stream.Name = "bench";
  stream.Subjects = subjects;
  stream.SubjectsLen = 1;
  stream.Storage = js_FileStorage;
  check(js_AddStream(NULL, js, &stream, NULL, NULL), "stream");
  pthread_create(&thread, NULL, consumer, NULL);
  for (int64_t n; (n = bench_send(body)) >= 0;)
    publish_one(js, body, n);
  check(js_PublishAsyncComplete(js, NULL), "publish");
  bench.published_all = true;
  pthread_join(thread, NULL);
  bench_report();
  jsCtx_Destroy(js);
  natsConnection_Destroy(c);
  nats_Close();
  return 0;
}
