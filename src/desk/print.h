/* Papers that were printed: how often each, and the numbers of those for money.
 *
 * Guarantee: of one thing there is one first paper, whoever prints it and wherever; each further one is told which copy it is.
 * Deposit slips and receipts are numbered 1, 2, … within their branch and kind, without a gap, and a copy has the number of the
 * first. Every print is in the trail. What is on a paper is the page's matter. Inside a transaction, on its thread. */
#ifndef YIZHAN_DESK_PRINT_H
#define YIZHAN_DESK_PRINT_H

#include "base/actor.h"
#include "store/tx.h"

/* Its subject is a stay, a line (deposit taken; payment), an account, a shift, a closed day. */
enum print_kind { PRINT_REGISTRATION, PRINT_DEPOSIT, PRINT_RECEIPT, PRINT_FOLIO, PRINT_HANDOVER, PRINT_DAY };
struct print_request { int kind; int64_t subject_id; };
struct print {
  int kind;
  int64_t number;             /* NONE_I64: this kind has none */
  int64_t copy;               /* 0: the first; n: the n-th copy of it */
};
extern const struct shape print_request_shape, print_shape;

/* Counts one. ERR_NOT_FOUND, also for a line of another kind; ERR_BRANCH_SCOPE; ERR_REVERSED naming subject_id for money
 * that was taken back. */
enum err print_count(struct tx *tx, const struct actor *staff, const struct print_request *in, struct print *out);

#endif
