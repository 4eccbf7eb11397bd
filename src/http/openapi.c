/* The OpenAPI 3.1 document, generated from the route table and the shapes once at start: it cannot say anything else
 * than what runs. Main thread while building; read-only afterwards. */
#include <stdio.h>
#include <string.h>
#include "base/digest.h"
#include "base/id.h"
#include "http/internal.h"

enum { SCHEMAS = 512 };
enum variant { AS_OUTPUT, AS_INPUT, AS_PATCH };

struct schema {
  const struct shape *shape;
  enum variant variant;
};

struct book {
  struct json_out w;
  struct arena *arena;
  struct schema schemas[SCHEMAS];
  size_t count;
};

static const char problem_ref[] = "{\"$ref\":\"#/components/schemas/Problem\"}";

static const char *schema_name(struct book *b, const struct shape *s, enum variant v)
{
  static const char *const suffix[] = {"", "Input", "Patch"};
  return arena_printf(b->arena, "%s%s", s->name, suffix[v]);
}

static bool nests(const struct field *f)
{
  return f->type == F_OBJECT || f->type == F_POINTER || f->type == F_LIST;
}

/* Notes a shape and all it holds; two tables of one name count as one. */
static void collect(struct book *b, const struct shape *s, enum variant v)
{
  for (size_t i = 0; i < b->count; i++)
    if (b->schemas[i].variant == v && !strcmp(b->schemas[i].shape->name, s->name))
      return;
  if (b->count == SCHEMAS)
    return;
  b->schemas[b->count++] = (struct schema){s, v};
  unsigned skip = v == AS_OUTPUT ? F_WRITE_ONLY : F_READ_ONLY;
  for (size_t i = 0; i < s->count; i++)
    if (nests(&s->fields[i]) && !(s->fields[i].flags & skip))
      collect(b, s->fields[i].shape, v == AS_OUTPUT ? AS_OUTPUT : AS_INPUT);
}

static void put_ref(struct book *b, const struct shape *s, enum variant v, const char *key)
{
  collect(b, s, v);
  json_open(&b->w, key, '{');
  json_put_str(&b->w, "$ref", arena_printf(b->arena, "#/components/schemas/%s", schema_name(b, s, v)));
  json_close(&b->w, '}');
}

/* A changing shape asks for no member. */
static void put_patch(struct book *b, const struct shape *s, const char *key)
{
  json_open(&b->w, key, '{');
  json_put_str(&b->w, "type", "object");
  json_open(&b->w, "properties", '{');
  for (size_t i = 0; i < s->count; i++)
    if (!(s->fields[i].flags & F_READ_ONLY))
      field_schema(&s->fields[i], true, false, &b->w, s->fields[i].name);
  json_close(&b->w, '}');
  json_close(&b->w, '}');
}

static void put_content(struct book *b, const char *type)
{
  json_open(&b->w, "content", '{');
  json_open(&b->w, type, '{');
}

static void close_content(struct book *b)
{
  json_close(&b->w, '}');
  json_close(&b->w, '}');
}

static void put_string_type(struct json_out *w, const char *key)
{
  json_open(w, key, '{');
  json_put_str(w, "type", "string");
  json_close(w, '}');
}

static void put_parameter(struct book *b, const char *where, const char *name, bool required, const struct field *f)
{
  struct json_out *w = &b->w;
  json_open(w, NULL, '{');
  json_put_str(w, "name", name);
  json_put_str(w, "in", where);
  json_put_bool(w, "required", required);
  if (f)
    field_schema(f, true, true, w, "schema");
  else
    put_string_type(w, "schema");
  json_close(w, '}');
}

static void put_parameters(struct book *b, const struct route *row)
{
  json_open(&b->w, "parameters", '[');
  for (const char *p = strchr(row->path, '{'); p; p = strchr(p + 1, '{'))
    put_parameter(b, "path", arena_copy(b->arena, p + 1, strcspn(p + 1, "}")), true, NULL);
  for (size_t i = 0; row->query && i < row->query->count; i++) {
    const struct field *f = &row->query->fields[i];
    put_parameter(b, "query", f->name, f->flags & F_REQUIRED, f);
  }
  if (row->flags & ROUTE_IDEMPOTENT)
    put_parameter(b, "header", "Idempotency-Key", false, NULL);
  json_close(&b->w, ']');
}

/* Without a body an object without members is read: it will not do where one must be there. */
static bool needs_body(const struct route *row)
{
  bool needed = row->flags & ROUTE_RAW_BODY;
  for (size_t i = 0; row->in && row->mode == SHAPE_CREATE && i < row->in->count; i++)
    needed |= (row->in->fields[i].flags & (F_REQUIRED | F_READ_ONLY)) == F_REQUIRED;
  return needed;
}

static void put_body(struct book *b, const struct route *row)
{
  if (!row->in && !(row->flags & ROUTE_RAW_BODY))
    return;
  json_open(&b->w, "requestBody", '{');
  json_put_bool(&b->w, "required", needs_body(row));
  put_content(b, row->in ? "application/json" : "application/octet-stream");
  if (row->in)
    put_ref(b, row->in, row->mode == SHAPE_PATCH ? AS_PATCH : AS_INPUT, "schema");
  close_content(b);
  json_close(&b->w, '}');
}

static void put_page(struct book *b, const struct shape *item)
{
  struct json_out *w = &b->w;
  json_open(w, "schema", '{');
  json_put_str(w, "type", "object");
  json_open(w, "properties", '{');
  json_open(w, "items", '{');
  json_put_str(w, "type", "array");
  put_ref(b, item, AS_OUTPUT, "items");
  json_close(w, '}');
  json_put_raw(w, "next", "{\"type\":[\"string\",\"null\"]}", strlen("{\"type\":[\"string\",\"null\"]}"));
  json_close(w, '}');
  json_put_raw(w, "required", "[\"items\",\"next\"]", strlen("[\"items\",\"next\"]"));
  json_close(w, '}');
}

static void put_media(struct book *b, const char *type)
{
  json_open(&b->w, type, '{');
  if (strcmp(type, "application/json"))
    put_string_type(&b->w, "schema");
  json_close(&b->w, '}');
}

static void put_object(struct book *b, const struct route *row)
{
  json_open(&b->w, row->flags & ROUTE_STREAM ? "text/event-stream" : "application/json", '{');
  if (row->list)
    put_page(b, row->out);
  else
    put_ref(b, row->out, AS_OUTPUT, "schema");
  json_close(&b->w, '}');
}

static void put_headers(struct book *b, const struct route *row)
{
  if (!(row->flags & (ROUTE_TAGGED | ROUTE_COOKIE)))
    return;
  const char *name = row->flags & ROUTE_TAGGED ? "ETag" : "Set-Cookie";
  json_open(&b->w, "headers", '{');
  put_media(b, name);
  json_close(&b->w, '}');
}

static void put_answer(struct book *b, const struct route *row, const char *status)
{
  json_open(&b->w, status, '{');
  json_put_str(&b->w, "description", !strcmp(status, "204") ? "Done" : !strcmp(status, "201") ? "Created" : "Answer");
  put_headers(b, row);
  if (row->out || row->types) {
    json_open(&b->w, "content", '{');
    if (row->out)
      put_object(b, row);
    for (const char *const *type = row->types; type && *type; type++)
      put_media(b, *type);
    json_close(&b->w, '}');
  }
  json_close(&b->w, '}');
}

static void put_refusal(struct book *b, const char *status, const char *description)
{
  json_open(&b->w, status, '{');
  json_put_str(&b->w, "description", description);
  put_content(b, "application/problem+json");
  json_put_raw(&b->w, "schema", problem_ref, sizeof problem_ref - 1);
  close_content(b);
  json_close(&b->w, '}');
}

/* The refusals that a request of this row can meet once it is a request of HTTP; the others are under "default". */
static void put_refusals(struct book *b, const struct route *row)
{
  const bool reads = !strcmp(row->method, "GET");
  const struct { bool comes; const char *status, *description; } refusals[] = {
      {true, "400", "A parameter, a field or the body is wrong; `errors` names each"},
      {row->who != WHO_PUBLIC || row->rate == RATE_LOGIN, "401", "Not logged in"},
      {row->who == WHO_STAFF, "403", "Not allowed to this account, or outside its branches"},
      {strchr(row->path, '{') || row->in || row->query, "404", "What is named is not there"},
      {!reads, "409", "The state of things does not allow it; `code` says why"},
      {!reads, "413", "The body is too large"},
      {row->in != NULL, "415", "The body is not application/json"},
      {row->flags & ROUTE_IDEMPOTENT, "422", "This Idempotency-Key came before with another body"},
      {row->rate != RATE_NONE, "429", "Too many requests"},
      {true, "500", "A fault of the program or its disk"},
      {true, "503", "Busy; try again"},
  };
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
    if (refusals[i].comes)
      put_refusal(b, refusals[i].status, refusals[i].description);
  put_refusal(b, "default", "Refusal");
}

static void put_answers(struct book *b, const struct route *row)
{
  json_open(&b->w, "responses", '{');
  put_answer(b, row, row->flags & ROUTE_CREATES ? "201" : row->out || !strcmp(row->method, "GET") ? "200" : "204");
  if (row->flags & ROUTE_TAGGED) {
    json_open(&b->w, "304", '{');
    json_put_str(&b->w, "description", "Not changed since the ETag given in If-None-Match");
    json_close(&b->w, '}');
  }
  put_refusals(b, row);
  json_close(&b->w, '}');
}

static void put_security(struct book *b, const struct route *row)
{
  static const char *const none = "[]", *const guest = "[{\"guest\":[]}]",
                           *const staff = "[{\"staff\":[]},{\"session\":[]},{\"session_plain\":[]}]";
  const char *s = row->who == WHO_STAFF ? staff : row->who == WHO_GUEST ? guest : none;
  json_put_raw(&b->w, "security", s, strlen(s));
}

/* "get_room_types_id" of GET /api/v1/room-types/{id}. */
static const char *operation_id(struct book *b, const struct route *row)
{
  const char *path = strncmp(row->path, "/api/v1/", 8) ? row->path + 1 : row->path + 8;
  char *id = arena_printf(b->arena, "%s_%s", row->method, path), *to = id;
  for (const char *p = id; *p; p++)
    if (*p != '{' && *p != '}')
      *to++ = *p >= 'A' && *p <= 'Z'                                 ? (char)(*p | 32)
              : (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') ? *p
                                                                     : '_';
  *to = 0;
  return id;
}

static void put_operation(struct book *b, const struct route *row)
{
  static const char *const whos[] = {"public", "guest", "staff"};
  static const char *const roles[] = {"none", "frontdesk", "manager", "owner"};
  static const char *const rates[] = {"read", "write", "login", "book", "none"};
  struct json_out *w = &b->w;
  char method[8] = {0};
  for (size_t i = 0; row->method[i] && i < sizeof method - 1; i++)
    method[i] = (char)(row->method[i] | 32);
  json_open(w, arena_str(b->arena, method), '{');
  json_put_str(w, "operationId", operation_id(b, row));
  json_put_str(w, "summary", row->summary ? row->summary : row->path);
  json_put_str(w, "x-who", whos[row->who]);
  if (row->who == WHO_STAFF)
    json_put_str(w, "x-role", roles[row->role]);
  json_put_str(w, "x-rate", rates[row->rate]);
  put_security(b, row);
  put_parameters(b, row);
  put_body(b, row);
  put_answers(b, row);
  json_close(w, '}');
}

static bool shown(const struct http *h, const struct route *row)
{
  const struct http_options *o = &h->options;
  return !(row->flags & ROUTE_ELSEWHERE) && (!(row->flags & ROUTE_SANDBOX) || o->sandbox(o->store, o->config));
}

static void put_paths(struct book *b, const struct http *h)
{
  json_open(&b->w, "paths", '{');
  for (size_t i = 0; i < h->row_count; i++) {
    bool first = shown(h, &h->rows[i]);
    for (size_t k = 0; k < i && first; k++)
      first = !shown(h, &h->rows[k]) || strcmp(h->rows[k].path, h->rows[i].path);
    if (!first)
      continue;
    json_open(&b->w, h->rows[i].path, '{');
    for (size_t k = i; k < h->row_count; k++)
      if (shown(h, &h->rows[k]) && !strcmp(h->rows[k].path, h->rows[i].path))
        put_operation(b, &h->rows[k]);
    json_close(&b->w, '}');
  }
  json_close(&b->w, '}');
}

static void put_components(struct book *b)
{
  static const char problem[] = "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\"],"
                                "\"properties\":{\"type\":{\"type\":\"string\"},"
                                "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"code\":{\"type\":"
                                "\"string\"},\"detail\":{\"type\":\"string\"},\"due_fen\":{\"type\":\"integer\","
                                "\"description\":\"with balance_due: what is still owed\"},"
                                "\"blockers\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Blocker\"},"
                                "\"description\":\"with day_blocked: what stops it\"},"
                                "\"request_id\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":{"
                                "\"type\":\"object\",\"properties\":{"
                                "\"field\":{\"type\":\"string\"},\"label\":{\"type\":\"string\","
                                "\"description\":\"what people call the field\"},\"reason\":{\"type\":\"string\"}}}}}}";
  static const char schemes[] =
      "{\"guest\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"staff\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
      "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-yizhan\","
      "\"description\":\"over TLS, behind a trusted proxy\"},"
      "\"session_plain\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"yizhan_session\","
      "\"description\":\"over plain HTTP\"}}";
  json_open(&b->w, "components", '{');
  json_put_raw(&b->w, "securitySchemes", schemes, sizeof schemes - 1);
  json_open(&b->w, "schemas", '{');
  json_put_raw(&b->w, "Problem", problem, sizeof problem - 1);
  for (size_t i = 0; i < b->count; i++) {
    const struct schema *s = &b->schemas[i];
    const char *name = schema_name(b, s->shape, s->variant);
    if (s->variant == AS_PATCH)
      put_patch(b, s->shape, name);
    else
      shape_schema(s->shape, s->variant == AS_INPUT, &b->w, name);
  }
  json_close(&b->w, '}');
  json_close(&b->w, '}');
}

void openapi_build(struct http *h)
{
  struct book *b = arena_new(h->arena, struct book);
  uint8_t hash[SHA256_BYTES];
  char hex[SHA256_BYTES * 2 + 1];
  b->arena = h->arena;
  json_begin(&b->w, h->arena);
  json_open(&b->w, NULL, '{');
  json_put_str(&b->w, "openapi", "3.1.0");
  json_open(&b->w, "info", '{');
  json_put_str(&b->w, "title", "Yizhan 驿站");
  json_put_str(&b->w, "version", YIZHAN_VERSION);
  json_close(&b->w, '}');
  put_paths(b, h);
  put_components(b);
  json_close(&b->w, '}');
  h->openapi = b->w.buf.data;
  h->openapi_len = b->w.buf.len;
  sha256(h->openapi, h->openapi_len, hash);
  hex_encode(hash, 16, hex);
  snprintf(h->openapi_etag, sizeof h->openapi_etag, "\"%s\"", hex);
}

enum err openapi_answer(struct request *req, struct reply *reply)
{
  const struct http *h = exchange_of(req)->http;
  reply_header(reply, "Cache-Control", "no-cache");
  if (!reply_not_modified(reply, req, h->openapi_etag))
    reply_bytes(reply, 200, "application/json", h->openapi, h->openapi_len, NULL, NULL);
  return OK;
}
