/* SPDX-License-Identifier: Apache-2.0 */
/* What each party has for itself: its change of mediator, its period to object. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hand.h"

/* Do a command under a rule of its own, with this effect. */
static void act(struct hand *h, struct ym_command c, uint32_t effects)
{
    h->p.nrules = 0;
    hand_rule(h, (enum ym_cmd)c.kind, HAND_IN(ONE))->effects = effects;
    hand_do(h, &c);
}

/* What seat says it. */
static void by_seat(struct hand *h, enum ym_cmd kind, int seat, int day)
{
    struct ym_command c = hand_command(kind);

    c.fields = YM_FB(SEAT);
    c.seats = UINT32_C(1) << seat;
    c.at = hand_at(day);
    act(h, c, 0);
}

/* Each party has its own first change of mediator. */
static void recusals(void **state)
{
    struct hand *h = *state;

    by_seat(h, YM_CMD_ASK_RECUSAL, 0, 0);
    by_seat(h, YM_CMD_ASK_RECUSAL, 1, 0);
    assert_int_equal(h->d.recused, 3);
    assert_int_equal(h->d.recused_again, 0);
    by_seat(h, YM_CMD_ASK_RECUSAL, 1, 0);
    assert_int_equal(h->d.recused_again, 2);
}

/* Who received the ruling, and when: on the day named, else today. */
static void services(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_SERVE);

    by_seat(h, YM_CMD_SERVE, 1, 4);
    c.fields = YM_FB(SEAT) | YM_FB(DATE);
    c.seats = 1;
    c.at = hand_at(9);
    c.date = hand_day(2);
    act(h, c, 0);
    assert_int_equal(h->d.served, 3);
    assert_int_equal(h->d.served_on[0], hand_day(2));
    assert_int_equal(h->d.served_on[1], hand_day(4));
    act(h, hand_command(YM_CMD_VISIT), YM_E(LAPSE)); /* that of seat 0 ends first */
    assert_int_equal(h->d.periods_over, 1);
    act(h, hand_command(YM_CMD_VISIT), YM_E(LAPSE));
    assert_int_equal(h->d.periods_over, 3);
    act(h, hand_command(YM_CMD_VISIT), YM_E(LAPSE)); /* there is none left */
    assert_int_equal(h->d.periods_over, 3);
    for (int i = 0; i < 2; i++) { /* a new ruling, or none any more: nobody has received it */
        by_seat(h, YM_CMD_SERVE, 1, 4);
        act(h, hand_command(YM_CMD_VISIT), i == 0 ? YM_E(CONFIRMED) : YM_E(UNCONFIRM));
        assert_int_equal(h->d.served, 0);
        assert_int_equal(h->d.periods_over, 0);
        assert_int_equal(h->d.served_on[1], 0);
    }
}

static ym_day last(const struct hand *h, uint8_t deadline)
{
    const struct ym_clock *k = hand_clock(h, deadline);

    assert_non_null(k);
    return k->last;
}

static void serve(struct hand *h, int seat, int date, int day)
{
    struct ym_command c = hand_command(YM_CMD_SERVE);

    c.fields = YM_FB(SEAT) | YM_FB(DATE);
    c.seats = UINT32_C(1) << seat;
    c.date = hand_day(date);
    c.at = hand_at(day);
    hand_do(h, &c);
}

static void pass(struct hand *h, uint8_t deadline)
{
    struct ym_command c = hand_command(YM_CMD_EXPIRE);

    c.deadline = deadline;
    c.at = ym_day_start(last(h, deadline) + 1);
    hand_do(h, &c);
}

/* Each party's period counts from its own service, whatever the order in which services are
 * recorded; a third party has none; when one passes the next runs, when none is left nothing does.
 */
static void period_of_each_party(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r;

    hand_deadline(h, 40, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(40));
    *hand_deadline(h, 15, YM_UNIT_DAY, HAND_IN(ONE)) =
        (struct ym_deadline){ .name = "d1",
                              .within = HAND_IN(ONE),
                              .term = { 15, YM_UNIT_DAY },
                              .origin = YM_ORIGIN_SERVED };
    hand_rule(h, YM_CMD_SERVE, HAND_IN(ONE))->arm = 1u << 1;
    r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));
    r->deadline = 1;
    r->arm = 1u << 1;
    r->effects = YM_E(LAPSE);
    serve(h, 2, 0, 0);
    assert_null(hand_clock(h, 1));
    serve(h, 1, 7, 8);
    assert_int_equal(last(h, 1), hand_day(22));
    serve(h, 0, 1, 9); /* recorded later, served earlier: its period ends first */
    assert_int_equal(last(h, 1), hand_day(16));
    pass(h, 1);
    assert_int_equal(h->d.periods_over, 1);
    assert_int_equal(last(h, 1), hand_day(22));
    pass(h, 1);
    assert_int_equal(h->d.periods_over, 3);
    assert_null(hand_clock(h, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(recusals, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(services, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(period_of_each_party, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
