/* The command line: one file per command. Runs on the main thread; exit codes: 0 done, 1 failed, 2 wrong usage. */
#ifndef YIZHAN_CLI_CLI_H
#define YIZHAN_CLI_CLI_H

#include "base/config.h"
#include "store/store.h"

/* What a command gets: options, words after its name, a language and an arena for its whole run. */
struct call {
  struct config config;
  int argc;
  char **argv;
  enum lang lang;
  struct arena *arena;
};
struct command {
  const char *name;
  int (*run)(struct call *call);
  const char *usage;
  enum text about;
  int words; /* it takes at most, behind its name */
};

/* Finds the command, loads its options and runs it; the exit code of the process. */
int cli_main(int argc, char **argv);

/* The commands themselves; what each does is its line of the table in commands.c. */
int cli_serve(struct call *call);
int cli_init(struct call *call);
int cli_demo(struct call *call);
int cli_migrate(struct call *call);
int cli_backup(struct call *call);
int cli_staff(struct call *call);
int cli_mq(struct call *call);
/* The part of cli_mq that only looks; -1 when the words are not of it. */
int cli_mq_show(struct call *call);
int cli_openapi(struct call *call);
int cli_version(struct call *call);
int cli_help(struct call *call);

/* Opens the store of the call's data directory; NULL after saying why. */
struct store *cli_store(struct call *call, bool create);
/* store_write/store_read with a scope of the call; prints a refusal. */
enum err cli_write(struct call *call, struct store *store, tx_fn fn, void *arg);
enum err cli_read(struct call *call, struct store *store, tx_fn fn, void *arg);
/* A new password from the environment variable, or asked for at the terminal without echo; NULL after saying why. */
const char *cli_password(struct call *call, const char *variable);
/* Prints a text of the table, with %s replaced: to stdout, or in passing or as a failure to stderr. */
void cli_say(struct call *call, enum text what, const char *arg);
void cli_note(struct call *call, enum text what, const char *arg);
int cli_fail(struct call *call, enum text what, const char *arg);
/* Creates a staff account with this password; false after saying why. `branches` are ids, comma separated. */
bool cli_add_staff(struct call *call, struct store *store, const char *name, const char *role, const char *branches,
    const char *password);
/* Fills an empty store with the demo group; accounts get `password`. True also when the store is not empty (*filled false). */
bool cli_fill_demo(struct call *call, struct store *store, const char *password, bool *filled);
/* True when the store has no staff account yet. */
bool cli_store_empty(struct call *call, struct store *store);

#endif
