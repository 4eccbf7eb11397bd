/* yizhan mq: the words that change something, on the store of a running or a stopped house. Each is audited as done by the
 * command line. The words that only look are in mq_show.c. */
#include "mq/mq.h"

#include <stdio.h>
#include <string.h>
#include "base/date.h"
#include "base/id.h"
#include "cli/cli.h"
#include "limits.h"
#include "store/audit.h"

static const struct actor command_line = {.kind = ACTOR_SYSTEM, .name = "command line", .request_id = ""};

/* A word's work: `what` is the group, topic or id it names, `with` the word behind that. */
struct change {
  struct call *call;
  const struct verb *verb;
  const char *what, *with;
  int64_t id;
  const char **after; /* for the trail */
};
struct verb {
  const char *name, *action;
  enum err (*act)(struct tx *tx, const struct change *c);
  int words; /* behind its name */
};

static enum err found(struct tx *tx, const struct change *c, bool yes)
{
  return yes ? OK : tx_refuse(tx, ERR_NOT_FOUND, c->what, TXT_UNKNOWN_REFERENCE, 0);
}

static enum err act_pause(struct tx *tx, const struct change *c)
{
  return found(tx, c, mq_pause(tx, c->what, true));
}

static enum err act_resume(struct tx *tx, const struct change *c)
{
  return found(tx, c, mq_pause(tx, c->what, false));
}

static enum err act_skip(struct tx *tx, const struct change *c)
{
  return found(tx, c, mq_reset(tx, c->what, INT64_MAX, c->after));
}

static enum err act_reset(struct tx *tx, const struct change *c)
{
  int64_t at;
  if (!instant_parse(c->with, &at))
    return tx_refuse(tx, ERR_BAD_REQUEST, c->with, TXT_TYPE_INSTANT, 0);
  return found(tx, c, mq_reset(tx, c->what, at, c->after));
}

static enum err act_retry(struct tx *tx, const struct change *c)
{
  return found(tx, c, mq_dead_retry(tx, c->id));
}

static enum err act_discard(struct tx *tx, const struct change *c)
{
  return found(tx, c, mq_dead_discard(tx, c->id, c->with));
}

static enum err act_resend(struct tx *tx, const struct change *c)
{
  return mq_resend(tx, c->id, c->with);
}

/* The JSON object in the word behind; NULL after refusing. */
static const char *body_of(struct tx *tx, const struct change *c)
{
  const struct json *doc = json_parse(c->with, strlen(c->with), tx_arena(tx), tx_problem(tx));
  if (!doc)
    return NULL;
  if (json_is_object(doc) && strlen(c->with) <= LIMIT_MQ_BODY)
    return c->with;
  tx_refuse(tx, ERR_BAD_REQUEST, "body", json_is_object(doc) ? TXT_TOO_LONG : TXT_TYPE_OBJECT, LIMIT_MQ_BODY);
  return NULL;
}

static enum err act_edit(struct tx *tx, const struct change *c)
{
  const char *body = body_of(tx, c);
  return body ? found(tx, c, mq_dead_edit(tx, c->id, body, "") != 0) : tx_problem(tx)->code;
}

static enum err act_send(struct tx *tx, const struct change *c)
{
  struct mq_posted out;
  const char *body = body_of(tx, c);
  struct mq_post post = {c->what, c->call->config.tag, c->call->config.key, body, 0};
  return body ? mq_post(tx, &post, "", &out) : tx_problem(tx)->code;
}

static enum err run_change(struct tx *tx, void *arg)
{
  struct change c = *(const struct change *)arg;
  const char *after = NULL;
  c.after = &after;
  enum err e = c.verb->act(tx, &c);
  if (!e)
    audit(tx, &command_line, 0, c.verb->action, c.what, c.id, NULL, after);
  return e;
}

/* "-" stands for what comes on stdin, so that a body need not be in the list of processes. */
static const char *word_or_stdin(struct call *call, const char *word)
{
  struct buf b;
  char part[4096];
  if (strcmp(word, "-"))
    return word;
  buf_init(&b, call->arena);
  buf_lit(&b, "");
  for (size_t n; (n = fread(part, 1, sizeof part, stdin)) > 0 && b.len <= LIMIT_MQ_BODY;)
    buf_put(&b, part, n);
  return b.data;
}

static int change(struct call *call, const struct verb *verb)
{
  struct change c = {.call = call, .verb = verb, .what = call->argv[1]};
  if (verb->words > 1)
    c.with = word_or_stdin(call, call->argv[2]);
  id_parse(c.what, &c.id);
  struct store *store = cli_store(call, false);
  if (!store)
    return 1;
  enum err e = cli_write(call, store, run_change, &c);
  store_close(store);
  if (!e)
    cli_say(call, TXT_CLI_MQ_DONE, c.what);
  return e ? 1 : 0;
}

static const struct verb verbs[] = {
    {"pause", "mq.pause", act_pause, 1}, {"resume", "mq.resume", act_resume, 1}, {"skip", "mq.reset", act_skip, 1},
    {"reset", "mq.reset", act_reset, 2}, {"retry", "mq.retry", act_retry, 1}, {"edit", "mq.edit", act_edit, 2},
    {"discard", "mq.discard", act_discard, 2}, {"resend", "mq.resend", act_resend, 2}, {"send", "mq.send", act_send, 2}};

int cli_mq(struct call *call)
{
  int shown = cli_mq_show(call);
  if (shown >= 0)
    return shown;
  for (size_t i = 0; call->argc && i < sizeof verbs / sizeof verbs[0]; i++) {
    if (strcmp(call->argv[0], verbs[i].name))
      continue;
    if (call->argc == verbs[i].words + 1)
      return change(call, &verbs[i]);
    if (call->argc > verbs[i].words + 1) {
      cli_fail(call, TXT_CLI_STRAY, call->argv[verbs[i].words + 1]);
      return 2;
    }
  }
  cli_fail(call, TXT_CLI_MQ_USAGE, "");
  return 2;
}
