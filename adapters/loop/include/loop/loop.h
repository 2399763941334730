/* SPDX-License-Identifier: Apache-2.0 */
/* The one loop on the one thread: timers, work at the end of the turn, a pool for slow work.
 *
 * Everything here is called on the loop's thread, save the `work` function of ym_work_submit().
 * A callback never runs before the call that asked for it has returned. */
#ifndef YM_LOOP_LOOP_H
#define YM_LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/histogram.h"
#include "loop/clock.h"
#include "yima/date.h"

#define YM_WORK_MAX 256 /* most jobs waiting for or running in the pool; one more is YM_E_BUSY */

struct ym_loop;  /* owned by the composition root */
struct ym_timer; /* owned by whoever made it, closed by ym_timer_free() */

typedef void ym_timer_fn(void *arg);
typedef void ym_defer_fn(void *arg);
typedef void ym_work_fn(void *arg);

/* A new loop whose clock runs offset before the machine's; NULL with *reterr when the system
 * gives no more descriptors or memory. */
__attribute__((warn_unused_result)) struct ym_loop *ym_loop_new(ym_usec offset,
                                                                struct ym_error *reterr);

/* Run until ym_loop_stop(), or until nothing is left to wait for. */
void ym_loop_run(struct ym_loop *loop);

/* Let ym_loop_run() return at the end of this turn. */
void ym_loop_stop(struct ym_loop *loop);

/* Run until everything that is closing has closed and every job is done, then free the loop. Pre:
 * every timer, link, server and so on made on it has been freed or closed: one that was forgotten
 * is a bug, which asserts, or, when it keeps the loop running, keeps this from returning. */
void ym_loop_free(struct ym_loop *loop);

/* The clock of this loop, ticked at every turn. Lives as long as the loop. */
struct ym_wall *ym_loop_clock(struct ym_loop *loop);

/* Milliseconds of a clock that nobody sets, cached at the start of the turn; for durations. */
uint64_t ym_loop_monotonic_ms(const struct ym_loop *loop);

/* Microseconds of the same clock, read now: to measure what is shorter than a turn. */
uint64_t ym_loop_precise_us(void);

/* Sleep, and bring the clocks up to date. Only before the loop runs: nothing happens meanwhile. */
void ym_loop_sleep(struct ym_loop *loop, unsigned ms);

/* How long the turns were (ym_scale_turn_us), the waiting in between not counted: nothing that
 * became ready was later than the turn in which it did so. Its sum is the time the loop was busy.
 */
const struct ym_histogram *ym_loop_turns(const struct ym_loop *loop);

/* Work for the end of the turn, embedded in its owner. */
struct ym_defer {
    ym_defer_fn *fn;       /* set by ym_defer_init() */
    void *arg;             /* handed to fn */
    struct ym_defer *next; /* private */
    bool is_queued;        /* private */
};

void ym_defer_init(struct ym_defer *d, ym_defer_fn *fn, void *arg);

/* Run d->fn once, after the callbacks of this turn and before the loop waits again. Asking again
 * before it ran changes nothing. d must live until it ran or was cancelled. */
void ym_loop_defer(struct ym_loop *loop, struct ym_defer *d);
void ym_loop_undefer(struct ym_loop *loop, struct ym_defer *d); /* cancel; legal when not queued */

/* A stopped timer; NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct ym_timer *ym_timer_new(struct ym_loop *loop,
                                                                  ym_timer_fn *fn, void *arg);

/* Call fn after delay_ms and then every repeat_ms (0: once). Starting a started timer moves it. */
void ym_timer_start(struct ym_timer *t, uint64_t delay_ms, uint64_t repeat_ms);

/* The loop no longer runs only for the sake of this timer. */
void ym_timer_unref(struct ym_timer *t);
void ym_timer_stop(struct ym_timer *t); /* no call until started again; legal when stopped */
bool ym_timer_is_started(const struct ym_timer *t);

/* Stop and free; fn is not called again. NULL is legal. Legal inside its own fn. */
void ym_timer_free(struct ym_timer *t);

/* Run work(arg) on a thread of the pool, then done(arg) on the loop. arg holds copies: nothing in
 * it may be touched by the loop's thread in between. YM_E_BUSY at YM_WORK_MAX jobs; then neither
 * is called. There is no cancelling: ym_loop_free() waits for the jobs. */
__attribute__((warn_unused_result)) enum ym_err ym_work_submit(struct ym_loop *loop,
                                                               ym_work_fn *work, ym_work_fn *done,
                                                               void *arg, struct ym_error *reterr);

/* Jobs submitted and not yet done; a gauge. */
unsigned ym_work_waiting(const struct ym_loop *loop);

#endif
