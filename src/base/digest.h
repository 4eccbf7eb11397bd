/* Digests and password hashing over OpenSSL. Any thread. */
#ifndef YIZHAN_BASE_DIGEST_H
#define YIZHAN_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32, PASSWORD_HASH_TEXT = 160 };

/* SHA-256 of `n` bytes, plain or keyed. */
void sha256(const void *p, size_t n, uint8_t out[SHA256_BYTES]);
void hmac_sha256(const void *key, size_t key_n, const void *p, size_t n, uint8_t out[SHA256_BYTES]);
/* Compares in constant time. */
bool bytes_equal(const void *a, const void *b, size_t n);
/* scrypt (RFC 7914) with a fresh salt, N=2^17 r=8 p=1 (OWASP's figure); about 0.4 s and 128 MiB, so callers bound how
 * many run at once. Writes "scrypt$17$8$1$salt$hash". False when OpenSSL refuses. */
bool password_hash(const char *password, char out[PASSWORD_HASH_TEXT]);
/* True when `password` gives `hash`. `hash` NULL does the same work and gives false, so that an unknown name takes as
 * long as a wrong password. */
bool password_verify(const char *password, const char *hash);

#endif
