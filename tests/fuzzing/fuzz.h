/* What the fuzzers share. Each is one function that takes bytes and must never return from a broken promise: libFuzzer
 * calls it with what it makes up (tests/fuzz), replay.c with every file of its corpus (tests/run unit). */
#ifndef YIZHAN_TESTS_FUZZ_H
#define YIZHAN_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The fuzzer of this program; always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process with a line about the promise that was not kept. */
#define MUST(x) ((x) ? (void)0 : fuzz_broken(#x, __FILE__, __LINE__))
_Noreturn void fuzz_broken(const char *promise, const char *file, int line);
/* The bytes as a text: a NUL behind them, and nothing behind that, so that a sanitizer sees who reads on. Free it. */
char *fuzz_text(const uint8_t *data, size_t size);
/* Whether the n bytes are UTF-8, decided by decoding, apart from how the product does it; `characters` may be NULL. */
bool fuzz_utf8(const char *s, size_t n, size_t *characters);

#endif
