/* SPDX-License-Identifier: Apache-2.0 */
/* Disputes in memory: one holder each, the others wait in order of arrival. */
#include <assert.h>
#include <stdlib.h>

#include "store_private.h"

bool pg_cache_init(struct pg_cache *c, size_t max)
{
    size_t size = 1;

    while (size < max)
        size *= 2;
    *c = (struct pg_cache){ .mask = size - 1, .max = max };
    c->entries = calloc(max, sizeof(*c->entries)); /* pages are touched only when used */
    c->table = calloc(size, sizeof(struct pg_entry *));
    return c->entries != NULL && c->table != NULL;
}

void pg_cache_release(struct pg_cache *c)
{
    free(c->entries);
    free(c->table);
}

static struct pg_entry **place_of(struct pg_cache *c, struct ym_id id)
{
    uint64_t h = (uint64_t)id.v * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / golden ratio */

    return &c->table[(h >> 32) & c->mask];
}

struct pg_entry *pg_cache_find(struct pg_cache *c, struct ym_id id)
{
    struct pg_entry *e = *place_of(c, id);

    while (e != NULL && e->d.id.v != id.v)
        e = e->same;
    return e;
}

static void unlist(struct pg_cache *c, struct pg_entry *e)
{
    if (!e->is_idle)
        return;
    *(e->older != NULL ? &e->older->newer : &c->oldest) = e->newer;
    *(e->newer != NULL ? &e->newer->older : &c->newest) = e->older;
    e->older = e->newer = NULL;
    e->is_idle = false;
}

static void make_idle(struct pg_cache *c, struct pg_entry *e)
{
    assert(!e->is_idle);
    e->is_idle = true;
    e->newer = NULL;
    e->older = c->newest;
    *(c->newest != NULL ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static void drop(struct pg_cache *c, struct pg_entry *e)
{
    struct pg_entry **at = place_of(c, e->d.id);

    unlist(c, e);
    while (*at != e)
        at = &(*at)->same;
    *at = e->same;
    e->same = c->free;
    c->free = e;
    c->used--;
}

struct pg_entry *pg_cache_take(struct pg_cache *c, struct ym_id id)
{
    struct pg_entry *e = pg_cache_find(c, id);
    struct pg_entry **at = place_of(c, id);

    if (e != NULL)
        return e;
    if (c->free == NULL && c->touched == c->max && c->oldest != NULL)
        drop(c, c->oldest);
    e = c->free;
    if (e != NULL)
        c->free = e->same;
    else if (c->touched < c->max)
        e = &c->entries[c->touched++];
    else
        return NULL;
    *e = (struct pg_entry){ .d = { .id = id }, .same = *at };
    pg_queue_init(&e->waiting);
    *at = e;
    c->used++;
    return e;
}

static void load_later(struct pg_store *s, struct pg_entry *e)
{
    e->state = PG_ENTRY_LOADING;
    e->load_next = NULL;
    *s->load_last = e;
    s->load_last = &e->load_next;
    s->nloads++;
    pg_store_wake(s);
}

/* The entry has changed hands, state or waiters: give it to the next one, load it, let it rest, or
 * forget it. */
void pg_entry_advance(struct pg_store *s, struct pg_entry *e)
{
    if (e->is_held || e->state == PG_ENTRY_LOADING)
        return;
    if (e->waiting.first == NULL) {
        if (e->state == PG_ENTRY_UNKNOWN)
            drop(&s->cache, e);
        else if (!e->is_idle)
            make_idle(&s->cache, e);
    } else if (e->state == PG_ENTRY_UNKNOWN) {
        load_later(s, e);
    } else {
        unlist(&s->cache, e);
        e->is_held = true;
        pg_call_ready(s, pg_queue_pop(&e->waiting), YM_STORED_OK);
    }
}

void pg_entry_give_back(struct pg_store *s, struct pg_entry *e)
{
    assert(e->is_held);
    e->is_held = false;
    e->is_fresh = false;
    pg_entry_advance(s, e);
}

void pg_entry_loaded(struct pg_store *s, struct pg_entry *e, enum ym_stored r)
{
    assert(e->state == PG_ENTRY_LOADING);
    e->state = r == YM_STORED_OK ? PG_ENTRY_READY : PG_ENTRY_UNKNOWN;
    e->is_fresh = r == YM_STORED_OK;
    while (r != YM_STORED_OK && e->waiting.first != NULL)
        pg_call_ready(s, pg_queue_pop(&e->waiting), r);
    pg_entry_advance(s, e);
}
