/* Money: whole fen in 64 bits, in a struct of its own so that it cannot be mixed with counts. Sums stay far below 64 bits
 * (LIMIT_ORDER_FEN); one that does not is a mistake of ours and ends the process. Any thread. */
#ifndef YIZHAN_BASE_MONEY_H
#define YIZHAN_BASE_MONEY_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

struct money { int64_t fen; };

static inline struct money fen(int64_t v) { return (struct money){v}; }
static inline struct money money_add(struct money a, struct money b)
{
  int64_t sum;
  bool over = __builtin_add_overflow(a.fen, b.fen, &sum);
  assert(!over);
  return fen(sum);
}
static inline struct money money_sub(struct money a, struct money b)
{
  int64_t rest;
  bool over = __builtin_sub_overflow(a.fen, b.fen, &rest);
  assert(!over);
  return fen(rest);
}
static inline struct money money_min(struct money a, struct money b) { return a.fen < b.fen ? a : b; }
static inline struct money money_times(struct money a, int64_t n)
{
  int64_t product;
  bool over = __builtin_mul_overflow(a.fen, n, &product);
  assert(!over);
  return fen(product);
}
/* `percent` of a (0..100), rounded half up to the fen, once. */
static inline struct money money_percent(struct money a, int64_t percent)
{
  assert(a.fen >= 0 && percent >= 0 && percent <= 100);
  return fen((money_times(a, percent).fen + 50) / 100);
}

#endif
