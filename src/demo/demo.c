/* The demo group: hotels from demo_hotel, two coupons with the benefits that use them. */
#include "coupon/coupon.h"
#include "demo/demo.h"
#include "demo/demo_hotel.h"
#include "hotel/catalogue.h"

static const struct actor demo_actor = {.kind = ACTOR_SYSTEM, .name = "demo", .request_id = ""};

static int64_t make_coupon(struct tx *tx, struct coupon in)
{
  struct coupon out;
  in.valid_from = in.valid_to = DATE_NONE;
  in.given = UINT64_MAX;
  return coupon_create(tx, &demo_actor, &in, &out) == OK ? out.id : 0;
}

static void make_benefits(struct tx *tx)
{
  int64_t welcome = make_coupon(tx, (struct coupon){.name = "新人立减券", .name_en = "Welcome coupon", .category = "新人礼",
      .kind = COUPON_AMOUNT, .amount = fen(5000), .valid_days = 30, .quantity = 1000000, .per_member = 100,
      .note = "首次登录即得，订房立减 50 元。", .note_en = "For your first login: ¥50 off a stay.", .sort = 1});
  int64_t half = make_coupon(tx, (struct coupon){.name = "离店五折券", .name_en = "Come-back coupon", .category = "回头客",
      .kind = COUPON_PERCENT, .percent_off = 50, .valid_days = 90, .quantity = 1000000, .per_member = 0,
      .note = "退房后赠送，下次订房五折。", .note_en = "After a stay: half price for the next one.", .sort = 2});
  setting_put_i64(tx, "first_login_coupon_id", welcome);
  setting_put_i64(tx, "checkout_coupon_id", half);
  setting_put(tx, "early_check_in_days", "730"); /* so that the whole journey can be tried on one day */
}

enum err demo_group(struct tx *tx, int64_t branches[DEMO_BRANCHES])
{
  demo_hotel(tx, tx_now(tx));
  make_benefits(tx);
  struct list l = branch_list(tx, &demo_actor, (struct slice){0, DEMO_BRANCHES});
  for (size_t i = 0; i < l.count && i < DEMO_BRANCHES; i++)
    branches[i] = ((const struct branch *)l.items)[i].id;
  return l.count >= DEMO_BRANCHES ? OK : FAULT_INTERNAL;
}
