/* What an order's accounts come to: its nights and fees posted, its money as lines, and what the desk posts besides.
 *
 * An order has an account, each of its stays another (its windows more). What a stay is charged for, its frozen nights and with
 * each of them its daily extras, is posted at the end of each day or when it is over; until then it is still to come. Every
 * payment and refund of the order has one line. orders.extras_fen is the sum of what the desk posted and of the daily extras,
 * those to come too; held_fen what is held of deposits. An order that came to nothing is
 * brought to 0 by a line that says so.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_ORDER_ACCOUNT_H
#define YIZHAN_ORDER_ACCOUNT_H

#include "ledger/company.h"
#include "ledger/hold.h"
#include "ledger/ledger.h"
#include "ledger/shift.h"
#include "order/order.h"

/* Inside the folder: the account of a stay of an order, NULL: of the order, as it is before anything was posted. */
struct account order_account_of(const struct order *o, const struct stay *s);
/* Inside the folder: the lines of its stays' nights, daily extras and fees are those that their states ask for, and its sums
 * follow. */
void order_post_stays(struct tx *tx, struct order *o, const struct actor *by);
/* The same, and of those in house the nights before `slept` are posted too. */
void order_post_nights(struct tx *tx, const struct order *o, const struct actor *by, int32_t slept);
/* Inside the folder: of a stay's room and daily extras the nights that `posted`, the standing lines of its order's stays, do not
 * have yet: list of struct line without ids. */
struct list order_to_come(struct tx *tx, const struct stay *s, const struct list *posted);
/* Inside the folder: each payment and refund has its line, a new payment as `to` says (NULL: the order's), a new
 * refund where its payment is; extras and what is held are summed up anew, and an order that came to nothing is brought to 0. */
void order_keep_books(struct tx *tx, struct order *o, const struct actor *by, const struct new_payment *to);
/* Inside the folder: an allowance on the order's account; order_keep_books is still to follow. */
void order_allow(struct tx *tx, const struct order *o, const struct actor *by, struct money amount, const char *reason);

/* An account with its lines: by its own id, or that of a stay, an order or a company. */
struct order_account {
  struct order order;     /* its id is 0 for a company's, and for a house account, whose branch it has */
  struct stay *stay;      /* NULL: the order's account, a company's or a house account */
  struct account account;
};
/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err order_account_find(struct tx *tx, const struct actor *staff, int64_t id, struct order_account *out);

/* Inside the folder: the business date of its branch; whether it takes charges: before it is over, and again on the day on which
 * it was opened once more; a house account until it is closed. */
int32_t account_today(struct tx *tx, const struct order_account *a);
bool account_takes_charges(struct tx *tx, const struct order_account *a);
/* Inside the folder: a line of the desk's, dated today. */
void account_put(struct tx *tx, const struct actor *staff, const struct order_account *a, struct line l);
/* Inside the folder: a line that is no money; what those of an account come to; what is charged for the whole order, or on a
 * house account. */
bool line_can_move(const struct line *l);
struct money account_charged_on(const struct order_account *a);
struct money account_charged(const struct order_account *a);
/* Inside the folder: ERR_BAD_REQUEST naming amount_fen. */
enum err account_refuse_over(struct tx *tx, struct money most);

/* What each takes; members that a route does not have are 0. */
struct posting {
  const char *code, *note, *reference, *name;
  int64_t quantity, to_account_id, line_id, company_id;
  struct list codes;      /* const char * */
  int kind, mode;         /* enum tender, of a hold enum hold_kind; enum refund_mode */
  struct money unit, amount;
  int32_t service_date;
};
enum refund_mode { REFUND_GOODWILL, REFUND_UNDO };

/* A charge: of a code at its price or `unit`. ERR_ORDER_STATE when the stay is over, ERR_BAD_REQUEST naming code, unit_fen or
 * service_date. */
enum err account_charge(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* Less to pay, by a manager, with a reason. ERR_BAD_REQUEST naming amount_fen when it is more than all that is charged. */
enum err account_allow(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* Money: at most what is owed; on account it is the company's debt from then on: the refusals of company_take. A company pays
 * what it owes: company_pay. Back at most what came, out of goodwill with an allowance, or as a payment that was wrong. */
enum err account_pay(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_refund(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* A deposit: taken, given back, used for what is owed; the latter two at most what is held. */
enum err account_deposit(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_deposit_return(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_deposit_use(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* A hold is taken: no payment, and in no sum. Captured, whole or in part and once, it is a payment, at most what is owed; voided
 * it is nothing. ERR_ORDER_STATE when the stay is over, or the hold not held any more. */
enum err account_hold(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_hold_capture(struct tx *tx, const struct actor *staff, struct order_account *a, const struct hold *h,
    const struct posting *in);
enum err account_hold_void(struct tx *tx, const struct actor *staff, struct order_account *a, const struct hold *h,
    const struct posting *in);
/* A line, a part of one, or an amount is another account's of the branch: a pair of lines. */
enum err account_transfer(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* A further window of a stay, LIMIT_WINDOWS at most; `out` is it. */
enum err account_window(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* Charges of these codes that would stand on a stay's first window go to another account from now on: a window of the stay, or
 * the account of its order; 0: back to it. What was posted stays. ERR_ORDER_STATE, ERR_BAD_REQUEST naming codes or
 * to_account_id. */
enum err account_lead(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* It takes charges again, on the business date on which its stay ended; no more: ERR_BALANCE_DUE while something is owed. */
enum err account_open(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_close(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
/* A house account: of a branch and no stay, for what is sold to who does not stay. It takes charges, and what answers them, until
 * it is closed at 0, and again once it is opened with a reason. ERR_BRANCH_SCOPE, ERR_BAD_REQUEST naming branch_id. */
enum err account_house_create(struct tx *tx, const struct actor *staff, int64_t branch_id, const char *name,
    struct order_account *out);
/* Inside the folder: the same acts where no order follows: money is lines alone. */
enum err account_house_finish(struct tx *tx, const struct actor *staff, struct order_account *a, const char *action);
enum err account_house_pay(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_house_refund(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_house_reverse(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *payment,
    struct line *back);
enum err account_house_open(struct tx *tx, const struct actor *staff, struct order_account *a, const struct posting *in);
enum err account_house_close(struct tx *tx, const struct actor *staff, struct order_account *a);
/* A line of one of the accounts: reversed on its business date, once and whole; adjusted, by a manager, on any. ERR_DAY_CLOSED,
 * ERR_REVERSED, ERR_CONFLICT for lines that are taken back another way. */
enum err account_reverse(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
    const struct posting *in);
enum err account_adjust(struct tx *tx, const struct actor *staff, struct order_account *a, const struct line *l,
    const struct posting *in);

#endif
