/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "yima/indicator.h"

struct row {
    int64_t a, b, scale, want;
    bool is_told;
};

/* Figures as justice bureaus and courts printed them, and every edge. */
static void test_share(void **state)
{
    static const struct row rows[] = {
        { 842, 869, 1000, 969, true },   /* Huangshi, August 2016: 96.9 % of those accepted */
        { 2300, 5266, 1000, 437, true }, /* Binjiang, by 2020-11-25 */
        { 0, 7, 1000, 0, true },
        { 7, 7, 1000, 1000, true },
        { 1, 2000, 1000, 1, true }, /* exactly half a unit rounds up */
        { 1, 2001, 1000, 0, true },
        { 1, 0, 1000, 0, false },
        { -1, 7, 1000, 0, false },
        { 1, -7, 1000, 0, false },
        { 1, 7, 0, 0, false },
        { 1, 7, YM_SCALE_MAX + 1, 0, false },
        { YM_COUNT_MAX, YM_COUNT_MAX, YM_SCALE_MAX, YM_SCALE_MAX, true },
        { YM_COUNT_MAX + 1, YM_COUNT_MAX, 1, 0, false },
        { 1, YM_COUNT_MAX + 1, 1, 0, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t got = -1;

        assert_int_equal(ym_share(rows[i].a, rows[i].b, rows[i].scale, &got), rows[i].is_told);
        assert_int_equal(got, rows[i].want);
    }
}

static void test_change(void **state)
{
    static const struct row rows[] = {
        { 869, 1028, 1000, -155, true },     /* Huangshi: 159 fewer than a year before */
        { 869, 840, 1000, 35, true },        /* and 29 more than a month before */
        { 52956, 29838, 10000, 7748, true }, /* printed as "up 177.48 %" */
        { 5, 5, 1000, 0, true },
        { 0, 5, 1000, -1000, true },
        { 1999, 2000, 1000, -1, true }, /* half a unit below rounds away from zero */
        { 2000, 2001, 1000, 0, true },
        { 5, 0, 1000, 0, false },
        { -1, 5, 1000, 0, false },
        { 5, -1, 1000, 0, false },
        { 5, 5, 0, 0, false },
        { YM_COUNT_MAX, 1, 1, YM_COUNT_MAX - 1, true },
        { YM_COUNT_MAX + 1, 1, 1, 0, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t got = -1;

        assert_int_equal(ym_change(rows[i].a, rows[i].b, rows[i].scale, &got), rows[i].is_told);
        assert_int_equal(got, rows[i].want);
    }
}

static int64_t rank(const struct ym_day_counts *c, int per_cent)
{
    int64_t got = -1;

    assert_true(ym_day_counts_rank(c, per_cent, &got));
    return got;
}

static void test_days(void **state)
{
    static const int64_t days[] = { 30, 2, 2, 5, -3, 9, 12, 14, 7, 40 };
    struct ym_day_counts c;
    int64_t got = -1;

    (void)state;
    memset(&c, 0, sizeof(c));
    assert_false(ym_day_counts_rank(&c, 50, &got));
    assert_int_equal(got, 0);
    assert_false(ym_day_counts_mean(&c, 10, &got));
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        ym_day_counts_add(&c, days[i]);
    /* In order: 0 2 2 5 7 9 12 14 30 40. */
    assert_int_equal(rank(&c, 1), 0);
    assert_int_equal(rank(&c, 10), 0);
    assert_int_equal(rank(&c, 11), 2);
    assert_int_equal(rank(&c, 50), 7);
    assert_int_equal(rank(&c, 51), 9);
    assert_int_equal(rank(&c, 90), 30);
    assert_int_equal(rank(&c, 100), 40);
    assert_false(ym_day_counts_rank(&c, 0, &got));
    assert_false(ym_day_counts_rank(&c, 101, &got));
    assert_true(ym_day_counts_mean(&c, 10, &got));
    assert_int_equal(got, 121); /* 121 days over 10: 12.1 */
    assert_false(ym_day_counts_mean(&c, 0, &got));
}

static void test_days_at_the_limit(void **state)
{
    struct ym_day_counts c;
    struct ym_day_counts whole;
    int64_t got = 0;

    (void)state;
    memset(&c, 0, sizeof(c));
    memset(&whole, 0, sizeof(whole));
    ym_day_counts_add(&c, YM_SPAN_DAYS - 1);
    assert_int_equal(rank(&c, 100), YM_SPAN_DAYS - 1);
    ym_day_counts_add(&c, YM_SPAN_DAYS);
    ym_day_counts_add(&c, 5000);
    assert_int_equal(c.n[YM_SPAN_DAYS], 2);
    assert_int_equal(rank(&c, 100), YM_SPAN_DAYS);
    ym_day_counts_join(&whole, &c);
    ym_day_counts_join(&whole, &c);
    assert_int_equal(whole.count, 6);
    assert_int_equal(whole.n[YM_SPAN_DAYS], 4);
    assert_true(ym_day_counts_mean(&whole, 1, &got));
    assert_int_equal(got, (1095 + 1096 + 5000) / 3); /* what is longer counts in full */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_share),
        cmocka_unit_test(test_change),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_days_at_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
