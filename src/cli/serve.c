/* yizhan serve: prepares the store when the directory is empty, then hands over to app. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "app.h"
#include "base/id.h"
#include "base/log.h"
#include "base/seal.h"
#include "cli/cli.h"
#include "node/node.h"
#include "setup/setup.h"

/* A password nobody chose, without letters that look alike. */
static const char *made_up_password(struct arena *a)
{
  static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
  uint8_t random[16];
  char *out = arena_alloc(a, sizeof random + 1);
  random_bytes(random, sizeof random);
  for (size_t i = 0; i < sizeof random; i++)
    out[i] = letters[random[i] % (sizeof letters - 1)];
  return out;
}

static bool prepare_demo(struct call *call, struct store *store)
{
  const char *given = getenv("YIZHAN_OWNER_PASSWORD");
  const char *password = given && *given ? given : made_up_password(call->arena);
  bool filled = false;
  if (!cli_store_empty(call, store))
    return true;
  if (!cli_fill_demo(call, store, password, &filled))
    return false;
  if (filled && password != given) {
    cli_say(call, TXT_CLI_DEMO_PASSWORD, password);
    fflush(stdout);
  }
  return true;
}

static bool bell_fine(const char *bell)
{
  const char *port = strrchr(bell, ':');
  return !*bell || (!strncmp(bell, "tcp://", 6) && port > bell + 6 && port[1] && strlen(port + 1) <= 5 &&
                       strspn(port + 1, "0123456789") == strlen(port + 1) && strlen(bell) < 100);
}

/* What --role, --node and --bell say of this node; 0, or 1 after saying what is wrong. */
static int check_node(struct call *call)
{
  const struct config *c = &call->config;
  if (*c->role && enum_find(node_role_names, c->role) < 0)
    return cli_fail(call, TXT_CLI_NODE_ROLE, c->role);
  if (*c->node && !node_name_fine(c->node))
    return cli_fail(call, TXT_CLI_NODE_NAME, c->node);
  return bell_fine(c->bell) ? 0 : cli_fail(call, TXT_CLI_BELL, c->bell);
}

static enum err run_invite(struct tx *tx, void *arg)
{
  char *token = arg;
  if (!setup_invite(tx, token))
    *token = 0;
  return OK;
}

/* The address to type: the machine's name where it listens on all of its addresses. */
static const char *reachable(struct call *call, int port)
{
  const char *listen = call->config.listen, *colon = strrchr(listen, ':');
  char name[64] = "localhost";
  if (strncmp(listen, "0.0.0.0:", 8) && strncmp(listen, "[::]:", 5) && *listen != ':')
    return arena_printf(call->arena, "%.*s:%d", (int)(colon ? colon - listen : 0), listen, port);
  gethostname(name, sizeof name - 1);
  return arena_printf(call->arena, "%s:%d", name, port);
}

/* Noted before the first request: from when on the house lives, or that it is tried out. */
static enum err run_enter(struct tx *tx, void *arg)
{
  bool demo = *(bool *)arg;
  enum err e = setup_enter(tx, demo || setup_sandbox(tx));
  return e && !demo ? OK : e;
}

struct opening { struct call *call; struct store *store; };

/* As long as nobody can log in, each start prints a link that works once;
 * without pages there is nothing to open. */
static void invite(void *ctx, int port)
{
  struct opening *o = ctx;
  char token[TOKEN_TEXT] = "";
  if (!app_has_pages() || !strcmp(o->call->config.role, "guest"))
    return;
  if (cli_write(o->call, o->store, run_invite, token) != OK || !*token)
    return;
  const char *link = arena_printf(o->call->arena, "http://%s/admin/setup#%s", reachable(o->call, port), token);
  cli_say(o->call, TXT_CLI_SETUP_LINK, link);
  fflush(stdout);
}

static int serve(struct call *call, struct store *store)
{
  const char *node = call->config.node;
  if (*node && !store_claim(store, node))
    return cli_fail(call, TXT_CLI_NODE_TAKEN, node);
  if (cli_write(call, store, run_enter, &call->config.demo) != OK)
    return 1;
  if (call->config.demo && !prepare_demo(call, store))
    return 1;
  struct opening opening = {call, store};
  return app_serve(&call->config, store, invite, &opening);
}

int cli_serve(struct call *call)
{
  if (check_node(call))
    return 1;
  if (!call->config.rate_limit && !config_is_loopback(call->config.listen))
    return cli_fail(call, TXT_CLI_RATE_LIMIT, call->config.listen);
  if (call->config.demo && !config_is_loopback(call->config.listen))
    log_warn("app.demo", "listen=%s note=\"the sandboxes are open to whoever reaches this address\"", call->config.listen);
  struct store *store = cli_store(call, true);
  if (!store)
    return 1;
  int status = seal_open(call->config.data) ? serve(call, store) : cli_fail(call, TXT_CLI_NO_KEY, call->config.data);
  store_close(store);
  return status;
}

int cli_migrate(struct call *call)
{
  struct store *store = cli_store(call, false); /* opening migrates */
  if (!store)
    return 1;
  store_close(store);
  cli_say(call, TXT_CLI_MIGRATED, call->config.data);
  return 0;
}
