/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <uv.h>

#include "loop/loop.h"
#include "loop/uv.h"

struct ym_timer {
    uv_timer_t uv;
    ym_timer_fn *fn;
    void *arg;
};

struct ym_timer *ym_timer_new(struct ym_loop *loop, ym_timer_fn *fn, void *arg)
{
    struct ym_timer *t = calloc(1, sizeof(*t));

    if (t == NULL)
        return NULL;
    uv_timer_init(ym_loop_raw(loop), &t->uv); /* cannot fail */
    t->uv.data = t;
    t->fn = fn;
    t->arg = arg;
    return t;
}

static void on_timer(uv_timer_t *uv)
{
    struct ym_timer *t = uv->data;

    t->fn(t->arg);
}

void ym_timer_start(struct ym_timer *t, uint64_t delay_ms, uint64_t repeat_ms)
{
    /* libuv counts from the start of the turn; a long turn must not make the timer early. */
    uv_update_time(t->uv.loop);
    uv_timer_start(&t->uv, on_timer, delay_ms, repeat_ms);
}

void ym_timer_stop(struct ym_timer *t)
{
    uv_timer_stop(&t->uv);
}

void ym_timer_unref(struct ym_timer *t)
{
    uv_unref((uv_handle_t *)&t->uv);
}

bool ym_timer_is_started(const struct ym_timer *t)
{
    return uv_is_active((const uv_handle_t *)&t->uv) != 0;
}

static void on_closed(uv_handle_t *uv)
{
    free(uv->data);
}

void ym_timer_free(struct ym_timer *t)
{
    if (t != NULL)
        uv_close((uv_handle_t *)&t->uv, on_closed);
}
