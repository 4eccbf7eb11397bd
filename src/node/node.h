/* The registry: every process that serves the store has a row there, finds the others' rows, and dials their bells.
 *
 * Guarantee: a name belongs to one living process (the kernel keeps it, store_claim), so a row without a process is known
 * as such whatever the clocks say, and is taken away by the others within seconds. Heartbeats tell only whether a living
 * process still gets something done. */
#ifndef YIZHAN_NODE_NODE_H
#define YIZHAN_NODE_NODE_H

#include "base/shape.h"
#include "node/peers.h"
#include "store/store.h"

struct node;
enum node_role { NODE_ALL, NODE_GUEST, NODE_ADMIN };
extern const char *const node_role_names[]; /* all, guest, admin */

struct node_options {
  struct store *store;
  const char *name;            /* claimed already */
  enum node_role role;
  const char *address;         /* where it answers requests */
  const char *bell;            /* "tcp://HOST:PORT", or "" for none */
  void (*on_bell)(void *ctx, uint64_t topics); /* another node's bell; on a thread of the node */
  void *ctx;
};

/* Registers and starts the thread that keeps the row alive; makes the cluster's key if there is none yet. NULL after
 * logging why. */
struct node *node_start(const struct node_options *o);
/* Rings at the other nodes; never blocks. Writer thread. */
void node_ring(struct node *n, uint64_t topics);
/* Takes the row away and closes the bells. NULL is fine. */
void node_stop(struct node *n);
/* Numbers of the bells; any thread. */
void node_stats(struct node *n, struct peers_stats *out);

/* True when the text may be a node's name: 1..60 letters, digits and ".:_-". */
bool node_name_fine(const char *name);

struct node_row {
  const char *name, *version, *address, *bell;
  int role;
  int64_t boot, started_at, heartbeat_at;
  bool alive; /* its process lives and its last heartbeat is recent */
  bool self;  /* it is this process */
};
extern const struct shape node_shape;
/* All rows by name, as seen from the process that has `store` open. */
struct list node_list(struct tx *tx, struct store *store);

#endif
