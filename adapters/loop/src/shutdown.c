/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/shutdown.h"

#include <signal.h>
#include <stdlib.h>
#include <uv.h>

#include "loop/uv.h"

#define SIGNALS 2

struct ym_shutdown {
    uv_signal_t uv[SIGNALS];
    ym_shutdown_fn *fn;
    void *arg;
    unsigned told; /* signals told, at most 2 */
    unsigned open; /* handles not yet closed */
};

static void on_signal(uv_signal_t *uv, int number)
{
    struct ym_shutdown *s = uv->data;

    (void)number;
    if (s->told >= 2)
        return;
    s->told++;
    s->fn(s->arg, s->told == 2);
}

static void on_closed(uv_handle_t *uv)
{
    struct ym_shutdown *s = uv->data;

    s->open--;
    if (s->open == 0)
        free(s);
}

void ym_shutdown_free(struct ym_shutdown *s)
{
    if (s == NULL)
        return;
    for (int i = 0; i < SIGNALS; i++)
        uv_close((uv_handle_t *)&s->uv[i], on_closed);
}

struct ym_shutdown *ym_shutdown_new(struct ym_loop *loop, ym_shutdown_fn *fn, void *arg,
                                    struct ym_error *reterr)
{
    static const int numbers[SIGNALS] = { SIGINT, SIGTERM };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct ym_shutdown *s = calloc(1, sizeof(*s));
    int err = 0;

    if (s == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the signal handlers");
        return NULL;
    }
    s->fn = fn;
    s->arg = arg;
    /* The first initialisation makes libuv's signal pipe; once that exists none fails. */
    for (; s->open < SIGNALS; s->open++) {
        err = uv_signal_init(ym_loop_raw(loop), &s->uv[s->open]);
        if (err != 0)
            break;
        s->uv[s->open].data = s;
    }
    if (s->open == 0) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "cannot listen to signals: %s", uv_strerror(err));
        free(s);
        return NULL;
    }
    (void)sigaction(SIGPIPE, &ignore, NULL);
    for (int i = 0; i < SIGNALS && err == 0; i++) {
        err = uv_signal_start(&s->uv[i], on_signal, numbers[i]);
        uv_unref((uv_handle_t *)&s->uv[i]);
    }
    if (err != 0) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "cannot listen to signals: %s", uv_strerror(err));
        ym_shutdown_free(s);
        return NULL;
    }
    return s;
}
