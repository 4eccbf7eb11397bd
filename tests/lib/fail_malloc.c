/* Loaded in front of the C library: the n-th allocation from when `left` is set to n finds no memory, once.
 * FAIL_MALLOC names a file of two 64-bit numbers that the test has open too: left, and how many have failed.
 *
 * nng's own allocations are passed over, and the next one fails instead: nng 1.5 ends the process when its start finds no
 * memory, unlocking a lock that it has not made yet, and no caller can help that. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);

struct counts { _Atomic int64_t left, failed; };
static struct counts *shared;

__attribute__((constructor)) static void begin(void)
{
  const char *file = getenv("FAIL_MALLOC");
  int fd = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
  void *map = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED)
    shared = map;
  if (fd >= 0)
    close(fd);
}

static int in_nng(void)
{
  enum { DEPTH = 40 };
  void *frames[DEPTH];
  Dl_info found;
  int n = backtrace(frames, DEPTH);
  for (int i = 0; i < n; i++)
    if (dladdr(frames[i], &found) && found.dli_fname && strstr(found.dli_fname, "libnng"))
      return 1;
  return 0;
}

static int fails(void)
{
  static _Thread_local int looking; /* backtrace allocates at its first use */
  if (looking || !shared || shared->left <= 0 || atomic_fetch_sub(&shared->left, 1) != 1)
    return 0;
  looking = 1;
  int passed = in_nng();
  looking = 0;
  if (passed) {
    shared->left = 1;
    return 0;
  }
  shared->failed++;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t n)
{
  return fails() ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
  return fails() ? NULL : __libc_calloc(count, n);
}

void *realloc(void *p, size_t n)
{
  return fails() ? NULL : __libc_realloc(p, n);
}
