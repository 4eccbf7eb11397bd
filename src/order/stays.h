/* What an order does to all its stays at once, and how it follows them. Inside the folder only. Inside a transaction, on its
 * thread. */
#ifndef YIZHAN_ORDER_STAYS_H
#define YIZHAN_ORDER_STAYS_H

#include "limits.h"
#include "order/order.h"
#include "stay/stay.h"

/* The stays of an order that are in one state. */
struct stays { struct stay *of[LIMIT_ROOMS_PER_ORDER]; size_t count; };
struct stays order_stays(const struct order *o, enum stay_state state);
/* The one with this id; NULL when it is another order's. */
struct stay *order_stay(const struct order *o, int64_t id);
/* Those in house; before anybody is, those to come. */
struct stays order_open_stays(const struct order *o);

/* Moves them, each by its table; OK for none. */
enum err stays_move(struct tx *tx, const struct stays *s, enum stay_state to);
/* The order's state, dates, number of rooms and sums are those of its stays again. A move of the state has `note`; when it stays
 * as it is, `part` is noted instead, nothing for NULL. */
enum err order_follow(struct tx *tx, struct order *o, const struct actor *by, const char *note, const char *part);

/* The four moves of some of an order's stays; the order follows, its coupon and money too. Refusals as of order_check_in and the
 * others. */
enum err stays_check_in(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s, const struct list *room_ids);
/* `charged`: nights given up by leaving early are charged all the same, else their price comes back. */
enum err stays_check_out(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s, bool charged);
/* Its money is left to order_settle; they may be of an order that waits to be paid. */
enum err stays_cancel(struct tx *tx, const struct actor *by, struct order *o, struct stays *s, const char *reason);
enum err stays_no_show(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s);
/* A later departure of these: see order_extend. */
enum err stays_extend(struct tx *tx, const struct actor *staff, struct order *o, struct stays *s, int32_t departure);
/* Other dates or another type, `wanted->rooms` aside, of what is still to come: the refusals of nights_offer and ERR_SOLD_OUT,
 * ERR_ORDER_STATE. */
enum err order_rebook(struct tx *tx, const struct actor *by, struct order *o, const struct span *wanted);
/* Reads the order as it is now and leaves what changed of it in the trail. */
enum err order_finish(struct tx *tx, const struct actor *staff, struct order *o, const struct order *before, const char *action);
/* ERR_ORDER_STATE when there are none, or the days of one of them are over. */
enum err stays_check_not_over(struct tx *tx, const struct order *o, const struct stays *s);
/* ERR_BALANCE_DUE when an order that came to nothing still has a deposit, or owes what staff posted. */
enum err order_check_nothing_left(struct tx *tx, const struct order *o);
/* What was paid beyond what the stays are charged for now goes back. */
enum err order_settle(struct tx *tx, struct order *o, const char *reason, const struct actor *by);

/* Numbers of the rooms they have now, or had last: list of const char *. */
struct list order_room_numbers(struct tx *tx, const struct order *o);
/* Rooms from tonight on for who comes now: those named (any type of its branch); with none named those they have already,
 * if they are fit, else the house chooses. ERR_BAD_REQUEST room_ids, ERR_ROOM_TAKEN. */
enum err stays_take_rooms(struct tx *tx, const struct order *o, const struct stays *s, const struct list *ids);
/* Other rooms from the night `from` on, of another type only if `any_type`; rooms left by a party in house become dirty.
 * Refusals as above. */
enum err stays_change_rooms(struct tx *tx, const struct order *o, const struct stays *s, const struct list *ids, bool any_type,
    int32_t from);

#endif
