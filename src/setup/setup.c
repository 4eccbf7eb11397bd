/* The first run: see setup.h. The one-time token is kept as its SHA-256, in a setting that all nodes see. */
#include "setup/setup.h"

#include <string.h>
#include "base/id.h"
#include "demo/demo.h"
#include "limits.h"
#include "store/audit.h"

static const char token_setting[] = "setup_token";
const char *const house_language_names[] = {"zh-CN", "en", NULL};

static const struct field house_fields[] = {
    FIELD(struct house, name, F_STR, .about = "of the hotel group; empty until it has one"),
    FIELD(struct house, language, F_ENUM, .names = house_language_names, .about = "what guests see unless they choose"),
    FIELD(struct house, sandbox, F_BOOL, .about = "guests log in by made-up names and pay by a button"),
    FIELD(struct house, setup, F_BOOL, .about = "nobody can log in as staff yet"),
    FIELD(struct house, welcome_coupon, F_BOOL, .about = "the first login brings a coupon"),
    FIELD(struct house, version, F_STR),
};
const struct shape house_shape = SHAPE_OUT("House", struct house, house_fields);

static const struct field setup_fields[] = {
    FIELD(struct setup, token, F_STR,
        .flags = F_REQUIRED | F_EXACT, .min = 1, .max = 128, .about = "from the link that serve printed"),
    FIELD(struct setup, name, F_STR, .min = 1, .max = LIMIT_HOUSE_NAME, .about = "of the hotel group"),
    FIELD(struct setup, language, F_ENUM, .names = house_language_names),
    FIELD(struct setup, owner_name, F_STR, .flags = F_REQUIRED, .min = 1, .max = LIMIT_STAFF_NAME),
    FIELD(struct setup, owner_password, F_STR, .flags = F_REQUIRED | F_WRITE_ONLY | F_EXACT, .min = 1, .max = 200),
    FIELD(struct setup, sample, F_BOOL, .about = "fill in the demo group and turn the sandboxes on"),
    FIELD(struct setup, branch, F_POINTER, .shape = &branch_shape),
};
const struct shape setup_shape = SHAPE("Setup", struct setup, setup_fields, given);

void setup_house(struct tx *tx, struct house *out)
{
  const char *name = setting_str(tx, "name"), *language = setting_str(tx, "language");
  int found = language ? enum_find(house_language_names, language) : 0;
  out->name = name ? name : "";
  out->language = found < 0 ? 0 : found;
  out->setup = !staff_any(tx);
  out->welcome_coupon = setting_i64(tx, "first_login_coupon_id", 0) != 0;
  out->version = YIZHAN_VERSION;
}

static void token_digest(const char *token, char out[SHA256_BYTES * 2 + 1])
{
  uint8_t hash[SHA256_BYTES];
  sha256(token, strlen(token), hash);
  hex_encode(hash, sizeof hash, out);
}

bool setup_invite(struct tx *tx, char token[TOKEN_TEXT])
{
  uint8_t random[16];
  char digest[SHA256_BYTES * 2 + 1];
  if (staff_any(tx))
    return false;
  random_bytes(random, sizeof random);
  hex_encode(random, sizeof random, token);
  token_digest(token, digest);
  setting_put(tx, token_setting, digest);
  return true;
}

enum err setup_check(struct tx *tx, const char *token)
{
  char digest[SHA256_BYTES * 2 + 1];
  const char *wanted = setting_str(tx, token_setting);
  if (staff_any(tx))
    return tx_refuse(tx, ERR_CONFLICT, "token", TXT_SETUP_DONE, 0);
  token_digest(token, digest);
  if (!wanted || strlen(wanted) != sizeof digest - 1 || !bytes_equal(wanted, digest, sizeof digest - 1))
    return tx_refuse(tx, ERR_UNAUTHORIZED, "token", TXT_SETUP_TOKEN, 0);
  return OK;
}

static enum err make_hotels(struct tx *tx, const struct actor *actor, const struct setup *in)
{
  int64_t sample[DEMO_BRANCHES];
  struct branch made;
  if (in->branch) {
    enum err e = branch_create(tx, actor, in->branch, &made);
    if (e)
      return e;
  }
  if (!in->sample)
    return OK;
  enum err e = setup_switch(tx, true);
  return e ? e : demo_group(tx, sample);
}

enum err setup_run(struct tx *tx, const struct actor *actor, const struct setup *in, struct staff_session *out)
{
  struct staff owner = {.name = in->owner_name, .password_hash = in->password_hash,
      .role = enum_find(staff_role_names, "owner"), .active = true, .given = UINT64_MAX}, made;
  enum err e = setup_check(tx, in->token);
  if (e || (e = make_hotels(tx, actor, in)) || (e = staff_create(tx, actor, &owner, &made)))
    return e;
  setting_put(tx, "name", in->name ? in->name : "");
  setting_put(tx, "language", house_language_names[in->language]);
  setting_put(tx, token_setting, "");
  audit(tx, actor, 0, "house.setup", "settings", 0, NULL, NULL);
  return staff_login(tx, made.id, in->password_hash, NULL, out);
}
