/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/calendar.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static ym_day day_of(const char *text)
{
    ym_day day;

    assert_true(ym_day_parse(ym_span_of(text), &day));
    return day;
}

static void assert_day(ym_day day, const char *text)
{
    char out[YM_DAY_TEXT_MAX];

    ym_day_print(day, out);
    assert_string_equal(out, text);
}

/* The exceptions of 2026 as the State Council announced them on 2025-11-04. */
static const struct {
    const char *day;
    bool works;
} year_2026[] = {
    { "2026-01-01", false }, { "2026-01-02", false }, { "2026-01-04", true },
    { "2026-02-14", true },  { "2026-02-16", false }, { "2026-02-17", false },
    { "2026-02-18", false }, { "2026-02-19", false }, { "2026-02-20", false },
    { "2026-02-23", false }, { "2026-02-28", true },  { "2026-04-06", false },
    { "2026-05-01", false }, { "2026-05-04", false }, { "2026-05-05", false },
    { "2026-05-09", true },  { "2026-06-19", false }, { "2026-09-20", true },
    { "2026-09-25", false }, { "2026-10-01", false }, { "2026-10-02", false },
    { "2026-10-05", false }, { "2026-10-06", false }, { "2026-10-07", false },
    { "2026-10-10", true },
};

static struct ym_calendar_day days_2026[COUNT(year_2026)];
static struct ym_calendar cal_2026;

static int fill_2026(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(year_2026); i++)
        days_2026[i] = (struct ym_calendar_day){ day_of(year_2026[i].day), year_2026[i].works };
    cal_2026 = (struct ym_calendar){ days_2026, COUNT(days_2026), day_of("2026-01-01"),
                                     day_of("2026-12-31") };
    return 0;
}

static void works_2026(void **state)
{
    (void)state;
    assert_true(ym_calendar_valid(&cal_2026));
    assert_true(ym_calendar_works(&cal_2026, day_of("2026-09-30")));
    assert_false(ym_calendar_works(&cal_2026, day_of("2026-10-01")));
    assert_false(ym_calendar_works(&cal_2026, day_of("2026-10-03"))); /* Saturday */
    assert_false(ym_calendar_works(&cal_2026, day_of("2026-10-07")));
    assert_true(ym_calendar_works(&cal_2026, day_of("2026-10-08")));
    assert_true(ym_calendar_works(&cal_2026, day_of("2026-10-10")));  /* worked Saturday */
    assert_false(ym_calendar_works(&cal_2026, day_of("2026-10-11"))); /* Sunday */
    assert_true(ym_calendar_works(&cal_2026, day_of("2026-02-14")));
    assert_false(ym_calendar_works(&cal_2026, day_of("2026-02-15")));
    assert_false(ym_calendar_works(&cal_2026, YM_DAY_NONE));
    assert_day(ym_calendar_roll(&cal_2026, day_of("2026-02-15")), "2026-02-24");
    assert_day(ym_calendar_roll(&cal_2026, day_of("2026-02-14")), "2026-02-14");
    assert_day(ym_calendar_roll(&cal_2026, day_of("2026-10-01")), "2026-10-08");
    /* 365 days, 13 statutory days off, 104 days of weekends: 248 days of work. */
    assert_int_equal(ym_calendar_count(&cal_2026, day_of("2025-12-31"), day_of("2026-12-31")), 248);
}

static void covers_its_span_only(void **state)
{
    (void)state;
    assert_true(ym_calendar_covers(&cal_2026, day_of("2026-01-01")));
    assert_true(ym_calendar_covers(&cal_2026, day_of("2026-12-31")));
    assert_false(ym_calendar_covers(&cal_2026, day_of("2025-12-31")));
    assert_false(ym_calendar_covers(&cal_2026, day_of("2027-01-01")));
    assert_false(ym_calendar_covers(&cal_2026, YM_DAY_NONE));
    assert_false(ym_calendar_covers(NULL, day_of("2026-01-01")));
}

static const struct {
    const char *start;
    struct ym_term term;
    const char *last;
} terms[] = {
    /* Working days over National Day: 8 and 9 October, then the worked Saturday. */
    { "2026-09-30", { 1, YM_UNIT_WORKDAY }, "2026-10-08" },
    { "2026-09-30", { 3, YM_UNIT_WORKDAY }, "2026-10-10" },
    { "2026-09-30", { 4, YM_UNIT_WORKDAY }, "2026-10-12" },
    { "2026-10-03", { 1, YM_UNIT_WORKDAY }, "2026-10-08" }, /* starts on a holiday */
    /* ... and over the Spring Festival of nine days. */
    { "2026-02-13", { 1, YM_UNIT_WORKDAY }, "2026-02-14" },
    { "2026-02-13", { 3, YM_UNIT_WORKDAY }, "2026-02-25" },
    { "2026-02-13", { 7, YM_UNIT_WORKDAY }, "2026-03-02" }, /* 28 February is worked */
    /* Days of the calendar: the last one moves on only when it falls on a day off. */
    { "2026-09-24", { 7, YM_UNIT_DAY }, "2026-10-08" }, /* 1 October */
    { "2026-09-15", { 15, YM_UNIT_DAY }, "2026-09-30" },
    { "2026-09-25", { 15, YM_UNIT_DAY }, "2026-10-10" }, /* a Saturday, but worked */
    { "2026-09-26", { 15, YM_UNIT_DAY }, "2026-10-12" }, /* Sunday */
    { "2026-01-16", { 30, YM_UNIT_DAY }, "2026-02-24" }, /* 15 February, in the holiday */
    { "2026-01-15", { 30, YM_UNIT_DAY }, "2026-02-14" }, /* a worked Saturday */
    /* Months and years end on the corresponding day, or with the month. */
    { "2026-01-31", { 1, YM_UNIT_MONTH }, "2026-02-28" }, /* worked Saturday */
    { "2026-03-31", { 1, YM_UNIT_MONTH }, "2026-04-30" },
    { "2026-08-31", { 1, YM_UNIT_MONTH }, "2026-09-30" },
    { "2026-09-01", { 1, YM_UNIT_MONTH }, "2026-10-08" },
    { "2026-01-17", { 1, YM_UNIT_MONTH }, "2026-02-24" },
    { "2024-02-29", { 2, YM_UNIT_YEAR }, "2026-02-28" },
    { "2024-10-01", { 2, YM_UNIT_YEAR }, "2026-10-08" },
    { "2025-06-18", { 6, YM_UNIT_MONTH }, "2025-12-18" },
    /* A term of nothing ends on its first working day; less than nothing is nothing. */
    { "2026-09-30", { 0, YM_UNIT_DAY }, "2026-09-30" },
    { "2026-10-01", { 0, YM_UNIT_DAY }, "2026-10-08" },
    { "2026-10-01", { 0, YM_UNIT_WORKDAY }, "2026-10-08" },
    { "2026-10-01", { -3, YM_UNIT_MONTH }, "2026-10-08" },
    { "2026-10-01", { INT16_MIN, YM_UNIT_YEAR }, "2026-10-08" },
    /* At the end of the span. */
    { "2026-10-01", { INT16_MAX, YM_UNIT_YEAR }, "2200-12-31" },
    { "2026-10-01", { INT16_MAX, YM_UNIT_MONTH }, "2200-12-31" },
    { "2180-01-01", { INT16_MAX, YM_UNIT_DAY }, "2200-12-31" },
    { "2180-01-01", { INT16_MAX, YM_UNIT_WORKDAY }, "2200-12-31" },
};

static void terms_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(terms); i++)
        assert_day(ym_term_last_day(&cal_2026, day_of(terms[i].start), terms[i].term),
                   terms[i].last);
    assert_int_equal(ym_term_last_day(&cal_2026, YM_DAY_NONE, (struct ym_term){ 3, YM_UNIT_DAY }),
                     YM_DAY_NONE);
    assert_int_equal(ym_term_last_day(&cal_2026, 0, (struct ym_term){ 3, YM_UNIT_COUNT }),
                     YM_DAY_NONE);
    assert_int_equal(ym_term_last_day(&cal_2026, 0, (struct ym_term){ 3, 255 }), YM_DAY_NONE);
}

static void due_is_the_end_of_the_day(void **state)
{
    char out[YM_USEC_TEXT_MAX];

    (void)state;
    ym_usec_print(ym_term_due(day_of("2026-10-08")), out);
    assert_string_equal(out, "2026-10-09T00:00:00.000000+08:00");
    assert_true(ym_term_due(YM_DAY_NONE) == YM_USEC_NONE);
    assert_true(ym_term_due(YM_DAY_MAX) == YM_USEC_MAX + 1);
    assert_true(ym_term_due(INT32_MAX) == YM_USEC_MAX + 1);
    assert_true(ym_term_due(YM_DAY_MIN) == YM_USEC_MIN + YM_USEC_PER_DAY);
}

static void stays(void **state)
{
    const struct ym_calendar *cal = &cal_2026;
    const ym_day last = day_of("2026-10-12"), stop = day_of("2026-09-30");

    (void)state;
    assert_int_equal(ym_term_left(cal, last, stop, YM_UNIT_DAY), 12);
    assert_int_equal(ym_term_left(cal, last, stop, YM_UNIT_MONTH), 12);
    assert_int_equal(ym_term_left(cal, last, stop, YM_UNIT_YEAR), 12);
    assert_int_equal(ym_term_left(cal, last, stop, YM_UNIT_WORKDAY), 4);
    assert_int_equal(ym_term_left(cal, last, last, YM_UNIT_DAY), 0);
    assert_int_equal(ym_term_left(cal, last, last, YM_UNIT_WORKDAY), 0);
    assert_int_equal(ym_term_left(cal, last, last + 1, YM_UNIT_DAY), 0);
    assert_int_equal(ym_term_left(cal, last, last + 1, YM_UNIT_WORKDAY), 0);
    assert_int_equal(ym_term_left(cal, YM_DAY_NONE, stop, YM_UNIT_DAY), 0);
    assert_int_equal(ym_term_left(cal, last, YM_DAY_NONE, YM_UNIT_DAY), 0);
    assert_int_equal(ym_term_left(cal, YM_DAY_NONE, stop, YM_UNIT_WORKDAY), 0);
    assert_int_equal(ym_term_left(cal, last, YM_DAY_NONE, YM_UNIT_WORKDAY), 0);
    assert_int_equal(ym_term_left(cal, INT32_MAX, INT32_MIN + 1, YM_UNIT_DAY),
                     YM_DAY_MAX - YM_DAY_MIN);

    assert_day(ym_term_resume(cal, day_of("2026-11-02"), 4, YM_UNIT_WORKDAY), "2026-11-06");
    assert_day(ym_term_resume(cal, day_of("2026-11-02"), 12, YM_UNIT_DAY), "2026-11-16");
    assert_day(ym_term_resume(cal, day_of("2026-11-02"), 12, YM_UNIT_MONTH), "2026-11-16");
    assert_day(ym_term_resume(cal, day_of("2026-11-07"), 0, YM_UNIT_DAY), "2026-11-09");
    assert_day(ym_term_resume(cal, day_of("2026-11-02"), -5, YM_UNIT_DAY), "2026-11-02");
    assert_day(ym_term_resume(cal, day_of("2026-11-02"), INT32_MAX, YM_UNIT_WORKDAY), "2200-12-31");
    assert_int_equal(ym_term_resume(cal, YM_DAY_NONE, 5, YM_UNIT_WORKDAY), YM_DAY_NONE);
}

static void extensions(void **state)
{
    const struct ym_calendar *cal = &cal_2026;
    const ym_day last = day_of("2026-09-15");

    (void)state;
    assert_day(ym_term_extend(cal, last, 30, YM_UNIT_DAY), "2026-10-15");
    assert_day(ym_term_extend(cal, last, 16, YM_UNIT_DAY), "2026-10-08");
    assert_day(ym_term_extend(cal, last, 1, YM_UNIT_MONTH), "2026-10-15");
    assert_day(ym_term_extend(cal, last, 1, YM_UNIT_YEAR), "2027-09-15");
    assert_day(ym_term_extend(cal, last, 5, YM_UNIT_WORKDAY), "2026-09-21"); /* Sunday 20 works */
    assert_day(ym_term_extend(cal, last, -5, YM_UNIT_DAY), "2026-09-15");
    assert_int_equal(ym_term_extend(cal, YM_DAY_NONE, 5, YM_UNIT_DAY), YM_DAY_NONE);
    assert_int_equal(ym_term_extend(cal, last, 5, YM_UNIT_COUNT), YM_DAY_NONE);
}

static void empty_calendar(void **state)
{
    const struct ym_calendar empty = { NULL, 0, YM_DAY_NONE, YM_DAY_NONE };

    (void)state;
    assert_true(ym_calendar_valid(NULL));
    assert_true(ym_calendar_valid(&empty));
    assert_false(ym_calendar_covers(&empty, 0));
    assert_true(ym_calendar_works(NULL, day_of("2026-10-01")));
    assert_false(ym_calendar_works(&empty, day_of("2026-10-10")));
    assert_day(ym_calendar_roll(NULL, day_of("2026-10-10")), "2026-10-12");
    assert_day(ym_calendar_add(&empty, day_of("2026-10-09"), 1), "2026-10-12");
    assert_int_equal(ym_calendar_count(NULL, day_of("2026-10-04"), day_of("2026-10-11")), 5);
}

static void edges_of_the_span(void **state)
{
    (void)state;
    assert_int_equal(ym_calendar_roll(NULL, YM_DAY_NONE), YM_DAY_NONE);
    assert_int_equal(ym_calendar_roll(NULL, INT32_MAX), YM_DAY_MAX); /* a Wednesday */
    assert_int_equal(ym_calendar_roll(NULL, INT32_MIN + 1), YM_DAY_MIN);
    assert_int_equal(ym_calendar_add(NULL, YM_DAY_NONE, 3), YM_DAY_NONE);
    assert_int_equal(ym_calendar_add(NULL, YM_DAY_MAX, 3), YM_DAY_MAX);
    assert_int_equal(ym_calendar_add(NULL, YM_DAY_MIN, INT32_MAX), YM_DAY_MAX);
    assert_int_equal(ym_calendar_add(NULL, 5, 0), 5);
    assert_int_equal(ym_calendar_add(NULL, 5, INT32_MIN), 5);
    assert_int_equal(ym_calendar_count(NULL, 7, 7), 0);
    assert_int_equal(ym_calendar_count(NULL, 7, 6), 0);
    assert_int_equal(ym_calendar_count(NULL, YM_DAY_NONE, 7), 0);
    assert_int_equal(ym_calendar_count(NULL, 7, YM_DAY_NONE), 0);
    assert_int_equal(ym_calendar_count(NULL, INT32_MIN + 1, INT32_MAX),
                     ym_calendar_count(NULL, YM_DAY_MIN, YM_DAY_MAX));
}

static void validity(void **state)
{
    const ym_day thursday = day_of("2026-10-01"), saturday = day_of("2026-10-10");
    struct ym_calendar_day days[2] = { { thursday, false }, { saturday, true } };
    struct ym_calendar cal = { days, 2, thursday, saturday };

    (void)state;
    assert_true(ym_calendar_valid(&cal));
    days[0].works = true; /* no exception: a Thursday that works */
    assert_false(ym_calendar_valid(&cal));
    days[0].works = false;
    days[1].works = false; /* no exception: a Saturday off */
    assert_false(ym_calendar_valid(&cal));
    days[1].works = true;
    cal.from = thursday + 1;
    assert_false(ym_calendar_valid(&cal));
    cal.from = thursday;
    cal.until = saturday - 1;
    assert_false(ym_calendar_valid(&cal));
    cal.until = saturday;
    cal.from = YM_DAY_NONE;
    assert_false(ym_calendar_valid(&cal));
    cal.from = YM_DAY_MIN;
    assert_true(ym_calendar_valid(&cal));
    cal.until = YM_DAY_MAX;
    assert_true(ym_calendar_valid(&cal));
    cal.until = YM_DAY_MAX + 1;
    assert_false(ym_calendar_valid(&cal));
    cal.until = YM_DAY_MAX;
    days[1] = days[0]; /* twice */
    assert_false(ym_calendar_valid(&cal));
    days[0] = (struct ym_calendar_day){ saturday, true }; /* out of order */
    assert_false(ym_calendar_valid(&cal));
}

/* Every weekday off for as long as the limit on days without work allows, and one more. */
static void longest_break(void **state)
{
    struct ym_calendar_day days[32];
    struct ym_calendar cal = { days, 0, day_of("2026-01-01"), day_of("2026-12-31") };
    /* From a Saturday: 31 days end on a Monday. */
    const ym_day saturday = day_of("2026-03-07");

    (void)state;
    for (ym_day day = saturday; day < saturday + YM_CALENDAR_ROLL_MAX; day++) {
        if (ym_day_weekday(day) <= 5)
            days[cal.n++] = (struct ym_calendar_day){ day, false };
    }
    assert_true(ym_calendar_valid(&cal));
    assert_int_equal(ym_calendar_roll(&cal, saturday), saturday + YM_CALENDAR_ROLL_MAX);
    assert_true(ym_calendar_works(&cal, saturday + YM_CALENDAR_ROLL_MAX));
    cal.from = days[0].day; /* the break begins on the weekend before the covered span */
    assert_true(ym_calendar_valid(&cal));
    cal.from = day_of("2026-01-01");
    days[cal.n++] = (struct ym_calendar_day){ saturday + YM_CALENDAR_ROLL_MAX, false };
    assert_false(ym_calendar_valid(&cal));
    /* Not valid, but bounded. */
    assert_int_equal(ym_calendar_roll(&cal, saturday), saturday + YM_CALENDAR_ROLL_MAX);
    /* The break also counts where the covered span begins and ends inside it. */
    cal.from = days[0].day;
    cal.until = days[cal.n - 1].day;
    assert_false(ym_calendar_valid(&cal));
}

static void exceptions_at_the_limit(void **state)
{
    static struct ym_calendar_day days[YM_CALENDAR_DAYS_MAX + 1];
    struct ym_calendar cal = { days, YM_CALENDAR_DAYS_MAX, 0, YM_DAY_MAX };

    (void)state;
    for (size_t i = 0; i <= YM_CALENDAR_DAYS_MAX; i++)
        days[i] = (struct ym_calendar_day){ (ym_day)(7 * i), false }; /* every Thursday */
    assert_true(ym_calendar_valid(&cal));
    cal.n++;
    assert_false(ym_calendar_valid(&cal));
}

static void units(void **state)
{
    enum ym_unit unit = YM_UNIT_COUNT;

    (void)state;
    for (unsigned i = 0; i < YM_UNIT_COUNT; i++) {
        assert_true(ym_unit_parse(ym_span_of(ym_unit_name((enum ym_unit)i)), &unit));
        assert_int_equal(unit, i);
    }
    assert_string_equal(ym_unit_name(YM_UNIT_WORKDAY), "workday");
    assert_null(ym_unit_name(YM_UNIT_COUNT));
    assert_false(ym_unit_parse(YM_SPAN("week"), &unit));
    assert_false(ym_unit_parse(YM_SPAN(""), &unit));
    assert_false(ym_unit_parse(YM_SPAN("days"), &unit));
    assert_int_equal(unit, YM_UNIT_YEAR);
}

/* On random calendars: each function agrees with one that looks at every day in turn. */
static void agrees_with_the_naive(void **state)
{
    struct seed s = seed_new("calendar");

    (void)state;
    for (int round = 0; round < 300; round++) {
        const ym_day base = (ym_day)seed_below(&s, 40000) - 20000;
        struct ym_calendar_day days[200];
        struct ym_calendar cal = { days, 0, base, base + 500 };

        for (ym_day day = base; day <= base + 500 && cal.n < 200; day++) {
            if (seed_below(&s, 4) == 0)
                days[cal.n++] = (struct ym_calendar_day){ day, ym_day_weekday(day) > 5 };
        }
        if (!ym_calendar_valid(&cal))
            continue;
        for (int i = 0; i < 100; i++) {
            const ym_day from = base - 50 + (ym_day)seed_below(&s, 500);
            const ym_day to = from + (ym_day)seed_below(&s, 120);
            int32_t n = 0;
            ym_day rolled = from;

            for (ym_day day = from + 1; day <= to; day++)
                n += ym_calendar_works(&cal, day);
            assert_int_equal(ym_calendar_count(&cal, from, to), n);
            while (!ym_calendar_works(&cal, rolled))
                rolled++;
            assert_int_equal(ym_calendar_roll(&cal, from), rolled);

            const ym_day last = ym_calendar_add(&cal, from, n);

            assert_true(last <= to);
            assert_int_equal(ym_calendar_count(&cal, from, last), n);
            assert_true(n == 0 || ym_calendar_works(&cal, last));

            /* A stay that begins and ends on one day changes nothing. */
            const ym_day due =
                ym_term_last_day(&cal, from, (struct ym_term){ 20, YM_UNIT_WORKDAY });
            const ym_day stop = from + (ym_day)seed_below(&s, (uint64_t)(due - from));

            for (unsigned u = 0; u < YM_UNIT_COUNT; u++) {
                const enum ym_unit unit = (enum ym_unit)u;
                const int32_t left = ym_term_left(&cal, due, stop, unit);

                assert_int_equal(ym_term_resume(&cal, stop, left, unit), due);
            }
            assert_true(ym_term_extend(&cal, due, 3, YM_UNIT_DAY) > due);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_2026),
        cmocka_unit_test(covers_its_span_only),
        cmocka_unit_test(terms_hold),
        cmocka_unit_test(due_is_the_end_of_the_day),
        cmocka_unit_test(stays),
        cmocka_unit_test(extensions),
        cmocka_unit_test(empty_calendar),
        cmocka_unit_test(edges_of_the_span),
        cmocka_unit_test(validity),
        cmocka_unit_test(longest_break),
        cmocka_unit_test(exceptions_at_the_limit),
        cmocka_unit_test(units),
        cmocka_unit_test(agrees_with_the_naive),
    };

    return cmocka_run_group_tests(tests, fill_2026, NULL);
}
