/* JSON behind one face: reading through cJSON with the guards it lacks, writing straight into a buffer.
 * Reading refuses: invalid UTF-8, NUL and control characters, duplicate keys, nesting beyond JSON_DEPTH, anything
 * behind the value. Writing does not build a tree: answers are encoded on the writer thread, where time is dear. */
#ifndef YIZHAN_BASE_JSON_H
#define YIZHAN_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/error.h"

enum { JSON_DEPTH = 8 };

struct json; /* a parsed value, owned by the arena it was parsed into */

/* Parses exactly one value of `n` bytes. NULL after setting `p` (ERR_BAD_JSON, or ERR_BAD_REQUEST naming the field). */
struct json *json_parse(const char *text, size_t n, struct arena *a, struct problem *p);
/* Member of an object by exact name, NULL if missing; an explicit null is a value. */
const struct json *json_get(const struct json *object, const char *name);
bool json_is_object(const struct json *v);
bool json_is_array(const struct json *v);
bool json_is_string(const struct json *v);
bool json_is_number(const struct json *v);
bool json_is_bool(const struct json *v);
bool json_is_null(const struct json *v);
const char *json_string(const struct json *v); /* valid as long as the document */
char *json_text(const struct json *v, struct arena *a); /* the value as JSON without blanks */
double json_double(const struct json *v);
/* True when v is a number without fraction in ±2^53; *out gets it. */
bool json_i64(const struct json *v, int64_t *out);
bool json_true(const struct json *v);
size_t json_count(const struct json *array);
/* First child of an array or object, then its followers; NULL at the end. */
const struct json *json_first(const struct json *v);
const struct json *json_next(const struct json *v);

/* True when the n bytes are UTF-8 (RFC 3629) without characters below 0x20 except \t \n \r. */
bool utf8_clean(const char *s, size_t n);
/* Number of characters (code points) of clean UTF-8. */
size_t utf8_length(const char *s);

/* Writer. Commas are placed by the writer; keys are literals. */
struct json_out { struct buf buf; bool comma; };
void json_begin(struct json_out *w, struct arena *a);
void json_open(struct json_out *w, const char *key, char bracket);  /* key NULL inside arrays and at the top; '{' or '[' */
void json_close(struct json_out *w, char bracket);                  /* '}' or ']' */
void json_put_str(struct json_out *w, const char *key, const char *s); /* NULL writes null */
void json_put_i64(struct json_out *w, const char *key, int64_t v);
void json_put_id(struct json_out *w, const char *key, int64_t v);      /* as a string; 0 writes null */
void json_put_double(struct json_out *w, const char *key, double v);   /* NaN writes null */
void json_put_bool(struct json_out *w, const char *key, bool v);
void json_put_null(struct json_out *w, const char *key);
void json_put_raw(struct json_out *w, const char *key, const char *json, size_t n); /* trusted JSON text */
void json_put_date(struct json_out *w, const char *key, int32_t day);      /* DATE_NONE writes null */
void json_put_instant(struct json_out *w, const char *key, int64_t ms);    /* 0 writes null */

#endif
