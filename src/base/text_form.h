/* One form for what people type: the same name is the same bytes, whatever keyboard it came from. */
#ifndef YIZHAN_BASE_TEXT_FORM_H
#define YIZHAN_BASE_TEXT_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

/* `s`, which is UTF-8, in Unicode's normal form C (UAX #15), without white space of any kind at its ends. A text of one line
 * also loses characters that nobody sees or that turn the direction of what follows (Default_Ignorable_Code_Point of the
 * Unicode character database, and the format characters); joiners and variation selectors stay behind a visible one, for
 * scripts and pictures need them. In the arena, or `s` itself where nothing changes. Any thread. */
const char *text_form(const char *s, bool lines, struct arena *a);

/* What a search compares: case, accents, width, the difference between 繁体 and 简体 and the one between かな and カナ are gone
 * (NFKC, case folding, marks stripped; variants.h). For indexes and questions, never to be shown. In the arena. Any thread. */
const char *text_fold(const char *s, struct arena *a);

/* What names of accounts are compared by: case and width are gone (NFKC, case folding), and nothing else. In the arena. Any
 * thread. */
const char *text_key(const char *s, struct arena *a);

/* Order of two texts as people count: runs of digits by their value (2 before 10), all else byte by byte; < 0, 0, > 0. Equal
 * ones have the same bytes. Any thread. */
int text_order(const char *a, size_t a_n, const char *b, size_t b_n);

#endif
