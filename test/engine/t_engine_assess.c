/* SPDX-License-Identifier: Apache-2.0 */
/* Outcomes beside what was to be expected of the same mix of types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "yima/assess.h"

#define WHOLE_MAX (YM_TYPE_COUNT * YM_ASSESS_CASES_MAX)

/* Wilson's interval at z = 1.96, computed elsewhere in floating point. */
static void test_share(void **state)
{
    static const struct {
        int64_t part, whole, value, low, high;
    } rows[] = {
        { 0, 1, 0, 0, 794 },         /* 0 and 0.79346 */
        { 1, 1, 1000, 206, 1000 },   /* 0.20654 */
        { 0, 10, 0, 0, 278 },        /* 0.27753 */
        { 5, 10, 500, 236, 764 },    /* 0.23659, 0.76341 */
        { 10, 10, 1000, 722, 1000 }, /* 0.72247 */
        { 2, 3, 667, 207, 939 },     /* 0.20765, 0.93850 */
        { 842, 869, 969, 955, 979 }, /* 0.95522, 0.97855 */
        { WHOLE_MAX / 2, WHOLE_MAX, 500, 499, 501 },
        { WHOLE_MAX, WHOLE_MAX, 1000, 999, 1000 },
    };
    struct ym_interval r;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_true(ym_assess_share(rows[i].part, rows[i].whole, &r));
        assert_int_equal(r.value, rows[i].value);
        assert_int_equal(r.low, rows[i].low);
        assert_int_equal(r.high, rows[i].high);
    }
}

static void test_no_share(void **state)
{
    static const struct ym_interval none;
    static const int64_t rows[][2] = {
        { 0, 0 }, { -1, 5 }, { 6, 5 }, { 0, -1 }, { 0, WHOLE_MAX + 1 }
    };
    struct ym_interval r;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        memset(&r, 1, sizeof(r));
        assert_false(ym_assess_share(rows[i][0], rows[i][1], &r));
        assert_memory_equal(&r, &none, sizeof(r));
    }
}

/* The interval always holds the value, and grows no wider with more cases of the same share. */
static void test_share_laws(void **state)
{
    struct ym_interval r;

    (void)state;
    for (int64_t whole = 1; whole <= 200; whole++) {
        for (int64_t part = 0; part <= whole; part++) {
            struct ym_interval more;

            assert_true(ym_assess_share(part, whole, &r));
            assert_true(0 <= r.low && r.low <= r.value && r.value <= r.high && r.high <= 1000);
            assert_true(ym_assess_share(100 * part, 100 * whole, &more));
            assert_true(more.high - more.low <= r.high - r.low + 1);
        }
    }
}

/* Ten medical disputes of which two were settled, where the reference settles a fifth: as expected,
 * though one in five looks poor beside the neighbours' nine in ten. */
static void test_adjusted(void **state)
{
    struct ym_assess_cell own[YM_TYPE_COUNT] = { 0 };
    struct ym_assess_cell all[YM_TYPE_COUNT] = { 0 };
    struct ym_assess r;

    (void)state;
    all[YM_TYPE_MEDICAL] = (struct ym_assess_cell){ 100, 20 };
    all[YM_TYPE_NEIGHBOUR] = (struct ym_assess_cell){ 100, 90 };
    own[YM_TYPE_MEDICAL] = (struct ym_assess_cell){ 10, 2 };
    own[YM_TYPE_TOURISM] = (struct ym_assess_cell){ 5, 5 }; /* of which the reference has none */
    assert_true(ym_assess_adjust(own, all, 10, &r));
    assert_int_equal(r.cases, 15);
    assert_int_equal(r.good, 7);
    assert_int_equal(r.compared, 10);
    assert_int_equal(r.compared_good, 2);
    assert_int_equal(r.expected, 2000);
    assert_true(r.is_told);
    assert_false(r.is_small);
    assert_int_equal(r.share.value, 200);
    assert_int_equal(r.ratio.value, 1000);
    assert_true(r.ratio.low < 1000 && r.ratio.high > 1000);
    own[YM_TYPE_NEIGHBOUR] = (struct ym_assess_cell){ 10, 9 };
    assert_true(ym_assess_adjust(own, all, 10, &r));
    assert_int_equal(r.expected, 11000);
    assert_int_equal(r.ratio.value, 1000);
    own[YM_TYPE_NEIGHBOUR].good = 0;
    assert_true(ym_assess_adjust(own, all, 10, &r));
    assert_int_equal(r.ratio.value, 182);
    assert_true(r.ratio.high < 1000);
}

static void test_small(void **state)
{
    struct ym_assess_cell own[YM_TYPE_COUNT] = { { 9, 9 } };
    struct ym_assess_cell all[YM_TYPE_COUNT] = { { 100, 50 } };
    struct ym_assess r;

    (void)state;
    assert_true(ym_assess_adjust(own, all, 10, &r));
    assert_true(r.is_small);
    assert_false(r.is_told);
    own[0].cases = 10;
    assert_true(ym_assess_adjust(own, all, 10, &r));
    assert_false(r.is_small);
    assert_true(r.is_told);
}

/* Nothing was to be expected: nothing can be said of it. */
static void test_nothing_expected(void **state)
{
    struct ym_assess_cell own[YM_TYPE_COUNT] = { { 10, 1 } };
    struct ym_assess_cell all[YM_TYPE_COUNT] = { { 100, 0 } };
    struct ym_assess r;

    (void)state;
    assert_true(ym_assess_adjust(own, all, 0, &r));
    assert_false(r.is_told);
    memset(own, 0, sizeof(own));
    all[0].good = 10;
    assert_true(ym_assess_adjust(own, all, 0, &r));
    assert_false(r.is_told);
    assert_false(r.is_small);
}

static void test_cells(void **state)
{
    static const struct ym_assess none;
    static const struct ym_assess_cell bad[] = { { 5, -1 },
                                                 { 5, 6 },
                                                 { YM_ASSESS_CASES_MAX + 1, 0 } };
    struct ym_assess_cell own[YM_TYPE_COUNT] = { 0 };
    struct ym_assess_cell all[YM_TYPE_COUNT] = { 0 };
    struct ym_assess r;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        own[3] = bad[i];
        assert_false(ym_assess_adjust(own, all, 0, &r));
        assert_memory_equal(&r, &none, sizeof(r));
        own[3] = (struct ym_assess_cell){ 0 };
        all[3] = bad[i];
        assert_false(ym_assess_adjust(own, all, 0, &r));
        all[3] = (struct ym_assess_cell){ 0 };
    }
    for (int i = 0; i < YM_TYPE_COUNT; i++)
        own[i] = all[i] = (struct ym_assess_cell){ YM_ASSESS_CASES_MAX, YM_ASSESS_CASES_MAX };
    assert_true(ym_assess_adjust(own, all, 0, &r)); /* the largest numbers do not run over */
    assert_int_equal(r.ratio.value, 1000);
    assert_int_equal(r.ratio.high, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_share),      cmocka_unit_test(test_no_share),
        cmocka_unit_test(test_share_laws), cmocka_unit_test(test_adjusted),
        cmocka_unit_test(test_small),      cmocka_unit_test(test_nothing_expected),
        cmocka_unit_test(test_cells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
