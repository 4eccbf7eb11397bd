/* Token buckets: how often one address or one subject may do a class of things. Bounded memory: a set-associative
 * table whose fullest (that is, least used) bucket makes room. Numbers: limits.h. Any thread. */
#ifndef YIZHAN_HTTP_RATE_H
#define YIZHAN_HTTP_RATE_H

#include "http/http.h"

/* One address stands for a whole hotel behind one NAT, so it may do several times what one subject may. */
enum { RATE_ADDRESS_LOGIN = 12, RATE_ADDRESS_OTHER = 4 };
/* And what all unknown addresses together may try at one account. */
enum { RATE_ACCOUNT_LOGIN = 4 };

struct rates;

/* Free with rates_free; NULL when memory is out. */
struct rates *rates_create(void);
void rates_free(struct rates *r);
/* Takes one token of `class` for `key`; `times` multiplies the numbers of limits.h. 0, or the seconds to wait. */
int rates_take(struct rates *r, enum rate_class class, const char *key, int times, int64_t now_ms);

/* One token for a subject (an account name, a phone number) that only the handler knows. ERR_RATE_LIMITED when it has
 * none left; the reply then carries Retry-After. OK when rate limits are off. */
enum err request_rate(struct request *req, enum rate_class class, const char *key);
/* The same with `times` the numbers of limits.h. */
enum err request_rate_times(struct request *req, enum rate_class class, const char *key, int times);
/* What stands for the client's address: itself, or its /64 when it is an IPv6 one. In the arena. */
const char *request_address_key(struct request *req);

#endif
