/* Codes sent to phones: see phone_code.h. */
#include "login/phone_code.h"

#include <stdio.h>
#include <string.h>
#include "base/digest.h"
#include "base/id.h"
#include "limits.h"

enum { DIGEST_TEXT = SHA256_BYTES * 2 + 1 };

void phone_code_make(char out[PHONE_CODE_TEXT])
{
  uint64_t random;
  random_bytes(&random, sizeof random);
  snprintf(out, PHONE_CODE_TEXT, "%06u", (unsigned)(random % 1000000));
}

static void digest_of(struct arena *a, const char *phone, const char *code, char out[DIGEST_TEXT])
{
  uint8_t hash[SHA256_BYTES];
  const char *text = arena_printf(a, "%s %s", phone, code);
  sha256(text, strlen(text), hash);
  hex_encode(hash, sizeof hash, out);
}

int64_t phone_code_put(struct tx *tx, const char *phone, const char *code)
{
  char digest[DIGEST_TEXT];
  int64_t until = tx_now(tx) + LIMIT_LOGIN_CODE_MS;
  digest_of(tx_arena(tx), phone, code, digest);
  tx_run(tx, SQL_LOGIN_CODE_SWEEP, BI("now", tx_now(tx)));
  tx_run(tx, SQL_LOGIN_CODE_PUT, BS("phone", phone), BS("digest", digest), BI("expires_at", until));
  return until;
}

bool phone_code_take(struct tx *tx, const char *phone, const char *code)
{
  char digest[DIGEST_TEXT];
  struct rows *r = tx_query(tx, SQL_LOGIN_CODE_TRY, BS("phone", phone), BI("most", LIMIT_LOGIN_CODE_TRIES),
      BI("now", tx_now(tx)));
  const char *wanted = row_next(r) ? row_str(r) : NULL;
  row_end(r);
  digest_of(tx_arena(tx), phone, code, digest);
  if (!wanted || !bytes_equal(wanted, digest, DIGEST_TEXT - 1))
    return false;
  tx_run(tx, SQL_LOGIN_CODE_DROP, BS("phone", phone));
  return true;
}
