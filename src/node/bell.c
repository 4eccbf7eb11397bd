/* nng PUB/SUB bells. Guarantee: none beyond usually arriving at once; frames of another size are passed over. */
#include "node/bell.h"

#include <nng/nng.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/pubsub0/sub.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/log.h"

enum { BUFFER = 1024, FRAME_MAX = 64 };

struct bell {
  nng_socket pub, sub;
  pthread_t thread;
  void (*on_bell)(void *ctx, uint64_t topics);
  void *ctx;
};

static void *listen_main(void *arg)
{
  struct bell *b = arg;
  uint64_t topics;
  for (;;) {
    size_t n = sizeof topics;
    int code = nng_recv(b->sub, &topics, &n, 0);
    if (code == NNG_ECLOSED)
      return NULL;
    if (code == 0 && n == sizeof topics)
      b->on_bell(b->ctx, topics);
  }
}

static int connect_sockets(struct bell *b, const char *url)
{
  int code;
  if ((code = nng_pub0_open(&b->pub)) || (code = nng_sub0_open(&b->sub)))
    return code;
  if ((code = nng_socket_set_size(b->sub, NNG_OPT_RECVMAXSZ, FRAME_MAX)) ||
      (code = nng_socket_set_int(b->sub, NNG_OPT_RECVBUF, BUFFER)) ||
      (code = nng_socket_set_int(b->pub, NNG_OPT_SENDBUF, BUFFER)) ||
      (code = nng_socket_set(b->sub, NNG_OPT_SUB_SUBSCRIBE, "", 0)))
    return code;
  if ((code = nng_listen(b->pub, url, NULL, 0)))
    return code;
  return nng_dial(b->sub, url, NULL, 0);
}

struct bell *bell_open(void (*on_bell)(void *ctx, uint64_t topics), void *ctx)
{
  char url[64];
  struct bell *b = calloc(1, sizeof *b);
  if (!b)
    return NULL;
  b->on_bell = on_bell;
  b->ctx = ctx;
  snprintf(url, sizeof url, "inproc://yizhan-%d", (int)getpid());
  int code = connect_sockets(b, url);
  if (code) {
    log_error("bell.open", "error=\"%s\"", nng_strerror(code));
    nng_close(b->pub);
    nng_close(b->sub);
    free(b);
    return NULL;
  }
  pthread_create(&b->thread, NULL, listen_main, b);
  return b;
}

void bell_ring(struct bell *b, uint64_t topics)
{
  nng_send(b->pub, &topics, sizeof topics, NNG_FLAG_NONBLOCK); /* a full buffer drops it, and the poll makes up */
}

void bell_close(struct bell *b)
{
  if (!b)
    return;
  nng_close(b->pub);
  nng_close(b->sub);
  pthread_join(b->thread, NULL);
  free(b);
}
