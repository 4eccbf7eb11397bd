/* Sessions. The table of touched ones is small, bounded and under a lock; all else is inside a transaction. */
#include "login/session.h"

#include <pthread.h>
#include <string.h>
#include "base/digest.h"
#include "base/id.h"
#include "limits.h"

enum { SWEEP = 500, HOUR_MS = 3600000, MINUTE_MS = 60000 };

static const char *const kinds[] = {"guest", "staff", "token"};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct touched touched;

void session_open(struct tx *tx, enum session_kind kind, int64_t subject, const char *label, int64_t life_ms,
    char token[TOKEN_TEXT])
{
  uint8_t secret[32], hash[TOKEN_HASH];
  random_bytes(secret, sizeof secret);
  hex_encode(secret, sizeof secret, token);
  sha256(token, strlen(token), hash);
  if (tx_run(tx, SQL_SESSION_TRIM, BS("kind", kinds[kind]), BI("subject", subject), BI("keep", LIMIT_SESSIONS - 1)))
    tx_outdate(tx);
  bool named = kind == SESSION_TOKEN;
  tx_run(tx, SQL_SESSION_PUT, BB("hash", hash, sizeof hash), BS("kind", kinds[kind]), BI("subject", subject),
      BS("label", label), BI("now", tx_now(tx)), BI("expires_at", tx_now(tx) + life_ms),
      named ? BI("id", id_next()) : BN("id"), BS("last4", named ? token + TOKEN_TEXT - 5 : ""));
}

bool session_find(struct tx *tx, enum session_kind kind, const uint8_t hash[TOKEN_HASH], int64_t *subject)
{
  int64_t idle_ms = kind == SESSION_STAFF ? (int64_t)LIMIT_SESSION_STAFF_IDLE_MIN * MINUTE_MS : INT64_MAX / 2;
  *subject = tx_i64(tx, SQL_SESSION_FIND, 0, BB("hash", hash, TOKEN_HASH), BS("kind", kinds[kind]), BI("now", tx_now(tx)),
      BI("seen_after", tx_now(tx) - idle_ms));
  return *subject != 0;
}

int64_t session_until(struct tx *tx, const uint8_t hash[TOKEN_HASH])
{
  return tx_i64(tx, SQL_SESSION_UNTIL, 0, BB("hash", hash, TOKEN_HASH));
}

void session_end(struct tx *tx, const uint8_t hash[TOKEN_HASH])
{
  tx_run(tx, SQL_SESSION_DELETE, BB("hash", hash, TOKEN_HASH));
  tx_outdate(tx);
}

void session_end_all(struct tx *tx, enum session_kind kind, int64_t subject)
{
  tx_run(tx, SQL_SESSION_DELETE_ALL, BS("kind", kinds[kind]), BI("subject", subject));
  tx_outdate(tx);
}

void session_sweep(struct tx *tx)
{
  tx_run(tx, SQL_SESSION_SWEEP, BI("now", tx_now(tx)), BI("most", SWEEP));
}

void session_touch(const uint8_t hash[TOKEN_HASH])
{
  pthread_mutex_lock(&lock);
  size_t i = 0;
  while (i < touched.count && memcmp(touched.hashes[i], hash, TOKEN_HASH))
    i++;
  if (i == touched.count && touched.count < SESSIONS_TOUCHED)
    memcpy(touched.hashes[touched.count++], hash, TOKEN_HASH);
  pthread_mutex_unlock(&lock);
}

void session_take_touched(struct touched *out)
{
  pthread_mutex_lock(&lock);
  *out = touched;
  touched.count = 0;
  pthread_mutex_unlock(&lock);
}

void session_write_touched(struct tx *tx, const struct touched *t)
{
  for (size_t i = 0; i < t->count; i++)
    tx_run(tx, SQL_SESSION_SEEN, BB("hash", t->hashes[i], TOKEN_HASH), BI("now", tx_now(tx)));
}
