/* Statements inside a transaction: prepared once per connection, bound by name, read in order. On the tx's thread. */
#include "store/tx.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "base/date.h"
#include "base/id.h"
#include "base/log.h"
#include "store/embedded.h"
#include "store/internal.h"

/* Copies: SQLite's own go when it prepares the statement again after a change of the schema. */
static bool copy_names(struct rows *r)
{
  for (int i = 0; i < r->parameters; i++)
    if (!(r->names[i] = strdup(sqlite3_bind_parameter_name(r->stmt, i + 1) + 1)))
      return false;
  return true;
}

static bool prepare(struct conn *c, enum sql id, struct rows *r)
{
  const struct embedded_sql *sql = &embedded_sql[id];
  if (sqlite3_prepare_v3(c->db, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &r->stmt, NULL) != SQLITE_OK) {
    log_error("store.prepare", "statement=%s error=\"%s\"", sql->name, sqlite3_errmsg(c->db));
    return false;
  }
  r->parameters = sqlite3_bind_parameter_count(r->stmt);
  assert(r->parameters <= COLUMNS && sqlite3_column_count(r->stmt) <= COLUMNS);
  if (copy_names(r))
    return true;
  log_error("store.prepare", "statement=%s error=\"out of memory\"", sql->name);
  rows_forget(r);
  return false;
}

sqlite3_stmt *conn_stmt(struct conn *c, enum sql id)
{
  struct rows *r = &c->rows[id];
  return r->stmt || prepare(c, id, r) ? r->stmt : NULL;
}

int conn_run(struct conn *c, enum sql id)
{
  sqlite3_stmt *s = conn_stmt(c, id);
  if (!s)
    return SQLITE_ERROR;
  int code = sqlite3_step(s);
  sqlite3_reset(s);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

void tx_fault(struct tx *tx, const char *what, int code)
{
  if (tx->fault)
    return;
  int primary = code & 0xff;
  tx->disk_fault = primary == SQLITE_IOERR || primary == SQLITE_FULL || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
  tx->fault = primary == SQLITE_INTERRUPT ? FAULT_TIMEOUT : tx->disk_fault ? FAULT_STORE : FAULT_INTERNAL;
  log_error("store.statement", "statement=%s code=%d error=\"%s\"", what, code, sqlite3_errmsg(tx->conn->db));
}

static int bind_one(sqlite3_stmt *s, int at, const struct bind *b)
{
  switch (b->kind) {
  case BIND_I64:
    return sqlite3_bind_int64(s, at, b->i);
  case BIND_STR:
    return b->p ? sqlite3_bind_text(s, at, b->p, -1, SQLITE_STATIC) : sqlite3_bind_null(s, at);
  case BIND_BLOB:
    return sqlite3_bind_blob64(s, at, b->p, b->n, SQLITE_STATIC);
  case BIND_DOUBLE:
    return isnan(b->d) ? sqlite3_bind_null(s, at) : sqlite3_bind_double(s, at, b->d);
  case BIND_NULL:
    break;
  }
  return sqlite3_bind_null(s, at);
}

static char *json_of_list(const struct field *f, const struct list *l, struct arena *a)
{
  struct json_out w;
  json_begin(&w, a);
  json_open(&w, NULL, '[');
  for (size_t i = 0; i < l->count; i++) {
    if (f->type == F_IDS)
      json_put_id(&w, NULL, ((const int64_t *)l->items)[i]);
    else
      json_put_str(&w, NULL, ((const char *const *)l->items)[i]);
  }
  json_close(&w, ']');
  return w.buf.data;
}

static struct bind bind_of_field(const struct field *f, const void *object, struct arena *a)
{
  const void *at = (const char *)object + f->offset;
  int64_t none = f->type == F_DATE ? (int64_t)DATE_NONE : f->type == F_ID || f->type == F_INSTANT ? 0 : NONE_I64;
  struct bind b = {.name = f->name, .kind = BIND_I64};
  switch (f->type) {
  case F_I64:
  case F_ID:
  case F_INSTANT:
  case F_FEN: b.i = *(const int64_t *)at; break;
  case F_INT:
  case F_DATE: b.i = *(const int32_t *)at; break;
  case F_BOOL: return BI(f->name, *(const bool *)at);
  case F_DOUBLE: return BD(f->name, *(const double *)at);
  case F_STR:
  case F_JSON: return BS(f->name, *(const char *const *)at);
  case F_ENUM: return BS(f->name, f->names[*(const int *)at]);
  case F_STRS:
  case F_IDS: return BS(f->name, json_of_list(f, at, a));
  case F_OBJECT:
  case F_POINTER:
  case F_LIST: return BN(f->name);
  }
  if (b.i == none && f->type != F_INT)
    b.kind = BIND_NULL;
  return b;
}

/* Which parameter is which field of the shape is worked out once per statement. */
static void find_sources(struct rows *r, const struct shape *shape)
{
  if (r->bound == shape)
    return;
  for (int i = 0; i < r->parameters; i++)
    r->sources[i] = shape_field(shape, r->names[i]);
  r->bound = shape;
}

/* The bind of parameter i among `count`: first looked for where it was the last time. */
static const struct bind *find_bind(struct rows *r, int i, const struct bind *binds, int count)
{
  if (r->places[i] < count && !strcmp(binds[r->places[i]].name, r->names[i]))
    return &binds[r->places[i]];
  for (int k = 0; k < count; k++) {
    if (strcmp(binds[k].name, r->names[i]))
      continue;
    r->places[i] = (unsigned char)k;
    return &binds[k];
  }
  return NULL;
}

/* Every parameter must get a value: a forgotten one would silently be null. */
static bool bind_all(struct tx *tx, enum sql id, struct rows *r, const struct shape *shape, const void *object,
    const struct bind *binds)
{
  int count = 0;
  while (binds[count].name)
    count++;
  if (shape)
    find_sources(r, shape);
  for (int i = 0; i < r->parameters; i++) {
    const struct bind *b = find_bind(r, i, binds, count);
    struct bind of_field;
    if (!b && shape && r->sources[i]) {
      of_field = bind_of_field(r->sources[i], object, tx->scope->arena);
      b = &of_field;
    }
    if (!b || bind_one(r->stmt, i + 1, b) != SQLITE_OK) {
      log_error("store.bind", "statement=%s parameter=%s", embedded_sql[id].name, r->names[i]);
      tx->fault = FAULT_INTERNAL;
      return false;
    }
  }
  return true;
}

static struct rows *start(struct tx *tx, enum sql id, const struct shape *shape, const void *object, const struct bind *binds)
{
  if (tx->fault)
    return NULL;
  sqlite3_stmt *s = conn_stmt(tx->conn, id);
  struct rows *r = &tx->conn->rows[id];
  if (!s) {
    tx_fault(tx, embedded_sql[id].name, SQLITE_ERROR);
    return NULL;
  }
  if (r->stepped)
    sqlite3_reset(s);
  r->stepped = false;
  r->tx = tx;
  return bind_all(tx, id, r, shape, object, binds) ? r : NULL;
}

static int64_t run(struct tx *tx, enum sql id, struct rows *r)
{
  if (!r)
    return 0;
  int code = sqlite3_step(r->stmt);
  int64_t changed = code == SQLITE_DONE ? sqlite3_changes64(tx->conn->db) : 0;
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    tx_fault(tx, embedded_sql[id].name, code);
  sqlite3_reset(r->stmt);
  return changed;
}

int64_t tx_run_(struct tx *tx, enum sql id, const struct bind *binds)
{
  return run(tx, id, start(tx, id, NULL, NULL, binds));
}

int64_t tx_run_object_(struct tx *tx, enum sql id, const struct shape *shape, const void *object, const struct bind *binds)
{
  return run(tx, id, start(tx, id, shape, object, binds));
}

struct rows *tx_query_(struct tx *tx, enum sql id, const struct bind *binds)
{
  return start(tx, id, NULL, NULL, binds);
}

bool row_next(struct rows *r)
{
  if (!r)
    return false;
  int code = sqlite3_step(r->stmt);
  r->column = 0;
  r->stepped = true;
  if (code == SQLITE_ROW)
    return true;
  if (code != SQLITE_DONE)
    tx_fault(r->tx, embedded_sql[r - r->tx->conn->rows].name, code);
  row_end(r);
  return false;
}

void row_end(struct rows *r)
{
  if (!r || !r->stepped)
    return;
  sqlite3_reset(r->stmt);
  r->stepped = false;
}

int64_t row_i64(struct rows *r)
{
  return sqlite3_column_int64(r->stmt, r->column++);
}

double row_double(struct rows *r)
{
  int i = r->column++;
  return sqlite3_column_type(r->stmt, i) == SQLITE_NULL ? NAN : sqlite3_column_double(r->stmt, i);
}

const char *row_str(struct rows *r)
{
  int i = r->column++;
  const unsigned char *s = sqlite3_column_text(r->stmt, i);
  return s ? arena_copy(r->tx->scope->arena, s, (size_t)sqlite3_column_bytes(r->stmt, i)) : NULL;
}

const void *row_blob(struct rows *r, size_t *n)
{
  int i = r->column++;
  const void *p = sqlite3_column_blob(r->stmt, i);
  *n = (size_t)sqlite3_column_bytes(r->stmt, i);
  return p ? arena_copy(r->tx->scope->arena, p, *n) : NULL;
}

struct money row_fen(struct rows *r)
{
  return fen(row_i64(r));
}

static void read_list(struct rows *r, const struct field *f, int i, struct list *out)
{
  const char *s = (const char *)sqlite3_column_text(r->stmt, i);
  struct problem ignored = {0};
  struct arena *a = r->tx->scope->arena;
  *out = (struct list){0};
  const struct json *doc = s ? json_parse(s, strlen(s), a, &ignored) : NULL;
  size_t n = doc ? json_count(doc) : 0;
  if (!n)
    return;
  out->items = arena_alloc(a, n * 8);
  for (const struct json *e = json_first(doc); e; e = json_next(e)) {
    if (f->type == F_IDS)
      id_parse(json_string(e), (int64_t *)out->items + out->count++);
    else
      ((const char **)out->items)[out->count++] = json_string(e);
  }
}

static void read_column(struct rows *r, const struct field *f, int i, void *at)
{
  bool null = sqlite3_column_type(r->stmt, i) == SQLITE_NULL;
  int64_t v = null ? NONE_I64 : sqlite3_column_int64(r->stmt, i);
  r->column = i;
  switch (f->type) {
  case F_I64:
  case F_FEN: *(int64_t *)at = v; break;
  case F_INT: *(int32_t *)at = null ? 0 : (int32_t)v; break;
  case F_ID:
  case F_INSTANT: *(int64_t *)at = null ? 0 : v; break;
  case F_DATE: *(int32_t *)at = null ? DATE_NONE : (int32_t)v; break;
  case F_BOOL: *(bool *)at = !null && v != 0; break;
  case F_DOUBLE: *(double *)at = row_double(r); break;
  case F_STR:
  case F_JSON: *(const char **)at = row_str(r); break;
  case F_ENUM: {
    const char *name = (const char *)sqlite3_column_text(r->stmt, i);
    int index = name ? enum_find(f->names, name) : 0;
    *(int *)at = index < 0 ? 0 : index;
    break;
  }
  case F_STRS:
  case F_IDS: read_list(r, f, i, at); break;
  case F_OBJECT:
  case F_POINTER:
  case F_LIST: break;
  }
}

void row_object(struct rows *r, const struct shape *shape, void *object)
{
  int n = sqlite3_column_count(r->stmt);
  if (r->shape != shape) {
    for (int i = 0; i < n; i++)
      r->fields[i] = shape_field(shape, sqlite3_column_name(r->stmt, i));
    r->shape = shape;
  }
  for (int i = 0; i < n; i++)
    if (r->fields[i])
      read_column(r, r->fields[i], i, (char *)object + r->fields[i]->offset);
}

int64_t tx_i64_(struct tx *tx, enum sql id, int64_t fallback, const struct bind *binds)
{
  struct rows *r = tx_query_(tx, id, binds);
  bool null = true;
  int64_t v = fallback;
  if (row_next(r)) {
    null = sqlite3_column_type(r->stmt, 0) == SQLITE_NULL;
    v = row_i64(r);
  }
  row_end(r);
  return null ? fallback : v;
}

bool tx_object_(struct tx *tx, enum sql id, const struct shape *shape, void *object, const struct bind *binds)
{
  struct rows *r = tx_query_(tx, id, binds);
  bool found = row_next(r);
  if (found)
    row_object(r, shape, object);
  row_end(r);
  return found;
}

struct list tx_list_(struct tx *tx, enum sql id, const struct shape *shape, size_t at_most, const struct bind *binds)
{
  struct list out = {0};
  size_t cap = 0;
  struct rows *r = tx_query_(tx, id, binds);
  while ((!at_most || out.count < at_most) && row_next(r)) {
    if (out.count == cap) {
      cap = cap ? cap * 2 : 16;
      void *grown = arena_alloc(tx->scope->arena, cap * shape->size);
      if (out.count)
        memcpy(grown, out.items, out.count * shape->size);
      out.items = grown;
    }
    row_object(r, shape, (char *)out.items + out.count++ * shape->size);
  }
  row_end(r);
  return out;
}

struct arena *tx_arena(struct tx *tx)
{
  return tx->scope->arena;
}

struct problem *tx_problem(struct tx *tx)
{
  return &tx->scope->problem;
}

int64_t tx_now(struct tx *tx)
{
  return tx->now;
}

void tx_set_now(struct tx *tx, int64_t ms)
{
  tx->now = ms;
}

enum err tx_refuse(struct tx *tx, enum err code, const char *field, enum text why, int64_t arg)
{
  assert(code && !err_is_fault(code)); /* what is our own doing is no refusal */
  return refuse(&tx->scope->problem, code, field, why, arg);
}

enum err tx_refuse_word(struct tx *tx, enum err code, const char *field, enum text why, const char *word)
{
  return refuse_word(&tx->scope->problem, code, field, why, word);
}

bool tx_faulted(struct tx *tx)
{
  return tx->fault != OK;
}

int64_t tx_batch(struct tx *tx)
{
  return tx->batch;
}

int64_t tx_last_id(struct tx *tx)
{
  return tx->fault ? 0 : sqlite3_last_insert_rowid(tx->conn->db);
}

void tx_bell(struct tx *tx, int topic)
{
  tx->bells |= (uint64_t)1 << topic;
}

void tx_outdate(struct tx *tx)
{
  tx->outdates = true;
}

static void mark_step(struct tx *tx, enum sql id)
{
  int code = conn_run(tx->conn, id);
  if (code != SQLITE_OK)
    tx_fault(tx, embedded_sql[id].name, code);
}

/* Savepoints make SQLite keep a copy of every page that is touched after them, and hardly any is ever undone. So a
 * first run only notes how much was changed; when something that changed rows is to be undone after all, the whole
 * batch starts again with real savepoints. */
void tx_mark(struct tx *tx)
{
  assert(tx->depth < MARKS);
  tx->changes_at[tx->depth++] = sqlite3_total_changes64(tx->conn->db);
  if (tx->careful)
    mark_step(tx, SQL_TX_MARK);
}

void tx_keep(struct tx *tx)
{
  assert(tx->depth > 0);
  tx->depth--;
  if (tx->careful)
    mark_step(tx, SQL_TX_KEEP);
}

void tx_undo(struct tx *tx)
{
  assert(tx->depth > 0);
  bool changed = sqlite3_total_changes64(tx->conn->db) != tx->changes_at[--tx->depth];
  if (tx->careful) {
    mark_step(tx, SQL_TX_UNDO);
    mark_step(tx, SQL_TX_KEEP);
  } else if (changed) {
    tx->restart = true;
    tx->fault = FAULT_INTERNAL;
  }
}

bool tx_keep_if(struct tx *tx, bool fine)
{
  (fine ? tx_keep : tx_undo)(tx);
  if (!fine)
    *tx_problem(tx) = (struct problem){0};
  return fine;
}

enum err tx_forgive(struct tx *tx)
{
  enum err was = tx->fault;
  if (!tx->disk_fault && !tx->restart)
    tx->fault = OK;
  return was;
}

const char *like_pattern(struct arena *a, const char *before, const char *q, const char *after)
{
  struct buf b;
  buf_init(&b, a);
  buf_str(&b, before);
  for (; *q; q++) {
    if (strchr("%_\\", *q))
      buf_lit(&b, "\\");
    buf_put(&b, q, 1);
  }
  buf_str(&b, after);
  return b.data;
}
