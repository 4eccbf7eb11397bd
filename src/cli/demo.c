/* The demo group: hotels from hotel/demo_hotel, two coupons with the benefits that use them, staff of each branch. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/id.h"
#include "cli/cli.h"
#include "coupon/coupon.h"
#include "hotel/catalogue.h"
#include "hotel/demo_hotel.h"

static const struct actor system_actor = {.kind = ACTOR_SYSTEM, .name = "demo", .request_id = ""};

struct fill { int64_t branches[3]; bool filled; };

static int64_t make_coupon(struct tx *tx, struct coupon in)
{
  struct coupon out;
  in.valid_from = in.valid_to = DATE_NONE;
  in.given = UINT64_MAX;
  return coupon_create(tx, &system_actor, &in, &out) == OK ? out.id : 0;
}

static void put_id(struct tx *tx, const char *name, int64_t id)
{
  char value[ID_TEXT];
  snprintf(value, sizeof value, "%" PRId64, id);
  setting_put(tx, name, value);
}

static void make_benefits(struct tx *tx)
{
  int64_t welcome = make_coupon(tx, (struct coupon){.name = "新人立减券", .category = "新人礼", .kind = COUPON_AMOUNT,
      .amount = fen(5000), .valid_days = 30, .quantity = 1000000, .per_member = 100,
      .note = "首次登录即得，订房立减 50 元。", .sort = 1});
  int64_t half = make_coupon(tx, (struct coupon){.name = "离店五折券", .category = "回头客", .kind = COUPON_PERCENT,
      .percent_off = 50, .valid_days = 90, .quantity = 1000000, .per_member = 0,
      .note = "退房后赠送，下次订房五折。", .sort = 2});
  put_id(tx, "first_login_coupon_id", welcome);
  put_id(tx, "checkout_coupon_id", half);
  setting_put(tx, "early_check_in_days", "730"); /* so that the whole journey can be tried on one day */
}

static enum err run_fill(struct tx *tx, void *arg)
{
  struct fill *f = arg;
  struct list l = branch_list(tx, &system_actor, (struct slice){0, 10});
  f->filled = false;
  if (l.count)
    return OK;
  demo_hotel(tx, tx_now(tx));
  make_benefits(tx);
  l = branch_list(tx, &system_actor, (struct slice){0, 3});
  for (size_t i = 0; i < l.count && i < 3; i++)
    f->branches[i] = ((const struct branch *)l.items)[i].id;
  f->filled = l.count >= 3;
  return f->filled ? OK : FAULT_INTERNAL;
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
  for (int i = 0; i < 3; i++) {
    char branch[ID_TEXT];
    snprintf(branch, sizeof branch, "%" PRId64, fill.branches[i]);
    if (!cli_add_staff(call, store, desks[i], "frontdesk", branch, password))
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
