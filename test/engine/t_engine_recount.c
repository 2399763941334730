/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines counted again: what another calendar says of a history is what it would have said when
 * the commands came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/recount.h"

#define EVENTS_MAX 8

/* A history, its dispute as it stands, and the calendar with Thursday and Friday of the first week
 * off. */
struct bed {
    struct hand h;
    struct ym_event events[EVENTS_MAX];
    size_t n;
    struct ym_calendar_day days[2];
    struct ym_calendar off;
};

static void give(struct bed *b, const struct ym_calendar *cal, const struct ym_command *c)
{
    struct ym_decision said;

    ym_decide(&b->h.p, cal, &b->h.d, c, &said);
    assert_int_equal(said.refusal, YM_REFUSAL_NONE);
    assert_true(b->n < EVENTS_MAX);
    b->events[b->n++] = said.event;
    ym_evolve(&b->h.d, &said.event);
}

/* HAND_ONE bears a limit of five working days, which may stand still and be prolonged. */
static void begin(struct bed *b, const struct ym_calendar *cal)
{
    struct ym_command c = hand_registration();
    struct ym_deadline *dl;
    struct ym_rule *r;

    hand_reset(&b->h);
    memset(&b->h.d, 0, sizeof(b->h.d));
    b->n = 0;
    b->days[0] = (struct ym_calendar_day){ hand_day(3), false };
    b->days[1] = (struct ym_calendar_day){ hand_day(4), false };
    b->off =
        (struct ym_calendar){ .days = b->days, .n = 2, .from = hand_day(0), .until = hand_day(60) };
    dl = hand_deadline(&b->h, 5, YM_UNIT_WORKDAY, HAND_IN(ONE));
    dl->name = "limit";
    dl->may_stay = true;
    dl->is_limit = true;
    dl->shift = (struct ym_shift_limit){ .source = "s", .days_max = YM_CAP_NONE };
    r = hand_rule(&b->h, YM_CMD_REGISTER, HAND_IN(START));
    r->to[YM_TRACK_MAIN] = HAND_ONE;
    r = hand_rule(&b->h, YM_CMD_STAY, HAND_IN(ONE));
    r->effects = YM_E(STAY);
    r = hand_rule(&b->h, YM_CMD_RESUME, HAND_IN(ONE));
    r->effects = YM_E(RESUME);
    hand_rule(&b->h, YM_CMD_RESCHEDULE, HAND_IN(ONE));
    give(b, cal, &c);
}

static void at(struct bed *b, const struct ym_calendar *cal, enum ym_cmd kind, int day)
{
    struct ym_command c = hand_command(kind);

    c.at = hand_at(day);
    give(b, cal, &c);
}

static void moved(struct bed *b, const struct ym_calendar *cal, enum ym_shift ground,
                  enum ym_role by, int day)
{
    struct ym_command c = hand_command(YM_CMD_RESCHEDULE);

    c.by.role = (uint8_t)by;
    c.by.region = HAND_REGION;
    c.fields = YM_FB(DEADLINE) | YM_FB(LAST_DAY) | YM_FB(SHIFT_GROUND) | YM_FB(REASON);
    c.date = hand_day(day);
    c.code = (uint8_t)ground;
    c.detail = YM_SPAN("{\"deadline\":\"limit\"}");
    give(b, cal, &c);
}

/* What differs when the history is counted under cal: how many days. */
static size_t counted(const struct bed *b, const struct ym_calendar *cal,
                      struct ym_recounted ret[YM_CLOCKS_MAX])
{
    struct ym_dispute again;

    memset(&again, 0, sizeof(again));
    for (size_t i = 0; i < b->n; i++)
        assert_true(ym_recount_event(&b->h.p, cal, &b->events[i], &again));
    return ym_recount_compare(&b->h.d, &again, ret);
}

static void a_holiday_that_was_not_known(void **state)
{
    struct bed *b = *state;
    struct ym_recounted found[YM_CLOCKS_MAX];

    begin(b, NULL);
    assert_int_equal(counted(b, NULL, found), 0);
    assert_int_equal(counted(b, &b->off, found), 1);
    assert_int_equal(found[0].deadline, 0);
    assert_int_equal(found[0].was, hand_day(7));
    assert_int_equal(found[0].is, hand_day(9));
    begin(b, &b->off);
    assert_int_equal(counted(b, &b->off, found), 0);
}

/* It stood still on Tuesday with four days left, and ran on from Wednesday. */
static void a_clock_that_stood_still(void **state)
{
    struct bed *b = *state;
    struct ym_recounted found[YM_CLOCKS_MAX];

    begin(b, NULL);
    at(b, NULL, YM_CMD_STAY, 1);
    assert_int_equal(counted(b, &b->off, found), 0); /* nothing runs */
    at(b, NULL, YM_CMD_RESUME, 2);
    assert_int_equal(counted(b, &b->off, found), 1);
    assert_int_equal(found[0].was, hand_day(8));
    assert_int_equal(found[0].is, hand_day(10));
    begin(b, &b->off);
    at(b, &b->off, YM_CMD_STAY, 1);
    at(b, &b->off, YM_CMD_RESUME, 2);
    assert_int_equal(ym_dispute_clock(&b->h.d, 0)->last, hand_day(10));
}

/* The day that a person named stands, whatever the calendar; what a job counted is counted anew. */
static void days_that_were_named(void **state)
{
    struct bed *b = *state;
    struct ym_recounted found[YM_CLOCKS_MAX];

    begin(b, NULL);
    moved(b, &b->off, YM_SHIFT_CALENDAR, YM_ROLE_SUPERVISOR, 9);
    assert_int_equal(counted(b, NULL, found), 0);
    assert_int_equal(counted(b, &b->off, found), 0);
    begin(b, NULL);
    moved(b, &b->off, YM_SHIFT_CALENDAR, YM_ROLE_JOB, 9);
    assert_int_equal(counted(b, &b->off, found), 0);
    assert_int_equal(counted(b, NULL, found), 1);
    assert_int_equal(found[0].is, hand_day(7));
}

static void what_is_no_history(void **state)
{
    struct bed *b = *state;
    struct ym_dispute again;
    struct ym_event e;

    begin(b, NULL);
    memset(&again, 0, sizeof(again));
    e = b->events[0];
    e.rule = 9999;
    assert_false(ym_recount_event(&b->h.p, NULL, &e, &again));
    memset(&again, 0, sizeof(again));
    e = b->events[0];
    e.to[YM_TRACK_MAIN] = YM_STATES_MAX - 1;
    assert_false(ym_recount_event(&b->h.p, NULL, &e, &again));
    memset(&again, 0, sizeof(again));
    e = b->events[0];
    e.c.kind = YM_CMD_MIGRATE; /* one clock is named, and the dispute has none */
    assert_false(ym_recount_event(&b->h.p, NULL, &e, &again));
    e = b->events[0];
    e.c.kind = YM_CMD_RESCHEDULE;
    e.c.by.role = YM_ROLE_SUPERVISOR;
    memset(&again, 0, sizeof(again));
    assert_false(ym_recount_event(&b->h.p, NULL, &e, &again)); /* no such clock */
}

/* Its deadlines get other numbers and keep their days, as they are counted now. */
static void through_a_migration(void **state)
{
    struct bed *b = *state;
    struct ym_recounted found[YM_CLOCKS_MAX];
    struct ym_event *e = &b->events[1];

    begin(b, NULL);
    *e = b->events[0];
    e->seq = 2;
    e->c.kind = YM_CMD_MIGRATE;
    b->n = 2;
    ym_evolve(&b->h.d, e);
    assert_int_equal(counted(b, &b->off, found), 1);
    assert_int_equal(found[0].is, hand_day(9));
}

/* A clock that only one of both has, or that stands still in one, is no deadline to move. */
static void clocks_that_one_side_has(void **state)
{
    struct ym_dispute stands = { .nclocks = 3 };
    struct ym_dispute again = { .nclocks = 2 };
    struct ym_recounted found[YM_CLOCKS_MAX];

    (void)state;
    stands.clocks[0] = (struct ym_clock){ .deadline = 1, .due = 5, .last = 5 };
    stands.clocks[1] = (struct ym_clock){ .deadline = 2, .due = 0, .last = 5 };
    stands.clocks[2] = (struct ym_clock){ .deadline = 3, .due = 5, .last = 5 };
    again.clocks[0] = (struct ym_clock){ .deadline = 2, .due = 6, .last = 6 };
    again.clocks[1] = (struct ym_clock){ .deadline = 3, .due = 0, .last = 6 };
    assert_int_equal(ym_recount_compare(&stands, &again, found), 0);
    again.clocks[1].due = 6;
    assert_int_equal(ym_recount_compare(&stands, &again, found), 1);
    assert_int_equal(found[0].deadline, 3);
}

static struct bed bed;

static int open_bed(void **state)
{
    *state = &bed;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_holiday_that_was_not_known), cmocka_unit_test(a_clock_that_stood_still),
        cmocka_unit_test(days_that_were_named),         cmocka_unit_test(what_is_no_history),
        cmocka_unit_test(through_a_migration),          cmocka_unit_test(clocks_that_one_side_has),
    };

    return cmocka_run_group_tests(tests, open_bed, NULL);
}
