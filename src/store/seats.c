/* Seats and names as byte locks. Guarantee: see seats.h. */
#include "store/seats.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "limits.h"

enum { PAGE = 4096 };
#define NAMES_FROM (INT64_C(1) << 41)
#define NAMES_MASK ((INT64_C(1) << 40) - 1)

static struct flock range(short type, int64_t at, int64_t n)
{
  return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = n};
}

bool byte_lock(int fd, int64_t at)
{
  struct flock l = range(F_WRLCK, at, 1);
  return fcntl(fd, F_OFD_SETLK, &l) == 0;
}

bool byte_lock_until(int fd, int64_t at, int64_t until)
{
  struct flock l = range(F_WRLCK, at, 1);
  while (fcntl(fd, F_OFD_SETLKW, &l) != 0)
    if (errno != EINTR || clock_mono_ms() >= until)
      return false;
  return true;
}

void byte_unlock(int fd, int64_t at)
{
  struct flock l = range(F_UNLCK, at, 1);
  fcntl(fd, F_OFD_SETLK, &l);
}

/* True when somebody else holds a lock within the range; one's own are not seen. */
static bool held_by_others(int fd, int64_t at, int64_t n)
{
  struct flock l = range(F_WRLCK, at, n);
  return fcntl(fd, F_OFD_GETLK, &l) != 0 || l.l_type != F_UNLCK;
}

/* A file that is new is as yet empty. */
static bool map_page(struct seats *s)
{
  struct stat st;
  if (fstat(s->fd, &st) || (st.st_size < PAGE && ftruncate(s->fd, PAGE)))
    return false;
  void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
  s->shared = page == MAP_FAILED ? NULL : page;
  return s->shared != NULL;
}

bool seats_take(struct seats *s, const char *path)
{
  *s = (struct seats){.fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (s->fd < 0 || !map_page(s)) {
    log_error("store.lock", "file=%s error=\"%s\"", path, strerror(errno));
    seats_leave(s);
    return false;
  }
  while (s->number < LIMIT_PROCESSES && !byte_lock(s->fd, BYTE_SEATS + s->number))
    s->number++;
  if (s->number < LIMIT_PROCESSES)
    return true;
  log_error("store.seats", "file=%s error=\"%d processes have this store open; that is the most\"", path, LIMIT_PROCESSES);
  seats_leave(s);
  return false;
}

void seats_leave(struct seats *s)
{
  if (s->shared)
    munmap(s->shared, PAGE);
  if (s->fd >= 0)
    close(s->fd);
  s->shared = NULL;
  s->fd = -1;
}

bool seats_alone(const struct seats *s)
{
  return !held_by_others(s->fd, BYTE_SEATS, LIMIT_PROCESSES);
}

/* Two names on one byte would make the second look taken; with 2^40 bytes nobody will see it happen. */
static int64_t byte_of(const char *name)
{
  uint64_t h = text_hash(name);
  return NAMES_FROM + (int64_t)((h ^ h >> 32) & NAMES_MASK);
}

bool seats_claim(struct seats *s, const char *name)
{
  int64_t at = byte_of(name);
  if (!byte_lock(s->fd, at))
    return false;
  if (s->name && s->name != at)
    byte_unlock(s->fd, s->name);
  s->name = at;
  return true;
}

bool seats_claimed(const struct seats *s, const char *name, bool *mine)
{
  int64_t at = byte_of(name);
  *mine = s->name == at;
  return *mine || held_by_others(s->fd, at, 1);
}
