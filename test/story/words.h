/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a story's line. */
#ifndef STORY_WORDS_H
#define STORY_WORDS_H

#include "story.h"

struct story_words {
    struct ym_span at[STORY_TOKENS_MAX];
    size_t n;
};

/* True when the word is this text. */
static inline bool story_is(struct ym_span word, const char *text)
{
    return ym_span_is(word, ym_span_of(text));
}

/* Split a line at spaces; text within double quotes stays together. What follows # is not read.
 * False when there are too many words or a quote does not end. */
bool story_split(struct ym_span line, struct story_words *ret);

/* key=value, quotes taken off. False when the word has no "=". */
bool story_pair(struct ym_span word, struct json_pair *ret);

/* A whole number from 0 to max. */
bool story_number(struct ym_span word, long max, long *ret);

/* "1>0:340000@2020-07-15,…" (payer>payee:fen@due) as the list of obligations, written to out. */
bool story_owes(struct ym_span word, char out[STORY_VALUE_MAX]);

/* "0,1" as the list of who came. */
bool story_attended(struct ym_span word, char out[STORY_VALUE_MAX]);

/* "2020-06-15" and "09:30" as an instant. */
bool story_instant(struct ym_span day, struct ym_span time, ym_usec *ret);

#endif
