/* A store with the demo group: see demo.h. */
#include "demo.h"

#include "demo/demo_hotel.h"
#include "stock/room.h"

struct store *store;
int64_t branch_ids[3], type_id;
int32_t today;
const struct actor owner = {.kind = ACTOR_STAFF, .role = ROLE_OWNER, .name = "owner", .request_id = "t"};

/* The dates of the branches are those of the clock that the test moves, as if each day had been closed on time. */
static void follow_the_clock(struct tx *tx)
{
  struct list all = branch_list(tx, &owner, (struct slice){.limit = 100});
  const struct branch *b = all.items;
  for (size_t i = 0; i < all.count; i++)
    tx_run(tx, SQL_DEMO_BEGIN, BI("branch", b[i].id), BI("date", branch_clock_date(tx, b[i].timezone, b[i].audit_hour)),
        BI("at", tx_now(tx)));
}

static enum err run_work(struct tx *tx, void *arg)
{
  follow_the_clock(tx);
  return (*(work *)arg)(tx);
}

enum err in_tx(work w)
{
  return test_write(store, run_work, &w);
}

static enum err setup(struct tx *tx)
{
  demo_hotel(tx, tx_now(tx));
  struct list branches = branch_list(tx, &owner, (struct slice){.limit = 100});
  const struct branch *b = branches.items;
  EQUAL(branches.count, 3);
  for (size_t i = 0; i < branches.count && i < 3; i++)
    branch_ids[i] = b[i].id;
  struct list types = room_type_list(tx, &owner, branch_ids[0], (struct slice){.limit = 100});
  EQUAL(types.count, 4);
  type_id = ((const struct room_type *)types.items)->id;
  const struct room_type *t = types.items;
  for (size_t i = 0; i < types.count; i++) {
    struct room_filter all = {.room_type_id = t[i].id, .status = -1};
    CHECK(t[i].stock >= 20);
    EQUAL(room_list(tx, &owner, &all, (struct slice){.limit = 100}).count, t[i].stock);
  }
  today = branch_date(tx, branch_ids[0]);
  return OK;
}

void demo_open_at(const char *dir)
{
  store = store_open(dir, true);
  EQUAL(in_tx(setup), OK);
}

void demo_open(void)
{
  demo_open_at(test_dir());
}

void demo_close(void)
{
  store_close(store);
}

void on_demo(work w)
{
  demo_open();
  EQUAL(in_tx(w), OK);
  demo_close();
}

uint64_t given_bit(const struct shape *s, const char *name)
{
  return (uint64_t)1 << (shape_field(s, name) - s->fields);
}
