/* Which Idempotency-Keys were answered, by hash, in this process's memory.
 *
 * Guarantee: inside a transaction it knows every row of the table idempotency, whichever process wrote it, those of
 * this transaction too; what was rolled back is forgotten. The rows only append, so it reads on from the last it saw.
 * About 32 bytes per row. Used on the writer thread only; what was there at start is read on a thread of its own, which
 * the writer joins before its first question. */
#ifndef YIZHAN_HTTP_RECENT_KEYS_H
#define YIZHAN_HTTP_RECENT_KEYS_H

#include "base/digest.h"
#include "store/store.h"

struct recent_keys;

/* Empty; NULL without memory. Free it with recent_keys_free; NULL is fine there. */
struct recent_keys *recent_keys_create(void);
void recent_keys_free(struct recent_keys *k);
/* Begins to read what is there, beside everything else; only the first question waits for it. The store stays open until
 * recent_keys_free. The thread that starts the program. */
void recent_keys_load(struct recent_keys *k, struct store *store);
/* The first row id that may be this hash's, 0 without one. A hash of 64 bits found it: compare the row's own, and ask on
 * with *at, which is 0 for the first question. */
int64_t recent_keys_find(struct recent_keys *k, struct tx *tx, const uint8_t hash[SHA256_BYTES], size_t *at);
/* Notes the row that this transaction has just inserted. */
void recent_keys_add(struct recent_keys *k, struct tx *tx, int64_t id, const uint8_t hash[SHA256_BYTES]);

#endif
