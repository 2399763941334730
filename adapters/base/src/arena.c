/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool ym_arena_init(struct ym_arena *a, size_t cap)
{
    *a = (struct ym_arena){ .cap = cap };
#ifndef YM_ARENA_EMULATE
    a->base = malloc(cap);
    if (a->base == NULL)
        return false;
#endif
    return true;
}

#ifdef YM_ARENA_EMULATE
struct emulated {
    struct emulated *next;
    max_align_t data[];
};

static void *take(struct ym_arena *a, size_t start, size_t bytes)
{
    struct emulated *e = malloc(sizeof(*e) + bytes);

    (void)start;
    if (e == NULL)
        return NULL;
    e->next = a->emulated;
    a->emulated = e;
    return e->data;
}

void ym_arena_reset(struct ym_arena *a)
{
    struct emulated *e = a->emulated;

    while (e != NULL) {
        struct emulated *next = e->next;

        free(e);
        e = next;
    }
    a->emulated = NULL;
    a->used = 0;
    a->overflowed = false;
}
#else
static void *take(struct ym_arena *a, size_t start, size_t bytes)
{
    (void)bytes;
    return a->base + start;
}

void ym_arena_reset(struct ym_arena *a)
{
    a->used = 0;
    a->overflowed = false;
}
#endif

void ym_arena_release(struct ym_arena *a)
{
    ym_arena_reset(a);
    free(a->base);
    *a = (struct ym_arena){ 0 };
}

void *ym_arena_alloc(struct ym_arena *a, size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    const size_t start = (a->used + align - 1) / align * align;
    void *at;

    assert(size > 0);
    if (a->overflowed || start > a->cap || count > (a->cap - start) / size) {
        a->overflowed = true;
        return NULL;
    }
    at = take(a, start, count * size);
    if (at == NULL) {
        a->overflowed = true;
        return NULL;
    }
    a->used = start + count * size;
    return memset(at, 0, count * size);
}

struct ym_span ym_arena_text(struct ym_arena *a, struct ym_span text)
{
    char *at = ym_arena_alloc(a, text.n + 1, 1);

    if (at == NULL)
        return (struct ym_span){ NULL, 0 };
    if (text.n > 0)
        memcpy(at, text.at, text.n);
    return (struct ym_span){ at, text.n };
}
