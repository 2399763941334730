/* SPDX-License-Identifier: Apache-2.0 */
#include "slots.h"

#include <assert.h>
#include <string.h>

#define X(name, code, scope, zh) { code, zh, DOC_SCOPE_##scope },
static const struct {
    const char *code, *zh;
    enum doc_scope scope;
} slots[DOC_SLOT_COUNT] = { DOC_SLOTS(X) };
#undef X

_Static_assert(DOC_SLOT_TODAY < 64, "a set of slots of a dispute is a uint64_t");

const char *doc_slot_code(enum doc_slot slot)
{
    assert(slot < DOC_SLOT_COUNT);
    return slots[slot].code;
}

const char *doc_slot_zh(enum doc_slot slot)
{
    assert(slot < DOC_SLOT_COUNT);
    return slots[slot].zh;
}

enum doc_scope doc_slot_scope(enum doc_slot slot)
{
    assert(slot < DOC_SLOT_COUNT);
    return slots[slot].scope;
}

static int find(struct ym_span code)
{
    for (int i = 0; i < DOC_SLOT_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(slots[i].code)))
            return i;
    }
    return -1;
}

static void skip(struct ym_span *text, size_t n)
{
    text->at += n;
    text->n -= n;
}

bool slots_next(struct ym_span *rest, struct slots_piece *ret)
{
    size_t n = 0;
    const char *end;

    if (rest->n == 0)
        return false;
    *ret = (struct slots_piece){ .slot = -1 };
    while (n < rest->n && rest->at[n] != '{' && rest->at[n] != '}')
        n++;
    if (n > 0) {
        ret->plain = (struct ym_span){ rest->at, n };
        skip(rest, n);
        return true;
    }
    end = memchr(rest->at, '}', rest->n);
    if (end == NULL || end == rest->at) {
        skip(rest, 1);
        return true;
    }
    n = (size_t)(end - rest->at);
    ret->slot = find((struct ym_span){ rest->at + 1, n - 1 });
    skip(rest, n + 1);
    return true;
}
