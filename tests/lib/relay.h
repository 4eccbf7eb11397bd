/* A relay on a real store and a clock that the test moves, for the tests of what a group may ask for. One at a time. */
#ifndef YIZHAN_TESTS_RELAY_H
#define YIZHAN_TESTS_RELAY_H

#include <stdatomic.h>
#include "mq/mq.h"
#include "test.h"

enum { NEWS, SEEN = 4096 };
#define START INT64_C(1800000000000)

struct house { struct store *store; struct mq *mq; struct mq_map map; };

/* Deliveries that went through, by body, in order. A batch may run twice, so what counts is the effect in the store. */
extern atomic_int handled;
extern char seen[SEEN][32];
/* 1: `take` asks for a retry; 2: it gives up for good. */
extern atomic_int failing;
/* A handler that counts its effect in the store. */
enum mq_result take(struct tx *tx, const struct message *m, void *ctx);

/* A new store with the clock at START; start runs the pump with these groups of topic NEWS. */
struct house open_house(void);
void start(struct house *h, const struct mq_group *groups, size_t count);
void close_house(struct house *h);
/* Publishes to NEWS and rings. */
void send(struct house *h, const char *tag, const char *key, const char *body);
/* Of the group with this number; of the name "effect:BODY". */
struct mq_group_stats stats_of(struct house *h, int group);
int64_t effect(struct house *h, const char *name);
/* Wait until the first group has nothing to take and holds no lease; until n deliveries went through. */
void settle(struct house *h);
void wait_for(int n);
/* Waits until n deliveries of the first group have failed, and that is in the store. */
void wait_for_failures(struct house *h, int n);
/* Long enough for the pump to have looked; what must not come would have come. */
void let_pass(void);

#endif
