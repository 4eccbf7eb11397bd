/* RabbitMQ: persistent messages to a durable queue with publisher confirms, up to the window unconfirmed; a consumer
 * that acknowledges each, on a connection of its own.
 *   bench_mq_rabbit WINDOW SECONDS PORT */
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include "mq_bench.h"

static const char *port;

static void check(amqp_connection_state_t c, const char *what)
{
  if (amqp_get_rpc_reply(c).reply_type != AMQP_RESPONSE_NORMAL)
    bench_die("rabbitmq", what);
}

static amqp_connection_state_t connect_to(void)
{
  amqp_connection_state_t c = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(c);
  if (!socket || amqp_socket_open(socket, "127.0.0.1", atoi(port)))
    bench_die("rabbitmq", "connection refused");
  if (amqp_login(c, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest").reply_type != AMQP_RESPONSE_NORMAL)
    bench_die("rabbitmq", "login");
  amqp_channel_open(c, 1);
  check(c, "channel");
  return c;
}

static void *consumer(void *arg)
{
  amqp_connection_state_t c = connect_to();
  amqp_basic_qos(c, 1, 0, 256, 0);
  check(c, "qos");
  amqp_basic_consume(c, 1, amqp_cstring_bytes("bench"), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  check(c, "consume");
  while (!bench_over()) {
    amqp_envelope_t e;
    amqp_maybe_release_buffers(c);
    if (amqp_consume_message(c, &e, &(struct timeval){.tv_usec = 100000}, 0).reply_type != AMQP_RESPONSE_NORMAL)
      continue;
    char body[BENCH_BODY + 1] = {0};
    memcpy(body, e.message.body.bytes, e.message.body.len < BENCH_BODY ? e.message.body.len : BENCH_BODY);
    amqp_basic_ack(c, 1, e.delivery_tag, 0);
    bench_consume(body);
    amqp_destroy_envelope(&e);
  }
  amqp_connection_close(c, AMQP_REPLY_SUCCESS);
  return arg;
}

/* Waits for one confirm, which may stand for several; how many are confirmed now. */
static int64_t take_confirm(amqp_connection_state_t c, int64_t confirmed)
{
  amqp_frame_t frame;
  amqp_maybe_release_buffers(c);
  if (amqp_simple_wait_frame(c, &frame) != AMQP_STATUS_OK || frame.frame_type != AMQP_FRAME_METHOD ||
      frame.payload.method.id != AMQP_BASIC_ACK_METHOD)
    bench_die("rabbitmq", "expected a confirm");
  const amqp_basic_ack_t *ack = frame.payload.method.decoded;
  int64_t tag = (int64_t)ack->delivery_tag;
  for (int64_t i = ack->multiple ? confirmed : tag - 1; i < tag; i++)
    bench_confirm(i);
  return ack->multiple ? tag : confirmed + 1;
}

static void publish(amqp_connection_state_t c, const char *body)
{
  static const amqp_basic_properties_t persistent = {._flags = AMQP_BASIC_DELIVERY_MODE_FLAG, .delivery_mode = 2};
  amqp_bytes_t bytes = {BENCH_BODY, (void *)body};
  if (amqp_basic_publish(c, 1, amqp_empty_bytes, amqp_cstring_bytes("bench"), 0, 0, &persistent, bytes))
    bench_die("rabbitmq", "publish");
}

int main(int argc, char **argv)
{
  char body[BENCH_BODY + 1];
  pthread_t thread;
  if (argc != 4)
    bench_die("usage", "bench_mq_rabbit WINDOW SECONDS PORT");
  port = argv[3];
  amqp_connection_state_t c = connect_to();
  amqp_queue_declare(c, 1, amqp_cstring_bytes("bench"), 0, 1, 0, 0, amqp_empty_table);
  check(c, "queue");
  amqp_queue_purge(c, 1, amqp_cstring_bytes("bench"));
  check(c, "purge");
  amqp_confirm_select(c, 1);
  check(c, "confirm");
  pthread_create(&thread, NULL, consumer, NULL);
  bench_init(argv[1], argv[2]);
  int64_t confirmed = 0;
  for (bool more = true; more || confirmed < bench.next;) {
    while (more && bench.next - confirmed < bench.window && (more = bench_send(body) >= 0))
      publish(c, body);
    if (confirmed < bench.next)
      confirmed = take_confirm(c, confirmed);
  }
  bench.published_all = true;
  pthread_join(thread, NULL);
  bench_report();
  amqp_connection_close(c, AMQP_REPLY_SUCCESS);
  return 0;
}
