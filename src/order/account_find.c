/* Reading an order's accounts: see account.h. Inside a transaction, on its thread. */
#include "order/account.h"

#include "hotel/catalogue.h"

/* What of a stay is still to come on an account, by its rules. */
static struct list to_come_on(struct tx *tx, const struct stay *s, const struct list *posted, int64_t account_id)
{
  struct list all = order_to_come(tx, s, posted), routes = ledger_routes(tx, s->id);
  struct line *l = all.items;
  size_t count = 0;
  for (size_t i = 0; i < all.count; i++)
    if (ledger_routed(&routes, l[i].code, s->id) == account_id)
      l[count++] = l[i];
  return (struct list){l, count};
}

static struct money sum_of(const struct list *lines)
{
  const struct line *l = lines->items;
  struct money sum = fen(0);
  for (size_t i = 0; i < lines->count; i++)
    sum = money_add(sum, l[i].amount);
  return sum;
}

static struct money need_of(struct tx *tx, const struct stay *s, const struct list *posted)
{
  struct account a = {0};
  ledger_account(tx, s->id, &a);
  struct list to_come = to_come_on(tx, s, posted, s->id);
  return money_add(a.balance, sum_of(&to_come));
}

/* Of all its stays, on the account of the order. */
static struct list to_come_on_order(struct tx *tx, const struct order *o, const struct list *posted)
{
  const struct stay *s = o->stays.items;
  struct list out = {0};
  for (size_t i = 0; i < o->stays.count; i++) {
    struct list of = to_come_on(tx, &s[i], posted, o->id);
    const struct line *l = of.items;
    for (size_t k = 0; k < of.count; k++)
      list_add(tx_arena(tx), &out, &l[k], sizeof *l);
  }
  return out;
}

/* What is owed on an account. What was paid for the whole order is spread over its stays: who has left first, then by room. */
static struct money due_of_stay(struct tx *tx, const struct order *o, const struct stay *which, const struct list *posted)
{
  static const int turns[] = {STAY_DEPARTED, STAY_CANCELLED, STAY_NO_SHOW, STAY_IN_HOUSE, STAY_DUE_IN, STAY_HELD};
  struct account whole = {0};
  ledger_account(tx, o->id, &whole);
  struct list on_order = to_come_on_order(tx, o, posted);
  int64_t owed = money_add(whole.balance, sum_of(&on_order)).fen;
  struct money credit = fen(owed < 0 ? -owed : 0);
  const struct stay *s = o->stays.items;
  for (size_t t = 0; t < sizeof turns / sizeof *turns; t++)
    for (size_t i = 0; i < o->stays.count; i++) {
      if (s[i].state != turns[t])
        continue;
      struct money need = need_of(tx, &s[i], posted);
      struct money share = need.fen > 0 ? money_min(need, credit) : fen(0);
      if (s[i].id == which->id)
        return money_sub(need, share);
      credit = money_sub(credit, share);
    }
  return fen(0);
}

static void complete(struct tx *tx, struct order_account *a)
{
  struct account *acc = &a->account;
  struct list posted = ledger_of_stays(tx, a->order.id);
  acc->lines = ledger_lines(tx, acc->id);
  acc->holds = hold_list(tx, acc->id, branch_date(tx, a->order.branch_id));
  acc->to_come = a->stay ? to_come_on(tx, a->stay, &posted, acc->id) : to_come_on_order(tx, &a->order, &posted);
  if (!a->stay) {
    acc->due = order_due(&a->order);
    return;
  }
  if (acc->number > 1) {
    acc->due = money_add(acc->balance, sum_of(&acc->to_come));
    return;
  }
  acc->due = order_came_to_nothing(&a->order) ? fen(0) : due_of_stay(tx, &a->order, a->stay, &posted);
  acc->windows = ledger_windows(tx, a->stay->id);
  acc->routes = ledger_routes(tx, acc->id);
}

/* Lines of the branches that are the actor's; what it owes is told whole. */
static void complete_company(struct tx *tx, const struct actor *staff, struct account *a)
{
  struct list all = ledger_lines(tx, a->id);
  struct line *l = all.items;
  size_t kept = 0;
  for (size_t i = 0; i < all.count; i++)
    if (actor_in_branch(staff, l[i].branch_id))
      l[kept++] = l[i];
  a->lines = (struct list){l, kept};
  a->due = a->balance;
}

/* Of a branch and no order: what is owed is what was posted. */
static enum err complete_house(struct tx *tx, const struct actor *staff, struct order_account *a)
{
  if (!actor_in_branch(staff, a->account.branch_id))
    return tx_refuse(tx, ERR_BRANCH_SCOPE, NULL, TXT_NONE, 0);
  a->order.branch_id = a->account.branch_id;
  a->account.lines = ledger_lines(tx, a->account.id);
  a->account.due = a->account.balance;
  return OK;
}

/* Whose it is when nothing was posted on it yet; a stay's is asked for most. */
static struct account unwritten(struct tx *tx, int64_t id)
{
  struct stay s;
  struct company c;
  if (stay_get(tx, id, &s))
    return (struct account){.kind = ACCOUNT_STAY, .stay_id = id};
  return company_get(tx, id, &c) ? company_account(id) : (struct account){.kind = ACCOUNT_ORDER, .order_id = id};
}

enum err order_account_find(struct tx *tx, const struct actor *staff, int64_t id, struct order_account *out)
{
  *out = (struct order_account){0};
  struct account *a = &out->account;
  bool written = ledger_account(tx, id, a);
  if (!written)
    *a = unwritten(tx, id);
  if (a->kind == ACCOUNT_COMPANY) {
    complete_company(tx, staff, a);
    return OK;
  }
  if (a->kind == ACCOUNT_HOUSE)
    return complete_house(tx, staff, out);
  enum err e = a->stay_id ? order_of_stay(tx, staff, a->stay_id, &out->order, &out->stay)
                          : order_find(tx, staff, a->order_id, &out->order);
  if (e)
    return e;
  if (!written)
    *a = order_account_of(&out->order, out->stay);
  complete(tx, out);
  return OK;
}
