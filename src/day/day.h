/* The business day of a branch: what stands in the way of its end, closing it, and what a closed day came to.
 *
 * Guarantee: one row per branch and date, written in the one transaction that does all of it (no-shows, further nights, room
 * charges, rooms to clean, totals) and moves the date by one: a close is whole or never was, and two are one. A date is closed
 * only once the branch's calendar has passed it, and only the open one. What a closed day came to is written down and never
 * reckoned again. Inside a transaction, on its thread. */
#ifndef YIZHAN_DAY_DAY_H
#define YIZHAN_DAY_DAY_H

#include "hotel/catalogue.h"
#include "ledger/ledger.h"

/* Something that is not done; policy: what a close by schedule does about it. */
enum blocker_code { BLOCK_DUE_IN, BLOCK_DUE_OUT, BLOCK_SHIFT_OPEN, BLOCK_PRICE_ZERO, BLOCK_DEPOSIT_HELD };
struct blocker {
  int code;              /* enum blocker_code */
  int64_t order_id, stay_id, shift_id; /* 0 for none */
  const char *who, *room_number; /* the guest, or whose shift; "" */
  const char *policy;
};

struct day {
  int64_t branch_id;
  int32_t business_date, next_date;
  bool over;             /* the calendar has passed it: it can be closed */
  int64_t closes_at;     /* when the schedule closes it */
  int32_t closed;        /* the date that was closed last; DATE_NONE */
  struct list blockers;  /* struct blocker */
};
extern const struct shape day_shape, blocker_shape;

/* Days that were closed, added up. Money in fen. */
struct day_figures {
  int64_t days, rooms, out_of_order, sold, comp, in_house, arrivals, departures, walk_ins, no_shows, cancelled;
  struct money room, other, tax, in, out; /* revenue by kind; tax: within it; money that came and went */
  double occupancy;      /* sold of rooms less out of order; NaN: none */
  struct money adr, revpar;
};
/* Its members in an answer; at: where it stands in T, as "figures." */
#define DAY_FIGURES(T, at) \
  FIELD_AS("rooms", T, at rooms, F_I64, .about = "of the types on sale"), \
  FIELD_AS("out_of_order", T, at out_of_order, F_I64), \
  FIELD_AS("sold", T, at sold, F_I64, .about = "nights slept or charged"), \
  FIELD_AS("comp", T, at comp, F_I64, .about = "of them for nothing"), \
  FIELD_AS("in_house", T, at in_house, F_I64, .about = "rooms lived in at its end"), \
  FIELD_AS("arrivals", T, at arrivals, F_I64), \
  FIELD_AS("departures", T, at departures, F_I64), \
  FIELD_AS("walk_ins", T, at walk_ins, F_I64, .about = "of the arrivals"), \
  FIELD_AS("no_shows", T, at no_shows, F_I64), \
  FIELD_AS("cancelled", T, at cancelled, F_I64), \
  FIELD_AS("room_fen", T, at room, F_FEN, .about = "charged for rooms on this date"), \
  FIELD_AS("other_fen", T, at other, F_FEN, .about = "charged for all else, allowances and corrections off"), \
  FIELD_AS("tax_fen", T, at tax, F_FEN, .about = "within both"), \
  FIELD_AS("in_fen", T, at in, F_FEN, .about = "money that came, deposits too"), \
  FIELD_AS("out_fen", T, at out, F_FEN, .about = "money that went back")
#define DAY_RATIOS(T, at) \
  FIELD_AS("occupancy", T, at occupancy, F_DOUBLE, .flags = F_NULLABLE, \
      .about = "sold / (rooms - out of order), four decimals"), \
  FIELD_AS("adr_fen", T, at adr, F_FEN, .flags = F_NULLABLE, .about = "room_fen / sold, rounded half up"), \
  FIELD_AS("revpar_fen", T, at revpar, F_FEN, .flags = F_NULLABLE, .about = "room_fen / (rooms - out of order)")
struct day_row {
  int64_t id, branch_id, closed_at;
  int32_t business_date;
  const char *by;
  struct day_figures figures;
};
struct day_type { int64_t room_type_id, rooms, out_of_order, sold, comp; const char *name; struct money revenue; };
struct day_code { const char *code, *name, *name_en; int64_t lines; struct money amount, tax; };
struct day_taking { const char *kind, *by; struct money in, out; };
struct day_note { int64_t order_id, stay_id, shift_id; const char *code, *done, *who, *room_number; };
struct day_report {
  struct day_row day;
  struct day_figures month, year, last_year; /* up to the date; of the same day a year before */
  struct list types, codes, takings, notes, corrections; /* the last: struct line */
  struct trial_balance ledgers;
};
extern const struct shape day_row_shape, day_report_shape;

/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err day_find(struct tx *tx, const struct actor *staff, int64_t branch_id, struct day *out);
/* Closes exactly this date of the branch: ERR_DAY_CLOSED when it is not the open one, ERR_TOO_EARLY before its calendar day is
 * over, ERR_DAY_BLOCKED with what stops it by these policies. `out`: the day that is open then. */
struct day_request { int64_t branch_id; int32_t business_date; struct audit_policies policies; };
enum err day_close(struct tx *tx, const struct actor *by, const struct day_request *in, struct day *out);
/* By schedule: closes one date of one branch whose audit hour has come, by the branch's policies; false when there is none.
 * *blocked: how many branches are stopped. */
bool day_close_next(struct tx *tx, int64_t *blocked);

/* A closed day: ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err day_report(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t date, struct day_report *out);
/* Closed days of a branch, the last first, before the date `before`: list of struct day_row. */
enum err day_list(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t before, int64_t limit, struct list *out);
/* Each branch of the actor's now, and its last closed day beside the same day a week before; by sort. */
struct overview_row {
  int64_t branch_id, due_in, due_out, in_house, dirty, rooms;
  int32_t business_date;
  bool late;             /* the clock has passed its audit hour, and the day is still open */
  int32_t closed;        /* DATE_NONE when no day was closed yet */
  struct day_figures last, week_before;
};
extern const struct shape overview_row_shape;
struct list day_overview(struct tx *tx, const struct actor *staff);
/* Days from `from` to `to` that were closed, both included: of one branch, or of all in the actor's scope (branch_id 0). */
void day_sum(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t from, int32_t to, struct day_figures *out);
/* What was reversed, adjusted or allowed on the date, and why, of the same branches: list of the shape's struct, at_most of them
 * (0: all). Its columns are a line's, and order_no, branch_name, branch_name_en. */
struct list day_corrections(struct tx *tx, const struct actor *staff, int64_t branch_id, int32_t date, const struct shape *shape,
    size_t at_most);
/* How reports tell averages: rounded half up, NONE_I64 of none; a share to four decimals, NaN of none. */
struct money day_average(struct money sum, int64_t n);
double day_share(int64_t part, int64_t whole);
/* Inside the folder: writes down what the date came to. */
void day_freeze(struct tx *tx, const struct actor *by, int64_t branch_id, int32_t date);

#endif
