/* SPDX-License-Identifier: Apache-2.0 */
/* The board's figures and the radar's candidates on PostgreSQL, against a count of one's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/radar.h"
#include "crowd.h"
#include "pg/reader.h"
#include "pg/tally.h"
#include "world.h"
#include "yima/region.h"

/* At risk within three working days. */
static const struct ym_office_row rules[] = { { YM_OFFICE_AT_RISK, 0, 3, { "s", 1 } } };
static const struct ym_office office = { rules, 1 };

static struct world world;
static struct pg_reader *reader;
static struct app_reader *port;
static struct crowd *crowd;
static struct app_board board;
static struct app_radar *radar;
static unsigned answers;
static unsigned wanted;
static enum ym_err result;

static bool have_answers(void *arg)
{
    (void)arg;
    return answers == wanted;
}

static void await(unsigned n)
{
    wanted = n;
    world_run(&world, have_answers, NULL);
    answers = 0;
}

static void on_board(void *arg, enum ym_err err, const struct app_board *b)
{
    (void)arg;
    answers++;
    result = err;
    if (b != NULL)
        board = *b;
}

static struct app_board_question question(struct app_cut cut)
{
    return (struct app_board_question){ .cut = cut,
                                        .now = crowd->now,
                                        .risk = app_board_risk(NULL, &office, crowd->now),
                                        .procedures = &crowd->procedures };
}

/* What blocked the thread before must not count as time that the answer took. */
static void ask(const struct app_board_question *q)
{
    world_wait(&world, 1);
    port->ops->board(port, q, on_board, NULL);
    await(1);
    assert_int_equal(result, YM_E_OK);
}

static struct app_cut everything(void)
{
    const struct app_scope all = { .kind = APP_SCOPE_ALL };
    struct app_cut cut;

    app_cut_make(&all, 0, 0, &cut);
    return cut;
}

/* ---- Open disputes ---- */

static void same(const struct app_figure *a, const struct app_figure *b)
{
    assert_memory_equal(a, b, sizeof(*a));
}

static void add(struct app_figure *sum, const struct app_figure *t)
{
    for (int c = 0; c < YM_COLOUR_COUNT; c++)
        sum->open[c] += t->open[c];
    sum->overdue += t->overdue;
    sum->at_risk += t->at_risk;
}

/* How a list of slices must look: of nexact figures the largest shown_max, by ascending key. */
struct order {
    const struct app_figure *exact;
    size_t nexact, shown_max;
    int64_t first, unit; /* key of the first, and from one to the next */
};

/* The slices that are shown are exact, the others are all in the one under 0, and none is shown
 * that is smaller than one that is not. */
static void same_slices(const struct app_slice *slices, size_t n, const struct order *o)
{
    struct app_figure rest = { .overdue = 0 }, none = { .overdue = 0 };
    bool is_shown[CROWD_STREETS] = { false };
    int64_t least = INT64_MAX;
    size_t nslices = 0;

    for (size_t i = 0; i < n; i++) {
        const size_t at = slices[i].key != 0 ? (size_t)((slices[i].key - o->first) / o->unit) : 0;

        if (slices[i].key == 0)
            continue;
        assert_in_range(at, 0, o->nexact - 1);
        same(&slices[i].tally, &o->exact[at]);
        is_shown[at] = true;
        nslices++;
        if (app_figure_open(&o->exact[at]) < least)
            least = app_figure_open(&o->exact[at]);
    }
    assert_in_range(nslices, 0, o->shown_max);
    for (size_t i = 0; i < o->nexact; i++) {
        if (is_shown[i])
            continue;
        assert_true(app_figure_open(&o->exact[i]) <= least);
        assert_true(app_figure_open(&o->exact[i]) == 0 || nslices == o->shown_max);
        add(&rest, &o->exact[i]);
    }
    same(n > 0 && slices[0].key == 0 ? &slices[0].tally : &none, &rest);
}

/* Every dimension is a partition of the same total. */
static void adds_up(const struct app_figure *total)
{
    struct app_figure sums[5] = { { .overdue = 0 } };

    for (int i = 0; i < APP_AGE_COUNT; i++)
        add(&sums[0], &board.ages[i]);
    for (int i = 0; i < YM_TYPE_COUNT; i++)
        add(&sums[1], &board.types[i]);
    for (int i = 0; i < APP_DUE_COUNT; i++)
        add(&sums[2], &board.dues[i]);
    for (size_t i = 0; i < board.nregions; i++)
        add(&sums[3], &board.regions[i].tally);
    for (size_t i = 0; i < board.nbodies; i++)
        add(&sums[4], &board.bodies[i].tally);
    for (int i = 0; i < 5; i++)
        same(&sums[i], total);
    assert_int_equal(app_figure_open(&board.dues[APP_DUE_OVERDUE]), total->overdue);
    assert_int_equal(app_figure_open(&board.dues[APP_DUE_AT_RISK]), total->at_risk);
}

static void check(struct app_cut cut)
{
    const struct app_board_question q = question(cut);
    struct crowd_count exact;
    const struct order by_body = { exact.bodies, CROWD_BODIES, APP_BOARD_BODIES, 1, 1 };
    const struct order by_street = { exact.streets, CROWD_STREETS, APP_BOARD_REGIONS,
                                     CROWD_DISTRICT + 1000, 1000 };
    const bool is_street = cut.region_hi - cut.region_lo == 999;

    ask(&q);
    crowd_count(crowd, &q, &exact);
    adds_up(&exact.all);
    assert_memory_equal(board.ages, exact.ages, sizeof(exact.ages));
    assert_memory_equal(board.types, exact.types, sizeof(exact.types));
    assert_memory_equal(board.dues, exact.dues, sizeof(exact.dues));
    same_slices(board.bodies, board.nbodies, &by_body);
    if (!is_street && app_figure_open(&exact.all) > 100)
        same_slices(board.regions, board.nregions, &by_street);
}

static void checks_of_scope(const struct app_scope *scope)
{
    struct app_cut cut;

    app_cut_make(scope, 0, 0, &cut);
    check(cut);
    app_cut_make(scope, CROWD_DISTRICT, 0, &cut);
    check(cut);
    app_cut_make(scope, CROWD_DISTRICT + 7000, 0, &cut);
    check(cut);
    app_cut_make(scope, 0, 5, &cut);
    check(cut);
    app_cut_make(scope, CROWD_DISTRICT + 7000, 5, &cut);
    check(cut);
}

static void figures_are_exact_for_every_scope(void **state)
{
    struct app_scope district = { .kind = APP_SCOPE_REGION };
    struct app_scope street = { .kind = APP_SCOPE_REGION };
    const struct app_scope scopes[] = {
        { .kind = APP_SCOPE_ALL },
        { .kind = APP_SCOPE_BODY, .lo = 5 },
        { .kind = APP_SCOPE_MEDIATOR, .lo = 3 },
        { .kind = APP_SCOPE_COURT, .lo = 2 },
        { .kind = APP_SCOPE_NOTHING },
        { .kind = APP_SCOPE_DISPUTE, .lo = crowd->at[0].id.v },
        { .kind = APP_SCOPE_BODY, .lo = 0 },
    };

    (void)state;
    ym_region_range(CROWD_DISTRICT, &district.lo, &district.hi);
    ym_region_range(CROWD_DISTRICT + 9000, &street.lo, &street.hi);
    checks_of_scope(&district);
    checks_of_scope(&street);
    for (size_t i = 0; i < sizeof(scopes) / sizeof(scopes[0]); i++)
        checks_of_scope(&scopes[i]);
}

static void who_sees_nothing_gets_nothing(void **state)
{
    const struct app_scope party = { .kind = APP_SCOPE_DISPUTE, .lo = crowd->at[0].id.v };
    const struct app_scope body = { .kind = APP_SCOPE_BODY, .lo = 5 };
    struct app_board_question q = question(everything());

    (void)state;
    app_cut_make(&party, 0, 0, &q.cut);
    ask(&q);
    assert_int_equal(board.nregions + board.nbodies, 0);
    app_cut_make(&body, 0, 6, &q.cut); /* another one's */
    ask(&q);
    assert_int_equal(app_figure_open(&board.dues[APP_DUE_LATER]), 0);
    assert_int_equal(board.trend[APP_BOARD_DAYS - 1][0], 0);
}

static void names_come_along(void **state)
{
    const struct app_board_question q = question(everything());
    unsigned named = 0, unnamed = 0;

    (void)state;
    ask(&q);
    for (size_t i = 0; i < board.nregions; i++) {
        named += strncmp(board.regions[i].name, "街道", strlen("街道")) == 0;
        unnamed += board.regions[i].key != 0 && board.regions[i].name[0] == '\0';
    }
    assert_int_equal(named + unnamed, APP_BOARD_REGIONS);
    assert_true(named > 0);
    assert_true(unnamed > 0);
}

/* ---- Days ---- */

static void same_trend(struct app_cut cut)
{
    struct app_board_question q = question(cut);
    struct crowd_count exact;

    q.tallied = board.tallied;
    ask(&q);
    crowd_count(crowd, &q, &exact);
    assert_true(board.is_trend_whole);
    for (int day = 0; day < APP_BOARD_DAYS; day++)
        for (int what = 0; what < APP_HAPPENED_COUNT; what++)
            if (board.trend[day][what] != exact.trend[day][what])
                fail_msg("day %d, what %d: %lld, not %lld", day, what,
                         (long long)board.trend[day][what], (long long)exact.trend[day][what]);
}

/* Two programs add up in turns; one of them stops between moving the mark and adding the hour, so
 * that its transaction is undone. */
static void the_trend_is_exact_whoever_adds_it_up(void **state)
{
    struct pg_tally *tallies[2] = { pg_tally_new(&crowd->procedures),
                                    pg_tally_new(&crowd->procedures) };
    struct ym_conn *other = test_db_connect(world.conninfo);
    struct app_cut cut = everything();
    struct ym_error e = { .text = "" };
    bool is_more = true;
    unsigned slices = 0;

    (void)state;
    for (; is_more; slices++) {
        if (slices % 100 == 50) {
            test_db_run(world.conn, "begin; update tally_mark set upto = upto + interval '1 hour'");
            test_db_run(world.conn, "rollback");
        }
        if (pg_tally_slice(tallies[slices % 2], slices % 2 != 0 ? other : world.conn, crowd->now,
                           &is_more, &e) != YM_E_OK)
            fail_msg("%s", e.text);
    }
    assert_true(slices > 30 * 24);
    same_trend(cut);
    for (int body = 1; body <= 3; body++) {
        cut = everything();
        cut.body = body;
        same_trend(cut);
        cut = everything();
        cut.mediator = body;
        same_trend(cut);
        cut.body = body;
        same_trend(cut);
        cut = everything();
        cut.court = body;
        same_trend(cut);
        cut = everything();
        ym_region_range(CROWD_DISTRICT + 1000 * body, &cut.region_lo, &cut.region_hi);
        same_trend(cut);
    }
    pg_tally_free(tallies[0]);
    pg_tally_free(tallies[1]);
    ym_conn_close(other);
}

/* Nothing more to add up: nothing changes. */
static void a_day_is_added_up_once(void **state)
{
    struct pg_tally *tally = pg_tally_new(&crowd->procedures);
    const int64_t before = test_db_number(world.conn, "select sum(n)::bigint from day_tally");
    struct ym_error e;
    bool is_more = true;

    (void)state;
    assert_true(before > CROWD_N);
    assert_int_equal(pg_tally_slice(tally, world.conn, crowd->now, &is_more, &e), YM_E_OK);
    assert_false(is_more);
    assert_int_equal(test_db_number(world.conn, "select sum(n)::bigint from day_tally"), before);
    pg_tally_free(tally);
}

/* An hour that another program holds is left to it, and a later slice goes on. */
static void a_slice_that_fails_changes_nothing(void **state)
{
    struct pg_tally *tally = pg_tally_new(&crowd->procedures);
    struct ym_conn *other = test_db_connect(world.conninfo);
    const ym_usec later = crowd->now + 3 * 3600 * YM_USEC_PER_SECOND;
    const int64_t before = test_db_number(
        world.conn, "select (extract(epoch from upto) * 1000000)::bigint from tally_mark");
    struct ym_error e;
    bool is_more = true;

    (void)state;
    test_db_run(other, "begin; select from tally_mark for update");
    assert_int_not_equal(pg_tally_slice(tally, world.conn, later, &is_more, &e), YM_E_OK);
    assert_int_equal(
        test_db_number(world.conn,
                       "select (extract(epoch from upto) * 1000000)::bigint from tally_mark"),
        before);
    test_db_run(other, "rollback");
    while (is_more || test_db_number(world.conn, "select count(*) from tally_mark where "
                                                 "upto < date_trunc('hour', upto)") > 0)
        assert_int_equal(pg_tally_slice(tally, world.conn, later, &is_more, &e), YM_E_OK);
    same_trend(everything());
    pg_tally_free(tally);
    ym_conn_close(other);
}

static void what_is_not_added_up_is_said(void **state)
{
    const struct app_board_question q = question(everything());

    (void)state;
    test_db_run(world.conn, "begin; update tally_mark set upto = upto - interval '9 days'; commit");
    ask(&q);
    assert_false(board.is_trend_whole);
    test_db_run(world.conn, "begin; update tally_mark set upto = upto + interval '9 days'; commit");
    ask(&q);
    assert_true(board.is_trend_whole);
}

/* ---- At once ---- */

static void many_ask_at_once(void **state)
{
    const struct app_board_question q = question(everything());

    (void)state;
    for (unsigned i = 0; i < PG_READER_LISTS + 6; i++)
        port->ops->board(port, &q, on_board, NULL);
    assert_int_equal(answers, 0);
    await(PG_READER_LISTS + 6);
    check(everything());
}

/* ---- The radar ---- */

static void on_radar(void *arg, enum ym_err err, struct app_radar *r)
{
    (void)arg;
    answers++;
    result = err;
    if (r != NULL)
        *radar = *r;
}

static bool is_due(const struct crowd_one *o, const struct app_cut *cut, ym_usec horizon)
{
    return o->is_open && o->due != YM_USEC_NONE && o->due <= horizon &&
           o->region >= cut->region_lo && o->region <= cut->region_hi &&
           (cut->body == 0 || cut->body == o->body) &&
           (cut->mediator == 0 || cut->mediator == o->mediator) &&
           (cut->court == 0 || cut->court == o->court);
}

static void check_radar(struct app_cut cut)
{
    const struct app_radar_question q = { .cut = cut,
                                          .horizon = app_radar_horizon(NULL, crowd->now, 5) };
    size_t n = 0;

    port->ops->radar(port, &q, on_radar, NULL);
    await(1);
    assert_int_equal(result, YM_E_OK);
    for (int i = 0; i < CROWD_N; i++)
        n += is_due(&crowd->at[i], &cut, q.horizon);
    assert_int_equal(radar->is_cut, n > APP_RADAR_CANDIDATES);
    assert_int_equal(radar->n, n > APP_RADAR_CANDIDATES ? APP_RADAR_CANDIDATES : n);
    for (size_t i = 0; i < radar->n; i++) {
        const struct app_radar_row *row = &radar->at[i];

        assert_true(row->due_at <= q.horizon);
        assert_int_equal(row->body.id, row->dispute.body);
        assert_true(row->dispute.region >= cut.region_lo && row->dispute.region <= cut.region_hi);
        assert_true(i == 0 || row->due_at >= radar->at[i - 1].due_at);
    }
}

static void the_radar_sees_what_is_due(void **state)
{
    struct app_cut cut = everything();

    (void)state;
    check_radar(cut);
    cut.body = 7;
    check_radar(cut);
    cut = everything();
    cut.mediator = 4;
    check_radar(cut);
    cut.court = 1;
    check_radar(cut);
    cut = everything();
    cut.court = 3;
    check_radar(cut);
    cut = everything();
    cut.root = CROWD_DISTRICT;
    ym_region_range(CROWD_DISTRICT, &cut.region_lo, &cut.region_hi);
    check_radar(cut);
    cut.region_lo = 1;
    cut.region_hi = 0;
    check_radar(cut);
}

/* ---- */

static int open_all(void **state)
{
    struct ym_error e;

    (void)state;
    world_open(&world, "t_board");
    crowd = malloc(sizeof(*crowd));
    radar = malloc(sizeof(*radar));
    assert_non_null(crowd);
    assert_non_null(radar);
    crowd_make(crowd, MADE_NOW, 20201103);
    crowd_store(crowd, world.conn);
    test_db_run(world.conn, "update tally_mark set upto = date_trunc('hour', (select max(at) from "
                            "event)) - interval '40 days'");
    reader = pg_reader_open(world.loop, world.conninfo, 0, false, &e);
    assert_non_null(reader);
    port = pg_reader_port(reader);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    pg_reader_close(reader, NULL, NULL);
    world_close(&world);
    free(crowd);
    free(radar);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_exact_for_every_scope),
        cmocka_unit_test(who_sees_nothing_gets_nothing),
        cmocka_unit_test(names_come_along),
        cmocka_unit_test(the_trend_is_exact_whoever_adds_it_up),
        cmocka_unit_test(a_day_is_added_up_once),
        cmocka_unit_test(a_slice_that_fails_changes_nothing),
        cmocka_unit_test(what_is_not_added_up_is_said),
        cmocka_unit_test(many_ask_at_once),
        cmocka_unit_test(the_radar_sees_what_is_due),
    };

    return cmocka_run_group_tests_name("board", tests, open_all, close_all);
}
