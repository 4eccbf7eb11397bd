/* Who sleeps in the room of a stay, and the document that each shows.
 *
 * Guarantee: the number of a document is kept sealed and as a keyed digest, and is told to nobody: only its last four characters
 * are. A document is of one kind and its number fits it; nobody is in a stay twice by the same one. Inside a transaction, on its
 * thread. */
#ifndef YIZHAN_STAY_GUEST_H
#define YIZHAN_STAY_GUEST_H

#include "stay/stay.h"

enum document_kind { DOCUMENT_NONE, DOCUMENT_ID_CARD, DOCUMENT_PASSPORT, DOCUMENT_HK_MACAU, DOCUMENT_TAIWAN, DOCUMENT_RESIDENT,
  DOCUMENT_OTHER };
extern const char *const document_kind_names[];

struct stay_guest {
  int64_t id;          /* 0: new, or the guest that the order names */
  const char *name;
  int kind;            /* enum document_kind */
  const char *number;  /* given, never told */
  const char *last4;   /* "" without a document */
  uint64_t given;
};

/* The main one first; when nobody was written down, `main_name` alone. List of struct stay_guest. */
struct list stay_guests(struct tx *tx, int64_t stay_id, const char *main_name);
/* These are the guests now: who has the id of one there keeps what is not given. ERR_BAD_REQUEST naming guests[i].id, .name,
 * .document_kind or .document_number; FAULT_INTERNAL when there is no key to seal with. */
enum err stay_guests_put(struct tx *tx, int64_t stay_id, const struct list *guests);
/* What its guests said, NULL: what the order says. */
void stay_set_words(struct tx *tx, struct stay *s, const char *remark, const char *arrival_time);

/* The number as it is kept: capitals and digits without blanks and hyphens; NULL when it is none of this kind's: an identity
 * card's has a day of birth and its check digit (GB 11643). In the arena. */
const char *document_number(enum document_kind kind, const char *text, struct arena *a);

#endif
