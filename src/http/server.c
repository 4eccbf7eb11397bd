/* The civetweb adapter: the only file that calls mg_*. Guarantee: every request is answered from begin_request, so
 * civetweb never looks for a file; after a refusal by the guard the connection is closed and nothing behind it is
 * read as a request. Runs on civetweb's worker threads, one per connection. */
#include <civetweb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/arena_pool.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/address.h"
#include "http/connections.h"
#include "http/internal.h"
#include "limits.h"

enum { ONE_WRITE = 64 * 1024, HEAD_ROOM = 1024, DRAIN_BYTES = 8 * 1024 * 1024, DRAIN_MS = 3000, DRAIN_PIECE = 4096,
  OTHER_FILES = 128 /* the store's, the bells', the log's */ };

struct server {
  struct mg_context *context;
  struct connections *connections;
  int port;
};

/* What a worker thread keeps between requests. */
struct worker {
  const char *buffer; /* where civetweb's receive buffer begins, as far as seen */
  bool refused;       /* the connection's last request, by on_error */
  bool served;        /* a request of the connection before this one */
  int64_t began_ms;   /* when it began to wait for the request that comes, clock_mono_ms */
};

/* A batch thread does not push another from the processor when it wakes (sched(7)): the writer wakes many at once, and
 * would have to wait for each of them. */
static void *thread_begin(const struct mg_context *context, int type)
{
  (void)context;
  if (type != 1)
    return NULL;
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &(struct sched_param){0});
  return calloc(1, sizeof(struct worker));
}

static void thread_end(const struct mg_context *context, int type, void *pointer)
{
  (void)context;
  (void)type;
  free(pointer);
}

static int on_open(const struct mg_connection *c, void **data)
{
  struct http *h = mg_get_user_data(mg_get_context(c));
  struct worker *worker = mg_get_thread_pointer(c);
  *data = NULL;
  if (worker) {
    worker->refused = worker->served = false;
    worker->began_ms = clock_mono_ms();
  }
  connections_opened(h->server->connections);
  return 0;
}

static int on_log(const struct mg_connection *c, const char *message)
{
  (void)c;
  log_warn("http.civetweb", "message=\"%s\"", message);
  return 1;
}

static int wire_read(void *connection, void *p, size_t n)
{
  return mg_read(connection, p, n);
}

static bool wire_write(void *connection, const void *p, size_t n)
{
  return mg_write(connection, p, n) == (int)n;
}

static void wire_proceed(void *connection)
{
  static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
  mg_write(connection, interim, sizeof interim - 1);
}

static void wire_deadline(void *connection, int64_t ms)
{
  struct http *h = mg_get_user_data(mg_get_context(connection));
  connections_deadline(h->server->connections, mg_get_user_connection_data(connection), ms);
}

/* True when the list in a Connection header has the option. */
static bool has_option(const char *list, const char *option)
{
  size_t n = strlen(option);
  while (*list) {
    list += strspn(list, " \t,");
    size_t m = strcspn(list, " \t,");
    if (m == n && !strncasecmp(list, option, n))
      return true;
    list += m;
  }
  return false;
}

/* What civetweb will do by itself; our Connection header must say the same. */
static bool client_keeps(const struct head *head)
{
  const char *connection = guard_header(head, "Connection");
  if (!connection)
    return !strcmp(head->version, "1.1");
  return has_option(connection, "keep-alive") && !has_option(connection, "upgrade") && !has_option(connection, "close");
}

/* Reads on for a while after a refusal, so that a client still sending sees the answer instead of a reset. */
static void drain(const struct wire *w)
{
  char piece[DRAIN_PIECE];
  int64_t until = clock_mono_ms() + DRAIN_MS;
  int64_t left = w->framing.chunked || w->framing.length > DRAIN_BYTES ? 0 : w->framing.length;
  while (left > 0 && clock_mono_ms() < until) {
    int n = mg_read(w->connection, piece, left < DRAIN_PIECE ? (size_t)left : DRAIN_PIECE);
    if (n <= 0)
      return;
    left -= n;
  }
}

static bool send_reply(struct exchange *x, bool keep)
{
  struct buf out;
  size_t body = reply_body_len(x);
  bool whole = body <= ONE_WRITE;
  buf_init(&out, x->req.scope.arena);
  buf_reserve(&out, HEAD_ROOM + (whole ? body : 0));
  reply_head(x, keep, &out);
  if (body && whole)
    buf_put(&out, x->reply.body, body);
  bool sent = mg_write(x->wire->connection, out.data, out.len) == (int)out.len;
  if (sent && !whole)
    sent = mg_write(x->wire->connection, x->reply.body, body) == (int)body;
  if (x->reply.release)
    x->reply.release(x->reply.owner);
  x->reply.release = NULL;
  return sent;
}

/* A stream is no request in hand: stopping does not wait for it. */
static void serve_stream(struct exchange *x, bool sent)
{
  x->http->in_flight--;
  if (sent && x->reply.next && strcmp(x->wire->head.method, "HEAD"))
    stream_run(x);
  stream_leave(x);
  x->http->in_flight++;
}

/* Sends the reply and leaves the connection in a state from which the next request can be read, or closes it. */
static void finish(struct exchange *x)
{
  const struct wire *w = x->wire;
  bool unread = !x->body_read && (w->framing.length > 0 || w->framing.chunked);
  bool discardable = !unread || (!w->framing.chunked && !w->framing.expects && w->framing.length <= LIMIT_BODY);
  bool keep = !x->close && discardable && !x->http->stopping && client_keeps(&w->head);
  bool sent = send_reply(x, keep);
  exchange_log(x, reply_body_len(x));
  if (x->place)
    serve_stream(x, sent);
  bool drains = !keep && sent && unread && !x->close;
  wire_deadline(w->connection, unread ? DRAIN_MS : 0);
  if (keep && sent)
    return;
  mg_disable_keep_alive(w->connection);
  if (drains)
    drain(w);
}

/* civetweb skips white space before a request but counts its length from where the buffer begins, so that it would
 * read on in bytes of an earlier connection: only a request at the very beginning is taken. */
static bool at_beginning(struct worker *w, const char *method)
{
  if (!w->buffer || method < w->buffer)
    w->buffer = method;
  return method == w->buffer && (uintptr_t)method % 16 == 0;
}

static enum err admit(struct worker *worker, struct http *h, struct wire *w, struct problem *p)
{
  struct mg_connection *c = w->connection;
  bool over = false;
  if (!mg_get_user_connection_data(c))
    mg_set_user_connection_data(c, connections_enter(h->server->connections, w->peer, w->port, &over));
  if (!at_beginning(worker, w->head.method))
    return refuse(p, ERR_BAD_REQUEST, "request", TXT_HEAD_BLANK, 0);
  if (!guard_whole(&w->head))
    return refuse(p, ERR_BAD_REQUEST, "header", TXT_HEAD_LINE, 0);
  if (!guard_origin_form(&w->head))
    return refuse(p, ERR_BAD_REQUEST, "Host", TXT_HEAD_HOST_DIFFERS, 0);
  enum err e = guard_check(&w->head, &w->framing, p);
  if (e)
    return e;
  if (h->stopping || arena_short())
    return FAULT_BUSY;
  return over ? refuse(p, ERR_RATE_LIMITED, "connections", TXT_CONNECTIONS, 0) : OK;
}

static void answer(struct worker *worker, struct http *h, struct wire *w, struct arena *a)
{
  struct exchange *x = arena_new(a, struct exchange);
  *x = (struct exchange){.http = h, .wire = w, .req.scope.arena = a};
  enum err e = admit(worker, h, w, &x->req.scope.problem);
  if (e) {
    if (e != FAULT_BUSY)
      metrics_guard_refused(h->metrics);
    exchange_refuse(x, e);
  } else {
    exchange_run(x);
  }
  finish(x);
}

static struct wire wire_of(struct mg_connection *c, const char *query, struct arena *a)
{
  const struct mg_request_info *info = mg_get_request_info(c);
  size_t n = info->num_headers > 0 ? (size_t)info->num_headers : 0;
  struct header *headers = arena_raw(a, n * sizeof *headers);
  for (size_t i = 0; i < n; i++)
    headers[i] = (struct header){info->http_headers[i].name, info->http_headers[i].value};
  return (struct wire){
      .head = {info->request_method, info->request_uri, query, info->http_version, headers, n},
      .peer = address_plain(info->remote_addr),
      .port = info->remote_port,
      .local = address_is_loopback(info->remote_addr),
      .connection = c,
      .read = wire_read,
      .write = wire_write,
      .proceed = wire_proceed,
      .deadline = wire_deadline,
  };
}

static void serve(struct mg_connection *c, const char *query)
{
  struct http *h = mg_get_user_data(mg_get_context(c));
  struct arena *a = arena_take();
  struct wire w = wire_of(c, query, a);
  struct worker *worker = mg_get_thread_pointer(c);
  h->in_flight++;
  answer(worker, h, &w, a);
  h->in_flight--;
  worker->served = true;
  worker->began_ms = clock_mono_ms();
  arena_give(a);
}

static int on_request(struct mg_connection *c)
{
  serve(c, mg_get_request_info(c)->query_string);
  return 200;
}

/* civetweb hangs up without a word on `OPTIONS *`, and on an absolute target whose port is not its own; while it does,
 * there is still somebody to talk to. What it did hand over has a local address. */
static void answer_the_rest(struct mg_connection *c)
{
  const struct mg_request_info *info = mg_get_request_info(c);
  const struct worker *worker = mg_get_thread_pointer(c);
  if (!worker || worker->refused || !info || !info->request_method || !info->request_uri || info->local_uri)
    return;
  char *query = strchr(info->request_uri, '?');
  if (query)
    *query++ = '\0'; /* as civetweb does with what it hands over */
  serve(c, query);
}

static void on_close(const struct mg_connection *c)
{
  struct http *h = mg_get_user_data(mg_get_context(c));
  answer_the_rest((struct mg_connection *)c); /* civetweb's own, and not const */
  connections_leave(h->server->connections, mg_get_user_connection_data(c));
  connections_closed(h->server->connections);
}

/* Why civetweb has no head: it did not come in time, does not fit, or cannot be read. */
static enum err head_fault(const struct worker *worker, const struct http *h, const struct wire *w, struct problem *p)
{
  if (clock_mono_ms() - worker->began_ms >= LIMIT_REQUEST_MS)
    return ERR_SLOW;
  if (!worker->served && connections_received(h->server->connections, w->peer, w->port) >= LIMIT_REQUEST_HEAD)
    return ERR_HEAD;
  return refuse(p, ERR_BAD_REQUEST, "request", TXT_HEAD_MALFORMED, 0);
}

/* Answered like every other refusal, then closed. */
static int on_error(struct mg_connection *c, int status, const char *message)
{
  const struct mg_request_info *info = mg_get_request_info(c);
  struct worker *worker = mg_get_thread_pointer(c);
  (void)status;
  (void)message;
  if (!info || !worker)
    return 0;
  struct http *h = info->user_data;
  worker->refused = true;
  struct wire w = {.peer = address_plain(info->remote_addr), .port = info->remote_port, .connection = c};
  struct exchange x = {.http = h, .wire = &w, .req.scope.arena = arena_take()};
  metrics_guard_refused(h->metrics);
  exchange_refuse(&x, head_fault(worker, h, &w, &x.req.scope.problem));
  send_reply(&x, false);
  exchange_log(&x, reply_body_len(&x));
  mg_disable_keep_alive(c);
  arena_give(x.req.scope.arena);
  return 0;
}

static bool has_ipv6(void)
{
  struct sockaddr_in6 loopback = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
  int fd = mg_check_feature(MG_FEATURES_IPV6) ? socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
  bool has = fd >= 0 && !bind(fd, (struct sockaddr *)&loopback, sizeof loopback);
  if (fd >= 0)
    close(fd);
  return has;
}

/* "localhost:8080", ":8080" and "[::]:8080" in the form civetweb takes: where there is IPv6, each means both kinds. A port
 * that the kernel chooses would be another one for each socket. */
static const char *listen_text(const char *listen, struct arena *a)
{
  const char *port = strrchr(listen, ':');
  if (!strncmp(listen, "localhost:", 10))
    return has_ipv6() && strcmp(port, ":0") ? arena_printf(a, "127.0.0.1%s,[::1]%s", port, port)
                                            : arena_printf(a, "127.0.0.1%s", port);
  if (*listen == ':' || !strncmp(listen, "[::]:", 5))
    return arena_printf(a, "%s%s", has_ipv6() ? "+" : "", port + 1);
  return listen;
}

/* HOST:PORT and [IPv6]:PORT alone: civetweb takes other words too, and some of them mean more than they seem to. */
static bool is_one_address(const char *listen)
{
  const char *colon = strrchr(listen, ':'), *inside = strpbrk(listen, ":,+");
  size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
  bool bracketed = *listen == '[' && colon && colon[-1] == ']' && !strpbrk(listen, ",+");
  return digits && digits <= 5 && !colon[1 + digits] && atoi(colon + 1) <= 65535 && (bracketed || inside == colon);
}

static bool can_listen(const char *listen)
{
  if (!is_one_address(listen)) {
    log_error("http.listen", "address=%s error=\"name one address, HOST:PORT or [IPv6]:PORT; [::]:PORT means all, of both "
                             "kinds\"", listen);
    return false;
  }
  if (*listen == '[' && !has_ipv6()) {
    log_error("http.listen", "address=%s error=\"no IPv6 here, in this system or in the civetweb this was built with; listen "
                             "on an IPv4 address\"", listen);
    return false;
  }
  return true;
}

/* How many accepted connections may wait for a worker: without a descriptor left for the next one, accepting would fail
 * at once and be tried again at once, on a whole core. So the limit is raised as far as this process may, and the queue
 * is no longer than what it then allows. 0: not even the workers fit. */
static int queue_length(int64_t threads)
{
  struct rlimit files;
  rlim_t wanted = (rlim_t)threads + LIMIT_QUEUE_CONNECTIONS + OTHER_FILES;
  if (getrlimit(RLIMIT_NOFILE, &files))
    return LIMIT_QUEUE_CONNECTIONS;
  if (files.rlim_cur < wanted) {
    files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
  }
  if (files.rlim_cur >= wanted)
    return LIMIT_QUEUE_CONNECTIONS;
  int64_t left = (int64_t)files.rlim_cur - threads - OTHER_FILES;
  if (left > 0)
    log_warn("http.descriptors", "limit=%llu queue=%lld error=\"fewer connections can wait; raise the limit of open files\"",
        (unsigned long long)files.rlim_cur, (long long)left);
  else
    log_error("http.descriptors", "limit=%llu threads=%lld needed=%llu error=\"raise the limit of open files, or take fewer "
                                  "threads\"", (unsigned long long)files.rlim_cur, (long long)threads,
        (unsigned long long)wanted);
  return left > 0 ? (int)left : 0;
}

static struct mg_context *listen_on(struct http *h)
{
  const struct config *config = h->options.config;
  struct arena *a = h->arena;
  int queue = queue_length(config->threads);
  if (!queue || !can_listen(h->options.listen))
    return NULL;
  const struct mg_callbacks callbacks = {
      .begin_request = on_request,
      .log_message = on_log,
      .http_error = on_error,
      .connection_close = on_close,
      .init_connection = on_open,
      .init_thread = thread_begin,
      .exit_thread = thread_end,
  };
  const char *options[] = {"listening_ports", listen_text(h->options.listen, a), "num_threads",
      arena_printf(a, "%lld", (long long)config->threads), "connection_queue",
      arena_printf(a, "%d", queue), "listen_backlog", arena_printf(a, "%d", LIMIT_QUEUE_CONNECTIONS),
      "max_request_size", arena_printf(a, "%d", LIMIT_REQUEST_HEAD), "request_timeout_ms",
      arena_printf(a, "%d", LIMIT_REQUEST_MS), "keep_alive_timeout_ms", arena_printf(a, "%d", LIMIT_KEEP_ALIVE_MS),
      "enable_keep_alive", "yes", "enable_directory_listing", "no", "enable_auth_domain_check",
      "no", "decode_url", "no", "tcp_nodelay", "1",
      "access_control_allow_origin", "", "access_control_allow_methods", "", "access_control_allow_headers", "", NULL};
  return mg_start(&callbacks, h, options);
}

struct server *server_start(struct http *h)
{
  struct server *s = calloc(1, sizeof *s);
  struct mg_server_port port;
  if (!s)
    return NULL;
  h->server = s;
  mg_init_library(0);
  s->connections = connections_create((int)h->options.config->connections_per_address, h->trusted);
  s->context = s->connections ? listen_on(h) : NULL;
  if (!s->context || mg_get_server_ports(s->context, 1, &port) != 1) {
    log_error("http.listen", "failed address=%s error=\"cannot listen there; if another program has the port, stop it or choose "
                             "another with --listen HOST:PORT\"", h->options.listen);
    server_stop(s);
    h->server = NULL;
    return NULL;
  }
  s->port = port.port;
  connections_port(s->connections, s->port);
  return s;
}

int server_port(const struct server *s)
{
  return s->port;
}

void server_stop(struct server *s)
{
  if (s->context) {
    connections_shut(s->connections);
    mg_stop(s->context);
  }
  connections_destroy(s->connections);
  mg_exit_library();
  arena_pool_clear();
  free(s);
}
