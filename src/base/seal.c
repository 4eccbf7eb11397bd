/* Sealing with the key of the house: see seal.h. */
#include "base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/id.h"

enum { KEY = 32, NONCE = 12, TAG = 16 };

static uint8_t key[KEY];
static bool known;

static bool sync_dir(const char *dir)
{
  int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool fine = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0)
    close(fd);
  return fine;
}

/* The whole key or nothing, and for good, also after a power failure: it is written first under a name that no other process
 * has, as several may begin on one directory. */
static bool make(const char *dir, const char *path)
{
  char fresh[4096];
  uint8_t random[KEY];
  random_bytes(random, sizeof random);
  if (snprintf(fresh, sizeof fresh, "%s.XXXXXX", path) >= (int)sizeof fresh)
    return false;
  int fd = mkostemp(fresh, O_CLOEXEC);
  if (fd < 0)
    return false;
  bool fine = write(fd, random, sizeof random) == sizeof random && fsync(fd) == 0;
  close(fd);
  /* Who was faster has made the key of this house. */
  fine = fine && (link(fresh, path) == 0 || errno == EEXIST);
  unlink(fresh);
  return fine && sync_dir(dir);
}

static bool take(const char *path)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  bool fine = read(fd, key, sizeof key) == sizeof key;
  close(fd);
  return fine;
}

bool seal_open(const char *dir)
{
  char path[4000];
  if (snprintf(path, sizeof path, "%s/documents.key", dir) >= (int)sizeof path)
    return false;
  known = take(path) || (make(dir, path) && take(path));
  return known;
}

static bool run_seal(EVP_CIPHER_CTX *c, const void *p, size_t n, uint8_t *out)
{
  int done = 0, rest = 0;
  random_bytes(out, NONCE);
  return EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, out) == 1 &&
         EVP_EncryptUpdate(c, out + NONCE, &done, p, (int)n) == 1 && EVP_EncryptFinal_ex(c, out + NONCE + done, &rest) == 1 &&
         EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, out + NONCE + n) == 1;
}

const void *seal(const void *p, size_t n, struct arena *a, size_t *sealed_n)
{
  EVP_CIPHER_CTX *c = known ? EVP_CIPHER_CTX_new() : NULL;
  uint8_t *out = arena_alloc(a, NONCE + n + TAG);
  bool fine = c && run_seal(c, p, n, out);
  EVP_CIPHER_CTX_free(c);
  *sealed_n = NONCE + n + TAG;
  return fine ? out : NULL;
}

static bool run_open(EVP_CIPHER_CTX *c, const uint8_t *sealed, size_t n, char *out)
{
  int done = 0, rest = 0;
  return EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, sealed) == 1 &&
         EVP_DecryptUpdate(c, (uint8_t *)out, &done, sealed + NONCE, (int)n) == 1 &&
         EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, (void *)(uintptr_t)(sealed + NONCE + n)) == 1 &&
         EVP_DecryptFinal_ex(c, (uint8_t *)out + done, &rest) == 1;
}

const char *unseal(const void *sealed, size_t n, struct arena *a)
{
  if (!known || n < NONCE + TAG)
    return NULL;
  size_t length = n - NONCE - TAG;
  EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
  char *out = arena_alloc(a, length + 1);
  bool fine = c && run_open(c, sealed, length, out);
  EVP_CIPHER_CTX_free(c);
  out[length] = '\0';
  return fine ? out : NULL;
}

bool seal_digest(const char *text, uint8_t out[SHA256_BYTES])
{
  if (known)
    hmac_sha256(key, sizeof key, text, strlen(text), out);
  return known;
}
