/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which commands are offered: each once, groups together, likeliest first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/order.h"
#include "yima/vocab.h"

static void each_has_its_own_place(void **state)
{
    bool taken[YM_CMD_COUNT] = { false };

    (void)state;
    for (unsigned c = 0; c < YM_CMD_COUNT; c++) {
        const unsigned rank = app_order_rank(c);

        if (c == YM_CMD_REGISTER || c == YM_CMD_EXPIRE) {
            assert_int_equal(rank, YM_CMD_COUNT - 2);
            assert_string_equal(app_order_group(c), "record");
            continue;
        }
        assert_true(rank < YM_CMD_COUNT - 2);
        assert_false(taken[rank]);
        taken[rank] = true;
    }
}

static void groups_stand_together(void **state)
{
    static const char *const groups[] = { "step", "help", "exit", "record" };
    size_t g = 0;

    (void)state;
    for (unsigned rank = 0; rank < YM_CMD_COUNT - 2; rank++) {
        unsigned c = 0;

        while (app_order_rank(c) != rank)
            c++;
        while (strcmp(app_order_group(c), groups[g]) != 0)
            assert_true(++g < 4);
    }
    assert_int_equal(g, 3);
}

/* The ways out never stand before the way forward. */
static void what_is_looked_for_comes_first(void **state)
{
    (void)state;
    assert_true(app_order_rank(YM_CMD_ACCEPT_CASE) < app_order_rank(YM_CMD_DECLINE_CASE));
    assert_true(app_order_rank(YM_CMD_HOLD_SESSION) < app_order_rank(YM_CMD_TERMINATE));
    assert_true(app_order_rank(YM_CMD_SIGN) < app_order_rank(YM_CMD_WITHDRAW));
    assert_string_equal(app_order_group(YM_CMD_GO_TO_COURT), "exit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_its_own_place),
        cmocka_unit_test(groups_stand_together),
        cmocka_unit_test(what_is_looked_for_comes_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
