/* SPDX-License-Identifier: Apache-2.0 */
/* Does a text hold a word? Bytes are compared: both are UTF-8 in the same normal form. */
#ifndef YM_HOLDS_H
#define YM_HOLDS_H

#include "yima/span.h"

/* Pre: word.n > 0. */
static inline bool holds(struct ym_span text, struct ym_span word)
{
    const char *at = text.at;
    size_t left = text.n;

    while (left >= word.n) {
        const char *first = memchr(at, word.at[0], left - word.n + 1);

        if (first == NULL)
            return false;
        if (memcmp(first, word.at, word.n) == 0)
            return true;
        left -= (size_t)(first - at) + 1;
        at = first + 1;
    }
    return false;
}

#endif
