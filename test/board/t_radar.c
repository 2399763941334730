/* SPDX-License-Identifier: Apache-2.0 */
/* The one formula of the radar, at its corners, and the order that follows from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/radar.h"

#define DAY YM_USEC_PER_DAY

static ym_usec now; /* a Wednesday, 10:00 in Shanghai */

static int set_up(void **state)
{
    (void)state;
    now = ym_day_start(ym_day_make(2026, 11, 18)) + 10 * 3600 * YM_USEC_PER_SECOND;
    return 0;
}

/* A dispute whose last day is so many days from today. */
static struct app_radar_row row(int days, int idle, int harm)
{
    struct app_radar_row r = { .colour = YM_COLOUR_YELLOW };

    r.due_at = ym_day_start(ym_day_of(now) + days + 1);
    r.updated_at = now - idle * DAY;
    r.dispute.harm = r.dispute.urgency = r.dispute.scope = (uint8_t)harm;
    app_radar_weigh(NULL, now, &r);
    return r;
}

static void the_formula_is_as_written(void **state)
{
    (void)state;
    assert_int_equal(row(0, 0, 0).harm, 1 * 9 * 10);   /* due today */
    assert_int_equal(row(1, 0, 0).harm, 1 * 8 * 10);   /* tomorrow */
    assert_int_equal(row(-1, 0, 0).harm, 1 * 11 * 10); /* ended yesterday at 24:00 */
    assert_int_equal(row(-5, 4, 1).harm, 4 * 15 * 14);
    assert_int_equal(row(-90, 60, 3).harm, 70000);
    assert_int_equal(row(-900, 600, 3).harm, 70000);  /* and never more */
    assert_int_equal(row(40, 0, 0).harm, 1 * 1 * 10); /* nor less than 10 */
    assert_int_equal(row(0, -3, 0).harm, 90);         /* a clock that runs ahead */
}

static void days_are_named_as_the_law_counts(void **state)
{
    (void)state;
    assert_int_equal(row(0, 0, 0).overdue, 0);
    assert_int_equal(row(0, 0, 0).workdays, 0);
    assert_int_equal(row(-1, 0, 0).overdue, 1);
    assert_int_equal(row(2, 0, 0).workdays, 2); /* Friday */
    assert_int_equal(row(4, 0, 0).workdays, 2); /* Sunday */
    assert_int_equal(row(5, 0, 0).workdays, 3); /* Monday */
    assert_int_equal(row(0, 7, 0).idle, 7);
    assert_true(app_radar_horizon(NULL, now, 3) == ym_day_start(ym_day_make(2026, 11, 24)));
    assert_true(app_radar_horizon(NULL, now, 0) == ym_day_start(ym_day_make(2026, 11, 19)));
}

static void a_border_of_the_deadline(void **state)
{
    struct app_radar_row r = row(0, 0, 0);

    (void)state;
    app_radar_weigh(NULL, r.due_at - 1, &r);
    assert_int_equal(r.overdue, 0);
    app_radar_weigh(NULL, r.due_at, &r);
    assert_int_equal(r.overdue, 1);
}

static void the_worst_comes_first(void **state)
{
    struct app_radar *radar = calloc(1, sizeof(*radar));
    static const int days[] = { 3, -2, 0, -40, -2, 30 };
    static const int64_t ids[] = { 9, 8, 7, 6, 5, 4 };
    static const uint16_t expected[] = { 3, 4, 1, 2, 0, 5 }; /* 4 before 1: the lower id */
    uint16_t order[APP_RADAR_CANDIDATES];

    (void)state;
    assert_non_null(radar);
    for (size_t i = 0; i < 6; i++) {
        radar->at[i] = row(days[i], 0, 0);
        radar->at[i].dispute.id.v = ids[i];
    }
    radar->n = 6;
    app_radar_sort(NULL, now, radar, order);
    assert_memory_equal(order, expected, sizeof(expected));
    free(radar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_formula_is_as_written),
        cmocka_unit_test(days_are_named_as_the_law_counts),
        cmocka_unit_test(a_border_of_the_deadline),
        cmocka_unit_test(the_worst_comes_first),
    };

    return cmocka_run_group_tests_name("radar", tests, set_up, NULL);
}
