/* SPDX-License-Identifier: Apache-2.0 */
/* A view of text that somebody else owns.
 *
 * Not NUL-terminated. A span with n == 0 may have at == NULL. */
#ifndef YM_SPAN_H
#define YM_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct ym_span {
    const char *at; /* first byte; owned elsewhere */
    size_t n;       /* bytes */
};

/* A span over a string literal, without its NUL. */
#define YM_SPAN(literal) ((struct ym_span){ (literal), sizeof(literal) - 1 })

/* The same for the initialiser of a static table, where a compound literal is not constant. */
#define YM_SPAN_INIT(literal)                                                                      \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* The span over a NUL-terminated string. */
static inline struct ym_span ym_span_of(const char *text)
{
    return (struct ym_span){ text, strlen(text) };
}

/* Equal bytes, equal length. */
static inline bool ym_span_is(struct ym_span a, struct ym_span b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

#endif
