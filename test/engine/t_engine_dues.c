/* SPDX-License-Identifier: Apache-2.0 */
/* Each due day is waited for, reminded of and told by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

enum { DUE, REMINDER, KEPT }; /* the deadlines of rows(); the last keeps the dispute watched */

/* In performance the next due day is waited for and reminded of three days ahead; what passes is
 * overdue; whatever is recorded sets both anew. */
static void rows(struct hand *h)
{
    struct ym_rule *r;

    hand_deadline(h, 1, YM_UNIT_DAY, HAND_IN(POPEN))->origin = YM_ORIGIN_NEXT_DUE;
    hand_deadline(h, 3, YM_UNIT_DAY, HAND_IN(POPEN))->origin = YM_ORIGIN_BEFORE_DUE;
    hand_deadline(h, YM_DAYS_MAX, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, KEPT, hand_day(YM_DAYS_MAX));
    hand_rule(h, YM_CMD_SEAL, HAND_IN(PIDLE))->to[YM_TRACK_PERFORM] = HAND_POPEN;
    hand_rule(h, YM_CMD_RECORD_PERFORMANCE, HAND_IN(POPEN))->arm = 1u << DUE | 1u << REMINDER;
    r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(POPEN));
    r->deadline = DUE;
    r->arm = 1u << DUE;
    r->effects = YM_E(OVERDUE);
    r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(POPEN));
    r->deadline = REMINDER;
    r->arm = 1u << REMINDER;
    r = hand_rule(h, YM_CMD_SIGN, HAND_IN(POPEN));
    r->effects = YM_E(ADOPT);
    r->arm = 1u << DUE | 1u << REMINDER;
}

/* Obligations due on these days. */
static void owe(struct hand *h, const int *days, uint8_t n)
{
    int last = days[0];

    for (int i = 1; i < n; i++)
        last = days[i] > last ? days[i] : last;
    h->d.terms.obligations = n;
    h->d.terms.last_due = hand_day(last);
    for (int i = 0; i < n; i++)
        h->d.terms.due_before[i] = (uint16_t)(last - days[i]);
}

static void go(struct hand *h, enum ym_cmd kind, int day)
{
    struct ym_command c = hand_command(kind);

    c.at = hand_at(day);
    hand_do(h, &c);
}

static void record(struct hand *h, uint8_t item, enum ym_result result, int day)
{
    struct ym_command c = hand_command(YM_CMD_RECORD_PERFORMANCE);

    c.fields = YM_FB(OBLIGATION) | YM_FB(RESULT);
    c.item = item;
    c.code = (uint8_t)result;
    c.at = hand_at(day);
    hand_do(h, &c);
}

static void pass(struct hand *h, uint8_t deadline)
{
    struct ym_command c = hand_command(YM_CMD_EXPIRE);

    c.by.role = YM_ROLE_CLOCK;
    c.deadline = deadline;
    c.at = hand_clock(h, deadline)->due;
    hand_do(h, &c);
}

static void runs_to(const struct hand *h, uint8_t deadline, int day)
{
    assert_non_null(hand_clock(h, deadline));
    assert_int_equal(hand_clock(h, deadline)->last, hand_day(day));
}

/* Days 8, 9 and 22 are a Tuesday, a Wednesday and a Tuesday; 2 November 2026 is day 0. */
static void one_after_the_other(void **state)
{
    struct hand *h = *state;

    rows(h);
    owe(h, (const int[]){ 8, 9, 22 }, 3);
    go(h, YM_CMD_SEAL, 0);
    runs_to(h, DUE, 9);
    runs_to(h, REMINDER, 5);
    pass(h, REMINDER);
    runs_to(h, REMINDER, 6);
    record(h, 0, YM_RESULT_FULFILLED, 6);
    runs_to(h, DUE, 10);
    runs_to(h, REMINDER, 6);
    pass(h, REMINDER);
    runs_to(h, REMINDER, 19);
    pass(h, DUE);
    assert_true(h->d.overdue == 2);
    runs_to(h, DUE, 23);
    record(h, 1, YM_RESULT_PARTIAL, 11); /* in part is not enough, and not told again */
    runs_to(h, DUE, 23);
    record(h, 1, YM_RESULT_LATE, 12);
    assert_true(h->d.settled == 3);
    pass(h, REMINDER);
    assert_null(hand_clock(h, REMINDER));
    record(h, 2, YM_RESULT_BREACHED, 22); /* nobody waits for what was said to be broken */
    assert_null(hand_clock(h, DUE));
    record(h, 2, YM_RESULT_EXCUSED, 22);
    assert_null(hand_clock(h, DUE));
}

/* It does not matter in which order they stand in the agreement. */
static void in_any_order(void **state)
{
    struct hand *h = *state;

    rows(h);
    owe(h, (const int[]){ 22, 8, 9 }, 3);
    go(h, YM_CMD_SEAL, 0);
    runs_to(h, DUE, 9);
    runs_to(h, REMINDER, 5);
    pass(h, REMINDER);
    pass(h, REMINDER);
    pass(h, DUE);
    assert_true(h->d.overdue == 2);
    runs_to(h, DUE, 10);
    runs_to(h, REMINDER, 19);
}

/* Those of one day pass together; the day of each is judged by itself. */
static void together(void **state)
{
    struct hand *h = *state;

    rows(h);
    owe(h, (const int[]){ 8, 8, 9 }, 3);
    go(h, YM_CMD_SEAL, 7);
    runs_to(h, DUE, 9);
    assert_null(hand_clock(h, REMINDER)); /* too late to remind of any */
    pass(h, DUE);
    assert_true(h->d.overdue == 3);
    runs_to(h, DUE, 10);
    pass(h, DUE);
    assert_true(h->d.overdue == 7);
    assert_null(hand_clock(h, DUE));
}

/* What fell due before the agreement took effect is due when it does, one day of them a day. */
static void behind(void **state)
{
    struct hand *h = *state;

    rows(h);
    owe(h, (const int[]){ 1, 2, 30 }, 3);
    go(h, YM_CMD_SEAL, 14);
    runs_to(h, DUE, 14);
    pass(h, DUE);
    assert_true(h->d.overdue == 1);
    runs_to(h, DUE, 15);
    pass(h, DUE);
    assert_true(h->d.overdue == 3);
    runs_to(h, DUE, 31);
}

/* Sixty-four, the most there can be; and none. */
static void the_most_and_none(void **state)
{
    struct hand *h = *state;
    int days[YM_OBLIGATIONS_MAX];

    rows(h);
    for (int i = 0; i < YM_OBLIGATIONS_MAX; i++)
        days[i] = 7 + 7 * i; /* Mondays */
    owe(h, days, YM_OBLIGATIONS_MAX);
    go(h, YM_CMD_SEAL, 0);
    for (int i = 0; i < YM_OBLIGATIONS_MAX; i++) {
        runs_to(h, DUE, days[i] + 1);
        pass(h, DUE);
    }
    assert_true(h->d.overdue == UINT64_MAX);
    assert_null(hand_clock(h, DUE));
    hand_reset(h);
    rows(h);
    go(h, YM_CMD_SEAL, 0);
    assert_int_equal(h->d.nclocks, 1);
}

/* Obligations without any day: the moment counts, as it always did. */
static void without_a_day(void **state)
{
    struct hand *h = *state;

    rows(h);
    h->d.terms.obligations = 1;
    go(h, YM_CMD_SEAL, 0);
    runs_to(h, DUE, 1);
    assert_null(hand_clock(h, REMINDER));
}

/* A version that takes effect brings its own days. */
static void of_the_next_version(void **state)
{
    struct hand *h = *state;

    rows(h);
    owe(h, (const int[]){ 8 }, 1);
    go(h, YM_CMD_SEAL, 0);
    h->d.marks |= YM_MARK_VARIED;
    h->d.next =
        (struct ym_terms){ .obligations = 2, .last_due = hand_day(22), .due_before = { 7 } };
    record(h, 0, YM_RESULT_PARTIAL, 1);
    runs_to(h, DUE, 9); /* the old one is in force */
    go(h, YM_CMD_SIGN, 2);
    runs_to(h, DUE, 16);
    runs_to(h, REMINDER, 12);
    assert_int_equal(h->d.terms.obligations, 2);
}

/* On time or late is not a matter of taste; a due day without work is prolonged. */
static void late_or_not(void **state)
{
    static const struct {
        int due, done;
        uint8_t result, refusal;
    } acts[] = {
        { 8, 8, YM_RESULT_FULFILLED, YM_REFUSAL_NONE },
        { 8, 9, YM_RESULT_FULFILLED, YM_REFUSAL_RESULT_LATE },
        { 8, 9, YM_RESULT_LATE, YM_REFUSAL_NONE },
        { 8, 8, YM_RESULT_LATE, YM_REFUSAL_RESULT_ON_TIME },
        { 8, 9, YM_RESULT_PARTIAL, YM_REFUSAL_NONE },
        { 8, 9, YM_RESULT_EXCUSED, YM_REFUSAL_NONE },
        { 12, 14, YM_RESULT_FULFILLED, YM_REFUSAL_NONE }, /* Saturday, performed on Monday */
        { 12, 14, YM_RESULT_LATE, YM_REFUSAL_NONE },
        { 12, 15, YM_RESULT_FULFILLED, YM_REFUSAL_RESULT_LATE },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        struct ym_command c = hand_command(YM_CMD_RECORD_PERFORMANCE);

        hand_reset(h);
        hand_rule(h, YM_CMD_RECORD_PERFORMANCE, HAND_IN(ONE));
        owe(h, (const int[]){ acts[i].due }, 1);
        c.fields = YM_FB(OBLIGATION) | YM_FB(RESULT);
        c.code = acts[i].result;
        c.at = hand_at(acts[i].done);
        assert_int_equal(hand_ask(h, &c), acts[i].refusal); /* today */
        c.fields |= YM_FB(DATE);
        c.date = hand_day(acts[i].done);
        c.at = hand_at(20);
        assert_int_equal(hand_ask(h, &c), acts[i].refusal); /* that day */
        if (acts[i].refusal != YM_REFUSAL_NONE)
            assert_true(h->said.missing == (YM_FB(RESULT) | YM_FB(DATE)));
        h->d.marks = YM_MARK_UNDATED; /* whoever never knew the day does not judge */
        assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
        h->d.marks = 0;
        h->d.terms.last_due = YM_DAY_NONE;
        assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_after_the_other, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(in_any_order, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(together, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(behind, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(the_most_and_none, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(without_a_day, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_the_next_version, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(late_or_not, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
