/* SPDX-License-Identifier: Apache-2.0 */
/* Seat 0 claims, seat 1 responds, seat 2 is a third party; there is no seat 3. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hand.h"

static struct ym_command by_seat(enum ym_cmd kind, uint32_t seats)
{
    struct ym_command c = hand_command(kind);

    c.fields = YM_FB(SEAT);
    c.seats = seats;
    return c;
}

/* Only a command that names nobody else speaks for third parties alone. */
static void speaks_for_third_parties(void **state)
{
    struct hand *h = *state;

    for (uint32_t seats = 0; seats < 8; seats++) {
        struct ym_command c = by_seat(YM_CMD_GO_TO_COURT, seats);
        const uint64_t holds = ym_facts(&h->p, &h->d, &c) & YM_F(BY_THIRD);

        assert_true(holds == (seats == 4 ? YM_F(BY_THIRD) : 0));
        c.fields = 0;
        assert_true((ym_facts(&h->p, &h->d, &c) & YM_F(BY_THIRD)) == 0);
    }
}

/* Neither refusing nor going to court puts a ground on the dispute of the others. */
static void leaves_no_ground(void **state)
{
    static const enum ym_cmd kinds[] = { YM_CMD_REFUSE_MEDIATION, YM_CMD_GO_TO_COURT };
    struct hand *h = *state;

    for (int i = 0; i < 2; i++) {
        for (uint32_t seats = 1; seats < 8; seats++) {
            const struct ym_command c = by_seat(kinds[i], seats);

            hand_reset(h);
            hand_rule(h, kinds[i], HAND_IN(ONE));
            assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
            ym_evolve(&h->d, &h->said.event);
            assert_int_equal(h->d.ground, seats == 4 ? YM_GROUND_NONE : YM_GROUND_PARTY_REFUSES);
        }
    }
}

/* The extension is what both sides agree on. */
static void keeps_the_extension(void **state)
{
    struct hand *h = *state;

    hand_rule(h, YM_CMD_REFUSE_EXTENSION, HAND_IN(ONE));
    for (uint32_t seats = 1; seats < 8; seats++) {
        const struct ym_command c = by_seat(YM_CMD_REFUSE_EXTENSION, seats);

        h->d.ext_pending = 10;
        h->d.ext_consents = 1;
        assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
        ym_evolve(&h->d, &h->said.event);
        assert_int_equal(h->d.ext_pending, seats == 4 ? 10 : 0);
        assert_int_equal(h->d.ext_consents, seats == 4 ? 1 : 0);
    }
}

static uint16_t offered(const struct hand *h, const struct ym_actor *a)
{
    struct ym_option option = { 0 };

    assert_int_equal(ym_options(&h->p, &h->d, a, &option, 1), 1);
    return option.rule;
}

/* Each is offered the rule that would answer; who speaks for others, the first that may. */
static void offers_what_answers(void **state)
{
    struct hand *h = *state;
    const struct ym_actor job = hand_command(YM_CMD_GO_TO_COURT).by;
    const struct ym_actor claimant = hand_party(0), third = hand_party(2);
    struct ym_rule *r = hand_rule(h, YM_CMD_GO_TO_COURT, HAND_IN(ONE));
    const uint16_t first = r->id;
    uint16_t second;

    r->need = YM_F(BY_THIRD);
    second = hand_rule(h, YM_CMD_GO_TO_COURT, HAND_IN(ONE))->id;
    assert_int_equal(offered(h, &claimant), second);
    assert_int_equal(offered(h, &third), first);
    assert_int_equal(offered(h, &job), first);
}

/* Nobody attends at a seat that is not there. */
static void attends_at_a_seat(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_HOLD_SESSION);

    hand_rule(h, YM_CMD_HOLD_SESSION, HAND_IN(ONE));
    c.fields = YM_FB(ATTENDANCE);
    c.attended = 7;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.attended = 8;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);
    assert_true(h->said.missing == YM_FB(ATTENDANCE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(speaks_for_third_parties, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(leaves_no_ground, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(keeps_the_extension, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(offers_what_answers, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(attends_at_a_seat, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
