/* An order's accounts over HTTP: decode, call, encode. On a worker thread; the rules check the branch scope. */
#include "order/account_http.h"

#include "hotel/catalogue.h"
#include "limits.h"
#include "order/account.h"

static const char *const refund_modes[] = {"goodwill", "undo", NULL};

#define AMOUNT FIELD_AS("amount_fen", struct posting, amount, F_FEN, .flags = F_REQUIRED, .min = 1, .max = INT64_MAX)
#define KIND \
  FIELD(struct posting, kind, F_ENUM, .flags = F_REQUIRED, .names = tender_names, .about = "how the money comes or goes")
#define REASON FIELD_AS("reason", struct posting, note, F_STR, .flags = F_REQUIRED, .min = 1, .max = 200)
#define REFERENCE FIELD(struct posting, reference, F_STR, .max = 64, .preset = "", .about = "of the card slip or the transfer")

static const struct field charge_fields[] = {
    FIELD(struct posting, code, F_STR, .flags = F_REQUIRED, .min = 1, .max = 30, .about = "of a charge code"),
    FIELD(struct posting, quantity, F_I64, .min = 1, .max = LIMIT_QUANTITY, .preset = "1"),
    FIELD_AS("unit_fen", struct posting, unit, F_FEN, .flags = F_NULLABLE, .min = 1, .max = LIMIT_FEN,
        .about = "not given: the code's price"),
    FIELD(struct posting, service_date, F_DATE, .flags = F_NULLABLE, .about = "not given: the business date"),
    FIELD(struct posting, note, F_STR, .max = 200, .preset = ""),
};
const struct shape charge_shape = SHAPE_OUT("AccountCharge", struct posting, charge_fields);

static const struct field pay_fields[] = {KIND, AMOUNT, REFERENCE,
    FIELD(struct posting, company_id, F_ID, .flags = F_NULLABLE, .about = "with kind account: who pays later")};
const struct shape account_payment_shape = SHAPE_OUT("AccountPayment", struct posting, pay_fields);

static const struct field tender_fields[] = {KIND, AMOUNT, REFERENCE};
const struct shape tender_shape = SHAPE_OUT("AccountMoney", struct posting, tender_fields);

static const struct field refund_fields[] = {KIND, AMOUNT, REASON,
    FIELD(struct posting, mode, F_ENUM, .names = refund_modes, .preset = "goodwill",
        .about = "goodwill: not asked for again; undo: the payment was wrong and is owed again")};
const struct shape account_refund_shape = SHAPE_OUT("AccountRefund", struct posting, refund_fields);

static const struct field allowance_fields[] = {AMOUNT, REASON};
const struct shape allowance_shape = SHAPE_OUT("AccountAllowance", struct posting, allowance_fields);

static const struct field use_fields[] = {AMOUNT};
const struct shape deposit_use_shape = SHAPE_OUT("DepositUse", struct posting, use_fields);

static const struct field hold_fields[] = {
    FIELD(struct posting, kind, F_ENUM, .flags = F_REQUIRED, .names = hold_kind_names, .about = "who holds the money"), AMOUNT,
    FIELD(struct posting, reference, F_STR, .flags = F_REQUIRED, .min = 1, .max = 64,
        .about = "of the slip or the provider's, by which it is captured")};
const struct shape hold_take_shape = SHAPE_OUT("HoldTake", struct posting, hold_fields);

static const struct field capture_fields[] = {AMOUNT};
const struct shape hold_capture_shape = SHAPE_OUT("HoldCapture", struct posting, capture_fields);

static const struct field transfer_fields[] = {
    FIELD(struct posting, to_account_id, F_ID, .flags = F_REQUIRED, .about = "of the same branch"),
    FIELD(struct posting, line_id, F_ID, .flags = F_NULLABLE, .about = "not given: an amount of what is owed"),
    FIELD_AS("amount_fen", struct posting, amount, F_FEN, .flags = F_NULLABLE, .min = 1, .max = INT64_MAX,
        .about = "not given: all of the line"),
};
const struct shape transfer_shape = SHAPE_OUT("AccountTransfer", struct posting, transfer_fields);

static const struct field route_fields[] = {
    FIELD(struct posting, codes, F_STRS, .flags = F_REQUIRED, .min = 1, .max = LIMIT_ROUTE_CODES, .about = "of charge codes"),
    FIELD(struct posting, to_account_id, F_ID, .flags = F_NULLABLE,
        .about = "a window of the same stay, or the account of its order; null: its own again"),
};
const struct shape account_route_in_shape = SHAPE_OUT("AccountRouteIn", struct posting, route_fields);

static const struct field name_fields[] = {FIELD(struct posting, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60)};
const struct shape window_name_shape = SHAPE_OUT("WindowName", struct posting, name_fields);

struct houses_query { struct page page; int64_t branch_id; };
static const struct field houses_fields[] = {
    PAGE_FIELDS(struct houses_query), FIELD(struct houses_query, branch_id, F_ID, .about = "only this branch's")};
const struct shape house_accounts_query = SHAPE_OUT("HouseAccountsQuery", struct houses_query, houses_fields);

struct house_request { int64_t branch_id; const char *name; };
static const struct field house_fields[] = {
    FIELD(struct house_request, branch_id, F_ID, .flags = F_REQUIRED),
    FIELD(struct house_request, name, F_STR, .flags = F_REQUIRED, .min = 1, .max = 60)};
const struct shape house_account_create_shape = SHAPE_OUT("HouseAccountCreate", struct house_request, house_fields);

static const struct field reason_fields[] = {REASON};
const struct shape account_reason_shape = SHAPE_OUT("AccountReason", struct posting, reason_fields);

static const struct field adjustment_fields[] = {
    FIELD_AS("amount_fen", struct posting, amount, F_FEN, .flags = F_REQUIRED, .min = -LIMIT_FEN, .max = LIMIT_FEN,
        .about = "negative: less is owed"),
    REASON};
const struct shape adjustment_shape = SHAPE_OUT("LineAdjustment", struct posting, adjustment_fields);

struct call {
  const struct actor *staff;
  int64_t id;
  const struct posting *in;
  struct order_account *out;
  enum err (*act)(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
  enum err (*act_on_line)(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
      const struct posting *in);
  enum err (*act_on_hold)(struct tx *tx, const struct actor *staff, struct order_account *a, const struct hold *h,
      const struct posting *in);
};

static struct call call_of(struct request *req)
{
  return (struct call){.staff = &req->actor, .id = request_id_at(req, 0), .in = req->in,
      .out = arena_new(req->scope.arena, struct order_account)};
}

static enum err read_account(struct tx *tx, void *arg)
{
  struct call *c = arg;
  return order_account_find(tx, c->staff, c->id, c->out);
}

enum err http_account(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  enum err e = request_read(req, read_account, &call);
  if (!e)
    reply_object(reply, 200, &account_shape, &call.out->account);
  return e;
}

static enum err run_act(struct tx *tx, void *arg)
{
  struct call *c = arg;
  enum err e = read_account(tx, c);
  if (!e && c->out->account.kind == ACCOUNT_COMPANY && c->act != account_pay)
    e = tx_refuse(tx, ERR_ORDER_STATE, NULL, TXT_COMPANY_ONLY_PAYS, 0);
  return e ? e : c->act(tx, c->staff, c->out, c->in);
}

static enum err act_on(struct request *req, struct reply *reply, int status,
    enum err (*act)(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in))
{
  struct call call = call_of(req);
  call.act = act;
  return request_write(req, reply, run_act, &call, status, &account_shape, &call.out->account);
}

enum err http_account_charge(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_charge);
}

enum err http_account_allow(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_allow);
}

enum err http_account_pay(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_pay);
}

enum err http_account_refund(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_refund);
}

enum err http_account_deposit(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_deposit);
}

enum err http_account_deposit_return(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_deposit_return);
}

enum err http_account_deposit_use(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_deposit_use);
}

enum err http_account_hold(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_hold);
}

enum err http_account_transfer(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_transfer);
}

enum err http_account_window(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 201, account_window);
}

enum err http_account_route(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_lead);
}

enum err http_account_open(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_open);
}

enum err http_account_close(struct request *req, struct reply *reply)
{
  return act_on(req, reply, 200, account_close);
}

static enum err run_on_line(struct tx *tx, void *arg)
{
  struct call *c = arg;
  struct line l;
  if (!ledger_line(tx, c->id, &l))
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  enum err e = order_account_find(tx, c->staff, l.account_id, c->out);
  if (!e && c->out->account.kind == ACCOUNT_COMPANY && c->act_on_line != account_reverse)
    e = tx_refuse(tx, ERR_CONFLICT, NULL, TXT_TAKEN_BACK_ELSEWHERE, 0);
  return e ? e : c->act_on_line(tx, c->staff, c->out, &l, c->in);
}

enum err http_line_reverse(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  call.act_on_line = account_reverse;
  return request_write(req, reply, run_on_line, &call, 200, &account_shape, &call.out->account);
}

enum err http_line_adjust(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  call.act_on_line = account_adjust;
  return request_write(req, reply, run_on_line, &call, 200, &account_shape, &call.out->account);
}

static enum err run_on_hold(struct tx *tx, void *arg)
{
  struct call *c = arg;
  int64_t account_id = hold_account(tx, c->id);
  if (!account_id)
    return tx_refuse(tx, ERR_NOT_FOUND, NULL, TXT_NONE, 0);
  enum err e = order_account_find(tx, c->staff, account_id, c->out);
  const struct hold *h = c->out->account.holds.items;
  while (!e && h->id != c->id)
    h++;
  return e ? e : c->act_on_hold(tx, c->staff, c->out, h, c->in);
}

enum err http_hold_capture(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  call.act_on_hold = account_hold_capture;
  return request_write(req, reply, run_on_hold, &call, 200, &account_shape, &call.out->account);
}

enum err http_hold_void(struct request *req, struct reply *reply)
{
  struct call call = call_of(req);
  call.act_on_hold = account_hold_void;
  return request_write(req, reply, run_on_hold, &call, 200, &account_shape, &call.out->account);
}

struct houses_call {
  const struct actor *staff;
  const struct houses_query *query;
  const struct house_request *in;
  int64_t after;
  struct list list;
  struct order_account *out;
};

static enum err read_houses(struct tx *tx, void *arg)
{
  struct houses_call *c = arg;
  struct branch b;
  enum err e = c->query->branch_id ? branch_find(tx, c->staff, c->query->branch_id, &b) : OK;
  if (!e)
    c->list = ledger_houses(tx, c->staff, c->query->branch_id, c->after, c->query->page.limit + 1);
  return e;
}

enum err http_house_accounts(struct request *req, struct reply *reply)
{
  struct houses_call call = {.staff = &req->actor, .query = req->query};
  int64_t limit = call.query->page.limit;
  if (!page_after(&call.query->page, &call.after, &req->scope.problem))
    return ERR_BAD_REQUEST;
  enum err e = request_read(req, read_houses, &call);
  if (!e)
    reply_list(reply, &house_account_shape, call.list,
        page_next(&call.list, sizeof(struct account), offsetof(struct account, id), limit, req->scope.arena));
  return e;
}

static enum err create_house(struct tx *tx, void *arg)
{
  struct houses_call *c = arg;
  return account_house_create(tx, c->staff, c->in->branch_id, c->in->name, c->out);
}

enum err http_house_account_create(struct request *req, struct reply *reply)
{
  struct houses_call call = {.staff = &req->actor, .in = req->in, .out = arena_new(req->scope.arena, struct order_account)};
  return request_write(req, reply, create_house, &call, 201, &account_shape, &call.out->account);
}
