/* http, base: cursors and ids as they come in "after", Last-Event-ID and paths. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/id.h"
#include "fuzz.h"
#include "http/http.h"

struct item { int64_t other, id; };

static void cursor(const char *text)
{
  struct problem p = {0};
  struct page page = {.after = text};
  int64_t id = 0, parsed = 0;
  bool fine = page_after(&page, &id, &p);
  bool digits = *text && strlen(text) <= 19 && strspn(text, "0123456789") == strlen(text);
  uint64_t value = digits ? strtoull(text, NULL, 10) : 0;
  bool right = value > 0 && value <= INT64_MAX;
  MUST(fine == (right || !*text));
  MUST(fine == (p.code == OK) && fine == (p.count == 0));
  MUST(id_parse(text, &parsed) == right);
  if (!*text)
    MUST(id == INT64_MAX);
  if (right) {
    char again[ID_TEXT];
    MUST((uint64_t)id == value && id == parsed);
    id_format(id, again);
    MUST(!strcmp(again, text + strspn(text, "0")));
  }
}

/* A page of items: cut to the limit, and its cursor leads behind the last one. */
static void page(const uint8_t *data, size_t size)
{
  struct item items[102];
  struct arena *a = arena_create();
  struct page page = {0};
  int64_t id;
  page.limit = 1 + data[0] % 100; /* PAGE_FIELDS keeps it there; shapes have a fuzzer of their own */
  size_t count = size > 8 ? data[8] % 102 : 0;
  for (size_t i = 0; i < count; i++)
    items[i] = (struct item){-1, INT64_MAX - (int64_t)i * (1 + data[size - 1])};
  int64_t limit = page.limit;
  struct list list = {items, count};
  const char *next = page_next(&list, sizeof items[0], offsetof(struct item, id), limit, a);
  MUST(list.count == (count > (size_t)limit ? (size_t)limit : count));
  MUST((next != NULL) == (count > (size_t)limit));
  if (next) {
    struct problem p = {0};
    page.after = next;
    MUST(page_after(&page, &id, &p) && id == items[limit - 1].id);
  }
  arena_destroy(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char *text = fuzz_text(data, size);
  cursor(text);
  free(text);
  if (size >= 8)
    page(data, size);
  return 0;
}
