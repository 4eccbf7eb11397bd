/* Money: whole fen in 64 bits, in a struct of its own so that it cannot be mixed with counts. Any thread. */
#ifndef YIZHAN_BASE_MONEY_H
#define YIZHAN_BASE_MONEY_H

#include <stdint.h>

struct money { int64_t fen; };

static inline struct money fen(int64_t v) { return (struct money){v}; }
static inline struct money money_add(struct money a, struct money b) { return fen(a.fen + b.fen); }
static inline struct money money_sub(struct money a, struct money b) { return fen(a.fen - b.fen); }
static inline struct money money_min(struct money a, struct money b) { return a.fen < b.fen ? a : b; }
static inline struct money money_times(struct money a, int64_t n) { return fen(a.fen * n); }
/* `percent` of a (0..100), rounded half up to the fen, once. */
static inline struct money money_percent(struct money a, int64_t percent) { return fen((a.fen * percent + 50) / 100); }

#endif
