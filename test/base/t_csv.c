/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of CSV: quotes within them, and every beginning that a spreadsheet computes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"

static void assert_field(struct ym_span text, const char *field)
{
    struct ym_buf b;

    ym_buf_init(&b, 64);
    ym_csv_text(&b, text);
    assert_true(ym_buf_ok(&b));
    assert_int_equal(b.n, strlen(field));
    assert_memory_equal(b.at, field, b.n);
    ym_buf_release(&b);
}

static void plain(void **state)
{
    (void)state;
    assert_field(YM_SPAN(""), "\"\"");
    assert_field(YM_SPAN("滨江,\"一码\""), "\"滨江,\"\"一码\"\"\"");
    assert_field(YM_SPAN("1=1"), "\"1=1\"");
}

static void formulas(void **state)
{
    static const char *const begin[] = { "=", "+", "-", "@", "\t", "\r" };

    (void)state;
    for (size_t i = 0; i < sizeof(begin) / sizeof(begin[0]); i++) {
        char text[8], field[16];

        (void)snprintf(text, sizeof(text), "%sA1", begin[i]);
        (void)snprintf(field, sizeof(field), "\"'%s\"", text);
        assert_true(ym_csv_is_formula(ym_span_of(text)));
        assert_field(ym_span_of(text), field);
    }
    assert_false(ym_csv_is_formula(YM_SPAN("")));
    assert_false(ym_csv_is_formula((struct ym_span){ "\0", 1 }));
}

/* What does not fit is not there in part: the buffer says so. */
static void no_room(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 4);
    ym_csv_text(&b, YM_SPAN("ab"));
    assert_true(ym_buf_ok(&b));
    ym_buf_clear(&b);
    ym_csv_text(&b, YM_SPAN("abc"));
    assert_false(ym_buf_ok(&b));
    ym_buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain),
        cmocka_unit_test(formulas),
        cmocka_unit_test(no_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
