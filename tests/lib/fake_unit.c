/* A unit program that goes wrong in the way its only argument names: tests/gate sees to it that each one is noticed. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include "test.h"

static const char *way;

static void first(void)
{
  CHECK(true);
}

static void second(void)
{
  if (!strcmp(way, "abort"))
    abort();
  if (!strcmp(way, "kill"))
    raise(SIGKILL);
  if (!strcmp(way, "exit"))
    exit(0);
  CHECK(strcmp(way, "check") != 0);
}

static const struct test tests[] = {TEST(first), TEST(second)};

int main(int argc, char **argv)
{
  way = argc > 1 ? argv[1] : "";
  return test_main(1, argv, tests, sizeof tests / sizeof tests[0]);
}
