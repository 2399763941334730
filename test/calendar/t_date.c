/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/date.h"

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

/* Walk the whole span one day at a time beside a naive calendar. */
static void every_day(void **state)
{
    static const int months[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    ym_day day = YM_DAY_MIN;
    int weekday = 3; /* 1800-01-01 was a Wednesday */

    (void)state;
    for (int y = YM_YEAR_MIN; y <= YM_YEAR_MAX; y++) {
        for (int m = 1; m <= 12; m++) {
            const int n = months[m - 1] + (m == 2 && leap(y));

            assert_int_equal(ym_day_make(y, m, 0), YM_DAY_NONE);
            assert_int_equal(ym_day_make(y, m, n + 1), YM_DAY_NONE);
            for (int d = 1; d <= n; d++, day++) {
                int ry, rm, rd;
                char text[YM_DAY_TEXT_MAX];
                ym_day back;

                assert_int_equal(ym_day_make(y, m, d), day);
                ym_day_split(day, &ry, &rm, &rd);
                assert_true(ry == y && rm == m && rd == d);
                assert_int_equal(ym_day_weekday(day), weekday);
                weekday = weekday % 7 + 1;
                ym_day_print(day, text);
                assert_true(ym_day_parse(ym_span_of(text), &back));
                assert_int_equal(back, day);
                assert_true(ym_day_of(ym_day_start(day)) == day);
                assert_true(ym_day_of(ym_day_start(day) + YM_USEC_PER_DAY - 1) == day);
            }
        }
    }
    assert_int_equal(day, YM_DAY_MAX + 1);
}

static void known_days(void **state)
{
    char text[YM_DAY_TEXT_MAX];

    (void)state;
    assert_int_equal(ym_day_make(1970, 1, 1), 0);
    assert_int_equal(ym_day_make(2026, 11, 22), 20779);
    assert_int_equal(ym_day_weekday(20779), 7);
    assert_int_equal(ym_day_make(2000, 2, 29), 11016);
    assert_int_equal(ym_day_make(1900, 2, 29), YM_DAY_NONE);
    assert_int_equal(ym_day_make(2100, 2, 29), YM_DAY_NONE);
    assert_int_equal(ym_day_make(1799, 12, 31), YM_DAY_NONE);
    assert_int_equal(ym_day_make(2201, 1, 1), YM_DAY_NONE);
    assert_int_equal(ym_day_make(2026, 0, 1), YM_DAY_NONE);
    assert_int_equal(ym_day_make(2026, 13, 1), YM_DAY_NONE);
    assert_int_equal(ym_day_make(2026, 1, -1), YM_DAY_NONE);
    ym_day_print(20779, text);
    assert_string_equal(text, "2026-11-22");
}

static void none_and_clamps(void **state)
{
    int y = 1, m = 1, d = 1;
    char text[YM_DAY_TEXT_MAX] = "x", at[YM_USEC_TEXT_MAX] = "x";

    (void)state;
    assert_int_equal(ym_day_of(YM_USEC_NONE), YM_DAY_NONE);
    assert_true(ym_day_start(YM_DAY_NONE) == YM_USEC_NONE);
    assert_int_equal(ym_day_weekday(YM_DAY_NONE), 0);
    assert_int_equal(ym_day_plus(YM_DAY_NONE, 5), YM_DAY_NONE);
    assert_int_equal(ym_day_plus_months(YM_DAY_NONE, 5), YM_DAY_NONE);
    ym_day_split(YM_DAY_NONE, &y, &m, &d);
    assert_true(y == 0 && m == 0 && d == 0);
    ym_day_print(YM_DAY_NONE, text);
    assert_string_equal(text, "");
    ym_usec_print(YM_USEC_NONE, at);
    assert_string_equal(at, "");

    assert_int_equal(ym_day_of(YM_USEC_MIN - 1), YM_DAY_MIN);
    assert_int_equal(ym_day_of(YM_USEC_MIN), YM_DAY_MIN);
    assert_int_equal(ym_day_of(YM_USEC_MAX), YM_DAY_MAX);
    assert_int_equal(ym_day_of(INT64_MAX), YM_DAY_MAX);
    assert_true(ym_day_start(YM_DAY_MIN) == YM_USEC_MIN);
    assert_true(ym_day_start(YM_DAY_MIN - 1) == YM_USEC_MIN);
    assert_true(ym_day_start(YM_DAY_MAX + 1) == YM_USEC_MAX + 1);
    assert_true(ym_day_start(INT32_MAX) == YM_USEC_MAX + 1);
    ym_day_split(INT32_MAX, &y, &m, &d);
    assert_true(y == 2200 && m == 12 && d == 31);
    ym_day_split(INT32_MIN + 1, &y, &m, &d);
    assert_true(y == 1800 && m == 1 && d == 1);
    assert_int_equal(ym_day_weekday(INT32_MAX), ym_day_weekday(YM_DAY_MAX));
    ym_usec_print(INT64_MAX, at);
    assert_string_equal(at, "2200-12-31T23:59:59.999999+08:00");
    ym_usec_print(INT64_MIN + 1, at);
    assert_string_equal(at, "1800-01-01T00:00:00.000000+08:00");
}

static void plus_days(void **state)
{
    (void)state;
    assert_int_equal(ym_day_plus(0, 0), 0);
    assert_int_equal(ym_day_plus(10, -11), -1);
    assert_int_equal(ym_day_plus(YM_DAY_MAX, 1), YM_DAY_MAX);
    assert_int_equal(ym_day_plus(YM_DAY_MIN, -1), YM_DAY_MIN);
    assert_int_equal(ym_day_plus(YM_DAY_MIN, YM_DAY_MAX - YM_DAY_MIN), YM_DAY_MAX);
    assert_int_equal(ym_day_plus(0, INT64_MAX), YM_DAY_MAX);
    assert_int_equal(ym_day_plus(0, INT64_MIN), YM_DAY_MIN);
    assert_int_equal(ym_day_plus(INT32_MAX, 0), YM_DAY_MAX);
    assert_int_equal(ym_day_plus(INT32_MIN + 1, 0), YM_DAY_MIN);
}

static void plus_months(void **state)
{
    static const struct {
        int y, m, d;
        int64_t n;
        int ry, rm, rd;
    } v[] = {
        { 2026, 1, 31, 1, 2026, 2, 28 },
        { 2024, 1, 31, 1, 2024, 2, 29 },
        { 2024, 2, 29, 12, 2025, 2, 28 },
        { 2024, 2, 29, 48, 2028, 2, 29 },
        { 2026, 8, 31, 1, 2026, 9, 30 },
        { 2026, 12, 15, 1, 2027, 1, 15 },
        { 2026, 1, 15, -1, 2025, 12, 15 },
        { 2026, 3, 31, -1, 2026, 2, 28 },
        { 2026, 5, 5, 0, 2026, 5, 5 },
        { 2200, 12, 30, 0, 2200, 12, 30 },
        { 2200, 12, 1, 1, 2200, 12, 31 },
        { 1800, 1, 31, -1, 1800, 1, 1 },
        { 2026, 1, 1, INT64_MAX, 2200, 12, 31 },
        { 2026, 1, 1, INT64_MIN, 1800, 1, 1 },
        { 1800, 1, 1, 401 * 12, 2200, 12, 31 },
        { 2200, 12, 31, -401 * 12, 1800, 1, 1 },
        { 1800, 1, 1, 401 * 12 - 1, 2200, 12, 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        assert_int_equal(ym_day_plus_months(ym_day_make(v[i].y, v[i].m, v[i].d), v[i].n),
                         ym_day_make(v[i].ry, v[i].rm, v[i].rd));
    }
}

static void days_refused(void **state)
{
    static const char *const bad[] = {
        "",           "2026-11-2",  "2026-11-222", "2026/11-22", "2026-11/22", "2O26-11-22",
        "2026-1a-22", "2026-11-2a", "2026-02-29",  "2026-13-01", "2026-00-10", "2026-01-00",
        "1799-12-31", "2201-01-01", " 026-11-22",  "+026-11-22",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ym_day day = 7;

        assert_false(ym_day_parse(ym_span_of(bad[i]), &day));
        assert_int_equal(day, 7);
    }
}

static void midnight_is_in_shanghai(void **state)
{
    ym_usec at;

    (void)state;
    assert_true(ym_usec_parse(YM_SPAN("2026-11-21T15:59:59.999999Z"), &at));
    assert_int_equal(ym_day_of(at), 20778);
    assert_int_equal(ym_day_of(at + 1), 20779);
    assert_true(ym_day_start(20779) == at + 1);
}

static const struct {
    const char *text;
    const char *printed;
} instants[] = {
    { "2026-11-22T11:23:45.123456+08:00", "2026-11-22T11:23:45.123456+08:00" },
    { "2026-11-22T03:23:45.123456Z", "2026-11-22T11:23:45.123456+08:00" },
    { "2026-11-22t03:23:45z", "2026-11-22T11:23:45.000000+08:00" },
    { "2026-11-22T03:23:45.1Z", "2026-11-22T11:23:45.100000+08:00" },
    { "2026-11-22T03:23:45.000001Z", "2026-11-22T11:23:45.000001+08:00" },
    { "2026-11-22T03:23:45-00:00", "2026-11-22T11:23:45.000000+08:00" },
    { "2026-11-21T22:53:45-04:30", "2026-11-22T11:23:45.000000+08:00" },
    { "2026-11-23T03:22:45+23:59", "2026-11-22T11:23:45.000000+08:00" },
    { "1970-01-01T00:00:00Z", "1970-01-01T08:00:00.000000+08:00" },
    { "1969-12-31T23:59:59.999999Z", "1970-01-01T07:59:59.999999+08:00" },
    { "1800-01-01T00:00:00+08:00", "1800-01-01T00:00:00.000000+08:00" },
    { "2200-12-31T23:59:59.999999+08:00", "2200-12-31T23:59:59.999999+08:00" },
};

static void instants_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
        ym_usec at;
        char out[YM_USEC_TEXT_MAX];

        assert_true(ym_usec_parse(ym_span_of(instants[i].text), &at));
        ym_usec_print(at, out);
        assert_string_equal(out, instants[i].printed);
        assert_int_equal(strlen(out), YM_USEC_TEXT_MAX - 1);
    }
}

static void instants_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-11-22",
        "2026-11-22T11:23:45",
        "2026-02-30T11:23:45Z",
        "2026-11-22 11:23:45Z",
        "2026-11-22T1a:23:45Z",
        "2026-11-22T11.23:45Z",
        "2026-11-22T11:2a:45Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T11:60:00Z",
        "2026-11-22T11:23.45Z",
        "2026-11-22T11:23:4aZ",
        "2026-11-22T23:59:60Z",
        "2026-11-22T11:23:45.Z",
        "2026-11-22T11:23:45.",
        "2026-11-22T11:23:45.1",
        "2026-11-22T11:23:45.1234567Z", /* one past the limit */
        "2026-11-22T11:23:45,1Z",
        "2026-11-22T11:23:45ZZ",
        "2026-11-22T11:23:45Y",
        "2026-11-22T11:23:45+0800",
        "2026-11-22T11:23:45 08:00",
        "2026-11-22T11:23:45+24:00",
        "2026-11-22T11:23:45+08:60",
        "2026-11-22T11:23:45+08-00",
        "2026-11-22T11:23:45+8:000",
        "2026-11-22T11:23:45+08:00 ",
        "1800-01-01T00:00:00+08:01",
        "2200-12-31T23:59:59+07:59",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ym_usec at = 7;

        assert_false(ym_usec_parse(ym_span_of(bad[i]), &at));
        assert_true(at == 7);
    }
}

/* Print and parse are inverse, order is kept, and a cut text is refused without reading past it. */
static void round_trip(void **state)
{
    struct seed s = seed_new("date");

    (void)state;
    for (int i = 0; i < 50000; i++) {
        const ym_usec at =
            YM_USEC_MIN + (ym_usec)seed_below(&s, (uint64_t)(YM_USEC_MAX - YM_USEC_MIN));
        char out[YM_USEC_TEXT_MAX], next[YM_USEC_TEXT_MAX];
        ym_usec back;

        ym_usec_print(at, out);
        assert_true(ym_usec_parse(ym_span_of(out), &back));
        assert_true(back == at);
        ym_usec_print(at + 1, next);
        assert_true(strcmp(out, next) < 0);
    }
    for (size_t n = 0; n < YM_USEC_TEXT_MAX - 1; n++) {
        char *cut = malloc(n + (n == 0));
        ym_usec at;

        assert_non_null(cut);
        memcpy(cut, "2026-11-22T11:23:45.123456+08:00", n);
        assert_false(ym_usec_parse((struct ym_span){ cut, n }, &at));
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day),
        cmocka_unit_test(known_days),
        cmocka_unit_test(none_and_clamps),
        cmocka_unit_test(plus_days),
        cmocka_unit_test(plus_months),
        cmocka_unit_test(days_refused),
        cmocka_unit_test(midnight_is_in_shanghai),
        cmocka_unit_test(instants_hold),
        cmocka_unit_test(instants_refused),
        cmocka_unit_test(round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
