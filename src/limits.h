/* Every bound in the program. A number that is not here is not a limit. */
#ifndef YIZHAN_LIMITS_H
#define YIZHAN_LIMITS_H

#include <assert.h>
#include <stdint.h>

enum {
  /* HTTP */
  LIMIT_HEADERS = 64,              /* civetweb drops those behind the 64th silently: refused with 431 */
  LIMIT_REQUEST_HEAD = 16 * 1024,  /* bytes of request line and headers */
  LIMIT_TARGET = 8 * 1024,         /* of which path and query */
  LIMIT_BODY = 64 * 1024,          /* JSON body */
  LIMIT_UPLOAD = 5 * 1024 * 1024,  /* one picture */
  LIMIT_QUEUE_CONNECTIONS = 1024,
  LIMIT_KEEP_ALIVE_MS = 2000,
  LIMIT_REQUEST_MS = 5000,         /* for a head, and for the first bytes of a body */
  LIMIT_BODY_RATE = 32,            /* bytes of a body in a millisecond after that, at least */
  LIMIT_STREAMS = 64,              /* at once, and never more than half of the threads */
  LIMIT_STREAMS_ACCOUNT = 8,       /* of one account; a browser needs one for all its tabs */
  LIMIT_STREAM_PLACES = 96,        /* with those that are just ending */
  LIMIT_IDEMPOTENCY_HOURS = 24,
  LIMIT_IDEMPOTENCY_KEY = 128,     /* characters */
  /* rates: tokens per minute, burst */
  RATE_READ_PER_MIN = 1200, RATE_READ_BURST = 200,
  RATE_WRITE_PER_MIN = 240, RATE_WRITE_BURST = 60,
  RATE_LOGIN_PER_MIN = 5, RATE_LOGIN_BURST = 5,
  LIMIT_LOGIN_CODE_MS = 5 * 60 * 1000, /* a code sent to a phone */
  LIMIT_LOGIN_CODE_TRIES = 5,
  RATE_BOOK_PER_HOUR = 20, RATE_BOOK_BURST = 20,
  LIMIT_RATE_ENTRIES = 65536,
  /* store */
  LIMIT_WRITE_QUEUE = 400,         /* jobs waiting, fewer than HTTP threads; more answer 503 */
  LIMIT_BATCH = 256,               /* jobs of one commit */
  LIMIT_READERS = 8,
  LIMIT_PROCESSES = 32,            /* that have one store open */
  LIMIT_TURN_MS = 5000,            /* waited for the turn to write; then 503 */
  LIMIT_READ_MS = 2000,
  LIMIT_WAL_BYTES = 64 * 1024 * 1024,
  /* messages */
  LIMIT_MQ_BATCH = 64,             /* messages read at a time */
  LIMIT_MQ_PASS = 1024,            /* and taken by a group in one transaction */
  LIMIT_MQ_BODY = 64 * 1024,
  LIMIT_MQ_ERROR = 512,
  LIMIT_MQ_ONCE_HOURS = 24,
  LIMIT_MQ_ALARM_FAILURES = 100,   /* failed deliveries of a group between two looks */
  LIMIT_MQ_ALARM_STALL_MS = 30 * 1000,
  LIMIT_MQ_ALARM_LATE_MS = 5000,   /* of a timer */
  LIMIT_MQ_ALARM_EVERY_MS = 10 * 60 * 1000,
  LIMIT_MQ_SCAN = 100000,          /* messages that one page of a search looks at */
  LIMIT_MQ_DELAY_DAYS = 800,       /* how far ahead staff may publish: beyond any stay */
  LIMIT_MQ_WORKERS = 4,            /* leased work of one process at a time */
  LIMIT_MQ_LEASE_MS = 60 * 1000,   /* of a group that names no time of its own */
  /* domain */
  LIMIT_NIGHTS = 60,               /* of one stay */
  LIMIT_ADVANCE_DAYS = 730,        /* how far ahead a stay may end */
  LIMIT_CLOSING_DAYS = 732,        /* how far ahead a room may be closed: beyond any stay */
  LIMIT_ROOMS_PER_ORDER = 50,
  LIMIT_GUESTS = 200,
  LIMIT_WINDOWS = 8,               /* of one stay's account */
  LIMIT_QUANTITY = 999,            /* of one charge */
  LIMIT_ROUTE_CODES = 50,          /* led elsewhere at a time */
  LIMIT_HOLD_DAYS = 30,            /* for so long a card keeps what was pre-authorised */
  LIMIT_TIMELINE_DAYS = 62,        /* two months */
  LIMIT_FOUND = 20,                /* by the desk's search */
  LIMIT_STAY_GUESTS = 10,          /* of one room */
  LIMIT_STAY_EXTRAS = 20,          /* by night, of one room */
  LIMIT_FREQUENT_GUESTS = 20,      /* people that a member keeps for booking */
  LIMIT_SESSION_GUEST_DAYS = 30,
  LIMIT_SESSION_STAFF_HOURS = 12,
  LIMIT_SESSION_STAFF_IDLE_MIN = 30,
  LIMIT_TOKEN_DAYS = 365,          /* longest life of a staff API token, and what it gets unless told */
  LIMIT_STAFF_ADDRESSES = 20,      /* from which an account was logged in, kept */
  LIMIT_STAFF_ADDRESS_DAYS = 90,   /* and for how long */
  LIMIT_SESSION_KNOWN_MS = 5000,   /* a guest's session is answered from memory before it is read again */
  LIMIT_SESSIONS_KNOWN_BYTES = 8 * 1024 * 1024, /* of that memory: some 20,000 guests */
  LIMIT_SESSIONS = 20,             /* live sessions of one member or account; older ones end */
  LIMIT_HOUSE_NAME = 60,
  LIMIT_STAFF_NAME = 32,
  LIMIT_PASSWORD = 12,             /* least characters of a staff password */
  LIMIT_PASSWORD_WORK = 2          /* scrypt runs at once (128 MiB each) */
};
#define LIMIT_FEN ((int64_t)100000000) /* 1,000,000.00 per amount */
#define LIMIT_ORDER_FEN ((int64_t)1000000000) /* 10,000,000.00 in all of one order */

static_assert(LIMIT_NIGHTS < LIMIT_ADVANCE_DAYS, "a stay fits into the window");
static_assert(LIMIT_ADVANCE_DAYS < LIMIT_CLOSING_DAYS, "a room that is closed until mended cannot be booked");
static_assert(LIMIT_FEN <= LIMIT_ORDER_FEN, "a single night fits into an order");
static_assert(LIMIT_ORDER_FEN < INT64_MAX / 100 / LIMIT_NIGHTS, "an order's total, its percents and its sums cannot overflow");
static_assert(LIMIT_FEN * LIMIT_NIGHTS * LIMIT_ROOMS_PER_ORDER < INT64_MAX / 100, "an order's percent cannot overflow");

#endif
