/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "reconcile_private.h"

static void copy(char *room, size_t size, struct ym_span text)
{
    assert(text.n < size);
    if (text.n > 0)
        memcpy(room, text.at, text.n);
    room[text.n] = '\0';
}

static bool grow(struct theirs *t, size_t more)
{
    size_t room = t->room == 0 ? EXCHANGE_LIST_MAX : t->room;
    struct theirs_row *at;

    if (t->n + more > EXCHANGE_RECONCILE_MAX)
        return false;
    while (room < t->n + more)
        room *= 2;
    if (room == t->room)
        return true;
    at = realloc(t->at, room * sizeof(*at));
    if (at == NULL)
        return false;
    t->at = at;
    t->room = room;
    return true;
}

bool theirs_add(struct theirs *t, const struct exchange_list *page)
{
    if (!grow(t, page->n))
        return false;
    for (size_t i = 0; i < page->n; i++) {
        const struct exchange_listed *from = &page->at[i];
        struct theirs_row *row = &t->at[t->n++];

        *row = (struct theirs_row){ .dispute = from->dispute, .kind = from->kind };
        copy(row->ref, sizeof(row->ref), from->ref);
        copy(row->state, sizeof(row->state), from->state);
        copy(row->case_number, sizeof(row->case_number), from->case_number);
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct theirs_row *x = a;
    const struct theirs_row *y = b;

    if (x->dispute.v != y->dispute.v)
        return x->dispute.v < y->dispute.v ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return strcmp(x->ref, y->ref);
}

void theirs_sort(struct theirs *t)
{
    if (t->n > 0)
        qsort(t->at, t->n, sizeof(*t->at), compare);
}

struct theirs_row *theirs_find(const struct theirs *t, struct ym_id dispute, uint8_t kind)
{
    size_t lo = 0;
    size_t hi = t->n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const struct theirs_row *row = &t->at[mid];

        if (row->dispute.v < dispute.v || (row->dispute.v == dispute.v && row->kind < kind))
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < t->n && t->at[lo].dispute.v == dispute.v && t->at[lo].kind == kind)
        return &t->at[lo];
    return NULL;
}

void theirs_release(struct theirs *t)
{
    free(t->at);
    *t = (struct theirs){ .at = NULL };
}
