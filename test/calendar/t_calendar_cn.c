/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped calendar against what law says of it: a valid list of exceptions, whose days off less
 * the days worked instead are the statutory holidays of the year (全国年节及纪念日放假办法). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "yima/calendar.h"

#define FILE_NAME  "../../engine/calendars/cn.json"
#define ROW_PREFIX "    {\"day\": \""

/* One exception stands on one line, so that this needs no JSON reader. */
static void load(struct ym_calendar *cal, struct ym_calendar_day *days, size_t max)
{
    char line[256];
    FILE *file = fopen(FILE_NAME, "r");

    assert_non_null(file);
    cal->n = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        const char *day = line + strlen(ROW_PREFIX);

        if (strncmp(line, ROW_PREFIX, strlen(ROW_PREFIX)) != 0)
            continue;
        assert_true(cal->n < max);
        assert_true(ym_day_parse((struct ym_span){ day, 10 }, &days[cal->n].day));
        assert_true((strstr(day, "true") == NULL) != (strstr(day, "false") == NULL));
        days[cal->n++].works = strstr(day, "true") != NULL;
    }
    fclose(file);
    cal->days = days;
    cal->from = ym_day_make(2020, 1, 1);
    cal->until = ym_day_make(2026, 12, 31);
}

static void holds_what_law_says(void **state)
{
    /* 11 statutory days until 2024, 13 since 2025; in 2020 the holiday was prolonged by a Friday
     * and by a Saturday that was to be worked. */
    static const int statutory[] = { 13, 11, 11, 11, 11, 13, 13 };
    struct ym_calendar_day days[YM_CALENDAR_DAYS_MAX];
    struct ym_calendar cal;
    size_t i = 0;

    (void)state;
    load(&cal, days, YM_CALENDAR_DAYS_MAX);
    assert_int_equal(cal.n, 175);
    assert_true(ym_calendar_valid(&cal));
    for (int year = 2020; year <= 2026; year++) {
        int off = 0;

        for (; i < cal.n && days[i].day <= ym_day_make(year, 12, 31); i++)
            off += days[i].works ? -1 : 1;
        assert_int_equal(off, statutory[year - 2020]);
    }
}

static void known_days(void **state)
{
    static const struct {
        int year, month, day;
        bool works;
    } known[] = {
        { 2020, 1, 31, false }, { 2020, 2, 1, false },  { 2020, 2, 2, false }, /* prolonged */
        { 2020, 2, 3, true },   { 2020, 10, 8, false }, { 2021, 2, 20, true },
        { 2022, 10, 8, true },  { 2023, 1, 2, false },  { 2023, 10, 6, false },
        { 2024, 2, 9, true },   { 2024, 2, 18, true },  { 2025, 1, 28, false },
        { 2025, 10, 8, false }, { 2025, 10, 11, true }, { 2026, 2, 23, false },
        { 2026, 2, 28, true },  { 2026, 9, 20, true },  { 2026, 11, 22, false },
    };
    struct ym_calendar_day days[YM_CALENDAR_DAYS_MAX];
    struct ym_calendar cal;

    (void)state;
    load(&cal, days, YM_CALENDAR_DAYS_MAX);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        assert_int_equal(
            ym_calendar_works(&cal, ym_day_make(known[i].year, known[i].month, known[i].day)),
            known[i].works);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_law_says),
        cmocka_unit_test(known_days),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
