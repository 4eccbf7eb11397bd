/* The manager's report: what closed days came to, of one branch or of all in the actor's scope, in spans that end with a date:
 * the day beside the same weekday before, the month and the year so far beside those before.
 *
 * Guarantee: it is told from what was written down when the days were closed, and of days that were closed alone; how many
 * those are stands beside each sum. Money in fen. Ratios are of the sums (day.h), never of ratios. Inside a transaction, on its
 * thread. */
#ifndef YIZHAN_REPORT_MANAGER_H
#define YIZHAN_REPORT_MANAGER_H

#include "base/actor.h"
#include "day/day.h"

enum { MANAGER_CORRECTIONS = 500 };
enum span_name { SPAN_DAY, SPAN_WEEK_BEFORE, SPAN_MONTH, SPAN_MONTH_BEFORE, SPAN_MONTH_LAST_YEAR, SPAN_YEAR, SPAN_LAST_YEAR,
  SPANS };

struct manager_span {
  int name;                /* enum span_name */
  int32_t from, to;        /* both included */
  int64_t expected;        /* its days since each branch began, closed or not; figures.days: those closed */
  struct day_figures figures;
  struct money total;      /* charged for rooms and all else */
  struct money deposit, guest, receivable; /* at its end: held; owed by guests, prepayments off; owed by companies */
};
/* Of one charge code or one tender, net, by span. */
struct manager_sum {
  const char *code, *name, *name_en; /* of a charge code */
  int kind;                          /* of a tender */
  struct money of[SPANS];
};
struct manager_taking { int kind; const char *by; struct money in, out, month_in, month_out; };
struct manager_branch {
  int64_t branch_id;
  const char *name, *name_en;
  int32_t begun, closed;   /* its first day that is or will be closed, its last closed one or DATE_NONE */
  struct day_figures figures; /* of the date */
  struct money total;
};
struct manager_correction {
  int64_t branch_id, order_id; /* order_id: 0 of a company's or a house account */
  const char *branch_name, *branch_name_en, *code, *by, *note;
  int kind;
  struct money amount;
  int64_t at;
};

struct manager_report {
  int64_t branch_id;       /* 0: all in scope */
  int32_t date;            /* DATE_NONE while no day was closed: then all lists are empty */
  struct list spans;       /* struct manager_span, in the order of enum span_name */
  struct list branches;    /* struct manager_branch, by sort */
  struct list codes;       /* struct manager_sum */
  struct list kinds;       /* struct manager_sum */
  struct list takings;     /* struct manager_taking: of the date and its month, by tender and clerk */
  struct list corrections; /* struct manager_correction of the date, MANAGER_CORRECTIONS at most */
  bool more;               /* there are further corrections */
};
extern const struct shape manager_report_shape, manager_span_shape, manager_branch_shape, manager_code_shape,
    manager_kind_shape, manager_taking_shape, manager_correction_shape;

/* branch_id 0: all in scope. DATE_NONE: the last date that one of them closed. ERR_NOT_FOUND of a branch, or naming `date` when
 * none of them closed it; ERR_BRANCH_SCOPE. */
enum err report_manager(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t date, struct manager_report *out);

#endif
