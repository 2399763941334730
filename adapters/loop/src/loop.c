/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/loop.h"

#include <assert.h>
#include <stdlib.h>
#include <uv.h>

#include "loop/uv.h"

/* How one turn runs, in libuv's order:
 *
 *   timers - prepare: deferred work, clock ticks - wait, descriptors - check: deferred work -
 * closing
 *
 * The clock ticks just before the wait, so that whatever wakes the loop reads a fresh time. Work
 * deferred by deferred work in `prepare` would sleep through the wait: then `idle` is started,
 * which makes libuv look at its descriptors without waiting. */
struct ym_loop {
    uv_loop_t uv;
    uv_prepare_t prepare;
    uv_check_t check;
    uv_idle_t idle;
    struct ym_wall clock;
    struct ym_defer *first; /* deferred, in order; not owned */
    struct ym_defer **last; /* where the next one is hung */
    struct ym_defer stop;   /* hung behind what this round runs */
    unsigned working;       /* jobs in the pool */
    struct ym_histogram turns;
    uint64_t waited_ns; /* in all, when the last turn ended */
    uint64_t ended_ns;  /* when the last turn ended; 0: none has */
};

static void on_idle(uv_idle_t *idle)
{
    uv_idle_stop(idle);
}

/* Run what is deferred now; what that defers in turn waits for the next round. */
static void run_deferred(struct ym_loop *loop)
{
    struct ym_defer *const stop = &loop->stop;

    if (loop->first == NULL)
        return;
    stop->next = NULL;
    *loop->last = stop;
    loop->last = &stop->next;
    while (loop->first != stop) {
        struct ym_defer *d = loop->first;

        loop->first = d->next;
        d->next = NULL;
        d->is_queued = false;
        d->fn(d->arg);
    }
    loop->first = stop->next;
    if (loop->first == NULL)
        loop->last = &loop->first;
}

/* A turn ends where the next wait begins: what passed since the last one ended, less the wait. */
static void measure_turn(struct ym_loop *loop)
{
    const uint64_t now_ns = uv_hrtime();
    const uint64_t waited_ns = uv_metrics_idle_time(&loop->uv);
    const uint64_t passed_ns = now_ns - loop->ended_ns;
    const uint64_t idle_ns = waited_ns - loop->waited_ns;

    if (loop->ended_ns != 0)
        ym_histogram_observe(&loop->turns, &ym_scale_turn_us,
                             passed_ns > idle_ns ? (passed_ns - idle_ns) / 1000 : 0);
    loop->ended_ns = now_ns;
    loop->waited_ns = waited_ns;
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct ym_loop *loop = prepare->data;

    run_deferred(loop);
    ym_clock_tick(&loop->clock);
    measure_turn(loop);
}

static void on_check(uv_check_t *check)
{
    run_deferred(check->data);
}

struct ym_loop *ym_loop_new(ym_usec offset, struct ym_error *reterr)
{
    struct ym_loop *loop = calloc(1, sizeof(*loop));
    int err;

    if (loop == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the loop");
        return NULL;
    }
    err = uv_loop_init(&loop->uv);
    if (err != 0) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "cannot make the loop: %s", uv_strerror(err));
        free(loop);
        return NULL;
    }
    loop->last = &loop->first;
    (void)uv_loop_configure(&loop->uv, UV_METRICS_IDLE_TIME); /* always supported */
    ym_clock_init(&loop->clock, offset);
    uv_prepare_init(&loop->uv, &loop->prepare); /* these three cannot fail */
    uv_check_init(&loop->uv, &loop->check);
    uv_idle_init(&loop->uv, &loop->idle);
    loop->prepare.data = loop;
    loop->check.data = loop;
    loop->idle.data = loop;
    uv_prepare_start(&loop->prepare, on_prepare);
    uv_check_start(&loop->check, on_check);
    uv_unref((uv_handle_t *)&loop->prepare);
    uv_unref((uv_handle_t *)&loop->check);
    return loop;
}

void ym_loop_run(struct ym_loop *loop)
{
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void ym_loop_stop(struct ym_loop *loop)
{
    uv_stop(&loop->uv);
}

void ym_loop_free(struct ym_loop *loop)
{
    int err;

    if (loop == NULL)
        return;
    while (uv_run(&loop->uv, UV_RUN_DEFAULT) != 0)
        continue; /* a callback asked to stop */
    uv_close((uv_handle_t *)&loop->prepare, NULL);
    uv_close((uv_handle_t *)&loop->check, NULL);
    uv_close((uv_handle_t *)&loop->idle, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    err = uv_loop_close(&loop->uv);
    assert(err == 0); /* a handle that nobody closed */
    (void)err;
    free(loop);
}

struct ym_wall *ym_loop_clock(struct ym_loop *loop)
{
    return &loop->clock;
}

uint64_t ym_loop_monotonic_ms(const struct ym_loop *loop)
{
    return uv_now(&loop->uv);
}

uint64_t ym_loop_precise_us(void)
{
    return uv_hrtime() / 1000;
}

void ym_loop_sleep(struct ym_loop *loop, unsigned ms)
{
    uv_sleep(ms);
    uv_update_time(&loop->uv);
    ym_clock_tick(&loop->clock);
}

const struct ym_histogram *ym_loop_turns(const struct ym_loop *loop)
{
    return &loop->turns;
}

struct uv_loop_s *ym_loop_raw(struct ym_loop *loop)
{
    return &loop->uv;
}

void ym_defer_init(struct ym_defer *d, ym_defer_fn *fn, void *arg)
{
    *d = (struct ym_defer){ .fn = fn, .arg = arg };
}

void ym_loop_defer(struct ym_loop *loop, struct ym_defer *d)
{
    if (d->is_queued)
        return;
    d->is_queued = true;
    d->next = NULL;
    *loop->last = d;
    loop->last = &d->next;
    if (!uv_is_active((uv_handle_t *)&loop->idle))
        uv_idle_start(&loop->idle, on_idle);
}

void ym_loop_undefer(struct ym_loop *loop, struct ym_defer *d)
{
    struct ym_defer **at = &loop->first;

    if (!d->is_queued)
        return;
    while (*at != d)
        at = &(*at)->next;
    *at = d->next;
    if (loop->last == &d->next)
        loop->last = at;
    d->next = NULL;
    d->is_queued = false;
}

struct job {
    uv_work_t uv;
    struct ym_loop *loop;
    ym_work_fn *work;
    ym_work_fn *done;
    void *arg;
};

static void on_work(uv_work_t *uv)
{
    struct job *job = uv->data;

    job->work(job->arg);
}

static void on_worked(uv_work_t *uv, int status)
{
    struct job *job = uv->data;
    const struct job copy = *job;

    (void)status; /* never UV_ECANCELED: nothing cancels */
    copy.loop->working--;
    free(job);
    copy.done(copy.arg);
}

enum ym_err ym_work_submit(struct ym_loop *loop, ym_work_fn *work, ym_work_fn *done, void *arg,
                           struct ym_error *reterr)
{
    struct job *job;

    if (loop->working >= YM_WORK_MAX)
        return ym_fail(reterr, YM_E_BUSY, "the pool of threads has %d jobs already", YM_WORK_MAX);
    job = malloc(sizeof(*job));
    if (job == NULL)
        return ym_fail(reterr, YM_E_BUSY, "no memory for a job");
    *job = (struct job){ .loop = loop, .work = work, .done = done, .arg = arg };
    job->uv.data = job;
    if (uv_queue_work(&loop->uv, &job->uv, on_work, on_worked) != 0) {
        free(job);
        return ym_fail(reterr, YM_E_BUSY, "no thread for a job");
    }
    loop->working++;
    return YM_E_OK;
}

unsigned ym_work_waiting(const struct ym_loop *loop)
{
    return loop->working;
}
