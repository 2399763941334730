/* SPDX-License-Identifier: Apache-2.0 */
/* A growing text buffer with a maximum that it cannot be made without.
 *
 * Failure is sticky: past the maximum, or when the heap is empty, the buffer stays as it was and
 * ym_buf_ok() says false; a writer checks once at its end. Always NUL-terminated. */
#ifndef YM_BASE_BUF_H
#define YM_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "yima/span.h"

struct ym_buf {
    char *at;   /* owned; NULL until the first byte */
    size_t n;   /* bytes used, without the NUL */
    size_t cap; /* bytes allocated */
    size_t max; /* bytes allowed */
    bool failed;
    bool is_starved; /* it failed because the heap had no room, not at its maximum */
};

void ym_buf_init(struct ym_buf *b, size_t max); /* empty; allocates nothing */
void ym_buf_release(struct ym_buf *b);          /* free; legal on a zeroed buffer */
void ym_buf_clear(struct ym_buf *b);            /* n = 0, keeps the memory */

/* Add n bytes that the caller writes at the returned place, before anything else is added. NULL
 * when they do not fit. */
char *ym_buf_grow(struct ym_buf *b, size_t n);
void ym_buf_add(struct ym_buf *b, struct ym_span text);
void ym_buf_puts(struct ym_buf *b, const char *text);
void ym_buf_putc(struct ym_buf *b, char c);
__attribute__((format(printf, 2, 3))) void ym_buf_printf(struct ym_buf *b, const char *format, ...);

static inline bool ym_buf_ok(const struct ym_buf *b)
{
    return !b->failed;
}

/* Why it failed. Pre: !ym_buf_ok(b). Errors: TOO_LARGE with this text; UNAVAILABLE when it was the
 * heap that had no room. */
enum ym_err ym_buf_fail(const struct ym_buf *b, const char *too_large, struct ym_error *reterr);

static inline struct ym_span ym_buf_span(const struct ym_buf *b)
{
    return (struct ym_span){ b->at, b->n };
}

#endif
