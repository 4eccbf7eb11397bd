/* Closing a business date: see day.h. Inside a transaction, on its thread. */
#include <inttypes.h>
#include <string.h>
#include "base/log.h"
#include "day/day.h"
#include "ledger/shift.h"
#include "order/order.h"
#include "store/audit.h"
#include "topic_ids.h"

static const char *const codes[] = {"due_in", "due_out", "shift_open", "price_zero", "deposit_held", NULL};

static const struct field blocker_fields[] = {
    FIELD(struct blocker, code, F_ENUM, .names = codes),
    FIELD_AS("order_no", struct blocker, order_id, F_ID, .flags = F_HIDE_NONE),
    FIELD(struct blocker, stay_id, F_ID, .flags = F_HIDE_NONE),
    FIELD(struct blocker, shift_id, F_ID, .flags = F_HIDE_NONE),
    FIELD(struct blocker, who, F_STR, .about = "the guest, or whose shift"),
    FIELD(struct blocker, room_number, F_STR),
    FIELD(struct blocker, policy, F_STR, .about = "what the close by schedule does: stop, keep, no_show, extend or close"),
};
const struct shape blocker_shape = SHAPE_OUT("Blocker", struct blocker, blocker_fields);

static const struct field day_fields[] = {
    FIELD(struct day, branch_id, F_ID),
    FIELD(struct day, business_date, F_DATE),
    FIELD(struct day, next_date, F_DATE),
    FIELD(struct day, over, F_BOOL, .about = "the branch's calendar has passed it: it can be closed"),
    FIELD(struct day, closes_at, F_INSTANT, .about = "when it is closed by schedule, unless something stops it"),
    FIELD(struct day, closed, F_DATE, .flags = F_NULLABLE, .about = "the date that was closed last"),
    FIELD(struct day, blockers, F_LIST, .shape = &blocker_shape),
};
const struct shape day_shape = SHAPE_OUT("Day", struct day, day_fields);

/* What a policy does about a blocker. */
static int policy_of(const struct audit_policies *p, int code)
{
  const int of[] = {p->due_in, p->due_out, p->shift_open, p->price_zero, p->deposit_held};
  return of[code];
}

static const char *policy_name(int code, int policy)
{
  static const char *const acts[] = {"no_show", "extend", "close"};
  return policy == AUDIT_STOP ? "stop" : policy == AUDIT_KEEP ? "keep" : acts[code];
}

static struct list blockers_of(struct tx *tx, const struct branch *b)
{
  struct list all = tx_list(tx, SQL_DAY_BLOCKERS, &blocker_shape, 0, BI("branch", b->id), BI("date", b->business_date));
  struct blocker *one = all.items;
  for (size_t i = 0; i < all.count; i++)
    one[i].policy = policy_name(one[i].code, policy_of(&b->audit_policies, one[i].code));
  return all;
}

static bool is_over(struct tx *tx, const struct branch *b)
{
  return zone_date(zone_of(b->timezone), tx_now(tx)) > b->business_date;
}

static void describe(struct tx *tx, const struct branch *b, struct day *out)
{
  *out = (struct day){.branch_id = b->id, .business_date = b->business_date, .next_date = b->business_date + 1,
      .over = is_over(tx, b), .closes_at = zone_instant(zone_of(b->timezone), b->business_date + 1, b->audit_hour),
      .closed = (int32_t)tx_i64(tx, SQL_DAY_LAST, DATE_NONE, BI("branch", b->id)), .blockers = blockers_of(tx, b)};
}

enum err day_find(struct tx *tx, const struct actor *staff, int64_t branch_id, struct day *out)
{
  struct branch b;
  enum err e = branch_find(tx, staff, branch_id, &b);
  if (!e)
    describe(tx, &b, out);
  return e;
}

/* Those that stop it, told with the refusal. */
static enum err check_blockers(struct tx *tx, const struct audit_policies *policies, const struct list *blockers)
{
  const struct blocker *b = blockers->items;
  struct json_out w;
  size_t stopping = 0;
  json_begin(&w, tx_arena(tx));
  json_open(&w, NULL, '[');
  for (size_t i = 0; i < blockers->count; i++) {
    if (policy_of(policies, b[i].code) != AUDIT_STOP)
      continue;
    struct blocker told = b[i];
    told.policy = "stop";
    shape_write(&blocker_shape, &told, &w, NULL);
    stopping++;
  }
  json_close(&w, ']');
  tx_problem(tx)->blockers = w.buf.data;
  return stopping ? tx_refuse(tx, ERR_DAY_BLOCKED, NULL, TXT_DAY_BLOCKED, (int64_t)stopping) : OK;
}

/* What a policy asks for, if it can be done; else it is kept. Returns what was done. */
static const char *act(struct tx *tx, const struct actor *by, const struct branch *b, const struct blocker *one, int policy)
{
  bool done = policy == AUDIT_ACT;
  if (done && one->code == BLOCK_DUE_IN)
    done = order_end_no_show(tx, by, one->order_id, one->stay_id);
  else if (done && one->code == BLOCK_DUE_OUT)
    done = order_end_extend(tx, by, one->order_id, one->stay_id, b->business_date + 1);
  else if (done)
    done = shift_end(tx, by, one->shift_id);
  return policy_name(one->code, done ? AUDIT_ACT : AUDIT_KEEP);
}

static void act_all(struct tx *tx, const struct actor *by, const struct branch *b, const struct audit_policies *policies,
    const struct list *blockers)
{
  const struct blocker *one = blockers->items;
  for (size_t i = 0; i < blockers->count; i++) {
    const char *done = act(tx, by, b, &one[i], policy_of(policies, one[i].code));
    tx_run(tx, SQL_DAY_NOTE_PUT, BI("branch", b->id), BI("date", b->business_date), BI("id", (int64_t)i + 1),
        BS("code", codes[one[i].code]), BS("done", done), BI("order", one[i].order_id), BI("stay", one[i].stay_id),
        BI("shift", one[i].shift_id), BS("room", one[i].room_number));
  }
}

static void post_nights(struct tx *tx, const struct actor *by, const struct branch *b)
{
  struct list ids = {0};
  struct rows *r = tx_query(tx, SQL_DAY_ORDERS_IN_HOUSE, BI("branch", b->id));
  while (row_next(r)) {
    int64_t id = row_i64(r);
    list_add(tx_arena(tx), &ids, &id, sizeof id);
  }
  for (size_t i = 0; i < ids.count; i++)
    order_end_nights(tx, by, ((const int64_t *)ids.items)[i], b->business_date + 1);
}

static void announce(struct tx *tx, const struct actor *by, const struct branch *b)
{
  struct arena *a = tx_arena(tx);
  char date[DATE_TEXT], next[DATE_TEXT];
  date_format(b->business_date, date);
  date_format(b->business_date + 1, next);
  const char *key = arena_printf(a, "%" PRId64, b->id);
  const char *body = arena_printf(a, "{\"branch_id\":\"%s\",\"business_date\":\"%s\",\"next_date\":\"%s\"}", key, date, next);
  mq_append(tx, TOPIC_DAY, "closed", key, body, by->request_id);
  audit(tx, by, b->id, "day.close", "branch", b->id, NULL, body);
  log_info("day.closed", "branch=%s date=%s by=%s", key, date, actor_kind_name(by));
}

/* Refuses before it does anything. The date moves last, so that all that its end does is of that date. */
static enum err close(struct tx *tx, const struct actor *by, const struct branch *b, const struct audit_policies *policies)
{
  struct list blockers = blockers_of(tx, b);
  enum err e = check_blockers(tx, policies, &blockers);
  if (e)
    return e;
  act_all(tx, by, b, policies, &blockers);
  post_nights(tx, by, b);
  tx_run(tx, SQL_DAY_ROOMS_SLEPT_IN, BI("branch", b->id), BI("date", b->business_date), BI("now", tx_now(tx)));
  day_freeze(tx, by, b->id, b->business_date);
  tx_run(tx, SQL_DAY_MOVE, BI("branch", b->id), BI("date", b->business_date));
  announce(tx, by, b);
  return OK;
}

enum err day_close(struct tx *tx, const struct actor *by, const struct day_request *in, struct day *out)
{
  struct branch b;
  enum err e = branch_find(tx, by, in->branch_id, &b);
  if (!e && in->business_date != b.business_date)
    e = tx_refuse(tx, ERR_DAY_CLOSED, "business_date",
        in->business_date < b.business_date ? TXT_DAY_IS_CLOSED : TXT_DAY_NOT_OPEN, 0);
  if (!e && !is_over(tx, &b))
    e = tx_refuse(tx, ERR_TOO_EARLY, "business_date", TXT_DAY_NOT_OVER, 0);
  if (!e)
    e = close(tx, by, &b, &in->policies);
  return e ? e : day_find(tx, by, in->branch_id, out);
}

bool day_close_next(struct tx *tx, int64_t *blocked)
{
  struct actor system = actor_system("");
  struct list all = branch_list(tx, &system, (struct slice){.limit = INT32_MAX});
  const struct branch *b = all.items;
  *blocked = 0;
  for (size_t i = 0; i < all.count; i++) {
    if (branch_clock_date(tx, b[i].timezone, b[i].audit_hour) <= b[i].business_date)
      continue;
    if (close(tx, &system, &b[i], &b[i].audit_policies) == OK)
      return true;
    ++*blocked;
  }
  return false;
}
