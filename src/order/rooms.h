/* The rooms an order has: given at check-in or before, changed by a move, kept by an extension. Inside the folder only.
 * Inside a transaction, on its thread. */
#ifndef YIZHAN_ORDER_ROOMS_H
#define YIZHAN_ORDER_ROOMS_H

#include "order/order.h"

/* Numbers of the rooms it has now, or had last: list of const char *. */
struct list order_room_numbers(struct tx *tx, const struct order *o);
/* Gives it rooms from its arrival on: those named (any type of its branch); with none named those it has already, if
 * they are fit, else the house chooses. ERR_BAD_REQUEST room_ids, ERR_ROOM_TAKEN. */
enum err order_rooms_assign(struct tx *tx, const struct order *o, const struct list *ids);
/* Other rooms from the night `from` on, of another type only if `any_type`; rooms left by a party in house become dirty.
 * Refusals as above. */
enum err order_rooms_move(struct tx *tx, const struct order *o, const struct list *ids, bool any_type, int32_t from);
/* The rooms it has also for the nights [from, until): ERR_ROOM_TAKEN naming each that is not free. */
enum err order_rooms_keep(struct tx *tx, const struct order *o, int32_t from, int32_t until);
/* The party is gone: its rooms are dirty, and free from the night `from` on. */
void order_rooms_leave(struct tx *tx, const struct order *o, int32_t from);
/* Its rooms are free from the night `from` on, as they are. */
void order_rooms_give_back(struct tx *tx, const struct order *o, int32_t from);

#endif
