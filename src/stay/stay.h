/* Stays: an order has 1..n, one room each, with its own dates, nights, room and state.
 *
 * Guarantee: the state moves by one table and compare-and-set; what a night uses of its type's stock is written on the night,
 * so that what is sold of a type on a night is the number of such rows; one party per room and night and per room that is
 * lived in, decided by keys. A refusal ends the caller's work, so nothing is half done. stay knows no order: order asks for
 * its stays and follows them. Inside a transaction, on its thread. */
#ifndef YIZHAN_STAY_STAY_H
#define YIZHAN_STAY_STAY_H

#include "stock/stock.h"

/* STAY_HELD: of an order that is not paid yet; people read it as due in. */
enum stay_state { STAY_DUE_IN, STAY_IN_HOUSE, STAY_DEPARTED, STAY_CANCELLED, STAY_NO_SHOW, STAY_HELD };
extern const char *const stay_state_names[];
extern const char *const stay_shown_names[]; /* of shown_state */

struct stay_night {
  int32_t date;
  int64_t room_type_id;    /* whose stock it uses */
  struct money price, net; /* frozen; net: after its share of the discount */
  bool taken;              /* it uses it: not when the type was not counted then, not before it is paid, not once given back */
};
/* Charged for each of its nights besides the room; `from` DATE_NONE: from its arrival on; `to` DATE_NONE: to its last. */
struct stay_extra {
  int64_t id;
  const char *code;        /* a charge code */
  int64_t quantity;
  struct money unit;
  int32_t from, to;        /* nights, both included */
  const char *note;
};
struct stay {
  int64_t id, order_id, branch_id;
  int64_t room_type_id;    /* whose stock its nights to come use */
  int64_t priced_as;       /* the type whose prices a further night has */
  int64_t room_id;         /* the room it has now or had last; 0: none */
  const char *room_number; /* "" when none */
  int state;               /* enum stay_state */
  int32_t arrival, departure;
  int32_t charged_until;   /* once cancelled, not come or left early: nights before it are charged; else DATE_NONE: all are */
  struct list nights;      /* struct stay_night in order, also those that were given up: on or behind the departure */
  const char *remark, *arrival_time; /* of this room's guests; NULL: what the order says */
  struct list guests;      /* struct stay_guest, where somebody read them: see guest.h */
  struct list extras;      /* struct stay_extra, oldest first, also those that were ended */
  int shown_state;         /* as people read it, when it was read */
  struct list shown_nights; /* those that were not given up */
};
extern const struct shape stay_shape, stay_night_shape, stay_guest_shape, stay_extra_shape;
/* The fields of a stay as people see it, of a struct of type T that has it `at` (`stay.`, or nothing for the stay itself). */
#define STAY_SHOWN(T, at) \
  FIELD_AS("id", T, at id, F_ID), \
  FIELD_AS("order_no", T, at order_id, F_ID), \
  FIELD_AS("account_id", T, at id, F_ID, .about = "of its ledger account"), \
  FIELD_AS("state", T, at shown_state, F_ENUM, .names = stay_shown_names), \
  FIELD_AS("room_id", T, at room_id, F_ID, .flags = F_NULLABLE), \
  FIELD_AS("room_number", T, at room_number, F_STR, .about = "empty when it has none"), \
  FIELD_AS("room_type_id", T, at room_type_id, F_ID, .about = "whose stock it uses: another than was sold after an upgrade"), \
  FIELD_AS("priced_as", T, at priced_as, F_ID, .about = "the room type whose prices a further night has"), \
  FIELD_AS("arrival", T, at arrival, F_DATE), \
  FIELD_AS("departure", T, at departure, F_DATE), \
  FIELD_AS("remark", T, at remark, F_STR, .flags = F_NULLABLE, .about = "null: what the order says"), \
  FIELD_AS("arrival_time", T, at arrival_time, F_STR, .flags = F_NULLABLE, .about = "null: what the order says"), \
  FIELD_AS("guests", T, at guests, F_LIST, .shape = &stay_guest_shape, .flags = F_HIDE_NONE, \
      .about = "the main one first; not in lists"), \
  FIELD_AS("extras", T, at extras, F_LIST, .shape = &stay_extra_shape, .about = "posted for each night besides the room"), \
  FIELD_AS("nights", T, at shown_nights, F_LIST, .shape = &stay_night_shape)

/* Writes `rooms` stays like `of`, whose nights' net is that of all rooms: the fen that do not divide are the first rooms', one
 * each, so that no room is dearer than its price. */
void stays_put(struct tx *tx, const struct stay *of, int64_t rooms);
/* One; false when there is none. */
bool stay_get(struct tx *tx, int64_t id, struct stay *out);
/* An order's, by room number, those without a room first: list of struct stay. */
struct list stays_of(struct tx *tx, int64_t order_id);

/* Moves the state by the table: ERR_ORDER_STATE. */
enum err stay_move(struct tx *tx, struct stay *s, enum stay_state to);
/* It ends on this day: earlier (its later nights are given back first) or later (they are written first). */
void stay_set_departure(struct tx *tx, struct stay *s, int32_t departure);
/* Charged are the nights before this date; DATE_NONE: all. */
void stay_set_charge(struct tx *tx, struct stay *s, int32_t until);
/* Its nights from `from` on, which it must not have taken, use this type's stock. */
void stay_retype(struct tx *tx, struct stay *s, int64_t room_type_id, int32_t from);
/* Its nights from `from` on cost price[0], price[1], … less the discount they had, and further ones what this type costs. */
void stay_reprice(struct tx *tx, struct stay *s, int64_t priced_as, int32_t from, const struct money price[]);

/* It has the dates and the type of an offer, which has its price for each night; the nights that it had of this type keep theirs.
 * It must have given all its nights back, and takes none. */
void stay_rebook(struct tx *tx, struct stay *s, const struct offer *offer);

/* A step, and the stay as it was before. */
struct stay_step { int64_t id, room_id; int32_t business_date, departure; int from_state, to_state; };
/* Writes the step that led from `before` here. */
void stay_keep_step(struct tx *tx, const struct stay *before, const struct stay *s, int32_t today);
/* The step that led to its state, if it was not taken back. */
bool stay_last_step(struct tx *tx, const struct stay *s, struct stay_step *out);
void stay_step_undone(struct tx *tx, const struct stay *s, int64_t step_id);

/* A further night at this price; one that was given up before is had anew. */
void stay_add_night(struct tx *tx, const struct stay *s, int32_t night, struct money price, bool taken);
/* Takes those nights from `from` on that it does not have yet, where their type is counted now: ERR_SOLD_OUT. */
enum err stay_take_nights(struct tx *tx, struct stay *s, int32_t from);
/* Gives those back from `from` on that it has. */
void stay_give_nights(struct tx *tx, struct stay *s, int32_t from);
/* Whether it has any. */
bool stay_has_nights(const struct stay *s);
/* Its night on this date; NULL when it has none. */
const struct stay_night *stay_night_at(const struct stay *s, int32_t date);
/* The first of its nights that is still to come, today's too: who comes late has a room from then on. */
int32_t stay_from(const struct stay *s, int32_t today);
/* What its nights before a date come to, and what it is charged for: before and after its share of the discount. */
struct stay_sum { struct money price, net; };
struct stay_sum stay_sum(const struct stay *s, int32_t until);
struct stay_sum stay_charge(const struct stay *s);

/* Its daily extras, read with it. A new one gets its id; ended on `last`, or never had when it had no night until then. */
struct list stay_extras(struct tx *tx, int64_t stay_id);
void stay_extra_add(struct tx *tx, struct stay *s, struct stay_extra *e);
void stay_extra_end(struct tx *tx, struct stay *s, const struct stay_extra *e, int32_t last);
/* Whose it is; 0 when there is none. */
int64_t stay_extra_stay(struct tx *tx, int64_t extra_id);
/* Who comes late had none of them before. */
void stay_extras_missed(struct tx *tx, struct stay *s, int32_t today);
/* Whether it is charged on this night of its stay; what all of a stay come to: nothing of one that was cancelled or not come. */
bool stay_extra_on(const struct stay_extra *e, int32_t night);
struct money stay_extras_charge(const struct stay *s);

/* Gives it this room of its branch for its nights from `from` on, which then use the stock of the room's type; `living`: somebody
 * sleeps there from now on, so nobody else may be in it, whatever the dates say. ERR_BAD_REQUEST, ERR_ROOM_TAKEN,
 * ERR_ROOM_CLOSED, naming `field`; ERR_SOLD_OUT. */
enum err stay_take_room(struct tx *tx, struct stay *s, int64_t room_id, int32_t from, bool living, const char *field);
/* Its nights from `from` on use the stock of this type, as the stock goes with the guest. ERR_SOLD_OUT. */
enum err stay_use_type(struct tx *tx, struct stay *s, int64_t room_type_id, int32_t from);
/* The room it has also for the nights from `from` to its departure. Refusals as above. */
enum err stay_keep_room(struct tx *tx, struct stay *s, int32_t from, const char *field);
/* A room of its type that is free for all its nights to come, clean ones first; none, OK, where no rooms were entered.
 * ERR_ROOM_TAKEN naming `field`. */
enum err stay_take_any_room(struct tx *tx, struct stay *s, int32_t today, const char *field);
/* This room for all its nights to come if it is free, else none; for who is not here yet. 0: leaves it as it is. */
void stay_have_room(struct tx *tx, struct stay *s, int64_t room_id, int32_t today);
/* Its room is free from the night `from` on, and remains the one it had last. */
void stay_give_room(struct tx *tx, const struct stay *s, int32_t from);
/* The same, and it has none any more; who is not in the house never slept there, and leaves all nights. */
void stay_vacate(struct tx *tx, struct stay *s, int32_t from);

#endif
