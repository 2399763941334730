/* SPDX-License-Identifier: Apache-2.0 */
#include "channel/channel.h"

#include <stdlib.h>

#include "private.h"

#define TAKE_ARENA_BYTES JSON_ORDER_ARENA_BYTES
#define TELL_ARENA_BYTES (APP_REFERENCES_MAX * (YM_EXTERNAL_REF_CHARS_MAX * 4 + 96))

static const struct exchange_handler_ops ops = {
    .wants = channel_wants,
    .draft = channel_draft,
    .take = channel_take,
};

static bool make_takes(struct channel *c)
{
    c->takes = calloc(CHANNEL_TAKES_MAX, sizeof(*c->takes));
    for (size_t i = 0; c->takes != NULL && i < CHANNEL_TAKES_MAX; i++) {
        struct channel_take *t = &c->takes[i];

        if (!ym_arena_init(&t->arena, TAKE_ARENA_BYTES))
            return false;
        ym_buf_init(&t->body, CHANNEL_BODY_MAX);
        t->c = c;
        t->next = c->free_takes;
        c->free_takes = t;
    }
    return c->takes != NULL;
}

static bool make_tells(struct channel *c)
{
    c->tells = calloc(CHANNEL_TELLS_MAX, sizeof(*c->tells));
    for (size_t i = 0; c->tells != NULL && i < CHANNEL_TELLS_MAX; i++) {
        struct channel_tell *t = &c->tells[i];

        if (!ym_arena_init(&t->arena, TELL_ARENA_BYTES))
            return false;
        ym_buf_init(&t->body, CHANNEL_BODY_MAX);
        t->c = c;
        t->next = c->free_tells;
        c->free_tells = t;
    }
    return c->tells != NULL;
}

struct channel *channel_new(const struct channel_config *config)
{
    struct channel *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->port.ops = &ops;
    c->config = *config;
    if (make_takes(c) && make_tells(c))
        return c;
    channel_free(c);
    return NULL;
}

void channel_free(struct channel *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; c->takes != NULL && i < CHANNEL_TAKES_MAX; i++) {
        ym_arena_release(&c->takes[i].arena);
        ym_buf_release(&c->takes[i].body);
    }
    for (size_t i = 0; c->tells != NULL && i < CHANNEL_TELLS_MAX; i++) {
        ym_arena_release(&c->tells[i].arena);
        ym_buf_release(&c->tells[i].body);
    }
    free(c->takes);
    free(c->tells);
    free(c);
}

struct exchange_handler *channel_handler(struct channel *c)
{
    return &c->port;
}
