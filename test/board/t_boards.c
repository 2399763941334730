/* SPDX-License-Identifier: Apache-2.0 */
/* How often figures are counted: a reader in memory that takes as long as the test says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/board.h"

#define PENDING_MAX 200

static struct fake {
    struct app_reader port;
    int64_t elapsed;
    ym_usec now;
    unsigned counts, pending;
    struct {
        app_board_fn *done;
        void *arg;
    } at[PENDING_MAX];
} fake;
static struct app_boards *boards;
static unsigned answers, refusals;
static struct app_freshness fresh;
static int64_t shown;
static struct app_board figures;

static void on_question(struct app_reader *r, const struct app_board_question *q,
                        app_board_fn *done, void *arg)
{
    (void)r;
    (void)q;
    fake.counts++;
    fake.at[fake.pending].done = done;
    fake.at[fake.pending++].arg = arg;
}

static ym_usec get_now(void *arg)
{
    (void)arg;
    return fake.now;
}

static int64_t get_elapsed(void *arg)
{
    (void)arg;
    return fake.elapsed;
}

static void pass(int64_t ms)
{
    fake.elapsed += ms;
    fake.now += ms * 1000;
}

/* The oldest question is answered after so long. */
static void answer(int64_t ms, enum ym_err err)
{
    app_board_fn *done = fake.at[0].done;
    void *arg = fake.at[0].arg;

    pass(ms);
    fake.pending--;
    for (unsigned i = 0; i < fake.pending; i++)
        fake.at[i] = fake.at[i + 1];
    figures.trend[0][0] = fake.counts;
    done(arg, err, err == YM_E_OK ? &figures : NULL);
}

static void on_answer(void *arg, enum ym_err err, const struct app_board *board,
                      const struct app_freshness *f)
{
    (void)arg;
    answers += err == YM_E_OK;
    refusals += err != YM_E_OK;
    fresh = *f;
    assert_int_equal(err == YM_E_OK, board != NULL);
    shown = board != NULL ? board->trend[0][0] : 0;
}

static void ask(int64_t body)
{
    const struct app_cut cut = { .region_hi = 1, .body = body };

    app_boards_ask(boards, &cut, on_answer, NULL);
}

/* At risk within three working days. */
static const struct ym_office_row rules[] = { { YM_OFFICE_AT_RISK, 0, 3, { "s", 1 } } };
static const struct ym_office office = { rules, 1 };

static int set_up(void **state)
{
    static const struct app_reader_ops ops = { .board = on_question };

    (void)state;
    fake = (struct fake){ .port = { &ops }, .now = 1795000000000000, .elapsed = 1000 };
    answers = refusals = 0;
    boards = app_boards_new(&(struct app_boards_config){
        .reader = &fake.port, .office = &office, .now = get_now, .elapsed_ms = get_elapsed });
    return boards == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    while (fake.pending > 0)
        answer(0, YM_E_OK);
    app_boards_free(boards);
    return 0;
}

static void many_wait_for_one_count(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        ask(1);
    assert_int_equal(fake.counts, 1);
    assert_int_equal(answers, 0);
    answer(4, YM_E_OK);
    assert_int_equal(answers, 10);
    assert_int_equal(fresh.age_ms, 4);
    assert_true(fresh.as_of == fake.now - 4000);
}

/* Whoever asks, counting takes one part in APP_BOARD_SHARE of the time. */
static void the_share_is_kept(void **state)
{
    const int64_t cost = 40, rounds = 2000, began = fake.elapsed;
    int64_t spent;

    (void)state;
    for (int i = 0; i < rounds; i++) {
        ask(i % 3);
        while (fake.pending > 0)
            answer(cost, YM_E_OK);
        pass(10);
    }
    spent = (int64_t)fake.counts * cost;
    assert_int_equal(refusals, 0);
    assert_true(fake.counts > 10);
    /* three cuts that are not kept yet do not count, and one count is owed for afterwards */
    assert_true(spent <= (fake.elapsed - began) / APP_BOARD_SHARE + 4 * cost);
}

static void what_is_kept_is_given_meanwhile(void **state)
{
    (void)state;
    ask(1);
    answer(1, YM_E_OK);
    pass(APP_BOARD_MIN_MS);
    ask(1);
    answer(100, YM_E_OK); /* counted anew: now it owes */
    fake.counts = 1;
    pass(1000);
    ask(1);
    assert_int_equal(fake.counts, 1);
    assert_int_equal(answers, 3);
    assert_int_equal(fresh.age_ms, 1100);
    assert_int_equal(fresh.next_ms, 100 * (APP_BOARD_SHARE - 1) - 1000);
    pass(fresh.next_ms - 1);
    ask(1);
    assert_int_equal(fake.counts, 1);
    pass(1);
    ask(1);
    assert_int_equal(fake.counts, 2);
    answer(1, YM_E_OK);
    assert_int_equal(shown, 2);
}

/* Small figures are fresh within a fraction of a second. */
static void small_figures_follow(void **state)
{
    (void)state;
    ask(1);
    answer(2, YM_E_OK);
    assert_in_range(fresh.next_ms, 1, APP_BOARD_MIN_MS);
    pass(fresh.next_ms);
    ask(1);
    assert_int_equal(fake.counts, 2);
}

static void a_failure_is_told_and_not_kept(void **state)
{
    (void)state;
    ask(1);
    answer(1, YM_E_UNAVAILABLE);
    assert_int_equal(refusals, 1);
    ask(1);
    assert_int_equal(fake.counts, 2);
    answer(1, YM_E_OK);
    assert_int_equal(answers, 1);
    pass(2000);
    ask(1);
    answer(1, YM_E_UNAVAILABLE);
    assert_int_equal(refusals, 2);
    assert_int_equal(answers, 1);
}

static void another_day_is_counted_at_once(void **state)
{
    (void)state;
    ask(1);
    answer(150, YM_E_OK);
    fake.now += YM_USEC_PER_DAY;
    ask(1);
    assert_int_equal(fake.counts, 2);
    answer(1, YM_E_OK);
    fake.now -= 2 * YM_USEC_PER_DAY;
    ask(1);
    assert_int_equal(fake.counts, 3);
}

static void too_much_owed_is_refused(void **state)
{
    (void)state;
    ask(1);
    answer(APP_BOARD_DEBT_MAX_MS / (APP_BOARD_FIRST_SHARE - 1), YM_E_OK);
    ask(2); /* at the limit */
    assert_int_equal(fake.counts, 2);
    answer(1000, YM_E_OK);
    ask(3); /* past it */
    assert_int_equal(fake.counts, 2);
    assert_int_equal(refusals, 1);
    ask(2); /* is kept: another account */
    assert_int_equal(refusals, 1);
}

static void the_one_asked_for_longest_ago_makes_room(void **state)
{
    struct app_boards_gauges g;

    (void)state;
    for (int i = 1; i <= APP_BOARD_CUTS_MAX + 1; i++) {
        pass(100);
        ask(i);
        ask(1);
        while (fake.pending > 0)
            answer(1, YM_E_OK);
    }
    app_boards_gauges_get(boards, &g);
    assert_int_equal(g.kept, APP_BOARD_CUTS_MAX);
    fake.counts = 0;
    ask(APP_BOARD_CUTS_MAX + 1);
    ask(1);
    assert_int_equal(fake.pending + fake.counts, 0);
    ask(2);
    assert_int_equal(fake.counts, 1);
}

static void places_to_wait_run_out(void **state)
{
    (void)state;
    for (int i = 0; i < APP_BOARD_WAITING_MAX; i++)
        ask(1);
    assert_int_equal(refusals, 0);
    ask(1);
    assert_int_equal(refusals, 1);
    answer(1, YM_E_OK);
    assert_int_equal(answers, APP_BOARD_WAITING_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_wait_for_one_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_share_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_kept_is_given_meanwhile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(small_figures_follow, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_is_told_and_not_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_day_is_counted_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_much_owed_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_one_asked_for_longest_ago_makes_room, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(places_to_wait_run_out, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("boards", tests, NULL, NULL);
}
