/* SPDX-License-Identifier: Apache-2.0 */
/* The loop: the time of a turn, deferred work, timers, the pool of threads, signals. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <time.h>

#include "loop/loop.h"
#include "loop/shutdown.h"

#define JOBS (YM_WORK_MAX + 1)

struct bed {
    struct ym_loop *loop;
    struct ym_timer *timer;
    struct ym_defer a;
    struct ym_defer b;
    char trace[64];    /* one letter for each callback */
    ym_usec seen[2];   /* times read */
    unsigned calls;    /* of whatever is counted */
    bool last_at_once; /* what the last signal asked for */
};

static int set_up(void **state)
{
    static struct bed bed; /* one test at a time */

    bed = (struct bed){ .loop = ym_loop_new(0, NULL) };
    *state = &bed;
    return bed.loop == NULL;
}

static int tear_down(void **state)
{
    struct bed *b = *state;

    ym_timer_free(b->timer);
    ym_loop_free(b->loop);
    return 0;
}

static void trace(struct bed *b, char c)
{
    const size_t n = strlen(b->trace);

    assert_true(n + 1 < sizeof(b->trace));
    b->trace[n] = c;
}

static void busy(long ms)
{
    const struct timespec t = { .tv_nsec = ms * 1000000L };

    nanosleep(&t, NULL);
}

static void on_read_twice(void *arg)
{
    struct bed *b = arg;

    b->seen[0] = ym_clock_now(ym_loop_clock(b->loop));
    busy(5);
    assert_true(ym_clock_now(ym_loop_clock(b->loop)) == b->seen[0]);
}

static void on_read_later(void *arg)
{
    struct bed *b = arg;

    b->seen[1] = ym_clock_now(ym_loop_clock(b->loop));
}

static void test_clock(void **state)
{
    struct bed *b = *state;
    struct ym_wall ahead;
    struct ym_wall plain;

    ym_clock_init(&plain, 0);
    ym_clock_init(&ahead, 3600 * YM_USEC_PER_SECOND);
    assert_in_range(ym_clock_now(&ahead) - ym_clock_now(&plain), 3599 * YM_USEC_PER_SECOND,
                    3601 * YM_USEC_PER_SECOND);
    assert_true(ym_clock_now(&plain) / YM_USEC_PER_SECOND - time(NULL) <= 1);

    b->timer = ym_timer_new(b->loop, on_read_twice, b);
    ym_timer_start(b->timer, 1, 0);
    ym_loop_run(b->loop);
    ym_timer_free(b->timer);
    b->timer = ym_timer_new(b->loop, on_read_later, b);
    ym_timer_start(b->timer, 1, 0);
    ym_loop_run(b->loop);
    assert_true(b->seen[1] - b->seen[0] >= 5000);
}

static void on_busy(void *arg)
{
    (void)arg;
    busy(20);
}

/* A turn counts while it works and not while it waits. */
static void test_turns(void **state)
{
    struct bed *b = *state;
    const uint64_t began_us = ym_loop_precise_us();
    uint64_t passed_us;

    b->timer = ym_timer_new(b->loop, on_busy, b);
    ym_timer_start(b->timer, 100, 0);
    ym_loop_run(b->loop);
    ym_loop_run(b->loop); /* the turn is counted where the next wait would begin */
    passed_us = ym_loop_precise_us() - began_us;
    assert_true(passed_us >= 119000);
    assert_true(ym_loop_turns(b->loop)->sum >= 20000);
    assert_true(ym_loop_turns(b->loop)->sum <= passed_us - 95000);
}

static void on_background(void *arg)
{
    trace(arg, 'x');
}

/* A timer in the background keeps nobody waiting. */
static void test_background(void **state)
{
    struct bed *b = *state;

    b->timer = ym_timer_new(b->loop, on_background, b);
    ym_timer_unref(b->timer);
    ym_timer_start(b->timer, 100000000, 0);
    ym_loop_run(b->loop);
    assert_string_equal(b->trace, "");
}

static void on_a(void *arg)
{
    struct bed *b = arg;

    trace(b, 'a');
}

/* Deferred work that defers: it runs before the loop waits, also without anything to wake it. */
static void on_b(void *arg)
{
    struct bed *b = arg;

    trace(b, 'b');
    ym_loop_defer(b->loop, &b->a);
    if (strlen(b->trace) < 5)
        ym_loop_defer(b->loop, &b->b);
}

static void on_timer(void *arg)
{
    struct bed *b = arg;

    trace(b, 't');
    ym_loop_defer(b->loop, &b->a);
    ym_loop_defer(b->loop, &b->a); /* asking twice runs once */
    trace(b, 'u');
}

static void test_defer(void **state)
{
    struct bed *b = *state;
    uint64_t begun;

    ym_defer_init(&b->a, on_a, b);
    ym_defer_init(&b->b, on_b, b);
    b->timer = ym_timer_new(b->loop, on_timer, b);
    ym_timer_start(b->timer, 0, 0);
    ym_loop_run(b->loop);
    assert_string_equal(b->trace, "tua");

    memset(b->trace, 0, sizeof(b->trace));
    ym_timer_start(b->timer, 2000, 0);
    ym_loop_defer(b->loop, &b->b);
    begun = ym_loop_monotonic_ms(b->loop);
    ym_timer_stop(b->timer);
    ym_loop_run(b->loop);
    assert_string_equal(b->trace, "bababa");
    assert_true(ym_loop_monotonic_ms(b->loop) - begun < 1000);
}

static void test_undefer(void **state)
{
    struct bed *b = *state;

    ym_defer_init(&b->a, on_a, b);
    ym_defer_init(&b->b, on_b, b);
    ym_loop_undefer(b->loop, &b->a); /* legal when not queued */
    ym_loop_defer(b->loop, &b->b);
    ym_loop_defer(b->loop, &b->a);
    ym_loop_undefer(b->loop, &b->a);
    ym_loop_undefer(b->loop, &b->b);
    ym_loop_run(b->loop);
    assert_string_equal(b->trace, "");
    ym_loop_defer(b->loop, &b->a);
    ym_loop_run(b->loop);
    assert_string_equal(b->trace, "a");
}

static void on_third(void *arg)
{
    struct bed *b = arg;

    if (++b->calls == 3) {
        assert_true(ym_timer_is_started(b->timer));
        ym_timer_free(b->timer); /* legal inside its own callback */
        b->timer = NULL;
    }
}

static void test_timer(void **state)
{
    struct bed *b = *state;

    b->timer = ym_timer_new(b->loop, on_third, b);
    assert_false(ym_timer_is_started(b->timer));
    ym_timer_start(b->timer, 1, 1);
    ym_loop_run(b->loop);
    assert_int_equal(b->calls, 3);
}

static void on_work(void *arg)
{
    *(int *)arg += 1;
}

static void on_worked(void *arg)
{
    *(int *)arg += 10;
}

/* As many jobs as fit, and one past it. */
static void test_work(void **state)
{
    struct bed *b = *state;
    int job[JOBS] = { 0 };
    struct ym_error e;

    for (int i = 0; i < YM_WORK_MAX; i++)
        assert_int_equal(ym_work_submit(b->loop, on_work, on_worked, &job[i], &e), YM_E_OK);
    assert_int_equal(ym_work_waiting(b->loop), YM_WORK_MAX);
    assert_int_equal(ym_work_submit(b->loop, on_work, on_worked, &job[YM_WORK_MAX], &e), YM_E_BUSY);
    ym_loop_run(b->loop);
    for (int i = 0; i < YM_WORK_MAX; i++)
        assert_int_equal(job[i], 11);
    assert_int_equal(job[YM_WORK_MAX], 0);
    assert_int_equal(ym_work_waiting(b->loop), 0);
}

static void on_shutdown(void *arg, bool at_once)
{
    struct bed *b = arg;

    b->calls++;
    b->last_at_once = at_once;
    ym_loop_stop(b->loop);
}

static void on_raise(void *arg)
{
    (void)arg;
    raise(SIGTERM);
}

static void test_shutdown(void **state)
{
    struct bed *b = *state;
    struct ym_shutdown *s = ym_shutdown_new(b->loop, on_shutdown, b, NULL);

    assert_non_null(s);
    ym_loop_run(b->loop); /* it does not keep the loop running */
    raise(SIGPIPE);       /* ignored */
    b->timer = ym_timer_new(b->loop, on_raise, b);
    ym_timer_start(b->timer, 1, 5);
    ym_loop_run(b->loop);
    assert_int_equal(b->calls, 1);
    assert_false(b->last_at_once);
    ym_loop_run(b->loop);
    assert_int_equal(b->calls, 2);
    assert_true(b->last_at_once);
    ym_timer_stop(b->timer);
    raise(SIGINT);
    ym_timer_free(b->timer);
    b->timer = NULL;
    ym_loop_run(b->loop);
    assert_int_equal(b->calls, 2);
    ym_shutdown_free(s);
    raise(SIGPIPE); /* still ignored */
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(test_clock), T(test_defer),    T(test_undefer), T(test_timer),
        T(test_work),  T(test_shutdown), T(test_turns),   T(test_background),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
