/* Search tokens: runs of Chinese (Japanese, Korean) characters become overlapping pairs and their last character alone,
 * other words stay whole; both folded (text_form.h), so that 臺北 and 台北, Müller and MULLER are one. Guarantee: whatever
 * comes in, only letters and digits come out, so a guest's text can never act as a search operator. Pure functions, any
 * thread. */
#ifndef YIZHAN_HOTEL_GRAMS_H
#define YIZHAN_HOTEL_GRAMS_H

#include <stdbool.h>
#include "base/buf.h"

/* Appends the tokens of clean UTF-8 `text`, each followed by a blank. */
void grams_put(struct buf *out, const char *text);
/* Appends an FTS5 query that finds texts with every word of `text`: one character by its prefix, two by the pair, more
 * by a phrase of pairs, other words by their beginning. False, and nothing appended, when there is no word in it. */
bool grams_query(struct buf *out, const char *text);

#endif
