/* Digests by OpenSSL; any thread. SHA-256 through its older interface: the newer one allocates at each use, and so can
 * fail (EVP_DigestInit(3)), which a digest of a few bytes need not. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"

enum { SCRYPT_LOG2_N = 17, SCRYPT_R = 8, SCRYPT_P = 1, SALT = 16, HASH = 32 };
#define SCRYPT_MEMORY ((uint64_t)192 << 20)

void sha256(const void *p, size_t n, uint8_t out[SHA256_BYTES])
{
  SHA256_CTX c;
  SHA256_Init(&c);
  SHA256_Update(&c, p, n);
  SHA256_Final(out, &c);
}

/* One part of HMAC (RFC 2104): the hash of the key's pad and what follows it. */
static void padded(const uint8_t key[SHA256_CBLOCK], uint8_t pad, const void *p, size_t n, uint8_t out[SHA256_BYTES])
{
  uint8_t block[SHA256_CBLOCK];
  SHA256_CTX c;
  for (size_t i = 0; i < sizeof block; i++)
    block[i] = key[i] ^ pad;
  SHA256_Init(&c);
  SHA256_Update(&c, block, sizeof block);
  SHA256_Update(&c, p, n);
  SHA256_Final(out, &c);
}

void hmac_sha256(const void *key, size_t key_n, const void *p, size_t n, uint8_t out[SHA256_BYTES])
{
  uint8_t block[SHA256_CBLOCK] = {0}, inner[SHA256_BYTES];
  if (key_n > sizeof block)
    sha256(key, key_n, block);
  else if (key_n)
    memcpy(block, key, key_n);
  padded(block, 0x36, p, n, inner);
  padded(block, 0x5c, inner, sizeof inner, out);
}

bool bytes_equal(const void *a, const void *b, size_t n)
{
  return CRYPTO_memcmp(a, b, n) == 0;
}

static bool derive(const char *password, const uint8_t salt[SALT], uint8_t out[HASH])
{
  return EVP_PBE_scrypt(password, strlen(password), salt, SALT, (uint64_t)1 << SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P,
             SCRYPT_MEMORY, out, HASH) == 1;
}

bool password_hash(const char *password, char out[PASSWORD_HASH_TEXT])
{
  uint8_t salt[SALT], hash[HASH];
  char salt_hex[SALT * 2 + 1], hash_hex[HASH * 2 + 1];
  random_bytes(salt, sizeof salt);
  if (!derive(password, salt, hash))
    return false;
  hex_encode(salt, SALT, salt_hex);
  hex_encode(hash, HASH, hash_hex);
  snprintf(out, PASSWORD_HASH_TEXT, "scrypt$%d$%d$%d$%s$%s", SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P, salt_hex, hash_hex);
  return true;
}

static bool unhex(const char *s, size_t n, uint8_t *out)
{
  for (size_t i = 0; i < n; i++) {
    unsigned v;
    if (sscanf(s + i * 2, "%2x", &v) != 1)
      return false;
    out[i] = (uint8_t)v;
  }
  return true;
}

bool password_verify(const char *password, const char *hash)
{
  uint8_t salt[SALT] = {0}, want[HASH] = {0}, got[HASH];
  char salt_hex[SALT * 2 + 1] = "", hash_hex[HASH * 2 + 1] = "";
  char expected[32];
  snprintf(expected, sizeof expected, "scrypt$%d$%d$%d$", SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P);
  bool known = hash && !strncmp(hash, expected, strlen(expected)) &&
               sscanf(hash + strlen(expected), "%32[0-9a-f]$%64[0-9a-f]", salt_hex, hash_hex) == 2 &&
               strlen(salt_hex) == SALT * 2 && strlen(hash_hex) == HASH * 2 && unhex(salt_hex, SALT, salt) &&
               unhex(hash_hex, HASH, want);
  return derive(password, salt, got) && bytes_equal(want, got, HASH) && known;
}
