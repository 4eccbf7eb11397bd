/* Who was a member once and was wiped. Guarantee: of a WeChat id or a phone number only a digest stays, keyed with a secret of
 * the store, so that one store's digests say nothing to another. Inside a transaction, on its thread. */
#include <string.h>
#include "base/digest.h"
#include "base/id.h"
#include "login/login.h"

enum { SECRET = 32, SECRET_TEXT = 2 * SECRET + 1 };

/* Made by the first wipe. */
static const char *secret(struct tx *tx, bool make)
{
  static const char name[] = "wiped_key";
  const char *kept = setting_str(tx, name);
  if (kept || !make)
    return kept;
  uint8_t random[SECRET];
  char *text = arena_alloc(tx_arena(tx), SECRET_TEXT);
  random_bytes(random, sizeof random);
  hex_encode(random, sizeof random, text);
  setting_put(tx, name, text);
  return text;
}

struct marks { uint8_t digest[2][SHA256_BYTES]; bool known[2]; };

/* What the member was known by: the WeChat id, and the number that it has proved. */
static struct marks marks_of(struct tx *tx, int64_t id, const char *key)
{
  static const char *const kinds[] = {"openid ", "phone "};
  struct marks out = {0};
  struct rows *r = tx_query(tx, SQL_MEMBER_MARKS, BI("id", id));
  bool any = row_next(r);
  for (size_t i = 0; any && i < sizeof kinds / sizeof kinds[0]; i++) {
    const char *value = row_str(r);
    out.known[i] = value != NULL;
    if (!value)
      continue;
    const char *text = arena_printf(tx_arena(tx), "%s%s", kinds[i], value);
    hmac_sha256(key, strlen(key), text, strlen(text), out.digest[i]);
  }
  row_end(r);
  return out;
}

void wiped_remember(struct tx *tx, int64_t id)
{
  struct marks m = marks_of(tx, id, secret(tx, true));
  for (size_t i = 0; i < sizeof m.known / sizeof m.known[0]; i++)
    if (m.known[i])
      tx_run(tx, SQL_WIPED_PUT, BB("digest", m.digest[i], SHA256_BYTES), BI("now", tx_now(tx)));
}

bool wiped_before(struct tx *tx, int64_t id)
{
  const char *key = secret(tx, false);
  if (!key)
    return false;
  struct marks m = marks_of(tx, id, key);
  bool found = false;
  for (size_t i = 0; i < sizeof m.known / sizeof m.known[0]; i++)
    found = found || (m.known[i] && tx_i64(tx, SQL_WIPED_IS, 0, BB("digest", m.digest[i], SHA256_BYTES)));
  return found;
}
