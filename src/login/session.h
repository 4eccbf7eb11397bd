/* Sessions of guests and staff: 256 random bits, of which only the SHA-256 is stored. Inside a transaction. */
#ifndef YIZHAN_LOGIN_SESSION_H
#define YIZHAN_LOGIN_SESSION_H

#include "store/store.h"

enum { TOKEN_TEXT = 65, TOKEN_HASH = 32 };
enum session_kind { SESSION_GUEST, SESSION_STAFF, SESSION_TOKEN };

/* A new session living `life_ms`; writes its token. The subject's oldest ones beyond LIMIT_SESSIONS end. */
void session_open(struct tx *tx, enum session_kind kind, int64_t subject, const char *label, int64_t life_ms,
    char token[TOKEN_TEXT]);
/* The subject of a live session; false when it is unknown or over. Staff sessions also end when idle. */
bool session_find(struct tx *tx, enum session_kind kind, const uint8_t hash[TOKEN_HASH], int64_t *subject);
/* Ends one session, or all of a subject. */
/* When a staff session ends at the latest, epoch ms; 0 for a token. */
int64_t session_until(struct tx *tx, const uint8_t hash[TOKEN_HASH]);
void session_end(struct tx *tx, const uint8_t hash[TOKEN_HASH]);
void session_end_all(struct tx *tx, enum session_kind kind, int64_t subject);
/* Deletes what is over; at most a few hundred per call. */
void session_sweep(struct tx *tx);
/* Notes that a staff session was used; any thread. Idle time is kept to the minute, so a read costs no write. */
void session_touch(const uint8_t hash[TOKEN_HASH]);
/* What was touched since the last call, and writing it down; taking is not undone when the writing is, so the two are
 * apart. */
enum { SESSIONS_TOUCHED = 256 };
struct touched { size_t count; uint8_t hashes[SESSIONS_TOUCHED][TOKEN_HASH]; };
void session_take_touched(struct touched *out);
void session_write_touched(struct tx *tx, const struct touched *touched);

#endif
