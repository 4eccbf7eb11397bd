/* The calendar staff edits: per night what is for sale and at what price, and the rules that price whole seasons.
 *
 * Guarantee: no edit makes a night sellable below what it sold; past nights stay as they were. All functions run inside
 * a transaction on its thread. */
#ifndef YIZHAN_STOCK_CALENDAR_H
#define YIZHAN_STOCK_CALENDAR_H

#include "base/actor.h"
#include "stock/stock.h"

enum { CALENDAR_DAYS = 732, WEEKDAYS_ALL = 127 };

struct calendar_night {
  int32_t date;
  struct money price;   /* the one in force */
  bool price_set;       /* the night has a price of its own, no rule's and not the room type's */
  int64_t sellable, rooms, out_of_order, sold, over, left; /* rooms: entered, or the number it is sold by */
  bool sellable_set;    /* set by hand: does not follow the room type's stock */
  bool closed;
  int64_t min_stay;
};
extern const struct shape calendar_night_shape;

struct calendar_range {
  int64_t room_type_id;
  int32_t from, to;     /* both included; DATE_NONE: today, and 29 days later */
};
/* The nights of a range: list of struct calendar_night. ERR_NOT_FOUND, ERR_BRANCH_SCOPE, ERR_BAD_REQUEST. */
enum err calendar_read(struct tx *tx, const struct actor *actor, const struct calendar_range *range, struct list *out);

struct calendar_edit {
  int64_t room_type_id;
  int32_t from, to;     /* both included */
  struct list weekdays; /* "mon" … "sun"; empty = every day */
  struct money price;   /* NONE_I64 = back to rule or base */
  int64_t sellable;     /* NONE_I64 = back to the room type's stock */
  bool closed;
  int64_t min_stay;
  uint64_t given;
};
extern const struct shape calendar_edit_shape;
/* Changes the given fields of the chosen nights, then reads the range back. ERR_STOCK_BELOW_SOLD names the night. */
enum err calendar_edit(struct tx *tx, const struct actor *actor, const struct calendar_edit *in, struct list *out);

struct price_rule {
  int64_t id, room_type_id, branch_id;
  const char *name;
  int32_t from, to;     /* both included */
  struct list weekdays; /* "mon" … "sun"; empty when creating = every day */
  int64_t weekday_mask; /* bit 0 = Monday */
  struct money price;
  int64_t priority;     /* higher wins; of equals the newer */
  uint64_t given;
};
extern const struct shape price_rule_shape;
/* Rules in the actor's scope, of one room type or of all (0): list of struct price_rule. */
struct list price_rule_list(struct tx *tx, const struct actor *actor, int64_t room_type_id, int64_t offset, int64_t limit);
enum err price_rule_create(struct tx *tx, const struct actor *actor, const struct price_rule *in, struct price_rule *out);
enum err price_rule_delete(struct tx *tx, const struct actor *actor, int64_t id);

#endif
