/* SPDX-License-Identifier: Apache-2.0 */
/* Who can be meant by a change.
 *
 * A viewer stands in one group: that of the narrowest key that every change for it has. A change
 * has few keys (its dispute, mediator, body, court, its region and those around it, and
 * everything), so it costs a few look-ups, however many viewers there are; those in the groups it
 * hits then judge it by their whole scope and wish. */
#include <assert.h>
#include <stdlib.h>

#include "stream.h"
#include "yima/region.h"

bool stream_groups_new(struct stream *s)
{
    const size_t n = s->config.viewers_max;

    s->groups = calloc(n, sizeof(*s->groups));
    s->group_heads = calloc(n, sizeof(*s->group_heads));
    return s->groups != NULL && s->group_heads != NULL;
}

void stream_groups_free(struct stream *s)
{
    free(s->groups);
    free(s->group_heads);
}

static struct group **head_of(const struct stream *s, enum group_kind kind, int64_t value)
{
    uint64_t h = ((uint64_t)value + (uint64_t)kind) * UINT64_C(0x9E3779B97F4A7C15);

    h ^= h >> 32; /* ids differ in their high and in their low bits */
    return &s->group_heads[h % s->config.viewers_max];
}

static struct group *find(const struct stream *s, enum group_kind kind, int64_t value)
{
    struct group *g = *head_of(s, kind, value);

    while (g != NULL && (g->kind != kind || g->value != value))
        g = g->next;
    return g;
}

/* The narrowest key. A region of scope or wish is named by its first code, which is its own. */
static enum group_kind key_of(const struct viewer *v, int64_t *ret)
{
    const struct app_scope *scope = &v->scope;
    const struct stream_wish *w = &v->wish;

    if (scope->kind == APP_SCOPE_DISPUTE || scope->kind == APP_SCOPE_NOTHING) {
        *ret = scope->kind == APP_SCOPE_DISPUTE ? scope->lo : 0;
        return GROUP_DISPUTE;
    }
    if (scope->kind == APP_SCOPE_MEDIATOR || w->mediator != 0) {
        *ret = scope->kind == APP_SCOPE_MEDIATOR ? scope->lo : w->mediator;
        return GROUP_MEDIATOR;
    }
    if (scope->kind == APP_SCOPE_BODY || w->body != 0) {
        *ret = scope->kind == APP_SCOPE_BODY ? scope->lo : w->body;
        return GROUP_BODY;
    }
    if (scope->kind == APP_SCOPE_COURT) {
        *ret = scope->lo;
        return GROUP_COURT;
    }
    *ret = w->region_lo != 0 ? w->region_lo : scope->kind == APP_SCOPE_REGION ? scope->lo : 0;
    return ym_region_level(*ret) > 0 ? GROUP_REGION : GROUP_ALL;
}

/* As many as there can be viewers. */
static struct group *new_group(struct stream *s)
{
    struct group *g = s->free_groups;

    if (g != NULL) {
        s->free_groups = g->next;
        return g;
    }
    assert(s->groups_used < s->config.viewers_max);
    return &s->groups[s->groups_used++];
}

void stream_group_enter(struct stream *s, struct viewer *v)
{
    int64_t value = 0;
    const enum group_kind kind = key_of(v, &value);
    struct group *g;

    if (kind == GROUP_ALL)
        value = 0;
    g = find(s, kind, value);
    if (g == NULL) {
        struct group **head = head_of(s, kind, value);

        g = new_group(s);
        *g = (struct group){ .next = *head, .kind = kind, .value = value };
        *head = g;
    }
    v->group = g;
    v->prev_in_group = NULL;
    v->next_in_group = g->viewers;
    if (g->viewers != NULL)
        g->viewers->prev_in_group = v;
    g->viewers = v;
}

static void unmark(struct stream *s, struct group *g)
{
    struct group **at = &s->dirty;

    while (*at != g)
        at = &(*at)->next_dirty;
    *at = g->next_dirty;
}

static void free_group(struct stream *s, struct group *g)
{
    struct group **at = head_of(s, g->kind, g->value);

    while (*at != g)
        at = &(*at)->next;
    *at = g->next;
    if (g->is_dirty)
        unmark(s, g);
    g->next = s->free_groups;
    s->free_groups = g;
}

void stream_group_leave(struct stream *s, struct viewer *v)
{
    struct group *g = v->group;

    if (v->prev_in_group != NULL)
        v->prev_in_group->next_in_group = v->next_in_group;
    else
        g->viewers = v->next_in_group;
    if (v->next_in_group != NULL)
        v->next_in_group->prev_in_group = v->prev_in_group;
    v->group = NULL;
    if (g->viewers == NULL)
        free_group(s, g);
}

static void mark(struct stream *s, enum group_kind kind, int64_t value, uint64_t seq)
{
    struct group *g = find(s, kind, value);

    if (g == NULL || g->is_dirty)
        return;
    g->is_dirty = true;
    g->first = seq;
    g->next_dirty = s->dirty;
    s->dirty = g;
}

void stream_group_mark(struct stream *s, const struct app_keys *keys, uint64_t seq)
{
    mark(s, GROUP_ALL, 0, seq);
    mark(s, GROUP_DISPUTE, keys->dispute.v, seq);
    mark(s, GROUP_BODY, keys->body, seq);
    if (keys->mediator != 0)
        mark(s, GROUP_MEDIATOR, keys->mediator, seq);
    if (keys->court != 0)
        mark(s, GROUP_COURT, keys->court, seq);
    for (int64_t code = keys->region; ym_region_level(code) > 0; code = ym_region_parent(code))
        mark(s, GROUP_REGION, code, seq);
}

/* One that still has something before it looks further by itself. */
static void wake(struct stream *s, struct viewer *v, uint64_t first)
{
    if (v->state != VIEWER_LIVE || v->is_queued || v->is_blocked)
        return;
    v->cursor = first;
    stream_enqueue(s, v);
}

void stream_group_flush(struct stream *s)
{
    for (struct group *g = s->dirty; g != NULL; g = g->next_dirty) {
        g->is_dirty = false;
        for (struct viewer *v = g->viewers; v != NULL; v = v->next_in_group)
            wake(s, v, g->first);
    }
    s->dirty = NULL;
}

bool stream_wants(const struct viewer *v, const struct app_keys *keys)
{
    const struct stream_wish *w = &v->wish;

    return app_scope_holds(&v->scope, keys) &&
           (w->colour == APP_ANY || w->colour == keys->colour) &&
           (w->type == APP_ANY || w->type == keys->type) &&
           (w->body == 0 || w->body == keys->body) &&
           (w->mediator == 0 || w->mediator == keys->mediator) &&
           ((w->region_lo == 0 && w->region_hi == 0) ||
            (keys->region >= w->region_lo && keys->region <= w->region_hi));
}
