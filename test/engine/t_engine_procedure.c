/* SPDX-License-Identifier: Apache-2.0 */
/* Finding a version, a state, a deadline, a rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

static void by_number(void **state)
{
    static const struct ym_procedure first, last;
    struct ym_procedures all = { .at = { [1] = &first, [YM_PROCEDURES_MAX] = &last } };

    (void)state;
    all.at[0] = &last; /* nobody bears the number 0 */
    assert_null(ym_procedures_get(&all, 0));
    assert_ptr_equal(ym_procedures_get(&all, 1), &first);
    assert_null(ym_procedures_get(&all, 2));
    assert_ptr_equal(ym_procedures_get(&all, YM_PROCEDURES_MAX), &last);
    assert_null(ym_procedures_get(&all, YM_PROCEDURES_MAX + 1));
    assert_null(ym_procedures_get(&all, UINT16_MAX));
}

/* The version of the day: both bounds belong to it; of several the one that began last. */
static void by_day(void **state)
{
    const struct ym_procedure old = { .valid_from = hand_day(0), .valid_until = hand_day(9) };
    const struct ym_procedure newer = { .valid_from = hand_day(5), .valid_until = YM_DAY_NONE };
    const struct ym_procedure twin = { .valid_from = hand_day(5), .valid_until = hand_day(7) };
    struct ym_procedures all = { .at = { [1] = &newer, [9] = &old } };

    (void)state;
    assert_null(ym_procedures_on(&all, hand_day(-1)));
    assert_ptr_equal(ym_procedures_on(&all, hand_day(0)), &old);
    assert_ptr_equal(ym_procedures_on(&all, hand_day(4)), &old);
    assert_ptr_equal(ym_procedures_on(&all, hand_day(5)), &newer);
    assert_ptr_equal(ym_procedures_on(&all, YM_DAY_MAX), &newer);
    all.at[1] = NULL;
    assert_ptr_equal(ym_procedures_on(&all, hand_day(9)), &old);
    assert_null(ym_procedures_on(&all, hand_day(10)));
    all.at[1] = &newer;
    all.at[YM_PROCEDURES_MAX] = &twin; /* of two that began together the higher number */
    assert_ptr_equal(ym_procedures_on(&all, hand_day(7)), &twin);
    assert_ptr_equal(ym_procedures_on(&all, hand_day(8)), &newer);
}

static void by_name(void **state)
{
    struct hand *h = *state;

    hand_deadline(h, 1, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 1, YM_UNIT_DAY, HAND_IN(ONE));
    assert_int_equal(ym_procedure_state(&h->p, YM_SPAN("START")), HAND_START);
    assert_int_equal(ym_procedure_state(&h->p, YM_SPAN("POPEN")), HAND_POPEN);
    assert_int_equal(ym_procedure_state(&h->p, YM_SPAN("POPE")), -1);
    assert_int_equal(ym_procedure_state(&h->p, YM_SPAN("")), -1);
    assert_int_equal(ym_procedure_deadline(&h->p, YM_SPAN("d1")), 1);
    assert_int_equal(ym_procedure_deadline(&h->p, YM_SPAN("d2")), -1);
}

static void by_rule(void **state)
{
    struct hand *h = *state;
    static const uint8_t here[YM_TRACKS] = { HAND_ONE, HAND_CIDLE, HAND_PIDLE };
    const struct ym_rule *visit = hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));
    struct ym_rule *expire = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));

    expire->deadline = 3;
    assert_ptr_equal(ym_procedure_rule(&h->p, 10), visit);
    assert_ptr_equal(ym_procedure_rule(&h->p, 20), expire);
    assert_null(ym_procedure_rule(&h->p, 15));
    assert_ptr_equal(ym_rule_find(&h->p, here, YM_CMD_VISIT, YM_DEADLINE_NONE, 0), visit);
    assert_ptr_equal(ym_rule_find(&h->p, here, YM_CMD_EXPIRE, 3, 0), expire);
    assert_null(ym_rule_find(&h->p, here, YM_CMD_EXPIRE, 2, 0));
    assert_null(ym_rule_find(&h->p, here, YM_CMD_VISIT, 3, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_number),
        cmocka_unit_test(by_day),
        cmocka_unit_test_setup_teardown(by_name, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(by_rule, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
