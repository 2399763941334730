/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that tell each other: who hears what, how seldom it is said, and what happens when
 * nothing can be heard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pg/notice.h"
#include "world.h"

#define PROGRAMS  3
#define TELLS     1000
#define NEVER_MS  3600000 /* a poll that no test lives to see */
#define SOON_USEC ((ym_usec)500000)
#define FIRST_DUE INT64_C(1795000000000000)

struct program {
    struct pg_notice *notice;
    unsigned heard[256]; /* by what it was */
    ym_usec due;         /* the earliest that was heard */
    bool is_closed;
};

static struct world world;
static struct program programs[PROGRAMS];

static void on_heard(void *arg, enum pg_notice_what what, ym_usec due)
{
    struct program *p = arg;

    p->heard[(unsigned char)what]++;
    if (due != YM_USEC_NONE && (p->due == YM_USEC_NONE || due < p->due))
        p->due = due;
}

static struct pg_notice_gauges gauges(const struct program *p)
{
    struct pg_notice_gauges g;

    pg_notice_gauges_get(p->notice, &g);
    return g;
}

static void open_program(struct program *p, bool is_unprepared)
{
    unsigned char instance[16];
    struct ym_error why = { .text = "" };

    memset(p, 0, sizeof(*p));
    p->due = YM_USEC_NONE;
    memset(instance, (int)(p - programs) + 1, sizeof(instance));
    p->notice = pg_notice_open(world.loop,
                               &(struct pg_notice_config){ .conninfo = world.conninfo,
                                                           .is_unprepared = is_unprepared,
                                                           .instance = instance,
                                                           .on_heard = on_heard,
                                                           .arg = p },
                               &why);
    if (p->notice == NULL)
        fail_msg("%s", why.text);
}

static void on_closed(void *arg)
{
    ((struct program *)arg)->is_closed = true;
}

static bool is_closed(void *arg)
{
    return ((struct program *)arg)->is_closed;
}

static bool hears(void *arg)
{
    const struct program *p = arg;

    return gauges(p).is_hearing;
}

static bool hears_one(void *arg)
{
    const struct program *p = arg;

    return gauges(p).is_hearing && gauges(p).peers == 1;
}

static int set_up(void **state)
{
    (void)state;
    world_open(&world, "t_notice");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROGRAMS; i++) {
        if (programs[i].notice == NULL)
            continue;
        pg_notice_close(programs[i].notice, on_closed, &programs[i]);
        world_run(&world, is_closed, &programs[i]);
        programs[i].notice = NULL;
    }
    world_close(&world);
    return 0;
}

/* Two that know of each other. */
static void open_two(void)
{
    open_program(&programs[0], false);
    open_program(&programs[1], false);
    world_run(&world, hears_one, &programs[0]);
    world_run(&world, hears_one, &programs[1]);
}

static bool is_told(void *arg)
{
    return ((const struct program *)arg)->heard[PG_NOTICE_CHANGES] > 0;
}

/* ---- Words ---- */

static void a_notice_is_read_as_it_was_written(void **state)
{
    static const struct pg_notice_text all[] = {
        { .from = 1, .what = PG_NOTICE_BEAT, .due = YM_USEC_NONE },
        { .from = UINT64_MAX, .what = PG_NOTICE_CHANGES, .due = FIRST_DUE },
        { .from = 0, .what = PG_NOTICE_RULES, .due = YM_USEC_NONE },
        { .from = 77, .what = PG_NOTICE_CHANGES, .due = 0 },
        { .from = 77, .what = PG_NOTICE_CHANGES, .due = INT64_C(999999999999999999) },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        char text[PG_NOTICE_TEXT_MAX];
        struct pg_notice_text got;

        pg_notice_write(&all[i], text);
        assert_true(pg_notice_read(ym_span_of(text), &got));
        assert_int_equal(got.from, all[i].from);
        assert_int_equal(got.what, all[i].what);
        assert_int_equal(got.due, all[i].due);
    }
}

static void what_is_none_of_ours_is_not_read(void **state)
{
    static const char *const all[] = {
        "",
        "c",
        "0123456789abcdef",
        "0123456789abcdef c",
        "0123456789abcdef c ",
        "0123456789abcdef x -",
        "0123456789ABCDEF c -",
        "0123456789abcdef  c -",
        "0123456789abcde c -",
        "0123456789abcdef c --",
        "0123456789abcdef c 1x",
        "0123456789abcdef c 1000000000000000000", /* 19 digits: one past the limit */
        "0123456789abcdef c -1",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        struct pg_notice_text got;

        if (pg_notice_read(ym_span_of(all[i]), &got))
            fail_msg("read: %s", all[i]);
    }
}

/* ---- Telling ---- */

static void one_that_is_alone_says_nothing(void **state)
{
    struct pg_notice_gauges before;

    (void)state;
    open_program(&programs[0], false);
    world_run(&world, hears, &programs[0]);
    before = gauges(&programs[0]);
    for (unsigned i = 0; i < TELLS; i++)
        pg_notice_tell(programs[0].notice, YM_USEC_NONE);
    world_wait(&world, 5 * PG_NOTICE_GAP_MS);
    assert_int_equal(gauges(&programs[0]).spared - before.spared, TELLS);
    assert_int_equal(gauges(&programs[0]).peers, 0);
}

struct burst {
    unsigned told;
};

/* Some commands a turn, as many as it takes. */
static bool has_told_all(void *arg)
{
    struct burst *b = arg;

    for (unsigned i = 0; i < 7 && b->told < TELLS; i++, b->told++)
        pg_notice_tell(programs[0].notice, FIRST_DUE + TELLS - b->told);
    return b->told == TELLS;
}

static bool knows_the_last(void *arg)
{
    return ((const struct program *)arg)->due == FIRST_DUE + 1;
}

/* The bound holds on any machine: it is in the time that really passed. */
static void many_changes_are_few_notices(void **state)
{
    struct burst burst = { .told = 0 };
    struct pg_notice_gauges before, after;
    uint64_t began_us, most;
    unsigned heard;

    (void)state;
    open_two();
    before = gauges(&programs[0]);
    heard = programs[1].heard[PG_NOTICE_CHANGES];
    began_us = ym_loop_precise_us();
    world_run(&world, has_told_all, &burst);
    world_run(&world, knows_the_last, &programs[1]);
    after = gauges(&programs[0]);
    most = (ym_loop_precise_us() - began_us) / (PG_NOTICE_GAP_MS * 1000) + 1;
    assert_true(after.sent > before.sent);
    assert_true(after.sent - before.sent <= most);
    assert_int_equal(after.failed, before.failed);
    assert_true(programs[1].heard[PG_NOTICE_CHANGES] - heard <= after.sent - before.sent);
    assert_true(after.spared - before.spared >= TELLS - (after.sent - before.sent));
    /* Nobody is told of what it did itself. */
    assert_int_equal(gauges(&programs[0]).heard, 0);
}

static void rules_are_told_by_whoever_changes_them(void **state)
{
    unsigned before;

    (void)state;
    open_two();
    before = programs[0].heard[PG_NOTICE_RULES];
    pg_notice_rules(world.conn);
    while (programs[0].heard[PG_NOTICE_RULES] == before)
        world_wait(&world, 10);
    assert_int_equal(gauges(&programs[0]).peers, 1); /* the tool is none */
}

/* ---- Hearing nothing ---- */

static bool is_up_again(void *arg)
{
    const unsigned *before = arg;

    return programs[1].heard[PG_NOTICE_CHANGES] > before[0] &&
           programs[1].heard[PG_NOTICE_RULES] > before[1] && hears_one(&programs[1]);
}

/* What was said meanwhile nobody knows: it looks at everything. */
static void a_link_that_was_cut_is_made_up_for(void **state)
{
    unsigned before[2];

    (void)state;
    open_two();
    before[0] = programs[1].heard[PG_NOTICE_CHANGES];
    before[1] = programs[1].heard[PG_NOTICE_RULES];
    test_db_run(world.conn, "select pg_terminate_backend(pid) from pg_stat_activity"
                            " where datname = current_database() and pid <> pg_backend_pid()"
                            " and backend_type = 'client backend'");
    world_run(&world, is_up_again, before);
    programs[1].heard[PG_NOTICE_CHANGES] = 0;
    pg_notice_tell(programs[0].notice, YM_USEC_NONE);
    world_run(&world, is_told, &programs[1]);
}

static void one_that_cannot_hear_tells_all_the_same(void **state)
{
    (void)state;
    open_program(&programs[0], true);
    open_program(&programs[1], false);
    world_run(&world, hears_one, &programs[1]); /* by its beats */
    programs[1].heard[PG_NOTICE_CHANGES] = 0;
    pg_notice_tell(programs[0].notice, YM_USEC_NONE);
    world_run(&world, is_told, &programs[1]);
    assert_false(gauges(&programs[0]).is_hearing);
    assert_int_equal(gauges(&programs[0]).heard, 0);
}

static bool has_foreign(void *arg)
{
    return gauges(arg).foreign == 2;
}

static void strangers_are_not_heard(void **state)
{
    struct pg_notice_gauges g;

    (void)state;
    open_program(&programs[0], false);
    world_run(&world, hears, &programs[0]);
    test_db_run(world.conn, "notify yima, 'hello'");
    test_db_run(world.conn, "notify yima");
    world_run(&world, has_foreign, &programs[0]);
    g = gauges(&programs[0]);
    assert_int_equal(g.heard, 0);
    assert_int_equal(g.peers, 0);
}

static bool has_heard_all(void *arg)
{
    return gauges(arg).heard == 2 * PG_NOTICE_PEERS_MAX + 1;
}

static bool knows_as_many_as_fit(void *arg)
{
    return gauges(arg).peers == PG_NOTICE_PEERS_MAX;
}

/* As many programs as are told apart, and one more, which takes the place of another. */
static void more_programs_than_fit_count_as_one(void **state)
{
    char sql[256];

    (void)state;
    open_program(&programs[0], false);
    world_run(&world, hears, &programs[0]);
    for (int more = 0; more < 2; more++) {
        (void)snprintf(sql, sizeof(sql),
                       "select pg_notify('yima', lpad(to_hex(n), 16, '0') || ' c -')"
                       " from generate_series(1001, %d) n",
                       1000 + PG_NOTICE_PEERS_MAX + more);
        test_db_run(world.conn, sql);
        world_run(&world, knows_as_many_as_fit, &programs[0]);
    }
    world_run(&world, has_heard_all, &programs[0]);
    assert_int_equal(gauges(&programs[0]).peers, PG_NOTICE_PEERS_MAX);
}

/* ---- Deadlines ---- */

struct fired {
    unsigned n;
};

static void on_due(void *arg, unsigned link, const struct pg_due_row *rows, size_t n)
{
    struct fired *fired = arg;

    (void)rows;
    fired->n += (unsigned)n;
    pg_due_resume(world.stores[1], link, 0);
}

static bool has_fired(void *arg)
{
    return ((const struct fired *)arg)->n > 0;
}

/* The other store would ask in an hour. */
static void a_deadline_that_another_set_is_looked_for(void **state)
{
    struct made made;
    struct fired fired = { .n = 0 };
    struct ym_store *first = world_store(&world, 0, (struct pg_store_config){ .links = 1 });
    const ym_usec due = ym_clock_now(ym_loop_clock(world.loop)) + SOON_USEC;

    (void)state;
    (void)world_store(&world, 1, (struct pg_store_config){ .links = 2, .due_poll_ms = NEVER_MS });
    pg_due_start(world.stores[1], on_due, &fired);
    world_wait(&world, 300); /* the first look finds nothing */
    assert_int_equal(pg_due_news(world.stores[0]), YM_USEC_NONE);
    made_register(&made, made_id(600, 1));
    made.after.clocks[0].due = due;
    made_seal(&made);
    assert_int_equal(world_append(&world, first, &made.change), YM_STORED_OK);
    assert_int_equal(pg_due_news(world.stores[0]), due);
    assert_int_equal(pg_due_news(world.stores[0]), YM_USEC_NONE); /* told once */
    pg_due_hear(world.stores[1], due);
    world_run(&world, has_fired, &fired);
    assert_int_equal(fired.n, 1);
    pg_due_stop(world.stores[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_is_read_as_it_was_written),
        cmocka_unit_test(what_is_none_of_ours_is_not_read),
        cmocka_unit_test_setup_teardown(one_that_is_alone_says_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_changes_are_few_notices, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rules_are_told_by_whoever_changes_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_that_was_cut_is_made_up_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_cannot_hear_tells_all_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(strangers_are_not_heard, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_programs_than_fit_count_as_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deadline_that_another_set_is_looked_for, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
