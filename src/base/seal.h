/* Sealing short texts, such as the numbers of documents: AES-256-GCM with a key that stands in a file of its own beside the
 * store.
 *
 * Guarantee: who has a copy of the store and not the key learns no sealed text, nor whether two are the same; a sealed text that
 * was changed is not opened. seal_open is called once, before other threads are; the others from any thread. */
#ifndef YIZHAN_BASE_SEAL_H
#define YIZHAN_BASE_SEAL_H

#include "base/arena.h"
#include "base/digest.h"

/* Takes the key from DIR/documents.key, which only its owner may read, and makes it when there is none. False when that cannot
 * be read or made. */
bool seal_open(const char *dir);
/* `n` bytes sealed, *sealed_n of them in the arena; NULL without a key or when OpenSSL refuses. */
const void *seal(const void *p, size_t n, struct arena *a, size_t *sealed_n);
/* What was sealed as text in the arena; NULL when it was sealed with another key, or changed. */
const char *unseal(const void *sealed, size_t n, struct arena *a);
/* A digest of a text that only who has the key can make. False without one. */
bool seal_digest(const char *text, uint8_t out[SHA256_BYTES]);

#endif
