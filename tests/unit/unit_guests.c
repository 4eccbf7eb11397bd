/* Guests of a stay: the sealing of what they show. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/seal.h"
#include "test.h"

static const char number[] = "11010519491231002X";

static const char *key_in(const char *dir)
{
  static char path[5000];
  snprintf(path, sizeof path, "%s/documents.key", dir);
  return path;
}

static void what_is_sealed_is_opened_with_its_key_alone(void)
{
  struct arena *a = arena_create();
  char mine[4096], other[4096];
  size_t n, m;
  snprintf(mine, sizeof mine, "%s", test_dir());
  snprintf(other, sizeof other, "%s", test_dir());
  CHECK(!seal(number, strlen(number), a, &n));
  CHECK(seal_open(mine));
  struct stat of;
  EQUAL(stat(key_in(mine), &of), 0);
  EQUAL(of.st_mode & 0777, 0600);
  EQUAL(of.st_size, 32);
  uint8_t *sealed = (uint8_t *)seal(number, strlen(number), a, &n);
  CHECK(sealed && !memmem(sealed, n, number, 6));
  SAME_TEXT(unseal(sealed, n, a), number);
  const void *again = seal(number, strlen(number), a, &m);
  CHECK(m == n && memcmp(again, sealed, n) != 0); /* the same twice is not seen */
  CHECK(seal_open(mine));
  SAME_TEXT(unseal(sealed, n, a), number); /* after a restart */
  sealed[n / 2] ^= 1;
  CHECK(!unseal(sealed, n, a));
  sealed[n / 2] ^= 1;
  CHECK(!unseal(sealed, 20, a));
  CHECK(seal_open(other));
  CHECK(!unseal(sealed, n, a));
  arena_destroy(a);
}

static void a_digest_needs_the_key_too(void)
{
  uint8_t one[SHA256_BYTES], two[SHA256_BYTES];
  char mine[4096];
  snprintf(mine, sizeof mine, "%s", test_dir());
  CHECK(seal_open(mine) && seal_digest(number, one));
  CHECK(seal_open(test_dir()) && seal_digest(number, two) && !bytes_equal(one, two, sizeof one));
  CHECK(seal_open(mine) && seal_digest(number, two) && bytes_equal(one, two, sizeof one));
}

static void a_broken_key_is_not_replaced(void)
{
  const char *dir = test_dir();
  FILE *f = fopen(key_in(dir), "w");
  CHECK(f != NULL);
  if (f) {
    fputs("short", f);
    fclose(f);
  }
  CHECK(!seal_open(dir));
  CHECK(!seal_open("/nowhere"));
}

/* One of several that begin at once: takes the key when the others do and tells what it makes of it. */
static void begin(const char *dir, int go, int told)
{
  uint8_t digest[SHA256_BYTES] = {0};
  char now;
  bool fine = read(go, &now, 1) == 0 && seal_open(dir) && seal_digest(number, digest);
  _exit(write(told, digest, sizeof digest) == sizeof digest && fine ? 0 : 1);
}

static int begin_at_once(const char *dir, int processes, uint8_t digests[][SHA256_BYTES])
{
  int go[2], told[2], failed = 0, status;
  CHECK(pipe(go) == 0 && pipe(told) == 0);
  for (int i = 0; i < processes; i++)
    if (fork() == 0) {
      close(go[1]);
      begin(dir, go[0], told[1]);
    }
  close(go[0]);
  close(go[1]);
  for (int i = 0; i < processes; i++)
    failed += read(told[0], digests[i], SHA256_BYTES) != SHA256_BYTES;
  while (wait(&status) > 0)
    failed += status != 0;
  close(told[0]);
  close(told[1]);
  return failed;
}

/* Nodes of one house on one data directory, at its first start. */
static void all_that_begin_at_once_have_one_key(void)
{
  enum { ROUNDS = 40, PROCESSES = 6 };
  uint8_t digests[PROCESSES][SHA256_BYTES];
  for (int round = 0; round < ROUNDS; round++) {
    const char *dir = test_dir();
    struct stat of;
    EQUAL(begin_at_once(dir, PROCESSES, digests), 0);
    for (int i = 1; i < PROCESSES; i++)
      CHECK(bytes_equal(digests[i], digests[0], SHA256_BYTES));
    EQUAL(stat(key_in(dir), &of), 0);
    EQUAL(of.st_nlink, 1);
  }
}

static const struct test tests[] = {TEST(what_is_sealed_is_opened_with_its_key_alone), TEST(a_digest_needs_the_key_too),
    TEST(a_broken_key_is_not_replaced), TEST(all_that_begin_at_once_have_one_key)};
TEST_MAIN(tests)
