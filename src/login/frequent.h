/* Frequent guests (常住人): people that a member books for.
 *
 * Guarantee: a member sees and changes the own ones alone; name and phone are checked, and the phone kept, as a booking does;
 * nobody stands there twice. Inside a transaction, on its thread. */
#ifndef YIZHAN_LOGIN_FREQUENT_H
#define YIZHAN_LOGIN_FREQUENT_H

#include "store/store.h"

struct frequent_guest {
  int64_t id;
  const char *name, *phone;
  uint64_t given;
};
extern const struct shape frequent_guest_shape;

/* All of the member, in the order in which they came: list of struct frequent_guest. */
struct list frequent_list(struct tx *tx, int64_t member_id);
/* ERR_EXISTS, ERR_BAD_REQUEST naming phone, ERR_TOO_MANY_GUESTS with LIMIT_FREQUENT_GUESTS of them. */
enum err frequent_add(struct tx *tx, int64_t member_id, const struct frequent_guest *in, struct frequent_guest *out);
/* Takes over the given fields of `in`. ERR_NOT_FOUND, also for another member's. */
enum err frequent_change(struct tx *tx, int64_t member_id, int64_t id, const struct frequent_guest *in,
    struct frequent_guest *out);
enum err frequent_remove(struct tx *tx, int64_t member_id, int64_t id);

#endif
