/* Password rules and the bound on scrypt runs. Any thread; never inside a transaction. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <time.h>
#include "limits.h"
#include "staff/staff.h"

enum { WAIT_SECONDS = 10 };

static sem_t slots;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_slots(void)
{
  sem_init(&slots, 0, LIMIT_PASSWORD_WORK);
}

/* Each run takes 128 MiB, so a flood of logins waits here instead of filling the memory. */
static bool take_slot(void)
{
  struct timespec until;
  pthread_once(&once, make_slots);
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += WAIT_SECONDS;
  while (sem_timedwait(&slots, &until))
    if (errno != EINTR)
      return false;
  return true;
}

enum err password_check(const char *password, const char *field, struct problem *p)
{
  static const char *const common[] = {"123456789012", "1234567890123", "password1234", "passwordpassword", "qwertyuiop12",
      "qwertyuiopas", "111111111111", "000000000000", "administrator", "iloveyou1234", "abcdefghijkl", "letmeinletmein"};
  if (utf8_length(password) < LIMIT_PASSWORD)
    return refuse(p, ERR_BAD_REQUEST, field, TXT_PASSWORD_SHORT, LIMIT_PASSWORD);
  for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
    if (!strcasecmp(password, common[i]))
      return refuse(p, ERR_BAD_REQUEST, field, TXT_PASSWORD_COMMON, 0);
  return OK;
}

enum err password_prepare(const char *password, char out[PASSWORD_HASH_TEXT])
{
  if (!take_slot())
    return FAULT_BUSY;
  bool fine = password_hash(password, out);
  sem_post(&slots);
  return fine ? OK : FAULT_INTERNAL;
}

bool password_matches(const char *password, const char *hash, enum err *e)
{
  if (!take_slot()) {
    *e = FAULT_BUSY;
    return false;
  }
  bool same = password_verify(password, hash);
  sem_post(&slots);
  *e = same ? OK : ERR_LOGIN_FAILED;
  return same;
}
