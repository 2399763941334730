/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/region.h"

#define BINJIANG INT64_C(330108000000)

static const struct {
    const char *text;
    int64_t code; /* 0: refused */
    int level;
    int64_t parent;
    int64_t hi;
    const char *printed;
} vectors[] = {
    { "33", 330000000000, 1, 0, 339999999999, "33" },
    { "3301", 330100000000, 2, 330000000000, 330199999999, "3301" },
    { "330108", BINJIANG, 3, 330100000000, 330108999999, "330108" },
    { "330108001", 330108001000, 4, BINJIANG, 330108001999, "330108001" },
    { "330108001002", 330108001002, 5, 330108001000, 330108001002, "330108001002" },
    { "330000", 330000000000, 1, 0, 339999999999, "33" }, /* padded already */
    { "330100000000", 330100000000, 2, 330000000000, 330199999999, "3301" },
    { "441900003", 441900003000, 4, 441900000000, 441900003999, "441900003" }, /* no county */
    { "429004", 429004000000, 3, 429000000000, 429004999999, "429004" },
    { "11", 110000000000, 1, 0, 119999999999, "11" },
    { "99", 990000000000, 1, 0, 999999999999, "99" },
    { "10", 0, 0, 0, 0, NULL },
    { "00", 0, 0, 0, 0, NULL },
    { "003301", 0, 0, 0, 0, NULL },
    { "", 0, 0, 0, 0, NULL },
    { "3", 0, 0, 0, 0, NULL },
    { "330", 0, 0, 0, 0, NULL },
    { "33010", 0, 0, 0, 0, NULL },
    { "3301081", 0, 0, 0, 0, NULL },
    { "33010800", 0, 0, 0, 0, NULL },
    { "3301080010", 0, 0, 0, 0, NULL },
    { "33010800100", 0, 0, 0, 0, NULL },
    { "3301080010020", 0, 0, 0, 0, NULL },
    { "33010x", 0, 0, 0, 0, NULL },
    { " 30108", 0, 0, 0, 0, NULL },
    { "-30108", 0, 0, 0, 0, NULL },
};

static void vectors_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        char out[YM_REGION_TEXT_MAX];
        int64_t code = -7, lo, hi;

        if (vectors[i].code == 0) {
            assert_false(ym_region_parse(ym_span_of(vectors[i].text), &code));
            assert_int_equal(code, -7);
            continue;
        }
        assert_true(ym_region_parse(ym_span_of(vectors[i].text), &code));
        assert_int_equal(code, vectors[i].code);
        assert_int_equal(ym_region_level(code), vectors[i].level);
        assert_int_equal(ym_region_parent(code), vectors[i].parent);
        ym_region_range(code, &lo, &hi);
        assert_int_equal(lo, code);
        assert_int_equal(hi, vectors[i].hi);
        ym_region_print(code, out);
        assert_string_equal(out, vectors[i].printed);
    }
}

static void containment(void **state)
{
    (void)state;
    assert_true(ym_region_contains(BINJIANG, BINJIANG));
    assert_true(ym_region_contains(BINJIANG, 330108001002));
    assert_true(ym_region_contains(330100000000, BINJIANG));
    assert_false(ym_region_contains(BINJIANG, 330100000000));
    assert_false(ym_region_contains(BINJIANG, 330109000000));
    assert_false(ym_region_contains(BINJIANG, 330107999999));
    assert_true(ym_region_contains(YM_REGION_ALL, BINJIANG));
    assert_true(ym_region_contains(YM_REGION_ALL, 999999999999));
}

static void not_a_code(void **state)
{
    static const int64_t codes[] = { INT64_MIN,     -1,       1, 330108, 109999999999,
                                     1000000000000, INT64_MAX };

    (void)state;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        char out[YM_REGION_TEXT_MAX] = "x";
        int64_t lo, hi;

        assert_int_equal(ym_region_level(codes[i]), 0);
        assert_int_equal(ym_region_parent(codes[i]), YM_REGION_ALL);
        ym_region_range(codes[i], &lo, &hi);
        assert_int_equal(lo, 1);
        assert_int_equal(hi, 0);
        assert_false(ym_region_contains(codes[i], codes[i]));
        ym_region_print(codes[i], out);
        assert_string_equal(out, "");
    }
    assert_int_equal(ym_region_level(YM_REGION_ALL), 0);
    assert_int_equal(ym_region_parent(YM_REGION_ALL), YM_REGION_ALL);
}

/* Print and parse are inverse; a region lies in its parent and in no sibling of it. */
static void laws(void **state)
{
    struct seed s = seed_new("region");

    (void)state;
    for (int i = 0; i < 100000; i++) {
        static const int64_t spans[] = { 1, 1000, 1000000, 100000000, 10000000000 };
        const int64_t span = spans[seed_below(&s, 5)];
        const int64_t any = 110000000000 + (int64_t)seed_below(&s, 890000000000);
        const int64_t code = any - any % span;
        const int64_t parent = ym_region_parent(code);
        char out[YM_REGION_TEXT_MAX];
        int64_t back, lo, hi;

        ym_region_print(code, out);
        assert_true(ym_region_parse(ym_span_of(out), &back));
        assert_int_equal(back, code);
        assert_true(ym_region_contains(parent, code));
        assert_true(ym_region_level(parent) < ym_region_level(code));
        ym_region_range(code, &lo, &hi);
        assert_false(ym_region_contains(code, hi + 1));
        assert_false(ym_region_contains(code, lo - 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_hold),
        cmocka_unit_test(containment),
        cmocka_unit_test(not_a_code),
        cmocka_unit_test(laws),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
