/* The ledger: accounts, and signed lines of money on them.
 *
 * Guarantee: lines are appended; no amount of one is ever changed and none is deleted. What was wrong is reversed on its own
 * business date, once and whole; later it is adjusted by a line of today. A line's tax is frozen on it. The ledgers of guests,
 * deposits and companies tie out: what stood before a day, plus what came to it, is what stands after it. The ledger knows
 * accounts and codes, no rules of a stay: order asks. Inside a transaction, on its thread. */
#ifndef YIZHAN_LEDGER_LEDGER_H
#define YIZHAN_LEDGER_LEDGER_H

#include "base/actor.h"
#include "store/tx.h"

enum account_kind { ACCOUNT_STAY, ACCOUNT_ORDER, ACCOUNT_COMPANY, ACCOUNT_HOUSE };
extern const char *const account_kind_names[];

enum line_kind { LINE_CHARGE, LINE_PAYMENT, LINE_REFUND, LINE_ALLOWANCE, LINE_DEPOSIT, LINE_DEPOSIT_USE, LINE_DEPOSIT_RETURN,
  LINE_TRANSFER, LINE_ADJUSTMENT };
extern const char *const line_kind_names[];

/* Whence: keyed at the desk; what a stay is charged for by its frozen nights; money that came or went. */
enum line_origin { LINE_OF_DESK, LINE_OF_STAY, LINE_OF_MONEY };

/* How money comes and goes; on account: a company pays later. */
enum tender { TENDER_CASH, TENDER_WECHAT, TENDER_ALIPAY, TENDER_CARD, TENDER_TRANSFER, TENDER_OTA, TENDER_ACCOUNT, TENDER_COUPON,
  TENDER_HOUSE };
extern const char *const tender_names[];

struct line {
  int64_t id, account_id, branch_id;
  int kind;                /* enum line_kind */
  const char *code;        /* of a charge its charge code, of money its tender */
  int64_t quantity;
  struct money unit, amount, tax; /* signed: what the guest owes more is positive; tax: within the amount */
  int64_t tax_rate;        /* percent */
  int32_t service_date, business_date;
  int64_t at;
  const char *by;
  int64_t shift_id;
  int origin;              /* enum line_origin */
  int64_t stay_id;         /* of LINE_OF_STAY */
  int64_t payment_id, refund_id; /* of LINE_OF_MONEY; 0 for none */
  int64_t reverses, adjusts, moved_from; /* other lines; 0 for none */
  int64_t hold_id;         /* of a payment: what it was captured of; 0 for none */
  int64_t routed_from;     /* the account whose rule led it here; 0 for none */
  int64_t extra_id;        /* the daily extra of its stay that it is a night of; 0 for none */
  bool standing;           /* no step of its stay took it back */
  const char *note;
};
extern const struct shape line_shape;

struct account {
  int64_t id;
  int kind;                /* enum account_kind */
  int64_t branch_id, order_id, stay_id; /* 0 for none */
  int64_t number;          /* of a stay's windows: 1, 2, … */
  const char *name;
  int32_t opened_on;       /* takes charges on this business date though its stay is over; DATE_NONE */
  int32_t closed_on;       /* of a house account: since this business date it takes nothing; DATE_NONE */
  struct money balance;    /* posted, deposits aside; positive: the guest owes */
  struct money deposit;    /* held */
  struct money due;        /* with the nights to come and its share of what was paid for the order: the order's rule */
  struct list windows;     /* struct account, of a stay's first */
  struct list lines;       /* struct line, oldest first */
  struct list to_come;     /* struct line: nights with their extras that will be posted on it */
  struct list routes;      /* struct account_route, of a stay's first */
  struct list holds;       /* struct hold, oldest first: promised, and in none of the sums */
};
/* Charges of a code that are posted on an account go to another. */
struct account_route { const char *code; int64_t to_account_id; };
extern const struct shape account_shape;

/* Its columns and sums; false when nothing was posted on it yet. */
bool ledger_account(struct tx *tx, int64_t id, struct account *out);
/* Writes it down; one that is there stays as it is. */
void ledger_open(struct tx *tx, const struct account *a);
/* It takes charges on this business date; DATE_NONE: no more. */
void ledger_set_opened(struct tx *tx, int64_t account_id, int32_t day);
/* A house account is closed on this business date; DATE_NONE: it is not any more. */
void ledger_set_closed(struct tx *tx, int64_t account_id, int32_t day);
/* House accounts, newest first, with their balance; of one branch or of all in the actor's scope (branch_id 0). */
struct list ledger_houses(struct tx *tx, const struct actor *staff, int64_t branch_id, int64_t after, int64_t limit);
extern const struct shape house_account_shape;
/* Windows of a stay behind the first, by number. */
struct list ledger_windows(struct tx *tx, int64_t stay_id);
/* Where its charges go, by code: list of struct account_route; where one of a code goes by them, else `own`. */
struct list ledger_routes(struct tx *tx, int64_t account_id);
int64_t ledger_routed(const struct list *routes, const char *code, int64_t own);
/* Charges of this code go to another account that was written down, 0: to their own. What was posted stays where it is. */
void ledger_route(struct tx *tx, int64_t account_id, const char *code, int64_t to_account_id);
extern const struct shape account_route_shape;
/* Oldest first. */
struct list ledger_lines(struct tx *tx, int64_t account_id);

/* Appends a line to an account that was written down: its id, time, who, tax and shift are set here; a unit of 0 is the
 * amount's. Returns the id. */
int64_t ledger_post(struct tx *tx, const struct actor *by, struct line *l);
/* False when there is none. */
bool ledger_line(struct tx *tx, int64_t id, struct line *out);
/* One of this business date that was not reversed, and is no reversal: ERR_DAY_CLOSED, ERR_REVERSED. */
enum err ledger_check_reversible(struct tx *tx, const struct line *l, int32_t today);
/* The counter-line of such a one. */
void ledger_reverse(struct tx *tx, const struct actor *by, const struct line *l, int32_t today, const char *note);
/* What stands of an order's lines: `extras` of the desk's charges, allowances, corrections and transfers; `all` of the guest
 * ledger, `held` of deposits. */
struct ledger_sums { struct money extras, all, held; };
struct ledger_sums ledger_of_order(struct tx *tx, int64_t order_id);
/* What stands of a stay's nights and fees: list of struct line. */
struct list ledger_of_stays(struct tx *tx, int64_t order_id);
/* A step of its stay took it back: the counter-line is of the same stay, and neither stands. */
void ledger_take_back(struct tx *tx, const struct actor *by, const struct line *l, int32_t today);

/* A ledger over a day: opening + debit − credit = closing. */
struct ledger_day { struct money opening, debit, credit, closing; };
struct trial_balance {
  int32_t business_date;
  struct ledger_day guest, deposit, receivable;
  struct money sum;        /* what the day brought to them less the sum of its lines: 0 */
};
extern const struct shape trial_balance_shape;
void ledger_trial_balance(struct tx *tx, int64_t branch_id, int32_t date, struct trial_balance *out);

/* What can be posted; the program's own codes stay. */
struct charge_code {
  int64_t id;
  const char *code, *name, *name_en;
  int64_t tax_rate;        /* percent, within the price */
  struct money price;      /* of one; 0: keyed each time */
  bool own;
  uint64_t given;
};
extern const struct shape charge_code_shape;
/* The program's own first; `after`: how many came before. */
struct list charge_code_list(struct tx *tx, int64_t after, int64_t limit);
/* By its code; false when there is none. */
bool charge_code_named(struct tx *tx, const char *code, struct charge_code *out);
enum err charge_code_find(struct tx *tx, int64_t id, struct charge_code *out);
/* ERR_EXISTS naming code; a code is small letters, digits and _. */
enum err charge_code_create(struct tx *tx, const struct actor *by, const struct charge_code *in, struct charge_code *out);
enum err charge_code_change(struct tx *tx, const struct actor *by, int64_t id, const struct charge_code *in,
    struct charge_code *out);
/* ERR_CONFLICT for the program's own. */
enum err charge_code_delete(struct tx *tx, const struct actor *by, int64_t id);

#endif
