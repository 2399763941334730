/* SPDX-License-Identifier: Apache-2.0 */
/* Office rules as tables in memory: what is no table, what is past its key, and merging. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yima/office.h"

#define FROM 20000 /* some day */

/* One row for each key, at the least value that it may have. */
static size_t fill(struct ym_office_row *rows)
{
    for (int k = 0; k < YM_OFFICE_KEY_COUNT; k++) {
        const struct ym_office_about *about = ym_office_about((enum ym_office_key)k);

        rows[k] = (struct ym_office_row){
            .key = (uint8_t)k, .from = FROM, .value = about->least, .source = YM_SPAN("s")
        };
    }
    return YM_OFFICE_KEY_COUNT;
}

static void codes_of_units(void **state)
{
    (void)state;
    for (int u = 0; u < YM_OFFICE_UNIT_COUNT; u++) {
        const struct ym_word *word = ym_office_unit_word((enum ym_office_unit)u);

        assert_int_equal(ym_office_unit_find(ym_span_of(word->code)), u);
    }
    for (int j = 0; j < YM_OFFICE_JUDGED_COUNT; j++)
        assert_true(ym_office_judged_word((enum ym_office_judged)j)->code[0] != '\0');
    assert_int_equal(ym_office_unit_find(YM_SPAN("fortnight")), -1);
    assert_int_equal(ym_office_find(YM_SPAN("no_such_rule")), -1);
}

static void what_is_no_table(void **state)
{
    static struct ym_office_row rows[YM_OFFICE_ROWS_MAX + 1];
    const struct ym_office_row odd[] = {
        { .key = YM_OFFICE_KEY_COUNT, .from = FROM, .value = 1, .source = YM_SPAN("s") },
        { .key = 0, .from = YM_DAY_NONE, .value = 5, .source = YM_SPAN("s") },
        { .key = 0, .from = FROM, .value = 5, .source = YM_SPAN("") },
        { .key = 0, .from = FROM, .value = UINT32_MAX, .source = YM_SPAN("s") },
    };
    struct ym_office o = { rows, fill(rows) };

    (void)state;
    assert_true(ym_office_valid(&o));
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        rows[0] = odd[i];
        assert_false(ym_office_valid(&o));
        (void)fill(rows);
    }
    rows[1] = rows[0]; /* twice */
    assert_false(ym_office_valid(&o));
    (void)fill(rows);
    o.n--;
    assert_false(ym_office_valid(&o));
    assert_int_equal(ym_office_lacking(&o), YM_OFFICE_KEY_COUNT - 1);
    o.n = 0;
    assert_int_equal(ym_office_lacking(&o), 0);
}

static void as_many_as_there_may_be(void **state)
{
    static struct ym_office_row rows[YM_OFFICE_ROWS_MAX + 1];
    struct ym_office o = { rows, fill(rows) };
    const struct ym_office_row last = rows[YM_OFFICE_KEY_COUNT - 1];

    (void)state;
    for (ym_day later = 1; o.n <= YM_OFFICE_ROWS_MAX; later++) {
        rows[o.n] = last;
        rows[o.n++].from = FROM + later;
    }
    assert_false(ym_office_valid(&o));
    o.n--;
    assert_true(ym_office_valid(&o));
}

/* What is no time has no longest time; a row that was over before it could matter counts no more.
 */
static void times_alone_reach_back(void **state)
{
    struct ym_office_row rows[YM_OFFICE_KEY_COUNT + 1];
    struct ym_office o = { rows, fill(rows) };

    (void)state;
    for (int k = 0; k < YM_OFFICE_KEY_COUNT; k++) {
        const enum ym_office_key key = (enum ym_office_key)k;
        const uint8_t unit = ym_office_about(key)->unit;
        const bool is_time = unit != YM_OFFICE_IN_COUNT;

        assert_int_equal(ym_office_longest(&o, key, FROM + 1), ym_office_value(&o, key, FROM + 1));
        assert_int_equal(ym_office_before(&o, key, FROM + 1) != YM_DAY_NONE, is_time);
    }
}

static void one_over_the_other(void **state)
{
    struct ym_office_row under[YM_OFFICE_KEY_COUNT], over[2], room[YM_OFFICE_KEY_COUNT + 2];
    const struct ym_office base = { under, fill(under) };
    const int last = YM_OFFICE_KEY_COUNT - 1;
    size_t n;

    (void)state;
    over[0] = under[0];
    over[0].source = YM_SPAN("other");
    over[1] = under[last];
    over[1].from++;
    n = ym_office_merge(&base, &(struct ym_office){ over, 2 }, room);
    assert_int_equal(n, YM_OFFICE_KEY_COUNT + 1);
    assert_true(ym_span_is(room[0].source, YM_SPAN("other")));
    assert_int_equal(room[n - 1].from, FROM + 1);
    n = ym_office_merge(&base, &(struct ym_office){ over, 1 }, room);
    assert_int_equal(n, YM_OFFICE_KEY_COUNT);
    n = ym_office_merge(&base, &(struct ym_office){ over, 0 }, room);
    assert_int_equal(n, YM_OFFICE_KEY_COUNT);
    n = ym_office_merge(&(struct ym_office){ under, 0 }, &(struct ym_office){ over, 2 }, room);
    assert_int_equal(n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_of_units),          cmocka_unit_test(what_is_no_table),
        cmocka_unit_test(as_many_as_there_may_be), cmocka_unit_test(times_alone_reach_back),
        cmocka_unit_test(one_over_the_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
