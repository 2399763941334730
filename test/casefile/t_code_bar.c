/* SPDX-License-Identifier: Apache-2.0 */
/* Whose code shows a credit profile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/casefile.h"

#define SEAT 1

/* The bar of a code that this one issued, in a dispute that the other one registered. */
static enum app_code_bar bar(uint8_t role, int64_t staff, uint8_t registrar_role, int64_t registrar)
{
    const struct app_code rows[] = {
        { .seat = 0, .role = YM_ROLE_MEDIATOR },
        { .seat = SEAT,
          .role = role,
          .staff = staff,
          .registrar = { .role = registrar_role, .staff = registrar } },
    };

    return app_code_bar_of(rows, sizeof(rows) / sizeof(rows[0]), SEAT);
}

static void a_second_member_of_staff_may(void **state)
{
    (void)state;
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 7, YM_ROLE_WINDOW_CLERK, 8), APP_CODE_NO_BAR);
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 7, YM_ROLE_DISPATCHER, 0), APP_CODE_NO_BAR);
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 0, YM_ROLE_DISPATCHER, 7), APP_CODE_NO_BAR);
}

static void the_registrar_may_not(void **state)
{
    (void)state;
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 7, YM_ROLE_WINDOW_CLERK, 7), APP_CODE_REGISTRAR);
    assert_int_equal(bar(YM_ROLE_BODY_MANAGER, 7, YM_ROLE_WINDOW_CLERK, 7), APP_CODE_REGISTRAR);
}

static void without_a_member_of_staff_the_role_tells(void **state)
{
    (void)state;
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 0, YM_ROLE_WINDOW_CLERK, 0), APP_CODE_REGISTRAR);
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 0, YM_ROLE_PARTY, 0), APP_CODE_NO_BAR);
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 0, YM_ROLE_JOB, 0), APP_CODE_NO_BAR);
}

static void who_is_not_known_may_not(void **state)
{
    (void)state;
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, APP_STAFF_UNKNOWN, YM_ROLE_DISPATCHER, 7),
                     APP_CODE_REGISTRAR);
    assert_int_equal(bar(YM_ROLE_WINDOW_CLERK, 7, YM_ROLE_CLOCK, APP_STAFF_UNKNOWN),
                     APP_CODE_REGISTRAR);
}

static void a_mediator_may_never(void **state)
{
    (void)state;
    assert_int_equal(bar(YM_ROLE_MEDIATOR, 7, YM_ROLE_WINDOW_CLERK, 8), APP_CODE_MEDIATOR);
    assert_int_equal(bar(YM_ROLE_MEDIATOR, 7, YM_ROLE_MEDIATOR, 7), APP_CODE_MEDIATOR);
}

static void a_seat_without_a_code_has_no_bar(void **state)
{
    (void)state;
    assert_int_equal(app_code_bar_of(NULL, 0, SEAT), APP_CODE_NO_BAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_member_of_staff_may),
        cmocka_unit_test(the_registrar_may_not),
        cmocka_unit_test(without_a_member_of_staff_the_role_tells),
        cmocka_unit_test(who_is_not_known_may_not),
        cmocka_unit_test(a_mediator_may_never),
        cmocka_unit_test(a_seat_without_a_code_has_no_bar),
    };

    return cmocka_run_group_tests_name("whose code", tests, NULL, NULL);
}
