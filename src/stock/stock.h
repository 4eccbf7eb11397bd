/* Nights and prices: what is sold, when, for how much.
 *
 * Guarantee: a stay [arrival, departure) takes all its nights or none, and no night is ever sold beyond what there is
 * (conditional update, with a CHECK behind it). Dates are hotel dates of the branch. All functions run inside a
 * transaction on its thread. */
#ifndef YIZHAN_STOCK_STOCK_H
#define YIZHAN_STOCK_STOCK_H

#include "hotel/catalogue.h"

struct span {
  int64_t room_type_id;
  int32_t arrival, departure; /* [arrival, departure) */
  int64_t rooms;
  bool inside; /* for guests in house, whom the rules of sale do not bind */
};
struct night {
  int32_t date;
  struct money price; /* of one room */
  int64_t left;       /* rooms still to be sold, 0 when closed; NONE_I64 for STOCK_NEVER unless closed */
};
/* What a stay would be: filled by nights_offer. */
struct offer {
  int64_t branch_id, room_type_id;
  const char *branch_name, *branch_name_en, *room_type_name, *room_type_name_en, *timezone;
  int audit_hour, hold_until;      /* hours of the branch's local day */
  int free_cancel_hours;           /* free cancellation until so many hours before 00:00 + arrival hour; see below */
  int arrival_hour;                /* local hour from which rooms are ready; cancellation counts back from it */
  enum stock_mode stock_mode;
  bool one_room;                   /* sold only where one room is free for all nights, and counted: see stock/fit.h */
  int32_t business_date;           /* of the branch, now: the first that is sold */
  struct list nights;              /* struct night, one per night, in order */
  bool has_rows;                   /* every night has its row already: something of it was sold or set before */
  struct money total;              /* sum over nights × rooms */
};
extern const struct shape night_shape; /* {date, price_fen, left} */

/* Checks the stay against the catalogue and prices it: ERR_BAD_REQUEST naming arrival/departure/rooms,
 * ERR_NOT_FOUND, ERR_OFF_SALE, ERR_MIN_STAY. Not ERR_SOLD_OUT: nights[].left says it (0 when the night is closed).
 * The earliest arrival is the branch's date of sale, so before the audit hour the night just begun is still sold. */
enum err nights_offer(struct tx *tx, const struct span *span, struct offer *out);
/* The same for the nights [from, span->departure) that make a stay longer, which may begin in the past (a guest who just
 * stayed on); the minimum stay is not asked again. The offer is of the further nights alone. For guests inside a type off sale
 * has its price, too. */
enum err nights_extend(struct tx *tx, const struct span *span, int32_t from, struct offer *out);
/* The fewest rooms left over the nights of the offer; NONE_I64 when none counts them. */
int64_t offer_left(const struct offer *offer);
/* ERR_SOLD_OUT when fewer than `rooms` are: a closed night has none left in any stock mode. */
enum err offer_check_left(struct tx *tx, const struct offer *offer, int64_t rooms);
/* Takes the nights: all, or ERR_SOLD_OUT; with that the caller's work ends, or it undoes to a mark of its own, as some
 * nights may have been taken. `has_rows` as in the offer of this tx, false when unknown. Not for a type whose nights
 * are not counted, which the caller knows from the offer or asks. */
enum err nights_take(struct tx *tx, const struct span *span, bool has_rows);
/* Whether the type's stock is taken at all, as it is now: not with STOCK_NEVER. */
bool nights_counted(struct tx *tx, int64_t room_type_id);
/* Gives back the stay's nights from `from` (≥ arrival) on. */
void nights_give_back(struct tx *tx, const struct span *span, int32_t from);

#endif
