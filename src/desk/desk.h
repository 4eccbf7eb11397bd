/* What the desk looks at: the board of tonight's rooms, the timeline of rooms and days, the search, lists of stays and
 * debtors.
 *
 * Guarantee: nothing is written; each answer is one moment of the store and takes a fixed number of statements, however many
 * rooms there are. A guest is where he lives, whatever the dates say. Only branches in the actor's scope are told of, and lists
 * have phones masked. Inside a transaction, on its thread. */
#ifndef YIZHAN_DESK_DESK_H
#define YIZHAN_DESK_DESK_H

#include "base/actor.h"
#include "stay/stay.h"
#include "stock/room.h"

struct board_stay {
  int64_t id, order_id, room_type_id;
  const char *guest_name;
  int32_t arrival, departure;
  int state;                  /* enum stay_state */
};
enum room_occupancy { ROOM_VACANT, ROOM_OCCUPIED };
struct board_row {
  int64_t room_id, floor, room_type_id;
  const char *number, *room_type_name;
  int cleanliness;            /* enum cleanliness */
  int occupancy;              /* enum room_occupancy */
  struct closing *closed;     /* tonight; NULL when it is not */
  struct board_stay *stay;    /* who lives in it; NULL: nobody */
  struct board_stay *next;    /* who has it first of those that are to come; NULL: nobody */
  bool due_out, overdue;      /* of `stay`: leaves today or should have, should have before today */
  struct money owing;         /* by the order of `stay` */
};
struct board {
  int32_t business_date;
  struct list rows;           /* struct board_row, by floor and number */
  struct list unassigned;     /* struct board_stay: due in today or before, without a room */
  const char *next;           /* NULL: all is there */
};
extern const struct shape board_shape;
/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err desk_board(struct tx *tx, const struct actor *staff, int64_t branch_id, struct board *out);

struct timeline_range { int64_t branch_id; int32_t from, to; }; /* both included */
/* A run of nights that one stay has in one room, or still needs a room for. */
struct bar {
  int64_t stay_id, order_id, room_id, room_type_id; /* room_id 0: none yet */
  int32_t from, to;           /* nights [from, to), also those outside of the range */
  int state;                  /* enum stay_state */
  const char *guest_name;
  struct money owing;         /* by its order */
  bool fits;                  /* it has a room, or one could be given: see stock/fit.h */
};
struct timeline {
  int32_t business_date;
  struct list rooms;          /* struct board_row, without what is of tonight */
  struct list bars;           /* struct bar */
  struct list closings;       /* struct closing */
};
extern const struct shape timeline_shape;
/* What touches the nights of the range; today, also who should have left and is still there. ERR_BAD_REQUEST naming `to`,
 * ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err desk_timeline(struct tx *tx, const struct actor *staff, const struct timeline_range *range, struct timeline *out);

/* A stay with what its order says. */
struct found {
  int64_t order_id, stay_id;
  int state, status;          /* enum stay_state, enum order_status */
  const char *guest_name, *guest_phone, *room_number;
  int32_t arrival, departure;
  struct money due;           /* by its order */
};
extern const struct shape found_shape;
/* By the end of phone, order number or document, the whole phone, a room's number or a part of a name, of whom today brings or
 * who is in house also a companion's; branch_id 0: all in scope. Who is
 * in house first, then who comes today, then the others, the newest first: list of struct found. */
struct list desk_search(struct tx *tx, const struct actor *staff, int64_t branch_id, const char *q);

/* An order that is over and not settled. */
struct debtor {
  int64_t order_id, branch_id;
  const char *guest_name, *guest_phone;
  int status; /* enum order_status */
  int32_t departure;
  struct money due, credit;         /* owed, and paid too much */
  struct money deposit, promised;   /* held, and pre-authorised */
  const char *reason; /* why they were let go; "": nobody was asked */
};
extern const struct shape debtor_shape;
/* Of one branch or of all in scope (branch_id 0), the newest first, phones masked: list of struct debtor. */
struct list desk_debtors(struct tx *tx, const struct actor *staff, int64_t branch_id, int64_t after, int64_t limit);

struct stay_record { struct stay stay; const char *guest_name, *guest_phone; };
extern const struct shape stay_record_shape;
struct stay_filter {
  int64_t branch_id;          /* 0 = all in scope */
  int state;                  /* enum stay_state, -1 = all; stays of orders that are not paid yet are in no list */
  int32_t date;               /* that have this night; DATE_NONE = all */
};
/* Newest first, phones masked: list of struct stay_record. */
struct list desk_stays(struct tx *tx, const struct actor *staff, const struct stay_filter *f, int64_t after, int64_t limit);
/* ERR_NOT_FOUND, ERR_BRANCH_SCOPE. */
enum err desk_stay(struct tx *tx, const struct actor *staff, int64_t id, struct stay_record *out);

#endif
