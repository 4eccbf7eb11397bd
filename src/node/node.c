/* The row, the thread that keeps it, and the look at the others. Guarantee: see node.h. */
#include "node/node.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "limits.h"
#include "node/wire.h"

/* LOOKS of LOOK_MS each make a heartbeat; a node is silent after three missed ones. */
enum { LOOK_MS = 1000, LOOKS = 3, SILENT_MS = 3 * LOOKS * LOOK_MS + LOOK_MS, NAME_MAX_CHARS = 60 };

const char *const node_role_names[] = {"all", "guest", "admin", NULL};

static const struct field node_fields[] = {
    FIELD(struct node_row, name, F_STR),
    FIELD(struct node_row, role, F_ENUM, .names = node_role_names),
    FIELD(struct node_row, version, F_STR),
    FIELD(struct node_row, address, F_STR, .about = "where it answers requests"),
    FIELD(struct node_row, bell, F_STR, .about = "where it rings; empty without one"),
    FIELD(struct node_row, started_at, F_INSTANT),
    FIELD(struct node_row, heartbeat_at, F_INSTANT),
    FIELD(struct node_row, alive, F_BOOL),
    FIELD(struct node_row, self, F_BOOL, .about = "the node that answers"),
};
const struct shape node_shape = SHAPE_OUT("Node", struct node_row, node_fields);

static const struct field boot_fields[] = {FIELD(struct node_row, boot, F_I64)};
static const struct shape boot_shape = SHAPE_OUT("NodeBoot", struct node_row, boot_fields);

struct node {
  struct node_options o;
  int64_t boot, started_at;
  char key[CLUSTER_KEY];
  struct peers *peers;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  bool stopping;
};

bool node_name_fine(const char *name)
{
  size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_-");
  return n >= 1 && n <= NAME_MAX_CHARS && !name[n];
}

struct list node_list(struct tx *tx, struct store *store)
{
  struct node_row *rows = arena_array(tx_arena(tx), struct node_row, LIMIT_PROCESSES);
  size_t n = 0;
  struct rows *r = tx_query(tx, SQL_NODE_LIST, BI("most", LIMIT_PROCESSES));
  while (row_next(r)) {
    struct node_row *row = &rows[n++];
    row_object(r, &node_shape, row);
    row_object(r, &boot_shape, row);
    row->alive = store_claimed(store, row->name, &row->self) && tx_now(tx) - row->heartbeat_at < SILENT_MS;
  }
  return (struct list){rows, n};
}

/* One key for all nodes of the store, made by whoever comes first. */
static void find_key(struct tx *tx, char out[CLUSTER_KEY])
{
  const char *key = setting_str(tx, "cluster_key");
  uint8_t random[(CLUSTER_KEY - 1) / 2];
  if (key && strlen(key) == CLUSTER_KEY - 1) {
    memcpy(out, key, CLUSTER_KEY);
    return;
  }
  random_bytes(random, sizeof random);
  hex_encode(random, sizeof random, out);
  setting_put(tx, "cluster_key", out);
}

static enum err read_key(struct tx *tx, void *arg)
{
  find_key(tx, arg);
  return OK;
}

static void put_row(struct tx *tx, struct node *n)
{
  const struct node_options *o = &n->o;
  tx_run(tx, SQL_NODE_PUT, BI("id", id_next()), BS("name", o->name), BI("boot", n->boot),
      BS("role", node_role_names[o->role]), BS("version", YIZHAN_VERSION), BS("address", o->address),
      BS("bell", peers_address(n->peers)), BI("started_at", n->started_at), BI("now", tx_now(tx)));
}

/* What a killed process left behind. */
static void clear_away(struct tx *tx, struct store *store)
{
  struct list all = node_list(tx, store);
  const struct node_row *row = all.items;
  bool mine;
  for (size_t i = 0; i < all.count; i++)
    if (!store_claimed(store, row[i].name, &mine))
      tx_run(tx, SQL_NODE_DELETE, BS("name", row[i].name), BI("boot", row[i].boot));
}

static enum err join(struct tx *tx, void *arg)
{
  struct node *n = arg;
  n->started_at = tx_now(tx);
  clear_away(tx, n->o.store);
  put_row(tx, n);
  return OK;
}

static enum err beat(struct tx *tx, void *arg)
{
  struct node *n = arg;
  clear_away(tx, n->o.store);
  if (tx_run(tx, SQL_NODE_BEAT, BS("name", n->o.name), BI("boot", n->boot), BI("now", tx_now(tx))) == 0)
    put_row(tx, n); /* somebody took it away */
  return OK;
}

static enum err leave(struct tx *tx, void *arg)
{
  struct node *n = arg;
  tx_run(tx, SQL_NODE_DELETE, BS("name", n->o.name), BI("boot", n->boot));
  return OK;
}

struct others { struct store *store; struct peer *peers; size_t count; };

static enum err read_others(struct tx *tx, void *arg)
{
  struct others *o = arg;
  struct list all = node_list(tx, o->store);
  const struct node_row *row = all.items;
  o->peers = arena_array(tx_arena(tx), struct peer, LIMIT_PROCESSES);
  o->count = 0;
  bool mine;
  for (size_t i = 0; i < all.count; i++)
    if (store_claimed(o->store, row[i].name, &mine) && !mine)
      o->peers[o->count++] = (struct peer){row[i].name, row[i].bell, row[i].boot};
  return OK;
}

static void look(struct node *n, struct scope *scope)
{
  struct others others = {.store = n->o.store};
  if (store_read(n->o.store, read_others, &others, scope) == OK)
    peers_meet(n->peers, others.peers, others.count);
}

/* False when it is time to stop. */
static bool rest(struct node *n)
{
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += LOOK_MS / 1000;
  pthread_mutex_lock(&n->lock);
  while (!n->stopping)
    if (pthread_cond_timedwait(&n->wake, &n->lock, &until))
      break;
  bool go_on = !n->stopping;
  pthread_mutex_unlock(&n->lock);
  return go_on;
}

static void *node_main(void *arg)
{
  struct node *n = arg;
  struct scope scope = {.arena = arena_create()};
  int looks = 0;
  do {
    look(n, &scope);
    if (++looks % LOOKS == 0) {
      enum err e = store_write(n->o.store, beat, n, &scope);
      if (e)
        log_warn("node.beat", "node=%s error=%s", n->o.name, err_code(e));
    }
    arena_reset(scope.arena);
  } while (rest(n));
  arena_destroy(scope.arena);
  return NULL;
}

static void init_lock(struct node *n)
{
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init(&n->lock, NULL);
  pthread_cond_init(&n->wake, &monotonic);
}

struct node *node_start(const struct node_options *o)
{
  struct node *n = must_have(calloc(1, sizeof *n));
  struct scope scope = {.arena = arena_create()};
  n->o = *o;
  random_bytes(&n->boot, sizeof n->boot);
  init_lock(n);
  enum err e = store_write(o->store, read_key, n->key, &scope);
  if (!e)
    n->peers = peers_open(o->bell, n->key, n->boot, o->on_bell, o->ctx);
  if (n->peers)
    e = store_write(o->store, join, n, &scope);
  arena_destroy(scope.arena);
  if (n->peers && !e && !pthread_create(&n->thread, NULL, node_main, n)) {
    log_info("node.start", "node=%s role=%s bell=%s", o->name, node_role_names[o->role],
        *o->bell ? peers_address(n->peers) : "none");
    return n;
  }
  log_error("node.start", "node=%s error=%s", o->name, err_code(e));
  peers_close(n->peers);
  free(n);
  return NULL;
}

void node_ring(struct node *n, uint64_t topics)
{
  peers_ring(n->peers, topics);
}

void node_stop(struct node *n)
{
  struct scope scope = {.arena = arena_create()};
  if (n) {
    pthread_mutex_lock(&n->lock);
    n->stopping = true;
    pthread_cond_signal(&n->wake);
    pthread_mutex_unlock(&n->lock);
    pthread_join(n->thread, NULL);
    store_write(n->o.store, leave, n, &scope);
    peers_close(n->peers);
    pthread_cond_destroy(&n->wake);
    pthread_mutex_destroy(&n->lock);
  }
  arena_destroy(scope.arena);
  free(n);
}

void node_stats(struct node *n, struct peers_stats *out)
{
  peers_stats(n->peers, out);
}
