/* Digests over OpenSSL's EVP interface; any thread. */
#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"

enum { SCRYPT_LOG2_N = 17, SCRYPT_R = 8, SCRYPT_P = 1, SALT = 16, HASH = 32 };
#define SCRYPT_MEMORY ((uint64_t)192 << 20)

static const EVP_MD *sha256_method;

static void fetch_method(void)
{
  sha256_method = EVP_MD_fetch(NULL, "SHA256", NULL);
}

/* Fetched once: EVP_sha256() would be looked up again by each use (OpenSSL 3, crypto(7), "Implicit fetching"). */
static const EVP_MD *method(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fetch_method);
  return sha256_method;
}

void sha256(const void *p, size_t n, uint8_t out[SHA256_BYTES])
{
  if (!EVP_Digest(p, n, out, NULL, method(), NULL))
    abort();
}

void hmac_sha256(const void *key, size_t key_n, const void *p, size_t n, uint8_t out[SHA256_BYTES])
{
  if (!HMAC(method(), key, (int)key_n, p, n, out, NULL))
    abort();
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
