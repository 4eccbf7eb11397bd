/* Connections per address: see connections.h. Any thread; the table's lock is held for a few instructions. */
#include "http/connections.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <linux/tcp.h>
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "http/address.h"

enum { BUCKETS = 256, WATCH_MS = 250, SHUT_MS = 10, SOCKETS = 8192 };

struct peer {
  char address[ADDRESS_TEXT]; /* as address_network has it */
  int open;
  struct peer *next;
};

struct visit {
  struct peer *peer;
  char address[ADDRESS_TEXT];
  int port;
  int64_t until; /* clock_mono_ms, 0: no deadline */
  struct visit *next, **link;
};

struct connections {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  pthread_t watcher;
  struct peer *buckets[BUCKETS];
  struct visit *visits;
  int ceiling;
  bool spares_loopback;
  const char *const *exempt;
  _Atomic int open, port;
  bool shutting, ended; /* under lock */
};

/* One socket the watcher saw. */
struct seen {
  char address[ADDRESS_TEXT], network[ADDRESS_TEXT];
  int fd, port;
  uint32_t idle_ms; /* since bytes last came; the most for one that never sent any */
  int64_t received; /* bytes */
};

static size_t bucket_of(const char *address)
{
  uint64_t h = text_hash(address);
  return (h ^ h >> 32) % BUCKETS;
}

void connections_opened(struct connections *c)
{
  c->open++;
}

void connections_closed(struct connections *c)
{
  c->open--;
}

void connections_port(struct connections *c, int port)
{
  c->port = port;
}

static bool is_exempt(const struct connections *c, const char *address)
{
  return address_in(c->exempt, address) || (c->spares_loopback && address_is_loopback(address));
}

/* Under the lock. */
static struct peer *peer_of(struct connections *c, const char *network)
{
  struct peer **at = &c->buckets[bucket_of(network)], *p;
  for (p = *at; p && strcmp(p->address, network);)
    p = p->next;
  if (!p && (p = calloc(1, sizeof *p))) {
    memcpy(p->address, network, sizeof p->address);
    p->next = *at;
    *at = p;
  }
  return p;
}

struct visit *connections_enter(struct connections *c, const char *address, int port, bool *over)
{
  char network[ADDRESS_TEXT];
  struct visit *v = calloc(1, sizeof *v);
  *over = false;
  if (!v)
    return NULL;
  address_network(address, network);
  strncpy(v->address, address, sizeof v->address - 1);
  v->port = port;
  pthread_mutex_lock(&c->lock);
  v->peer = peer_of(c, network);
  *over = v->peer && ++v->peer->open > c->ceiling;
  v->next = c->visits;
  v->link = &c->visits;
  if (v->next)
    v->next->link = &v->next;
  c->visits = v;
  pthread_mutex_unlock(&c->lock);
  if (*over && is_exempt(c, address))
    *over = false;
  return v;
}

/* Under the lock. */
static void leave_peer(struct connections *c, struct peer *peer)
{
  struct peer **at = &c->buckets[bucket_of(peer->address)];
  if (--peer->open > 0)
    return;
  while (*at != peer)
    at = &(*at)->next;
  *at = peer->next;
  free(peer);
}

void connections_leave(struct connections *c, struct visit *v)
{
  if (!v)
    return;
  pthread_mutex_lock(&c->lock);
  *v->link = v->next;
  if (v->next)
    v->next->link = v->link;
  if (v->peer)
    leave_peer(c, v->peer);
  pthread_mutex_unlock(&c->lock);
  free(v);
}

void connections_deadline(struct connections *c, struct visit *v, int64_t ms)
{
  if (!v || (!ms && !v->until))
    return;
  pthread_mutex_lock(&c->lock);
  v->until = ms ? clock_mono_ms() + ms : 0;
  pthread_mutex_unlock(&c->lock);
}

static int port_of(const struct sockaddr_storage *s)
{
  if (s->ss_family == AF_INET)
    return ntohs(((const struct sockaddr_in *)s)->sin_port);
  return s->ss_family == AF_INET6 ? ntohs(((const struct sockaddr_in6 *)s)->sin6_port) : -1;
}

static bool is_ours(const struct connections *c, int fd)
{
  struct sockaddr_storage local;
  socklen_t n = sizeof local;
  return !getsockname(fd, (struct sockaddr *)&local, &n) && port_of(&local) == c->port;
}

static bool look_at(int fd, struct seen *out)
{
  struct sockaddr_storage peer;
  struct tcp_info info = {0};
  socklen_t n = sizeof peer, info_n = sizeof info;
  if (getpeername(fd, (struct sockaddr *)&peer, &n) || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &info_n))
    return false;
  const void *address = peer.ss_family == AF_INET ? (const void *)&((struct sockaddr_in *)&peer)->sin_addr
                                                  : (const void *)&((struct sockaddr_in6 *)&peer)->sin6_addr;
  bool silent = info_n > offsetof(struct tcp_info, tcpi_bytes_received) && info.tcpi_bytes_received <= 1;
  out->received = (int64_t)info.tcpi_bytes_received;
  out->fd = fd;
  out->port = port_of(&peer);
  out->idle_ms = silent ? UINT32_MAX : info.tcpi_last_data_recv;
  char text[INET6_ADDRSTRLEN];
  if (!inet_ntop(peer.ss_family, address, text, sizeof text))
    return false;
  strncpy(out->address, address_plain(text), sizeof out->address - 1);
  address_network(out->address, out->network);
  return true;
}

static int by_network_then_idle(const void *a, const void *b)
{
  const struct seen *x = a, *y = b;
  int order = strcmp(x->network, y->network);
  return order ? order : x->idle_ms < y->idle_ms ? 1 : x->idle_ms > y->idle_ms ? -1 : 0;
}

/* Shuts what each address has beyond the ceiling, the longest silent first. Its worker then sees the end of the
 * stream and closes it in the ordinary way. */
static void shut_excess(const struct connections *c)
{
  struct seen *seen = calloc(SOCKETS, sizeof *seen);
  size_t n = 0;
  for (int fd = 3; seen && fd < SOCKETS; fd++)
    if (is_ours(c, fd) && look_at(fd, &seen[n]))
      n++;
  if (n)
    qsort(seen, n, sizeof *seen, by_network_then_idle);
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i; end < n && !strcmp(seen[end].network, seen[i].network);)
      end++;
    size_t excess = end - i > (size_t)c->ceiling ? end - i - (size_t)c->ceiling : 0;
    if (!excess || is_exempt(c, seen[i].address))
      continue;
    log_warn("http.connections", "address=%s open=%zu shut=%zu", seen[i].network, end - i, excess);
    for (size_t k = i; k < i + excess; k++)
      shutdown(seen[k].fd, SHUT_RDWR);
  }
  free(seen);
}

int64_t connections_received(const struct connections *c, const char *address, int port)
{
  struct seen seen;
  for (int fd = 3; fd < SOCKETS; fd++)
    if (is_ours(c, fd) && look_at(fd, &seen) && seen.port == port && !strcmp(seen.address, address))
      return seen.received;
  return 0;
}

/* No more is read of it; why can still be said. */
static void shut_socket_of(const struct connections *c, const struct visit *v)
{
  struct seen seen;
  for (int fd = 3; fd < SOCKETS; fd++)
    if (is_ours(c, fd) && look_at(fd, &seen) && seen.port == v->port && !strcmp(seen.address, v->address))
      shutdown(fd, SHUT_RD);
}

/* Under the lock, so that no visit ends, and its socket's number does not go to another, meanwhile. */
static void shut_overdue(const struct connections *c)
{
  int64_t now = clock_mono_ms();
  for (struct visit *v = c->visits; v; v = v->next)
    if (v->until && now >= v->until) {
      log_warn("http.overdue", "address=%s", v->address);
      shut_socket_of(c, v);
      v->until = 0;
    }
}

static void shut_all(const struct connections *c)
{
  for (int fd = 3; fd < SOCKETS; fd++)
    if (is_ours(c, fd))
      shutdown(fd, SHUT_RDWR);
}

static void *watch(void *arg)
{
  struct connections *c = arg;
  pthread_mutex_lock(&c->lock);
  while (!c->ended) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (c->shutting ? SHUT_MS : WATCH_MS) * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&c->wake, &c->lock, &until);
    shut_overdue(c);
    bool shutting = c->shutting;
    if (c->ended || (!shutting && c->open <= c->ceiling))
      continue;
    pthread_mutex_unlock(&c->lock);
    if (shutting)
      shut_all(c);
    else
      shut_excess(c);
    pthread_mutex_lock(&c->lock);
  }
  pthread_mutex_unlock(&c->lock);
  return NULL;
}

struct connections *connections_create(int ceiling, const char *const *exempt)
{
  struct connections *c = calloc(1, sizeof *c);
  pthread_condattr_t attr;
  if (!c)
    return NULL;
  c->ceiling = ceiling ? ceiling : CONNECTIONS_DEFAULT;
  c->spares_loopback = !ceiling;
  c->exempt = exempt;
  pthread_mutex_init(&c->lock, NULL);
  pthread_condattr_init(&attr);
  pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
  pthread_cond_init(&c->wake, &attr);
  pthread_condattr_destroy(&attr);
  if (pthread_create(&c->watcher, NULL, watch, c)) {
    free(c);
    return NULL;
  }
  return c;
}

void connections_shut(struct connections *c)
{
  pthread_mutex_lock(&c->lock);
  c->shutting = true;
  pthread_cond_signal(&c->wake);
  pthread_mutex_unlock(&c->lock);
}

void connections_destroy(struct connections *c)
{
  if (!c)
    return;
  pthread_mutex_lock(&c->lock);
  c->ended = true;
  pthread_cond_signal(&c->wake);
  pthread_mutex_unlock(&c->lock);
  pthread_join(c->watcher, NULL);
  for (size_t i = 0; i < BUCKETS; i++)
    while (c->buckets[i]) {
      struct peer *next = c->buckets[i]->next;
      free(c->buckets[i]);
      c->buckets[i] = next;
    }
  free(c);
}
