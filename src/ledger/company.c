/* Companies and what they owe: see company.h. Inside a transaction, on its thread. */
#include "ledger/company.h"

#include "base/date.h"
#include "base/id.h"
#include "ledger/shift.h"
#include "limits.h"
#include "store/audit.h"

static const struct field fields[] = {
    FIELD(struct company, id, F_ID, .flags = F_READ_ONLY),
    FIELD_AS("account_id", struct company, id, F_ID, .flags = F_READ_ONLY, .about = "of its ledger account"),
    FIELD(struct company, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60),
    FIELD(struct company, tax_number, F_STR, .max = 30, .preset = ""),
    FIELD(struct company, contact, F_STR, .max = 40, .preset = ""),
    FIELD(struct company, phone, F_STR, .max = 30, .preset = ""),
    FIELD_AS("credit_limit_fen", struct company, credit_limit, F_FEN, .max = LIMIT_ORDER_FEN, .preset = "0",
        .about = "how much it may owe"),
    FIELD(struct company, note, F_STR, .flags = F_MULTILINE, .max = 500, .preset = ""),
    FIELD(struct company, active, F_BOOL, .preset = "true", .about = "whether bills may be put on it"),
    FIELD_AS("balance_fen", struct company, balance, F_FEN, .flags = F_READ_ONLY, .about = "what it owes"),
    FIELD(struct company, created_at, F_INSTANT, .flags = F_READ_ONLY),
};
const struct shape company_shape = SHAPE("Company", struct company, fields, given);

struct list company_list(struct tx *tx, int64_t after, int64_t limit)
{
  return tx_list(tx, SQL_COMPANY_LIST, &company_shape, 0, BI("after", after), BI("most", limit));
}

bool company_get(struct tx *tx, int64_t id, struct company *out)
{
  *out = (struct company){0};
  return tx_object(tx, SQL_COMPANY_GET, &company_shape, out, BI("id", id));
}

enum err company_find(struct tx *tx, int64_t id, struct company *out)
{
  return company_get(tx, id, out) ? OK : tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
}

static enum err check_name(struct tx *tx, const struct company *c)
{
  int64_t other = tx_i64(tx, SQL_COMPANY_NAMED, 0, BS("name", c->name), BI("but", c->id));
  return other ? tx_refuse(tx, ERR_EXISTS, "name", TXT_NONE, 0) : OK;
}

enum err company_create(struct tx *tx, const struct actor *by, const struct company *in, struct company *out)
{
  *out = *in;
  out->id = id_next();
  out->balance = fen(0);
  out->created_at = tx_now(tx);
  enum err e = check_name(tx, out);
  if (e)
    return e;
  tx_run_object(tx, SQL_COMPANY_PUT, &company_shape, out);
  audit_change(tx, by, 0, "company.create", "company", out->id, &company_shape, NULL, out);
  return OK;
}

enum err company_change(struct tx *tx, const struct actor *by, int64_t id, const struct company *in, struct company *out)
{
  enum err e = company_find(tx, id, out);
  struct company before = *out;
  if (e)
    return e;
  shape_take_given(&company_shape, in, out);
  e = check_name(tx, out);
  if (e)
    return e;
  tx_run_object(tx, SQL_COMPANY_CHANGE, &company_shape, out);
  audit_change(tx, by, 0, "company.update", "company", id, &company_shape, &before, out);
  return OK;
}

enum err company_delete(struct tx *tx, const struct actor *by, int64_t id)
{
  struct company before;
  struct account account;
  enum err e = company_find(tx, id, &before);
  if (!e && ledger_account(tx, id, &account))
    e = tx_refuse(tx, ERR_CONFLICT, NULL, TXT_COMPANY_HAS_LINES, 0);
  if (e)
    return e;
  tx_run(tx, SQL_COMPANY_DELETE, BI("id", id));
  audit_change(tx, by, 0, "company.delete", "company", id, &company_shape, &before, NULL);
  return OK;
}

struct account company_account(int64_t id)
{
  return (struct account){.id = id, .kind = ACCOUNT_COMPANY, .number = 1, .name = "", .opened_on = DATE_NONE,
      .closed_on = DATE_NONE};
}

static void put(struct tx *tx, const struct actor *by, int64_t id, struct line l)
{
  struct account a = company_account(id);
  ledger_open(tx, &a);
  l.account_id = id;
  l.origin = LINE_OF_DESK;
  l.standing = true;
  ledger_post(tx, by, &l);
}

enum err company_take(struct tx *tx, const struct actor *by, int64_t id, const struct line *payment)
{
  struct company c;
  struct money amount = fen(-payment->amount.fen);
  if (!company_get(tx, id, &c) || !c.active)
    return tx_refuse(tx, ERR_BAD_REQUEST, "company_id", TXT_UNKNOWN_REFERENCE, 0);
  struct money left = money_sub(c.credit_limit, c.balance);
  if (amount.fen > left.fen)
    return tx_refuse(tx, ERR_CREDIT_LIMIT, "amount_fen", TXT_MAX, left.fen < 0 ? 0 : left.fen);
  put(tx, by, id, (struct line){.branch_id = payment->branch_id, .kind = LINE_TRANSFER, .code = "account", .amount = amount,
      .moved_from = payment->id, .service_date = payment->service_date, .business_date = payment->business_date,
      .note = payment->note});
  return OK;
}

void company_give_back(struct tx *tx, const struct actor *by, const struct line *refund, int64_t payment_line)
{
  int64_t id = tx_i64(tx, SQL_COMPANY_OF_PAYMENT, 0, BI("line", payment_line));
  if (id)
    put(tx, by, id, (struct line){.branch_id = refund->branch_id, .kind = LINE_TRANSFER, .code = "account",
        .amount = fen(-refund->amount.fen), .moved_from = refund->id, .service_date = refund->service_date,
        .business_date = refund->business_date});
}

void company_note(struct tx *tx, const struct actor *by, int64_t id, const char *action, struct money amount)
{
  audit(tx, by, 0, action, "company", id, NULL,
      arena_printf(tx_arena(tx), "{\"amount_fen\":%lld}", (long long)amount.fen));
}

struct debt { int64_t branch_id; struct money owed; };
static const struct field debt_fields[] = {FIELD(struct debt, branch_id, F_ID), FIELD_AS("owed_fen", struct debt, owed, F_FEN)};
static const struct shape debt_shape = SHAPE_OUT("Debt", struct debt, debt_fields);

enum err company_pay(struct tx *tx, const struct actor *by, int64_t id, struct money amount, const char *tender,
    const char *reference, int32_t (*today)(struct tx *tx, int64_t branch_id))
{
  struct list debts = tx_list(tx, SQL_COMPANY_DEBTS, &debt_shape, 0, BI("id", id), BI("staff", actor_scope(by)));
  const struct debt *d = debts.items;
  struct money all = fen(0);
  struct company c;
  for (size_t i = 0; i < debts.count; i++)
    all = money_add(all, d[i].owed);
  if (company_get(tx, id, &c) && c.balance.fen < all.fen) /* one branch may owe it something */
    all = c.balance;
  if (amount.fen > all.fen)
    return tx_refuse(tx, ERR_BAD_REQUEST, "amount_fen", TXT_MAX, all.fen < 0 ? 0 : all.fen);
  company_note(tx, by, id, "company.pay", amount);
  for (size_t i = 0; i < debts.count && amount.fen > 0; i++) {
    struct money part = money_min(amount, d[i].owed);
    enum err e = shift_check(tx, by, d[i].branch_id);
    if (e)
      return e;
    int32_t day = today(tx, d[i].branch_id);
    put(tx, by, id, (struct line){.branch_id = d[i].branch_id, .kind = LINE_PAYMENT, .code = tender, .amount = fen(-part.fen),
        .service_date = day, .business_date = day, .note = reference});
    amount = money_sub(amount, part);
  }
  return OK;
}
