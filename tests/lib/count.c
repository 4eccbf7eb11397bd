/* A job that counts, and what it has come to. */
#include "count.h"

#include <stdio.h>
#include "test.h"

enum err add_one(struct tx *tx, void *arg)
{
  char text[24];
  snprintf(text, sizeof text, "%lld", (long long)setting_i64(tx, "count", 0) + 1);
  setting_put(tx, "count", text);
  return arg ? *(enum err *)arg : OK;
}

static enum err read_count(struct tx *tx, void *arg)
{
  *(int64_t *)arg = setting_i64(tx, "count", 0);
  return OK;
}

int64_t count_of(struct store *s)
{
  int64_t n = -1;
  test_read(s, read_count, &n);
  return n;
}

sqlite3 *test_open_raw(const char *dir, const char *name)
{
  char path[256];
  sqlite3 *db = NULL;
  snprintf(path, sizeof path, "%s/%s", dir, name);
  sqlite3_open(path, &db);
  return db;
}
