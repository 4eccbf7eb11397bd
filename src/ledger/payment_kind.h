/* Payment kinds: how money comes and goes, and what follows from it.
 *
 * Guarantee: one table says it, for the rules, the statements and the pages; the owner says what of it is the house's to say.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_LEDGER_PAYMENT_KIND_H
#define YIZHAN_LEDGER_PAYMENT_KIND_H

#include "base/actor.h"
#include "store/tx.h"

struct payment_kind {
  int kind;                  /* enum tender */
  bool in_drawer;            /* counted at the end of a shift */
  bool in_takings;           /* among what somebody took on a day */
  bool is_money;             /* in the house's hand; else somebody's word, which goes back only as it came, and is no deposit */
  bool refundable_by_system; /* what came through the program goes back through it */
  bool needs_reference;      /* no payment without the number of its slip; the owner's word */
  bool offered;              /* at the desk; the owner's word */
  uint64_t given;
};
extern const struct shape payment_kind_shape;

/* All of them, in the order in which the desk offers them. */
struct list payment_kinds(struct tx *tx);
/* By its name; false for what is none, as a deposit that is used. */
bool payment_kind_named(struct tx *tx, const char *name, struct payment_kind *out);
/* ERR_BAD_REQUEST naming reference when a payment of this kind needs one and has none ("" or NULL). */
enum err payment_kind_check(struct tx *tx, const char *name, const char *reference);
/* The given fields of what is the owner's word: ERR_NOT_FOUND. */
enum err payment_kind_change(struct tx *tx, const struct actor *by, const char *name, const struct payment_kind *in,
    struct payment_kind *out);

#endif
