/* request_read and request_write. Guarantee: for one caller and one Idempotency-Key the work is done once, and its
 * answer, success or refusal, is stored in the same transaction. Worker thread outside, writer thread inside. */
#include "http/idempotency.h"

#include <string.h>
#include "base/clock.h"
#include "base/digest.h"
#include "http/internal.h"
#include "http/recent_keys.h"
#include "limits.h"

struct job {
  struct request *req;
  tx_fn fn;
  void *arg;
  int status;
  const struct shape *shape;
  const void *object;
  uint8_t hash[SHA256_BYTES], body_hash[SHA256_BYTES];
  int64_t rights;
  /* results; set anew by each run */
  bool replayed;
  int answer_status;
  const char *answer;
  enum err refusal;
  struct problem problem;
};

static void hash_text(struct buf *b, const char *s)
{
  buf_put(b, s, strlen(s) + 1); /* with its NUL, so that parts cannot run into each other */
}

/* Who, what and which key. An anonymous caller is known by its address only. */
static void hash_key(struct job *job, const char *key)
{
  struct request *req = job->req;
  struct buf b;
  buf_init(&b, req->scope.arena);
  buf_put(&b, &req->actor.kind, sizeof req->actor.kind);
  buf_put(&b, &req->actor.id, sizeof req->actor.id);
  hash_text(&b, req->actor.id ? "" : req->address);
  hash_text(&b, req->route->method);
  hash_text(&b, req->route->path);
  hash_text(&b, req->path);
  hash_text(&b, key);
  sha256(b.data, b.len, job->hash);
  buf_init(&b, req->scope.arena);
  hash_text(&b, req->query_string ? req->query_string : "");
  if (req->body_len)
    buf_put(&b, req->body, req->body_len);
  sha256(b.data, b.len, job->body_hash);
}

/* Which role in which branches, whatever their order: what an answer showed then may be out of reach now. */
static int64_t rights_of(const struct actor *a)
{
  uint64_t sum = (uint64_t)a->role;
  for (size_t i = 0; i < a->branch_count; i++)
    sum += ((uint64_t)a->branches[i] ^ (uint64_t)a->branches[i] >> 29) * UINT64_C(0x9E3779B97F4A7C15);
  return (int64_t)sum;
}

static struct recent_keys *keys_of(const struct job *job)
{
  return exchange_of(job->req)->http->keys;
}

/* Takes the answer of row `id`, if that row is this key's; *why says whether it may be given. */
static bool take_answer(struct tx *tx, struct job *job, int64_t id, enum err *why)
{
  struct rows *rows = tx_query(tx, SQL_IDEMPOTENCY_FIND, BI("id", id), BB("hash", job->hash, sizeof job->hash));
  if (!row_next(rows))
    return false;
  size_t n;
  const void *body_hash = row_blob(rows, &n);
  job->answer_status = (int)row_i64(rows);
  job->answer = row_str(rows);
  bool same_rights = row_i64(rows) == job->rights;
  row_end(rows);
  if (n != sizeof job->body_hash || memcmp(body_hash, job->body_hash, n))
    *why = tx_refuse(tx, ERR_IDEMPOTENCY, NULL, TXT_NONE, 0);
  else if (!same_rights)
    *why = tx_refuse(tx, ERR_FORBIDDEN, "Idempotency-Key", TXT_RIGHTS_CHANGED, 0);
  return true;
}

static enum err find(struct tx *tx, struct job *job)
{
  size_t at = 0;
  int64_t id;
  enum err why = OK;
  while (!job->replayed && (id = recent_keys_find(keys_of(job), tx, job->hash, &at)))
    job->replayed = take_answer(tx, job, id, &why);
  return why;
}

static void keep_answer(struct tx *tx, const struct job *job)
{
  tx_run(tx, SQL_IDEMPOTENCY_INSERT, BB("hash", job->hash, sizeof job->hash),
      BB("body_hash", job->body_hash, sizeof job->body_hash), BI("status", job->answer_status),
      BS("answer", job->answer), BI("at", tx_now(tx)), BI("rights", job->rights));
  recent_keys_add(keys_of(job), tx, tx_last_id(tx), job->hash);
}

static enum err run_once(struct tx *tx, void *arg)
{
  struct job *job = arg;
  size_t n;
  job->replayed = false;
  job->refusal = OK;
  enum err e = find(tx, job);
  if (e || job->replayed)
    return e;
  tx_mark(tx);
  e = job->fn(tx, job->arg);
  if (tx_faulted(tx) || err_is_fault(e))
    return e ? e : FAULT_STORE;
  if (e) {
    job->problem = *tx_problem(tx);
    tx_undo(tx);
    job->refusal = e;
    job->answer_status = err_status(e);
    job->answer = problem_text(tx_arena(tx), e, &job->problem, job->req, NULL, &n);
  } else {
    tx_keep(tx);
    job->answer_status = job->status;
    job->answer = "";
    if (job->shape) {
      struct json_out w;
      json_begin(&w, tx_arena(tx));
      shape_write(job->shape, job->object, &w, NULL);
      job->answer = w.buf.data;
    }
  }
  keep_answer(tx, job);
  return OK;
}

static void give(struct reply *reply, const struct job *job)
{
  int status = job->answer_status;
  if (job->replayed)
    reply_header(reply, "Idempotent-Replay", "true");
  reply_bytes(reply, status, status >= 400 ? "application/problem+json" : "application/json", job->answer,
      strlen(job->answer), NULL, NULL);
}

static bool key_is_fine(const char *key)
{
  size_t n = strlen(key);
  for (const char *p = key; *p; p++)
    if (*p < '!' || *p > '~')
      return false;
  return n >= 1 && n <= LIMIT_IDEMPOTENCY_KEY;
}

enum err request_read(struct request *req, tx_fn fn, void *arg)
{
  return store_read(req->store, fn, arg, &req->scope);
}

enum err request_write(struct request *req, struct reply *reply, tx_fn fn, void *arg, int status,
    const struct shape *shape, const void *object)
{
  const char *key = req->route->flags & ROUTE_IDEMPOTENT ? request_header(req, "Idempotency-Key") : NULL;
  if (!key) {
    enum err e = store_write(req->store, fn, arg, &req->scope);
    if (e)
      return e;
    if (shape)
      reply_object(reply, status, shape, object);
    else
      reply_bytes(reply, 204, NULL, NULL, 0, NULL, NULL);
    return OK;
  }
  if (!key_is_fine(key))
    return refuse(&req->scope.problem, ERR_BAD_REQUEST, "Idempotency-Key", TXT_IDEMPOTENCY_KEY, LIMIT_IDEMPOTENCY_KEY);
  struct job job = {.req = req, .fn = fn, .arg = arg, .status = shape ? status : 204, .shape = shape, .object = object,
      .rights = rights_of(&req->actor)};
  hash_key(&job, key);
  enum err e = store_write(req->store, run_once, &job, &req->scope);
  if (e)
    return e;
  if (job.refusal) {
    req->scope.problem = job.problem;
    return job.refusal;
  }
  give(reply, &job);
  return OK;
}

static enum err expire(struct tx *tx, void *arg)
{
  int64_t *deleted = arg;
  *deleted =
      tx_run(tx, SQL_IDEMPOTENCY_EXPIRE, BI("before", tx_now(tx) - (int64_t)LIMIT_IDEMPOTENCY_HOURS * 3600 * 1000));
  return OK;
}

void idempotency_expire(struct store *store)
{
  struct arena *arena = arena_create();
  struct scope scope = {.arena = arena};
  int64_t deleted = 500;
  while (deleted == 500 && !store_write(store, expire, &deleted, &scope))
    arena_reset(arena);
  arena_destroy(arena);
}
