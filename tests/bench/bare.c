/* Bare civetweb: a constant answer from begin_request in one write, with the thread count and body size given.
 *   bench_bare PORT THREADS BYTES */
#include <civetweb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char reply[8192];
static size_t reply_len;

static int begin(struct mg_connection *c)
{
  mg_write(c, reply, reply_len);
  return 200;
}

int main(int argc, char **argv)
{
  if (argc != 4)
    return 2;
  const char *options[] = {"listening_ports", argv[1], "num_threads", argv[2], "enable_keep_alive", "yes",
      "keep_alive_timeout_ms", "2000", "request_timeout_ms", "5000", "connection_queue", "1024", "listen_backlog", "1024",
      "tcp_nodelay", "1", NULL};
  struct mg_callbacks callbacks = {.begin_request = begin};
  int bytes = atoi(argv[3]);
  int n = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", bytes);
  memset(reply + n, 'x', (size_t)bytes);
  reply_len = (size_t)(n + bytes);
  mg_init_library(0);
  if (!mg_start(&callbacks, NULL, options))
    return 1;
  pause();
  return 0;
}
