/* SPDX-License-Identifier: Apache-2.0 */
/* A migration gives new numbers and nothing else: no term is lost, and no cap begins anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

/* Where deadlines 0 and 1 go; states keep their numbers, but ONE becomes TWO. */
static struct ym_migration map(uint8_t limit, uint8_t other)
{
    struct ym_migration m = { .procedure = 2 };

    memset(m.deadline, YM_DEADLINE_NONE, sizeof(m.deadline));
    for (int s = 0; s < YM_STATES_MAX; s++)
        m.state[s] = (uint8_t)s;
    m.state[HAND_ONE] = HAND_TWO;
    m.deadline[0] = limit;
    m.deadline[1] = other;
    return m;
}

/* Two deadlines run in HAND_ONE; the first is a limit that has been extended by 20 days. */
static struct ym_command ready(struct hand *h, const struct ym_migration *m)
{
    struct ym_command c = hand_command(YM_CMD_MIGRATE);

    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE))->is_limit = true;
    (void)hand_deadline(h, 10, YM_UNIT_DAY, HAND_IN(ONE));
    hand_rule(h, YM_CMD_MIGRATE, HAND_IN(ONE));
    hand_run(h, 0, hand_day(50));
    hand_run(h, 1, hand_day(10));
    h->d.ext_total = 20;
    h->d.ext_deadline = 0;
    h->d.entered_at = hand_at(-5);
    c.fields = YM_FB(PROCEDURE);
    c.migration = m;
    return c;
}

static void keeps_what_was_extended(void **state)
{
    struct hand *h = *state;
    const struct ym_migration m = map(7, 3);
    const struct ym_command c = ready(h, &m);

    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.ext_total, 20);
    assert_int_equal(h->d.ext_deadline, 7);
}

static void has_extended_nothing(void **state)
{
    struct hand *h = *state;
    const struct ym_migration m = map(7, 3);
    const struct ym_command c = ready(h, &m);

    h->d.ext_total = 0;
    h->d.ext_deadline = YM_DEADLINE_NONE;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.ext_deadline, YM_DEADLINE_NONE);
}

static void never_makes_two_terms_one(void **state)
{
    struct hand *h = *state;
    const struct ym_migration m = map(7, 7);
    const struct ym_command c = ready(h, &m);

    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
}

static void enters_nothing(void **state)
{
    struct hand *h = *state;
    const struct ym_migration m = map(7, 3);
    const struct ym_command c = ready(h, &m);

    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.state[YM_TRACK_MAIN], HAND_TWO);
    assert_true(h->d.entered_at == hand_at(-5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keeps_what_was_extended, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(has_extended_nothing, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(never_makes_two_terms_one, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(enters_nothing, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
