/* The first run of a house: a one-time link, then name, first branch and owner; or the demo group to try it out with.
 *
 * Guarantee: all of it or nothing, in one transaction; whoever has no token changes nothing, and once an account exists
 * nobody can set up again. Inside a transaction, on its thread. */
#ifndef YIZHAN_SETUP_SETUP_H
#define YIZHAN_SETUP_SETUP_H

#include "base/config.h"
#include "hotel/catalogue.h"
#include "staff/staff.h"

/* What everybody may know about the house. */
struct house {
  const char *name;     /* of the group; "" until it has one */
  int language;         /* index of house_language_names: what guests see unless they choose */
  bool sandbox, setup;  /* guests log in by made-up names and pay by a button; nobody can log in as staff yet */
  bool welcome_coupon;  /* the first login brings one */
  const char *version;
};
extern const struct shape house_shape;
extern const char *const house_language_names[];

struct setup {
  const char *token, *name, *owner_name, *owner_password;
  const char *password_hash; /* of the owner; made outside the transaction */
  int language;              /* index of house_language_names */
  bool sample;               /* the demo group and the sandboxes */
  const struct branch *branch; /* NULL: none */
  uint64_t given;
};
extern const struct shape setup_shape;

/* The house as the store knows it; `sandbox` is left as it is. */
void setup_house(struct tx *tx, struct house *out);
/* True when the sandboxes were turned on by the setting. */
bool setup_sandbox(struct tx *tx);
/* Turns them on or off, for all processes of the store before the caller is answered. */
enum err setup_switch(struct tx *tx, bool sandbox);
/* Notes that the house is tried out from now on, or lives; ERR_CONFLICT naming `sandbox` when it is to be tried out and
 * has lived: somebody came by a login that no sandbox gives, or a member or an order since it lives. */
enum err setup_enter(struct tx *tx, bool sandbox);
/* Whether requests to this process meet the sandboxes: by --demo, or by the switch as of now. Any thread, outside of
 * transactions. */
bool setup_in_sandbox(struct store *store, const struct config *config);
/* Makes a new one-time token; false when somebody can log in already. Earlier tokens end. */
bool setup_invite(struct tx *tx, char token[TOKEN_TEXT]);
/* ERR_CONFLICT when the house is set up, ERR_UNAUTHORIZED for any other token than the last. */
enum err setup_check(struct tx *tx, const char *token);
/* Checks again, then writes everything and opens the owner's session. Besides that ERR_BAD_REQUEST naming fields. */
enum err setup_run(struct tx *tx, const struct actor *actor, const struct setup *in, struct staff_session *out);

#endif
