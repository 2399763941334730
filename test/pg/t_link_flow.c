/* SPDX-License-Identifier: Apache-2.0 */
/* The pipelined link on a healthy server: its limits, its life and what it may be opened with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "link_bed.h"

#define UNITS_MAX 2048

static int set_up(void **state)
{
    return bed_set_up(state, "t_link_flow");
}

/* 200 units of 64 KiB, far more than the socket's buffers and the bound on units in flight. */
static void test_back_pressure(void **state)
{
    enum { UNITS = 200, BYTES = 65536 };
    struct bed *b = *state;
    struct job *j = calloc(UNITS, sizeof(*j));
    char *big = malloc(BYTES);

    memset(big, 'x', BYTES);
    bed_open_link(b, (struct ym_link_options){ 0 });
    for (size_t i = 0; i < UNITS; i++) {
        job_init(&j[i], b, YM_UNIT_TRANSACTION);
        job_insert(&j[i], (int64_t)i);
        j[i].p[0][1] = ym_param_text((struct ym_span){ big, BYTES });
        job_sql(&j[i], NULL, "select count(*) from t");
        job_submit(&j[i]);
    }
    bed_run_until(b, UNITS);
    for (size_t i = 0; i < UNITS; i++) {
        job_expect(&j[i], YM_VERDICT_COMMITTED, "");
        assert_int_equal(j[i].order, i + 1);
        assert_int_equal(j[i].number, i + 1);
    }
    assert_int_equal(test_db_number(b->conn, "select count(*) from t"), UNITS);
    free(big);
    free(j);
}

/* The bound on waiting units: reached, one past, and the call when there is room again. */
static void test_waiting_limit(void **state)
{
    struct bed *b = *state;
    struct job *j = calloc(UNITS_MAX, sizeof(*j));
    struct ym_link_gauges g;

    bed_open_link(b, (struct ym_link_options){ 0 });
    for (size_t i = 0; i < YM_LINK_WAITING_MAX; i++) {
        job_init(&j[i], b, YM_UNIT_SINGLE);
        job_insert(&j[i], (int64_t)i);
        job_submit(&j[i]);
    }
    job_init(&j[UNITS_MAX - 1], b, YM_UNIT_SINGLE);
    job_insert(&j[UNITS_MAX - 1], -1);
    assert_int_equal(ym_link_submit(b->link, &j[UNITS_MAX - 1].unit), YM_E_BUSY);
    ym_link_gauges_get(b->link, &g);
    assert_int_equal(g.waiting, YM_LINK_WAITING_MAX);
    bed_run_until(b, YM_LINK_WAITING_MAX);
    assert_int_equal(b->rooms, 1);
    assert_int_equal(j[UNITS_MAX - 1].order, 0);
    job_submit(&j[UNITS_MAX - 1]);
    bed_run_until(b, 1);
    job_expect(&j[UNITS_MAX - 1], YM_VERDICT_COMMITTED, "");
    free(j);
}

/* Closing lets what was sent finish and says NOT_SENT to what was not. */
static void test_close(void **state)
{
    struct bed *b = *state;
    struct job j[4];

    bed_open_link(b, (struct ym_link_options){ .in_flight_max = 1 });
    job_init(&j[0], b, YM_UNIT_READ);
    job_sql(&j[0], NULL, "select 1");
    job_submit(&j[0]);
    bed_run_until(b, 1);

    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 1);
    job_init(&j[2], b, YM_UNIT_TRANSACTION);
    job_insert(&j[2], 2);
    job_init(&j[3], b, YM_UNIT_READ);
    job_sql(&j[3], NULL, "select 1");
    b->done = 0;
    b->expected = 2;
    job_submit(&j[1]);
    job_submit(&j[2]);
    ym_link_close(b->link, bed_on_closed, b);
    assert_int_equal(ym_link_submit(b->link, &j[3].unit), YM_E_UNAVAILABLE);
    assert_int_equal(ym_link_state_of(b->link), YM_LINK_CLOSING);
    b->link = NULL;
    ym_loop_run(b->loop);
    job_expect(&j[1], YM_VERDICT_NOT_SENT, ""); /* closed before the end of the turn wrote it */
    job_expect(&j[2], YM_VERDICT_NOT_SENT, "");
    while (!b->is_closed)
        ym_loop_run(b->loop);
}

static void resubmit(void *arg, const struct ym_outcome *o)
{
    struct job *j = arg;

    assert_int_equal(o->verdict, YM_VERDICT_COMMITTED);
    if (++j->bed->done == j->bed->expected)
        ym_loop_stop(j->bed->loop);
    else
        assert_int_equal(ym_link_submit(j->bed->link, &j->unit), YM_E_OK);
}

/* The unit is its owner's again inside on_done. */
static void test_resubmit_in_done(void **state)
{
    struct bed *b = *state;
    struct job j;

    bed_open_link(b, (struct ym_link_options){ 0 });
    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, "one", "select 1");
    j.unit.on_rows = NULL;
    j.unit.on_done = resubmit;
    job_submit(&j);
    bed_run_until(b, 1000);
}

static void closing_done(void *arg, const struct ym_outcome *o)
{
    struct job *j = arg;

    if (o->verdict == YM_VERDICT_COMMITTED && j->bed->link != NULL) {
        ym_link_close(j->bed->link, bed_on_closed, j->bed);
        j->bed->link = NULL;
    }
    j->bed->done++;
}

static void test_close_in_done(void **state)
{
    struct bed *b = *state;
    struct job j[3];

    bed_open_link(b, (struct ym_link_options){ .in_flight_max = 2 });
    for (size_t i = 0; i < 3; i++) {
        job_init(&j[i], b, YM_UNIT_READ);
        job_sql(&j[i], "one", "select 1");
        j[i].unit.on_done = closing_done;
        job_submit(&j[i]);
    }
    ym_timer_stop(b->guard);
    ym_loop_run(b->loop);
    assert_true(b->is_closed);
    assert_int_equal(b->done, 3);
}

static void test_bad_conninfo(void **state)
{
    static const struct {
        const char *conninfo;
        bool is_good;
    } rows[] = {
        { "host=/tmp dbname=x secret", false }, { "nonsense=1", false },
        { "postgresql://u@h1:1,h2:2/x", true }, { "host=a,b,c port=1,2", false },
        { "host=a,b,c port=1,2,3", true },      { "host=a,b hostaddr=127.0.0.1", false },
        { "host=1,2,3,4,5,6,7,8", true },       { "host=1,2,3,4,5,6,7,8,9", false },
    };
    struct bed *b = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct ym_link_options o = { .conninfo = rows[i].conninfo };
        struct ym_error e = { .text = "" };
        struct ym_link *l = ym_link_open(b->loop, &o, &e);

        if ((l != NULL) != rows[i].is_good)
            fail_msg("%s: %s", rows[i].conninfo, e.text);
        assert_null(strstr(e.text, "secret"));
        if (l != NULL)
            ym_link_close(l, NULL, NULL);
        else
            assert_int_equal(e.code, YM_E_INVALID);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, bed_tear_down)
    const struct CMUnitTest tests[] = {
        T(test_back_pressure),    T(test_waiting_limit), T(test_close),
        T(test_resubmit_in_done), T(test_close_in_done), T(test_bad_conninfo),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
