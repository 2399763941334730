/* SPDX-License-Identifier: Apache-2.0 */
/* The extension of the mediation limit: asked, agreed by both sides, capped, granted or dropped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

/* HAND_ONE with a limit of 30 days that runs until Wednesday, day 30, and the usual four rules. */
static struct ym_deadline *limited(struct hand *h, enum ym_unit unit, int cap)
{
    struct ym_deadline *dl;
    struct ym_rule *r;

    hand_reset(h);
    dl = hand_deadline(h, 30, unit, HAND_IN(ONE));
    dl->is_limit = true;
    dl->extend_days_max = (int16_t)cap;
    hand_run(h, 0, hand_day(30));
    r = hand_rule(h, YM_CMD_ASK_EXTENSION, HAND_IN(ONE));
    r->need = YM_F(EXT_OVER_CAP);
    r->refuse = YM_REFUSAL_OVER_CAP;
    r = hand_rule(h, YM_CMD_ASK_EXTENSION, HAND_IN(ONE));
    r->need = YM_F(EXT_NO_LIMIT);
    r->refuse = YM_REFUSAL_NO_LIMIT;
    hand_rule(h, YM_CMD_ASK_EXTENSION, HAND_IN(ONE));
    r = hand_rule(h, YM_CMD_CONSENT_EXTENSION, HAND_IN(ONE));
    r->need = YM_F(EXT_AGREED);
    r->effects = YM_E(EXTEND);
    hand_rule(h, YM_CMD_CONSENT_EXTENSION, HAND_IN(ONE))->need = YM_F(EXT_PENDING);
    hand_rule(h, YM_CMD_REFUSE_EXTENSION, HAND_IN(ONE))->effects = YM_E(DROP_EXTENSION);
    return dl;
}

static enum ym_refusal ask(struct hand *h, int days)
{
    struct ym_command c = hand_command(YM_CMD_ASK_EXTENSION);

    c.fields = YM_FB(DAYS);
    c.days = (int16_t)days;
    c.by = hand_party(0);
    return hand_ask(h, &c);
}

static void grant(struct hand *h, int days)
{
    struct ym_command c = hand_command(YM_CMD_CONSENT_EXTENSION);

    assert_int_equal(ask(h, days), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.ext_pending, days);
    assert_int_equal(h->d.ext_consents, 1); /* who asks consents */
    c.by = hand_party(1);
    hand_do(h, &c);
    assert_int_equal(h->d.ext_pending, 0);
    assert_int_equal(h->d.ext_consents, 0);
}

/* An extension counts on from the old last day, in working days where the limit does. */
static void granted(void **state)
{
    struct hand *h = *state;

    (void)limited(h, YM_UNIT_DAY, 15);
    grant(h, 15);
    assert_int_equal(h->said.rule, 40);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(45)); /* Thursday 17 December */
    assert_int_equal(h->d.ext_total, 15);
    assert_int_equal(h->d.ext_deadline, 0);
    (void)limited(h, YM_UNIT_WORKDAY, 15);
    grant(h, 15);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(51)); /* Wednesday 23 December */
    (void)limited(h, YM_UNIT_MONTH, 15);
    grant(h, 15);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(45));
}

/* At the cap and one past it, at once and in pieces. */
static void capped(void **state)
{
    struct hand *h = *state;

    (void)limited(h, YM_UNIT_DAY, 15);
    assert_int_equal(ask(h, 15), YM_REFUSAL_NONE);
    assert_int_equal(ask(h, 16), YM_REFUSAL_OVER_CAP);
    grant(h, 5);
    grant(h, 4);
    assert_int_equal(h->d.ext_total, 9);
    assert_int_equal(ask(h, 7), YM_REFUSAL_OVER_CAP);
    grant(h, 6);
    assert_int_equal(h->d.ext_total, 15);
    assert_int_equal(ask(h, 1), YM_REFUSAL_OVER_CAP);
    (void)limited(h, YM_UNIT_DAY, YM_CAP_NONE);
    grant(h, YM_DAYS_MAX);
    assert_int_equal(ask(h, YM_DAYS_MAX), YM_REFUSAL_NONE);
    (void)limited(h, YM_UNIT_DAY, 0);
    assert_int_equal(ask(h, 1), YM_REFUSAL_NO_LIMIT);
}

/* Without a cap the sum of many extensions ends at what it can hold, while the limit goes on. */
static void without_end(void **state)
{
    struct hand *h = *state;
    ym_day last;

    (void)limited(h, YM_UNIT_DAY, YM_CAP_NONE);
    for (int i = 0; i < 8; i++)
        grant(h, YM_DAYS_MAX);
    assert_int_equal(h->d.ext_total, 8 * YM_DAYS_MAX);
    last = hand_clock(h, 0)->last;
    grant(h, YM_DAYS_MAX);
    assert_int_equal(h->d.ext_total, INT16_MAX);
    assert_int_equal(hand_clock(h, 0)->last, ym_calendar_roll(NULL, last + YM_DAYS_MAX));
}

/* What was granted on one limit does not count against another. */
static void on_another_limit(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *second;

    (void)limited(h, YM_UNIT_DAY, 15);
    grant(h, 15);
    h->p.deadlines[0].within = h->p.deadlines[0].in = HAND_IN(TWO);
    second = hand_deadline(h, 20, YM_UNIT_DAY, HAND_IN(ONE));
    second->is_limit = true;
    second->extend_days_max = 10;
    h->d.nclocks = 0;
    hand_run(h, 1, hand_day(30));
    assert_int_equal(ask(h, 11), YM_REFUSAL_OVER_CAP);
    grant(h, 10);
    assert_int_equal(h->d.ext_deadline, 1);
    assert_int_equal(h->d.ext_total, 10);
    assert_int_equal(ask(h, 1), YM_REFUSAL_OVER_CAP);
}

/* Only the limit moves, and only while it runs. */
static void nothing_else_moves(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = limited(h, YM_UNIT_DAY, 15);
    struct ym_command c = hand_command(YM_CMD_CONSENT_EXTENSION);

    hand_deadline(h, 40, YM_UNIT_DAY, HAND_IN(ONE))->extend_days_max = 15;
    hand_run(h, 1, hand_day(40));
    grant(h, 1);
    assert_int_equal(h->said.event.nclocks, 1);
    assert_int_equal(hand_clock(h, 1)->last, hand_day(40));
    h->d.ext_pending = 2;
    h->d.ext_consents = 1;
    c.by = hand_party(1);
    h->d.stayed_on = hand_day(0);
    h->d.clocks[0] = (struct ym_clock){ .deadline = 0, .last = YM_DAY_NONE, .left = 5 };
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.event.nclocks, 0); /* stands still */
    hand_run(h, 0, hand_day(30));
    dl->extend_days_max = 0;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.event.nclocks, 0); /* may not be extended */
    dl->extend_days_max = 15;
    hand_do(h, &c);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(32));
}

static void dropped(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_REFUSE_EXTENSION);

    (void)limited(h, YM_UNIT_DAY, 15);
    assert_int_equal(ask(h, 5), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    c.by = hand_party(1);
    hand_do(h, &c);
    assert_int_equal(h->d.ext_pending, 0);
    assert_int_equal(h->d.ext_consents, 0);
    assert_int_equal(h->d.ext_total, 0);
    assert_int_equal(hand_clock(h, 0)->last, hand_day(30));
}

/* The effect drops what is pending under any command, not only under the refusal. */
static void dropped_by_effect(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);

    (void)limited(h, YM_UNIT_DAY, 15);
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE))->effects = YM_E(DROP_EXTENSION);
    h->d.ext_pending = 5;
    h->d.ext_consents = 3;
    h->d.ext_total = 4;
    h->d.ext_deadline = 0;
    hand_do(h, &c);
    assert_int_equal(h->d.ext_pending, 0);
    assert_int_equal(h->d.ext_consents, 0);
    assert_int_equal(h->d.ext_total, 4); /* what was granted stays granted */
}

/* The president of the court decides alone: the days are the command's own. */
static void review(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_EXTEND_REVIEW);

    (void)limited(h, YM_UNIT_DAY, 15);
    hand_rule(h, YM_CMD_EXTEND_REVIEW, HAND_IN(ONE))->effects = YM_E(EXTEND);
    c.fields = YM_FB(DAYS);
    c.days = 10;
    hand_do(h, &c);
    assert_int_equal(hand_clock(h, 0)->last, ym_calendar_roll(NULL, hand_day(40)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(granted, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(capped, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(without_end, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(on_another_limit, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(nothing_else_moves, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(dropped, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(dropped_by_effect, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(review, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
