/* The demo group's hotels: three branches with room types, rooms, weekend prices and pictures. */
#ifndef YIZHAN_DEMO_DEMO_HOTEL_H
#define YIZHAN_DEMO_DEMO_HOTEL_H

#include "store/store.h"

/* Writes them through the same rules as staff would, for an empty store. The branches are 成都 (sort 1), 深圳 (2) and
 * 北京 (3); every room type has at least 20 rooms and takes stock at order. `now`: epoch ms. Writer only. */
void demo_hotel(struct tx *tx, int64_t now);

#endif
