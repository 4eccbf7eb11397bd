/* Logging in by a code sent to the phone, for guests without WeChat.
 *
 * Guarantee: a code lives LIMIT_LOGIN_CODE_MS, takes LIMIT_LOGIN_CODE_TRIES guesses and logs in once; a new one ends the
 * one before. Of a code only a digest is kept. Inside a transaction, on its thread. */
#ifndef YIZHAN_LOGIN_PHONE_CODE_H
#define YIZHAN_LOGIN_PHONE_CODE_H

#include "login/login.h"

enum { PHONE_CODE_TEXT = 7 }; /* six digits */

/* A new random code. Any thread, in no transaction needed. */
void phone_code_make(char out[PHONE_CODE_TEXT]);
/* Keeps the code for the phone; the instant at which it ends. */
int64_t phone_code_put(struct tx *tx, const char *phone, const char *code);
/* One guess; true when it is the code, which is over then. A wrong guess counts, so the transaction must not be refused. */
bool phone_code_take(struct tx *tx, const char *phone, const char *code);
/* Logs in whoever has proved this phone (in phone_form) before, or a record that staff made with it and nobody was in; else a
 * member made with the phone's end as nickname. */
enum err login_by_phone(struct tx *tx, const char *phone, const char *trace, struct login *out);

#endif
