/* A store with the demo group, for the tests of the rules. One at a time, one thread opens and closes it. */
#ifndef YIZHAN_TESTS_DEMO_H
#define YIZHAN_TESTS_DEMO_H

#include "hotel/catalogue.h"
#include "test.h"

/* Of the open store: it, its branches 成都 深圳 北京, the first room type of the first, and the business date there. */
extern struct store *store;
extern int64_t branch_ids[3], type_id;
extern int32_t today;
extern const struct actor owner;

/* One piece of work in a transaction of its own. */
typedef enum err (*work)(struct tx *tx);

/* Makes the store, and closes it. */
void demo_open(void);
/* The same in a folder of the caller's, which is made. */
void demo_open_at(const char *dir);
void demo_close(void);
/* Runs the work in a write transaction of the open store. */
enum err in_tx(work w);
/* Opens, runs the work, which must succeed, and closes. */
void on_demo(work w);
/* The bit of a member in the given mask of its shape. */
uint64_t given_bit(const struct shape *s, const char *name);

#endif
