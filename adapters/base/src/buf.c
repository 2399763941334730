/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ym_buf_init(struct ym_buf *b, size_t max)
{
    assert(max > 0);
    *b = (struct ym_buf){ .max = max };
}

void ym_buf_release(struct ym_buf *b)
{
    free(b->at);
    *b = (struct ym_buf){ .max = b->max };
}

void ym_buf_clear(struct ym_buf *b)
{
    b->n = 0;
    b->failed = false;
    b->is_starved = false;
    if (b->at != NULL)
        b->at[0] = '\0';
}

/* Room for extra more bytes and the NUL. */
static bool reserve(struct ym_buf *b, size_t extra)
{
    size_t want;
    char *at;

    if (b->failed || extra > b->max - b->n) {
        b->failed = true;
        return false;
    }
    if (b->n + extra + 1 <= b->cap)
        return true;
    want = b->cap < 128 ? 256 : b->cap * 2;
    if (want < b->n + extra + 1)
        want = b->n + extra + 1;
    at = realloc(b->at, want);
    if (at == NULL) {
        b->failed = true;
        b->is_starved = true;
        return false;
    }
    b->at = at;
    b->cap = want;
    return true;
}

enum ym_err ym_buf_fail(const struct ym_buf *b, const char *too_large, struct ym_error *reterr)
{
    assert(b->failed);
    return b->is_starved ? ym_fail(reterr, YM_E_UNAVAILABLE, "no memory; try again in a moment")
                         : ym_fail(reterr, YM_E_TOO_LARGE, "%s", too_large);
}

char *ym_buf_grow(struct ym_buf *b, size_t n)
{
    char *at;

    if (!reserve(b, n))
        return NULL;
    at = b->at + b->n;
    b->n += n;
    b->at[b->n] = '\0';
    return at;
}

void ym_buf_add(struct ym_buf *b, struct ym_span text)
{
    char *at = ym_buf_grow(b, text.n);

    if (at != NULL && text.n > 0)
        memcpy(at, text.at, text.n);
}

void ym_buf_puts(struct ym_buf *b, const char *text)
{
    ym_buf_add(b, ym_span_of(text));
}

void ym_buf_putc(struct ym_buf *b, char c)
{
    if (!b->failed && b->n + 1 < b->cap && b->n < b->max) {
        b->at[b->n++] = c;
        b->at[b->n] = '\0';
        return;
    }
    ym_buf_add(b, (struct ym_span){ &c, 1 });
}

void ym_buf_printf(struct ym_buf *b, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(n >= 0);
    if (!reserve(b, (size_t)n))
        return;
    va_start(args, format);
    (void)vsnprintf(b->at + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
}
