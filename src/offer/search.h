/* What guests find: branches by words, place and dates, and one branch with what its room types cost.
 *
 * Guarantee: only open branches and room types on sale are shown; whatever words a guest types, the answer is a list,
 * never an error. Reads only; inside a transaction, on its thread. */
#ifndef YIZHAN_OFFER_SEARCH_H
#define YIZHAN_OFFER_SEARCH_H

#include "hotel/catalogue.h"

enum search_sort { SEARCH_BY_SORT, SEARCH_BY_PRICE, SEARCH_BY_DISTANCE };
extern const char *const search_sort_names[]; /* sort, price, distance */

struct search {
  const char *q;          /* NULL or blank = all */
  bool placed;            /* lat and lng are given */
  double lat, lng;        /* degrees */
  bool dated;             /* arrival and departure are given */
  int32_t arrival, departure;
  int64_t rooms, guests;  /* at least 1 room; guests 0 = any */
  enum search_sort sort;
  struct slice slice;
};
struct branch_card {
  int64_t id;
  const char *name, *name_en, *address, *address_en, *phone, *image;
  struct list tags, tags_en;
  double lat, lng;
  int64_t distance_m;     /* NONE_I64 without a place */
  int64_t from_price_fen; /* per night, NONE_I64 when nothing fits */
  int64_t from_total_fen; /* one room over all nights, NONE_I64 when nothing fits and without dates */
  bool available;         /* for the dates */
  const char *unknown;    /* NULL: what `available` is without dates */
};
/* With dates, and without (there `available` is null). */
extern const struct shape branch_card_shape, branch_card_undated_shape;
/* List of struct branch_card, one more than the slice's limit when there are more. ERR_BAD_REQUEST. */
enum err branch_search(struct tx *tx, const struct search *search, struct list *out);

struct room_offer {
  int64_t id;
  const char *name, *name_en;
  struct list images;
  double area_m2;
  const char *bed, *bed_en, *breakfast, *breakfast_en, *intro, *intro_en;
  int64_t guests;
  struct money price, market_price, total; /* lowest night; sum of one room's nights */
  struct list nights;     /* struct night */
  int64_t left;           /* fewest of all nights, NONE_I64 when not counted */
  int64_t min_stay;
};
struct branch_detail {
  int64_t id;
  const char *name, *name_en, *address, *address_en, *phone, *image, *intro, *intro_en, *timezone;
  struct list images, tags, tags_en;
  double lat, lng;
  int32_t arrival_hour, departure_hour, hold_until, free_cancel_hours;
  int32_t business_date, arrival, departure;
  int64_t free_until;     /* instant: until then the stay is cancelled for nothing */
  struct list room_types; /* struct room_offer */
};
extern const struct shape branch_detail_shape;
/* An open branch and its room types on sale for a stay; both dates DATE_NONE = tonight. ERR_NOT_FOUND, ERR_BAD_REQUEST. */
enum err branch_offer(struct tx *tx, int64_t branch_id, int32_t arrival, int32_t departure, struct branch_detail *out);

/* Metres between two places on the earth's sphere. Pure. */
double distance_m(double lat1, double lng1, double lat2, double lng2);

#endif
