/* yizhan demo, and filling an empty store for serve --demo: the demo group, and staff of each branch. */
#include <inttypes.h>
#include <stdio.h>
#include "base/id.h"
#include "cli/cli.h"
#include "demo/demo.h"
#include "setup/setup.h"
#include "staff/staff.h"

struct live { const char *desk; int64_t branch_id; int32_t days; };

static enum err run_live(struct tx *tx, void *arg)
{
  const struct live *l = arg;
  const char *hash;
  struct actor clerk = {.kind = ACTOR_STAFF, .role = ROLE_FRONTDESK, .name = l->desk, .request_id = "", .branch_count = 1,
      .branches = {l->branch_id}};
  return staff_credentials(tx, l->desk, &clerk.id, &hash) ? demo_life(tx, &clerk, l->branch_id, l->days) : FAULT_INTERNAL;
}

struct fill { int64_t branches[DEMO_BRANCHES]; bool filled; };

static enum err run_fill(struct tx *tx, void *arg)
{
  static const struct actor nobody = {.kind = ACTOR_SYSTEM, .name = "demo", .request_id = ""};
  struct fill *f = arg;
  f->filled = !branch_list(tx, &nobody, (struct slice){0, 1}).count;
  return f->filled ? demo_group(tx, f->branches) : OK;
}

bool cli_fill_demo(struct call *call, struct store *store, const char *password, bool *filled)
{
  static const char *const desks[] = {"chengdu", "shenzhen", "beijing"};
  struct fill fill = {0};
  if (cli_write(call, store, run_fill, &fill) != OK)
    return false;
  *filled = fill.filled;
  if (!fill.filled)
    return true;
  for (int i = 0; i < DEMO_BRANCHES; i++) {
    char branch[ID_TEXT];
    snprintf(branch, sizeof branch, "%" PRId64, fill.branches[i]);
    struct live live = {desks[i], fill.branches[i], (int32_t)call->config.demo_days};
    if (!cli_add_staff(call, store, desks[i], "frontdesk", branch, password))
      return false;
    if (live.days && cli_write(call, store, run_live, &live) != OK)
      return false;
  }
  return cli_add_staff(call, store, "owner", "owner", "", password);
}

int cli_demo(struct call *call)
{
  const char *password = cli_password(call, "YIZHAN_OWNER_PASSWORD");
  struct store *store = password ? cli_store(call, true) : NULL;
  bool filled = false;
  int status = store && cli_store_empty(call, store) && cli_fill_demo(call, store, password, &filled) && filled ? 0 : 1;
  if (store && !filled)
    cli_fail(call, TXT_CLI_NOT_EMPTY, call->config.data);
  else if (store)
    cli_say(call, TXT_CLI_DEMO_DONE, call->config.data);
  store_close(store);
  return status;
}
