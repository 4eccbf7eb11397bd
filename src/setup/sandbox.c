/* Whether the house is tried out or lives. In the store stands since when it lives; each process remembers the switch
 * under the count of store_outdated, as it does sessions. */
#include <pthread.h>
#include "base/clock.h"
#include "limits.h"
#include "setup/setup.h"

static const char switch_setting[] = "sandbox", live_setting[] = "live_since";

bool setup_sandbox(struct tx *tx)
{
  return setting_i64(tx, switch_setting, 0) != 0;
}

/* Something happened since it lives, or somebody came by a login that no sandbox gives. */
static bool has_real_rows(struct tx *tx)
{
  int64_t since = setting_i64(tx, live_setting, 0);
  return tx_i64(tx, SQL_SETUP_REAL_MEMBER, 0) || (since && tx_i64(tx, SQL_SETUP_SINCE, 0, BI("since", since)));
}

enum err setup_enter(struct tx *tx, bool sandbox)
{
  int64_t since = setting_i64(tx, live_setting, 0);
  if (sandbox && has_real_rows(tx))
    return tx_refuse(tx, ERR_CONFLICT, "sandbox", TXT_SANDBOX_LIVE, 0);
  if (sandbox != (since == 0))
    setting_put_i64(tx, live_setting, sandbox ? 0 : tx_now(tx));
  return OK;
}

enum err setup_switch(struct tx *tx, bool sandbox)
{
  enum err e = sandbox == setup_sandbox(tx) ? OK : setup_enter(tx, sandbox);
  if (e)
    return e;
  setting_put_i64(tx, switch_setting, sandbox);
  tx_outdate(tx);
  return OK;
}

static struct {
  pthread_mutex_t lock;
  const struct store *store;
  int64_t outdated, until_ms;
  bool on;
} known = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool recall(const struct store *store, bool *on)
{
  pthread_mutex_lock(&known.lock);
  bool good = known.store == store && known.outdated == store_outdated(store) && clock_mono_ms() < known.until_ms;
  *on = known.on;
  pthread_mutex_unlock(&known.lock);
  return good;
}

static void remember(const struct store *store, int64_t outdated, bool on)
{
  pthread_mutex_lock(&known.lock);
  known.store = store;
  known.outdated = outdated;
  known.until_ms = clock_mono_ms() + LIMIT_SESSION_KNOWN_MS;
  known.on = on;
  pthread_mutex_unlock(&known.lock);
}

static enum err read_switch(struct tx *tx, void *arg)
{
  *(bool *)arg = setup_sandbox(tx);
  return OK;
}

/* What cannot be read counts as off: then nobody gets in who should not. */
bool setup_in_sandbox(struct store *store, const struct config *config)
{
  bool on = false;
  if (config->demo || recall(store, &on))
    return config->demo || on;
  int64_t outdated = store_outdated(store);
  struct scope scope = {.arena = arena_create()};
  bool read = store_read(store, read_switch, &on, &scope) == OK;
  arena_destroy(scope.arena);
  if (read)
    remember(store, outdated, on);
  return read && on;
}
