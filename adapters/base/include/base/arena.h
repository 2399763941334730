/* SPDX-License-Identifier: Apache-2.0 */
/* One operation, one arena: a bump allocator that is reset when the operation ends.
 *
 * Nothing in it is freed singly. Overflow is sticky: after the first allocation that does not fit
 * every later one returns NULL, so an encoder checks ym_arena_ok() once at its end.
 * With YM_ARENA_EMULATE (the asan preset) each allocation is a malloc of its own, so that
 * AddressSanitizer sees every overrun; the capacity still counts. */
#ifndef YM_BASE_ARENA_H
#define YM_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "yima/span.h"

struct ym_arena {
    unsigned char *base; /* owned; NULL until init */
    size_t cap;          /* bytes */
    size_t used;         /* bytes */
    bool overflowed;
    void *emulated; /* list of single allocations under YM_ARENA_EMULATE */
};

/* Take cap bytes from the heap. False when the heap has none. */
__attribute__((warn_unused_result)) bool ym_arena_init(struct ym_arena *a, size_t cap);
void ym_arena_release(struct ym_arena *a); /* give everything back; legal after a failed init */
void ym_arena_reset(struct ym_arena *a);   /* forget every allocation and the overflow */

/* Zeroed, aligned for any type; NULL once overflowed. Pre: size > 0. */
void *ym_arena_alloc(struct ym_arena *a, size_t count, size_t size);

/* Copy of text with a NUL behind it; n does not count the NUL. at == NULL once overflowed. */
struct ym_span ym_arena_text(struct ym_arena *a, struct ym_span text);

static inline bool ym_arena_ok(const struct ym_arena *a)
{
    return !a->overflowed;
}

#endif
