/* The unit tests' vocabulary. One program per room, linked with the same library as the product. */
#ifndef YIZHAN_TESTS_TEST_H
#define YIZHAN_TESTS_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "store/store.h"

struct test { const char *name; void (*run)(void); };

/* Runs all (or those named on the command line), printing first how many these are ("1..N"), so that an early end is
 * seen, then "ok NAME" or "not ok NAME" for each. The exit status: 0 when something ran and all went well. */
int test_main(int argc, char **argv, const struct test *tests, size_t count);
#define TEST_MAIN(tests) \
  int main(int argc, char **argv) \
  { \
    return test_main(argc, argv, tests, sizeof tests / sizeof tests[0]); \
  }
#define TEST(name) {#name, name}

#define CHECK(x) test_check((x), #x, __FILE__, __LINE__)
#define EQUAL(a, b) test_equal((int64_t)(a), (int64_t)(b), #a " == " #b, __FILE__, __LINE__)
#define SAME_TEXT(a, b) test_same_text((a), (b), #a, __FILE__, __LINE__)
/* What the three words above call; they count a failure and print where it was. */
void test_check(bool fine, const char *what, const char *file, int line);
void test_equal(int64_t a, int64_t b, const char *what, const char *file, int line);
void test_same_text(const char *a, const char *b, const char *what, const char *file, int line);

/* A new folder under /tmp, removed at the end of the program. */
const char *test_dir(void);
/* A store in a new folder; close it with store_close. */
struct store *test_store(void);
/* A clock that stands still until it is moved; test_clock_real puts the system's back. */
void test_clock_at(int64_t ms);
void test_clock_move(int64_t ms);
void test_clock_real(void);
/* store_write and store_read with an arena of their own. */
enum err test_write(struct store *s, tx_fn fn, void *arg);
enum err test_read(struct store *s, tx_fn fn, void *arg);
/* Waits up to ten seconds for check(arg). */
bool test_eventually(bool (*check)(void *arg), void *arg);

#endif
