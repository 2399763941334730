/* SPDX-License-Identifier: Apache-2.0 */
/* Months by name, and when one is over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/month.h"

static void names(void **state)
{
    static const char *const wrong[] = { "",        "2026",    "2026-1",  "2026-13",
                                         "2026-00", "2026/10", "26-10",   "2026-100",
                                         "1799-12", "2201-01", "2026-1x", " 2026-10" };
    char text[APP_MONTH_TEXT_MAX];
    ym_day month = 7;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(app_month_parse(ym_span_of(wrong[i]), &month));
    assert_int_equal(month, 7);
    assert_true(app_month_parse(YM_SPAN("2026-10"), &month));
    assert_int_equal(month, ym_day_make(2026, 10, 1));
    app_month_print(month, text);
    assert_string_equal(text, "2026-10");
}

static void neighbours(void **state)
{
    const ym_day january = ym_day_make(2026, 1, 1);

    (void)state;
    assert_int_equal(app_month_plus(january, -1), ym_day_make(2025, 12, 1));
    assert_int_equal(app_month_plus(january, 1), ym_day_make(2026, 2, 1));
    assert_int_equal(app_month_plus(january, -12), ym_day_make(2025, 1, 1));
}

static void over(void **state)
{
    const ym_day month = ym_day_make(2026, 10, 1);
    const ym_usec end = ym_day_start(ym_day_make(2026, 11, 1)) + APP_MONTH_SETTLE_US;

    (void)state;
    assert_false(app_month_is_over(month, end - 1));
    assert_true(app_month_is_over(month, end));
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(app_month_state_word(APP_MONTH_FROZEN)->code, "frozen");
    assert_string_equal(app_month_scope_word(APP_MONTH_OF_BODY)->code, "body");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(neighbours),
        cmocka_unit_test(over),
        cmocka_unit_test(words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
