/* SPDX-License-Identifier: Apache-2.0 */
/* Histograms: each value in its bucket, at the bound and one past it, on every scale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/histogram.h"

static const struct ym_histogram_scale *const scales[] = { &ym_scale_request_us, &ym_scale_turn_us,
                                                           &ym_scale_late_us, &ym_scale_rows };

#define SCALES (sizeof(scales) / sizeof(scales[0]))

static void test_scales_ascend(void **state)
{
    (void)state;
    for (size_t k = 0; k < SCALES; k++) {
        assert_in_range(scales[k]->n, 1, YM_HISTOGRAM_BOUNDS_MAX);
        assert_true(scales[k]->per_unit > 0);
        for (size_t i = 1; i < scales[k]->n; i++)
            assert_true(scales[k]->bound[i] > scales[k]->bound[i - 1]);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    for (size_t k = 0; k < SCALES; k++) {
        for (size_t i = 0; i < scales[k]->n; i++) {
            struct ym_histogram h = { .sum = 0 };

            ym_histogram_observe(&h, scales[k], scales[k]->bound[i]);
            ym_histogram_observe(&h, scales[k], scales[k]->bound[i] + 1);
            assert_int_equal(h.bucket[i], 1);
            assert_int_equal(h.bucket[i + 1], 1);
            assert_int_equal(h.sum, 2 * scales[k]->bound[i] + 1);
            assert_int_equal(ym_histogram_count(&h), 2);
        }
    }
}

static void test_ends(void **state)
{
    struct ym_histogram h = { .sum = 0 };

    (void)state;
    ym_histogram_observe(&h, &ym_scale_rows, 0);
    ym_histogram_observe(&h, &ym_scale_rows, UINT64_MAX);
    assert_int_equal(h.bucket[0], 1);
    assert_int_equal(h.bucket[ym_scale_rows.n], 1);
    assert_int_equal(ym_histogram_count(&h), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scales_ascend),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
