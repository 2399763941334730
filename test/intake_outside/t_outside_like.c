/* SPDX-License-Identifier: Apache-2.0 */
/* How alike two matters are, and what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/outside.h"

static unsigned alike(const char *a, const char *b)
{
    struct ym_span texts[2] = { ym_span_of(a), ym_span_of(b) };
    const struct ym_span *terms[2];
    struct ym_arena arena;
    size_t n[2];
    unsigned percent;

    assert_true(ym_arena_init(&arena, 65536));
    for (int i = 0; i < 2; i++)
        n[i] = app_terms(&texts[i], 1, &arena, &terms[i], APP_FILTER_TERMS_MAX);
    percent = app_terms_alike(terms[0], n[0], terms[1], n[1]);
    ym_arena_release(&arena);
    return percent;
}

static void words_are_compared_by_neighbours(void **state)
{
    (void)state;
    assert_int_equal(alike("楼上漏水", "楼上漏水"), 100);
    assert_int_equal(alike("楼上漏水", "拖欠工资"), 0);
    assert_int_equal(alike("", ""), 0);
    assert_int_equal(alike("楼上漏水", ""), 0);
    assert_in_range(alike("楼上漏水多次反映", "楼上漏水"), 50, 80);
    assert_int_equal(alike("甲乙丙", "丙乙甲"), 0);
}

/* No weak sign reaches a person's list alone; one side's number with the same type does. */
static void points_say_what_is_shown(void **state)
{
    (void)state;
    assert_int_equal(app_likeness_points(0), 0);
    assert_true(app_likeness_points(APP_LIKE(WORDS)) < APP_LIKELY_SCORE);
    assert_true(app_likeness_points(APP_LIKE(PHONE)) < APP_LIKELY_SCORE);
    assert_true(app_likeness_points(APP_LIKE(NAMES)) < APP_LIKELY_SCORE);
    assert_true(app_likeness_points(APP_LIKE(NAME) | APP_LIKE(TYPE) | APP_LIKE(STREET)) <
                APP_LIKELY_SCORE);
    assert_true(app_likeness_points(APP_LIKE(ONE_SIDE) | APP_LIKE(TYPE)) >= APP_LIKELY_SCORE);
    assert_true(app_likeness_points(APP_LIKE(BOTH_SIDES)) >= APP_LIKELY_SCORE);
    assert_true(app_likeness_points(APP_LIKE(COMMUNITY) | APP_LIKE(WORDS) | APP_LIKE(TYPE)) >=
                APP_LIKELY_SCORE);
}

static void likely_ones_are_written_and_read(void **state)
{
    const struct app_likely rows[APP_LIKELY_MAX] = {
        { { INT64_C(914793674309633) }, APP_LIKE(BOTH_SIDES) | APP_LIKE(TYPE) },
        { { INT64_C(914793674309634) }, (UINT32_C(1) << APP_LIKENESS_COUNT) - 1 },
        { { INT64_C(914793674309635) }, APP_LIKE(WORDS) },
    };
    struct app_likely got[APP_LIKELY_MAX];
    char text[APP_LIKELY_TEXT_MAX];

    (void)state;
    for (size_t n = 0; n <= APP_LIKELY_MAX; n++) {
        app_likely_print(rows, n, text);
        assert_int_equal(app_likely_parse(ym_span_of(text), got), n);
        for (size_t i = 0; i < n; i++) {
            assert_true(got[i].dispute.v == rows[i].dispute.v);
            assert_int_equal(got[i].signs, rows[i].signs);
        }
    }
    assert_int_equal(app_likely_parse(YM_SPAN("nothing of the kind"), got), 0);
    assert_int_equal(app_likely_parse(YM_SPAN("0SA6BKHNG34EE2"), got), 0);
}

static void an_order_has_the_bucket_of_its_number(void **state)
{
    const struct ym_span partner = YM_SPAN("hz-12345");

    (void)state;
    assert_int_not_equal(app_reference_bucket(partner, YM_SPAN("a")),
                         app_reference_bucket(YM_SPAN("hz-1234"), YM_SPAN("5a")));
    assert_int_equal(app_reference_bucket(partner, YM_SPAN("a")),
                     app_reference_bucket(partner, YM_SPAN("a")));
    assert_int_equal(app_order_bucket(INT64_C(5) << 32 | 1023), 1023);
}

static void every_channel_has_a_source(void **state)
{
    (void)state;
    assert_int_equal(app_channel_source(YM_CHANNEL_POLICE_110), YM_SOURCE_ENTRUSTED);
    assert_int_equal(app_channel_source(YM_CHANNEL_HOTLINE_12345), YM_SOURCE_ENTRUSTED);
    assert_int_equal(app_channel_source(YM_CHANNEL_GRID_WORKER), YM_SOURCE_ACTIVE);
    assert_int_equal(app_channel_source(YM_CHANNEL_WINDOW), YM_SOURCE_APPLIED);
}

static void codes_of_tasks_are_found(void **state)
{
    (void)state;
    for (unsigned i = 0; i < APP_TASK_COUNT; i++)
        assert_int_equal(app_order_task_find(ym_span_of(app_order_task_word(i)->code)), i);
    assert_int_equal(app_order_task_find(YM_SPAN("nothing")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_compared_by_neighbours),
        cmocka_unit_test(points_say_what_is_shown),
        cmocka_unit_test(likely_ones_are_written_and_read),
        cmocka_unit_test(an_order_has_the_bucket_of_its_number),
        cmocka_unit_test(every_channel_has_a_source),
        cmocka_unit_test(codes_of_tasks_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
