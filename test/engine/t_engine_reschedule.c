/* SPDX-License-Identifier: Apache-2.0 */
/* Moving the last day of a running deadline: who is protected from what, how far it reaches, and
 * that what stands in the event folds to what was decided. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/canon.h"
#include "yima/movable.h"

/* HAND_ONE with deadline 0 ("d0" by hand.c) of ten units that runs until Friday, day 11. */
static struct ym_deadline *movable(struct hand *h, enum ym_unit unit, int cap)
{
    struct ym_deadline *dl;

    hand_reset(h);
    dl = hand_deadline(h, 10, unit, HAND_IN(ONE));
    dl->name = "limit";
    dl->shift = (struct ym_shift_limit){ .source = "s", .days_max = (int16_t)cap };
    hand_run(h, 0, hand_day(11));
    hand_rule(h, YM_CMD_RESCHEDULE, HAND_IN(ONE));
    return dl;
}

static struct ym_command moving(int day, enum ym_shift ground)
{
    struct ym_command c = hand_command(YM_CMD_RESCHEDULE);

    c.fields = YM_FB(DEADLINE) | YM_FB(LAST_DAY) | YM_FB(SHIFT_GROUND) | YM_FB(REASON);
    c.date = hand_day(day);
    c.code = (uint8_t)ground;
    c.detail = YM_SPAN("{\"deadline\":\"limit\",\"reason\":\"\\\"deadline\\\":\\\"x\\\"\"}");
    return c;
}

static enum ym_refusal ask(struct hand *h, int day, enum ym_shift ground)
{
    const struct ym_command c = moving(day, ground);

    return hand_ask(h, &c);
}

static void move(struct hand *h, int day, enum ym_shift ground)
{
    const struct ym_command c = moving(day, ground);

    hand_do(h, &c);
}

/* The old day and the new one stand in the event; the clock runs on to the new one alone. */
static void both_days(void **state)
{
    struct hand *h = *state;

    (void)movable(h, YM_UNIT_DAY, 30);
    move(h, 18, YM_SHIFT_FORCE_MAJEURE);
    assert_int_equal(h->said.event.was, hand_day(11));
    assert_int_equal(h->said.event.c.deadline, 0);
    assert_int_equal(h->said.event.nclocks, 1);
    assert_int_equal(h->d.nclocks, 1);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(18));
    assert_true(hand_clock(h, 0)->due == ym_term_due(hand_day(18)));
    assert_int_equal(hand_clock(h, 0)->moved, 7);
    assert_true((h->d.marks & YM_MARK_MOVED) != 0);
    move(h, 11, YM_SHIFT_WRONG_DAY); /* and back: nothing is left of it */
    assert_int_equal(h->said.event.was, hand_day(18));
    assert_int_equal(hand_clock(h, 0)->moved, 0);
    assert_true((h->d.marks & YM_MARK_MOVED) == 0);
}

/* A last day without work is prolonged to the next one with (民法典 203). */
static void a_saturday_is_a_monday(void **state)
{
    struct hand *h = *state;

    (void)movable(h, YM_UNIT_DAY, 30);
    move(h, 12, YM_SHIFT_JUST_CAUSE);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(14));
    assert_int_equal(h->said.event.c.date, hand_day(12)); /* what was said stays said */
}

static void names_a_running_deadline(void **state)
{
    struct hand *h = *state;
    struct ym_command c;

    (void)movable(h, YM_UNIT_DAY, 30);
    c = moving(18, YM_SHIFT_JUST_CAUSE);
    c.detail = YM_SPAN("{\"deadline\":\"other\"}");
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NO_DEADLINE);
    assert_true(h->said.missing == YM_FB(DEADLINE));
    c.detail = YM_SPAN("{\"obligations\":[{\"deadline\":\"limit\"}],\"x\":1}");
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NO_DEADLINE);
    c.detail = YM_SPAN("{\"a\":\"deadline\",\"deadline\":\"limit\"}");
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c = moving(18, YM_SHIFT_JUST_CAUSE);
    c.fields &= ~YM_FB(DEADLINE);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_FIELD_MISSING);
    assert_true(h->said.missing == YM_FB(DEADLINE));
    c.fields &= ~YM_FB(LAST_DAY);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_FIELD_MISSING);
    assert_true(h->said.missing == (YM_FB(DEADLINE) | YM_FB(LAST_DAY)));
    c = moving(18, YM_SHIFT_NONE);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
    h->d.nclocks = 0;
    assert_int_equal(ask(h, 18, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_NO_DEADLINE);
}

static void fixed_or_stopped(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = movable(h, YM_UNIT_DAY, 30);

    h->d.stayed_on = hand_day(0);
    h->d.clocks[0] = (struct ym_clock){ .last = YM_DAY_NONE, .left = 4 };
    assert_int_equal(ask(h, 18, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_STANDS_STILL);
    dl = movable(h, YM_UNIT_DAY, 30);
    dl->shift.source = NULL;
    assert_int_equal(ask(h, 18, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_FIXED_DEADLINE);
    dl->shift.source = "";
    assert_int_equal(ask(h, 18, YM_SHIFT_CALENDAR), YM_REFUSAL_FIXED_DEADLINE);
    assert_int_equal(
        ym_clock_latest(&h->p, NULL, &h->d, &h->d.clocks[0], YM_SHIFT_JUST_CAUSE, hand_day(0)),
        YM_DAY_NONE);
}

/* Never into the past, never on the day on which it ends anyhow. */
static void past_and_same(void **state)
{
    struct hand *h = *state;

    (void)movable(h, YM_UNIT_DAY, 30);
    assert_int_equal(ask(h, -1, YM_SHIFT_WRONG_DAY), YM_REFUSAL_DAY_PAST);
    assert_true(h->said.missing == YM_FB(LAST_DAY));
    assert_int_equal(ask(h, 0, YM_SHIFT_WRONG_DAY), YM_REFUSAL_NONE);
    assert_int_equal(ask(h, 11, YM_SHIFT_WRONG_DAY), YM_REFUSAL_SAME_DAY);
}

/* What a party was told is not taken back, whatever is said for it. */
static void own_term_of_a_party(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = movable(h, YM_UNIT_DAY, 30);

    dl->shift.is_party = true;
    for (int ground = YM_SHIFT_NONE + 1; ground < YM_SHIFT_COUNT; ground++)
        assert_int_equal(ask(h, 10, (enum ym_shift)ground), YM_REFUSAL_TOLD_LATER);
    move(h, 18, YM_SHIFT_COURT_ORDER);
    assert_int_equal(ask(h, 17, YM_SHIFT_WRONG_DAY), YM_REFUSAL_TOLD_LATER); /* it was told again */
    assert_int_equal(ask(h, 21, YM_SHIFT_WRONG_DAY), YM_REFUSAL_NONE);
}

/* The cap counts from the day that the procedure gives: many small moves are one. */
static void the_cap(void **state)
{
    struct hand *h = *state;

    (void)movable(h, YM_UNIT_DAY, 10);
    assert_int_equal(ask(h, 22, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_DAY_OVER_CAP);
    move(h, 16, YM_SHIFT_JUST_CAUSE);
    move(h, 18, YM_SHIFT_JUST_CAUSE);
    move(h, 21, YM_SHIFT_JUST_CAUSE);
    assert_int_equal(hand_clock(h, 0)->moved, 10);
    assert_int_equal(ask(h, 22, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_DAY_OVER_CAP);
    move(h, 1, YM_SHIFT_WRONG_DAY);
    assert_int_equal(hand_clock(h, 0)->moved, -10);
    assert_int_equal(ask(h, 21, YM_SHIFT_WRONG_DAY), YM_REFUSAL_NONE); /* a mistake can be mended */
    (void)movable(h, YM_UNIT_WORKDAY, 10);
    assert_int_equal(ask(h, 25, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_NONE);
    assert_int_equal(ask(h, 28, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_DAY_OVER_CAP);
    (void)movable(h, YM_UNIT_DAY, YM_CAP_NONE);
    assert_int_equal(ask(h, 11 + YM_DAYS_MAX, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_NONE);
    assert_int_equal(ask(h, 18 + YM_DAYS_MAX, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_DAY_OVER_CAP);
    hand_run(h, 0, hand_day(YM_DAYS_MAX + 1));
    assert_int_equal(ask(h, 1, YM_SHIFT_WRONG_DAY), YM_REFUSAL_NONE);
    assert_int_equal(ask(h, 0, YM_SHIFT_WRONG_DAY), YM_REFUSAL_DAY_OVER_CAP);
    hand_run(h, 0, hand_day(11));
    h->p.deadlines[0].shift.days_max = YM_CAP_EXTENSION; /* none for what is no limit */
    assert_int_equal(ask(h, 14, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_DAY_OVER_CAP);
}

/* A limit that consent extends: moves and extensions together never pass the cap of the law. */
static void together_with_extensions(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = movable(h, YM_UNIT_DAY, YM_CAP_EXTENSION);
    struct ym_command c = hand_command(YM_CMD_ASK_EXTENSION);
    struct ym_rule *r = hand_rule(h, YM_CMD_ASK_EXTENSION, HAND_IN(ONE));

    dl->is_limit = true;
    dl->extend_days_max = 15;
    r->need = YM_F(EXT_OVER_CAP);
    r->refuse = YM_REFUSAL_OVER_CAP;
    hand_rule(h, YM_CMD_ASK_EXTENSION, HAND_IN(ONE));
    h->d.ext_deadline = 0;
    h->d.ext_total = 5;
    assert_int_equal(ask(h, 22, YM_SHIFT_WRONG_DAY), YM_REFUSAL_DAY_OVER_CAP);
    move(h, 21, YM_SHIFT_WRONG_DAY);
    c.fields = YM_FB(DAYS);
    c.days = 1;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_OVER_CAP);
    move(h, 18, YM_SHIFT_WRONG_DAY);
    c.days = 3;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.days = 4;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_OVER_CAP);
    h->d.ext_total = 16; /* more than its cap: nothing is left */
    assert_int_equal(ask(h, 21, YM_SHIFT_WRONG_DAY), YM_REFUSAL_DAY_OVER_CAP);
    dl->extend_days_max = YM_CAP_NONE;
    assert_int_equal(ask(h, 2000, YM_SHIFT_WRONG_DAY), YM_REFUSAL_NONE);
}

/* The consent of both cannot be gone round: a just cause is what an extension is for. */
static void what_is_an_extension(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = movable(h, YM_UNIT_DAY, 30);

    h->p.rules[0].forbid = YM_F(EXTENSION_MEANT);
    assert_int_equal(ask(h, 18, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_NONE);
    dl->is_limit = true;
    assert_int_equal(ask(h, 18, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_NONE);
    dl->shift.is_party = true;
    assert_int_equal(ask(h, 18, YM_SHIFT_JUST_CAUSE), YM_REFUSAL_NOT_HERE);
    assert_int_equal(ask(h, 18, YM_SHIFT_FORCE_MAJEURE), YM_REFUSAL_NONE);
}

/* Day 11, a Friday, becomes a holiday, and then the Monday behind it. */
static void another_calendar(void **state)
{
    const struct ym_calendar_day off[] = { { hand_day(11), false }, { hand_day(14), false } };
    const struct ym_calendar cal = { off, 2, hand_day(-100), hand_day(100) };
    struct hand *h = *state;
    struct ym_command c = moving(15, YM_SHIFT_CALENDAR);
    struct ym_decision said;

    (void)movable(h, YM_UNIT_DAY, 0);
    assert_int_equal(ask(h, 14, YM_SHIFT_CALENDAR),
                     YM_REFUSAL_DAY_OVER_CAP); /* it has not changed */
    ym_decide(&h->p, &cal, &h->d, &c, &said);
    assert_int_equal(said.refusal, YM_REFUSAL_NONE);
    c.date = hand_day(16);
    ym_decide(&h->p, &cal, &h->d, &c, &h->said);
    assert_int_equal(h->said.refusal, YM_REFUSAL_DAY_OVER_CAP);
    ym_evolve(&h->d, &said.event);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(15));
    assert_int_equal(hand_clock(h, 0)->moved, 0); /* the law counts so: nothing was granted */
}

/* A term of working days loses what the holidays take, and is never longer than a whole one. */
static void working_days(void **state)
{
    struct hand *h = *state;

    (void)movable(h, YM_UNIT_WORKDAY, 0);
    assert_int_equal(ask(h, 14, YM_SHIFT_CALENDAR), YM_REFUSAL_NONE); /* ten from day 0 */
    assert_int_equal(ask(h, 15, YM_SHIFT_CALENDAR), YM_REFUSAL_DAY_OVER_CAP);
    h->p.deadlines[0].term.n = 100;
    assert_int_equal(ask(h, 11 + YM_CALENDAR_ROLL_MAX, YM_SHIFT_CALENDAR), YM_REFUSAL_NONE);
    assert_int_equal(ask(h, 12 + YM_CALENDAR_ROLL_MAX, YM_SHIFT_CALENDAR), YM_REFUSAL_DAY_OVER_CAP);
    h->p.deadlines[0].term.n = 8;
    h->d.ext_deadline = 0;
    h->d.ext_total = 2;
    assert_int_equal(ask(h, 14, YM_SHIFT_CALENDAR), YM_REFUSAL_NONE);
    h->d.ext_total = 0;
    h->d.clocks[0].moved = 2;
    assert_int_equal(ask(h, 14, YM_SHIFT_CALENDAR), YM_REFUSAL_NONE);
    h->d.clocks[0].moved = 0;
    assert_int_equal(ask(h, 14, YM_SHIFT_CALENDAR), YM_REFUSAL_DAY_OVER_CAP);
    assert_int_equal(
        ym_clock_latest(&h->p, NULL, &h->d, &h->d.clocks[0], YM_SHIFT_CALENDAR, hand_day(0)),
        hand_day(10));
    h->d.clocks[0].due = 0;
    assert_int_equal(
        ym_clock_latest(&h->p, NULL, &h->d, &h->d.clocks[0], YM_SHIFT_CALENDAR, hand_day(0)),
        YM_DAY_NONE);
}

/* A stay keeps what was moved, a new start forgets it. */
static void stays_and_starts(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = movable(h, YM_UNIT_DAY, 30);
    struct ym_command c = hand_command(YM_CMD_STAY);

    dl->may_stay = true;
    hand_rule(h, YM_CMD_STAY, HAND_IN(ONE))->effects = YM_E(STAY);
    hand_rule(h, YM_CMD_RESUME, HAND_IN(ONE))->effects = YM_E(RESUME);
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE))->arm = 1;
    move(h, 18, YM_SHIFT_FORCE_MAJEURE);
    hand_do(h, &c);
    assert_int_equal(hand_clock(h, 0)->moved, 7);
    c = hand_command(YM_CMD_RESUME);
    hand_do(h, &c);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(18));
    assert_int_equal(hand_clock(h, 0)->moved, 7);
    c = hand_command(YM_CMD_VISIT);
    hand_do(h, &c);
    assert_int_equal(hand_clock(h, 0)->moved, 0);
    assert_true((h->d.marks & YM_MARK_MOVED) == 0);
}

/* Zero is left out, never written; and a number it must be. */
static void refuses_other_moves(const char *text, size_t n)
{
    static const char key[] = "\"moved\":";
    char other[YM_EVENT_BYTES_MAX];
    struct ym_event ev;
    size_t i = 0;

    while (memcmp(text + i, key, sizeof(key) - 1) != 0)
        i++;
    i += sizeof(key) - 1;
    i += text[i] == '-' ? 1 : 0;
    memcpy(other, text, n);
    other[i] = '0';
    assert_false(ym_canon_event_read((struct ym_span){ other, n }, &ev));
    other[i] = 'x';
    assert_false(ym_canon_event_read((struct ym_span){ other, n }, &ev));
}

/* Bytes and back, of the event and of the dispute, for moves of either sign. */
static void bytes(void **state)
{
    static const int days[] = { 18, 4 };
    struct hand *h = *state;

    for (size_t i = 0; i < 2; i++) {
        unsigned char packed[YM_STATE_BYTES_MAX];
        char text[YM_EVENT_BYTES_MAX];
        struct ym_dispute folded, back;
        struct ym_event ev;
        size_t n;

        (void)movable(h, YM_UNIT_DAY, 30);
        folded = h->d;
        move(h, days[i], YM_SHIFT_JUST_CAUSE);
        n = ym_canon_event(&h->said.event, text, sizeof(text));
        assert_true(n > 0);
        assert_true(ym_canon_event_read((struct ym_span){ text, n }, &ev));
        refuses_other_moves(text, n);
        assert_int_equal(ev.was, hand_day(11));
        assert_int_equal(ev.c.deadline, 0);
        ym_evolve(&folded, &ev);
        assert_true(hand_same(&folded, &h->d));
        n = ym_dispute_pack(&h->d, packed, sizeof(packed));
        assert_true(ym_dispute_unpack(packed, n, &back));
        assert_int_equal(back.clocks[0].moved, days[i] - 11);
        assert_true(hand_same(&back, &h->d));
    }
}

/* Offered where there is something to move, to those who may. */
static void offered(void **state)
{
    const struct ym_actor clerk = { .role = YM_ROLE_COURT_CLERK, .body = HAND_COURT };
    const struct ym_actor supervisor = { .role = YM_ROLE_SUPERVISOR, .region = HAND_REGION };
    struct hand *h = *state;
    struct ym_deadline *dl = movable(h, YM_UNIT_DAY, 30);

    h->d.court = HAND_COURT;
    h->p.rules[0].need = YM_F(COURT_DEADLINE);
    h->p.rules[0].roles = 1u << YM_ROLE_COURT_CLERK;
    hand_rule(h, YM_CMD_RESCHEDULE, HAND_IN(ONE))->roles = 1u << YM_ROLE_SUPERVISOR;
    assert_int_equal(ym_options(&h->p, &h->d, &clerk, NULL, 0), 0);
    assert_int_equal(ym_options(&h->p, &h->d, &supervisor, NULL, 0), 1);
    dl->shift.is_court = true;
    assert_int_equal(ym_options(&h->p, &h->d, &clerk, NULL, 0), 1);
    assert_int_equal(ym_options(&h->p, &h->d, &supervisor, NULL, 0), 0);
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE))->shift.source = "s";
    hand_run(h, 1, hand_day(4));
    assert_int_equal(ym_options(&h->p, &h->d, &clerk, NULL, 0), 1);
    assert_int_equal(ym_options(&h->p, &h->d, &supervisor, NULL, 0), 1);
    h->d.nclocks = 0;
    assert_int_equal(ym_options(&h->p, &h->d, &supervisor, NULL, 0), 0);
}

/* Each role is told its own deadlines alone, and how far they reach. */
static void movables(void **state)
{
    const struct ym_actor clerk = { .role = YM_ROLE_COURT_CLERK, .body = HAND_COURT };
    const struct ym_actor other = { .role = YM_ROLE_COURT_CLERK, .body = HAND_COURT + 1 };
    const struct ym_actor supervisor = { .role = YM_ROLE_SUPERVISOR, .region = HAND_REGION };
    struct hand *h = *state;
    struct ym_movable got[YM_CLOCKS_MAX];

    (void)movable(h, YM_UNIT_DAY, 7);
    h->d.court = HAND_COURT;
    h->p.rules[0].need = YM_F(COURT_DEADLINE);
    h->p.rules[0].roles = 1u << YM_ROLE_COURT_CLERK;
    hand_rule(h, YM_CMD_RESCHEDULE, HAND_IN(ONE))->roles = 1u << YM_ROLE_SUPERVISOR;
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE))->shift =
        (struct ym_shift_limit){ .source = "s", .days_max = 14, .is_court = true };
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE)); /* runs, and nobody may move it */
    hand_run(h, 1, hand_day(4));
    hand_run(h, 2, hand_day(4));
    assert_int_equal(ym_movables(&h->p, NULL, &h->d, &supervisor, hand_day(0), got), 1);
    assert_int_equal(got[0].deadline, 0);
    assert_int_equal(got[0].last, hand_day(11));
    assert_int_equal(got[0].latest, hand_day(18));
    assert_int_equal(ym_movables(&h->p, NULL, &h->d, &clerk, hand_day(0), got), 1);
    assert_int_equal(got[0].deadline, 1);
    assert_int_equal(got[0].latest, hand_day(18));
    assert_int_equal(ym_movables(&h->p, NULL, &h->d, &other, hand_day(0), got), 0);
    h->d.clocks[0].due = 0; /* stands still */
    assert_int_equal(ym_movables(&h->p, NULL, &h->d, &supervisor, hand_day(0), got), 0);
    h->d.version = 0; /* before it is registered */
    assert_int_equal(ym_movables(&h->p, NULL, &h->d, &supervisor, hand_day(0), got), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(both_days, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(a_saturday_is_a_monday, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(names_a_running_deadline, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(fixed_or_stopped, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(past_and_same, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(own_term_of_a_party, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(the_cap, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(together_with_extensions, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(what_is_an_extension, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(another_calendar, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(working_days, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(stays_and_starts, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(bytes, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(offered, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(movables, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
