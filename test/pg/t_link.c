/* SPDX-License-Identifier: Apache-2.0 */
/* The pipelined link on a healthy server: units, their verdicts and their neighbours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "link_bed.h"

static int set_up(void **state)
{
    return bed_set_up(state, "t_link");
}

/* Submitted before the link is up; a single statement, a read, a transaction. */
static void test_kinds(void **state)
{
    struct bed *b = *state;
    struct job j[3];
    struct ym_link_gauges g;

    bed_open_link(b, (struct ym_link_options){ 0 });
    job_init(&j[0], b, YM_UNIT_SINGLE);
    job_insert(&j[0], 1);
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 2);
    job_insert(&j[1], 3);
    job_init(&j[2], b, YM_UNIT_READ);
    job_sql(&j[2], "count_t", "select count(*) from t");
    for (size_t i = 0; i < 3; i++)
        job_submit(&j[i]);
    bed_run_until(b, 3);
    for (size_t i = 0; i < 3; i++) {
        job_expect(&j[i], YM_VERDICT_COMMITTED, "");
        assert_int_equal(j[i].order, i + 1);
        assert_int_equal(j[i].rows, j[i].unit.n);
    }
    assert_int_equal(j[0].number, 1);
    assert_int_equal(j[1].number, 3);
    assert_int_equal(j[2].number, 3);
    ym_link_gauges_get(b->link, &g);
    assert_int_equal(g.committed, 3);
    assert_int_equal(g.connects, 1);
    assert_int_equal(g.in_flight, 0);
    assert_int_equal(b->states, 1);
    assert_int_equal(ym_link_state_of(b->link), YM_LINK_UP);
}

/* The middle one of three fails in its middle; it leaves nothing, its neighbours stay. */
static void failing_middle(struct bed *b)
{
    struct job j[3];

    for (size_t i = 0; i < 3; i++) {
        job_init(&j[i], b, YM_UNIT_TRANSACTION);
        job_insert(&j[i], 10 + (int64_t)i);
        if (i == 1)
            job_insert(&j[i], 10); /* taken by the first */
        job_insert(&j[i], 20 + (int64_t)i);
        job_submit(&j[i]);
    }
    bed_run_until(b, 3);
    job_expect(&j[0], YM_VERDICT_COMMITTED, "");
    job_expect(&j[1], YM_VERDICT_FAILED, "23505");
    job_expect(&j[2], YM_VERDICT_COMMITTED, "");
    assert_int_equal(j[1].outcome.class, YM_SQL_POISON);
    assert_int_equal(j[1].outcome.statement, 1);
    assert_string_equal(j[1].outcome.constraint, "t_pkey");
    assert_int_equal(j[1].rows, 1);
    assert_int_equal(test_db_number(b->conn, "select sum(id)::bigint from t"), 10 + 20 + 12 + 22);
}

static void test_failing_middle(void **state)
{
    struct bed *b = *state;

    bed_open_link(b, (struct ym_link_options){ 0 });
    failing_middle(b);
}

static void test_unprepared(void **state)
{
    struct bed *b = *state;

    bed_open_link(b, (struct ym_link_options){ .is_unprepared = true });
    failing_middle(b);
}

/* A statement that does not parse fails ahead of BEGIN, where COMMIT answers COMMIT all the same.
 */
static void test_failing_prepare(void **state)
{
    struct bed *b = *state;
    struct job j[3];

    bed_open_link(b, (struct ym_link_options){ 0 });
    for (size_t i = 0; i < 3; i++) {
        job_init(&j[i], b, YM_UNIT_TRANSACTION);
        job_insert(&j[i], (int64_t)i + 1);
        if (i == 1)
            job_sql(&j[i], "broken", "select nothing from nowhere");
        job_submit(&j[i]);
    }
    bed_run_until(b, 3);
    job_expect(&j[0], YM_VERDICT_COMMITTED, "");
    job_expect(&j[1], YM_VERDICT_FAILED, "42P01");
    job_expect(&j[2], YM_VERDICT_COMMITTED, "");
    assert_int_equal(test_db_number(b->conn, "select count(*) from t"), 2);

    /* The same name works as soon as the statement does. */
    test_db_run(b->conn, "create table nowhere as select 1 as nothing");
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_sql(&j[1], "broken", "select nothing from nowhere");
    job_submit(&j[1]);
    bed_run_until(b, 1);
    job_expect(&j[1], YM_VERDICT_COMMITTED, "");
}

/* The error comes only with the COMMIT. */
static void test_failing_commit(void **state)
{
    struct bed *b = *state;
    struct job j[2];

    bed_open_link(b, (struct ym_link_options){ 0 });
    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_sql(&j[0], NULL, "insert into deferred values (1, 999)");
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 1);
    job_submit(&j[0]);
    job_submit(&j[1]);
    bed_run_until(b, 2);
    job_expect(&j[0], YM_VERDICT_FAILED, "23503");
    assert_int_equal(j[0].outcome.statement, 1); /* n: the COMMIT */
    job_expect(&j[1], YM_VERDICT_COMMITTED, "");
}

/* How many of the settings that plan a statement once a session was told. */
static int64_t told(struct bed *b, struct ym_link_options options)
{
    struct job j;

    bed_open_link(b, options);
    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, NULL,
            "select count(*) from pg_settings where (name, setting) in"
            " (('plan_cache_mode', 'force_generic_plan'), ('enable_seqscan', 'off'),"
            " ('jit', 'off'))");
    job_submit(&j);
    bed_run_until(b, 1);
    job_expect(&j, YM_VERDICT_COMMITTED, "");
    return j.number;
}

static void test_planned_anew(void **state)
{
    assert_int_equal(told(*state, (struct ym_link_options){ 0 }), 0);
}

static void test_planned_once(void **state)
{
    assert_int_equal(told(*state, (struct ym_link_options){ .is_planned_once = true }), 3);
}

/* A pooler would hand the session on to strangers. */
static void test_planned_by_a_pooler(void **state)
{
    const struct ym_link_options options = { .is_planned_once = true, .is_unprepared = true };

    assert_int_equal(told(*state, options), 0);
}

/* A migration by somebody else changes what a prepared statement returns. */
static void test_stale_plan(void **state)
{
    struct bed *b = *state;
    struct job j;
    struct ym_link_gauges g;

    bed_open_link(b, (struct ym_link_options){ 0 });
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            test_db_run(b->conn, "alter table t alter id type int, alter v type varchar(9)");
        job_init(&j, b, YM_UNIT_READ);
        job_sql(&j, "all_t", "select id, v from t");
        job_submit(&j);
        bed_run_until(b, 1);
        if (i == 1) {
            job_expect(&j, YM_VERDICT_FAILED, "0A000");
            assert_int_equal(j.outcome.class, YM_SQL_RETRY);
        } else {
            job_expect(&j, YM_VERDICT_COMMITTED, "");
        }
    }
    ym_link_gauges_get(b->link, &g);
    assert_int_equal(g.connects, 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, bed_tear_down)
    const struct CMUnitTest tests[] = {
        T(test_kinds),           T(test_failing_middle),      T(test_unprepared),
        T(test_failing_prepare), T(test_failing_commit),      T(test_planned_anew),
        T(test_planned_once),    T(test_planned_by_a_pooler), T(test_stale_plan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
