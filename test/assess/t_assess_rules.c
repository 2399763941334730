/* SPDX-License-Identifier: Apache-2.0 */
/* Who answers and for how long, what is summed up and left out, who decides about whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/assess.h"
#include "app/points.h"
#include "app/satisfaction.h"

#define LEAST   5 /* answers that are summed up */
#define AT(day) (ym_day_start(ym_day_make(2026, 9, day)) + 3600 * YM_USEC_PER_SECOND)

static struct app_caller caller(uint8_t role, int64_t staff, int64_t body, int64_t region)
{
    struct app_caller c = {
        .actor = { .role = role, .staff = staff, .body = body, .region = region }, .name = "t"
    };

    return c;
}

/* Until the end of August 30 and 2 days, then 90 and 7. */
static const struct ym_office_row rules[] = {
    { YM_OFFICE_ANSWER_OPEN, 0, 30, { "s", 1 } },
    { YM_OFFICE_ANSWER_OPEN, 20697, 90, { "s", 1 } }, /* 2026-09-01 */
    { YM_OFFICE_ANSWER_CHANGE, 0, 2, { "s", 1 } },
    { YM_OFFICE_ANSWER_CHANGE, 20697, 7, { "s", 1 } },
};
static const struct ym_office office = { rules, 4 };

static enum app_answer_bar may(const struct app_caller *c, const struct ym_dispute *d, uint8_t seat,
                               const struct app_occasion *occasion, const struct app_answer *answer,
                               ym_usec now)
{
    const struct app_answer_time time = { &office, occasion, now };

    return app_answer_may(c, d, seat, &time, answer);
}

static void an_answer_keeps_the_rule_of_its_day(void **state)
{
    const ym_usec august = ym_day_start(ym_day_make(2026, 8, 20));
    const ym_usec last = ym_day_start(ym_day_make(2026, 9, 1)) - 1;

    (void)state;
    assert_int_equal(rules[1].from, ym_day_make(2026, 9, 1));
    assert_int_equal(app_answer_until(&office, august), ym_day_start(ym_day_make(2026, 8, 22)));
    assert_int_equal(app_answer_open_until(&office, last), last + 30 * YM_USEC_PER_DAY);
    assert_int_equal(app_answer_open_until(&office, last + 1), last + 1 + 90 * YM_USEC_PER_DAY);
}

static void how_long_an_answer_changes(void **state)
{
    (void)state;
    assert_int_equal(app_answer_until(&office, AT(8)), ym_day_start(ym_day_make(2026, 9, 15)));
    assert_int_equal(app_answer_until(&office, AT(23)), ym_day_start(ym_day_make(2026, 9, 30)));
    /* Never longer than its month, so that a closed month stays what it was. */
    assert_int_equal(app_answer_until(&office, AT(24)), ym_day_start(ym_day_make(2026, 10, 1)));
    assert_int_equal(app_answer_until(&office, AT(30)), ym_day_start(ym_day_make(2026, 10, 1)));
}

static void who_may_answer(void **state)
{
    const struct ym_dispute d = { .mediator = 9, .seats = 2 };
    const struct app_occasion visit = { 4, AT(8) };
    const struct app_occasion end = { 0, AT(8) };
    struct app_answer own = { .seat = 0, .visit = 4, .score = 3, .at = AT(8) };
    struct app_caller party = caller(YM_ROLE_PARTY, 0, 0, 0);
    const struct app_caller window = caller(YM_ROLE_WINDOW_CLERK, 8, 1, 0);
    const struct app_caller mediator = caller(YM_ROLE_MEDIATOR, 9, 1, 0);
    const struct app_caller both = caller(YM_ROLE_BODY_MANAGER, 9, 1, 0);
    const ym_usec late = AT(8) + 90 * YM_USEC_PER_DAY;

    (void)state;
    party.actor.seat = 0;
    assert_int_equal(may(&party, &d, 0, &end, NULL, AT(9)), APP_ANSWER_MAY);
    assert_int_equal(may(&party, &d, 1, &end, NULL, AT(9)), APP_ANSWER_NOBODY);
    assert_int_equal(may(&party, &d, 0, NULL, NULL, AT(9)), APP_ANSWER_EARLY);
    assert_int_equal(may(&party, &d, 0, &end, NULL, late - 1), APP_ANSWER_MAY);
    assert_int_equal(may(&party, &d, 0, &end, NULL, late), APP_ANSWER_LATE);
    assert_int_equal(may(&window, &d, 0, &end, NULL, AT(9)), APP_ANSWER_NO_VISIT);
    assert_int_equal(may(&window, &d, 0, &visit, NULL, AT(9)), APP_ANSWER_MAY);
    assert_int_equal(may(&mediator, &d, 0, &visit, NULL, AT(9)), APP_ANSWER_NOBODY);
    assert_int_equal(may(&both, &d, 0, &visit, NULL, AT(9)), APP_ANSWER_OWN_CASE);
    assert_int_equal(may(&window, &d, 0, &visit, &own, AT(9)), APP_ANSWER_OTHERS);
    own.staff = 8;
    assert_int_equal(may(&window, &d, 0, &visit, &own, AT(9)), APP_ANSWER_MAY);
    assert_int_equal(may(&party, &d, 0, &visit, &own, app_answer_until(&office, own.at) - 1),
                     APP_ANSWER_MAY);
    assert_int_equal(may(&party, &d, 0, &visit, &own, app_answer_until(&office, own.at)),
                     APP_ANSWER_FIXED);
    assert_true(app_answer_is_seen(&window, &own));
    assert_false(app_answer_is_seen(&both, &own));
    assert_string_equal(app_answer_bar_code(APP_ANSWER_NO_VISIT), "no_visit");
    assert_non_null(strstr(app_answer_bar_text(APP_ANSWER_NO_VISIT), "visit"));
}

static void occasions(void **state)
{
    const struct ym_dispute d = { .entered_at = AT(3) };
    const struct app_occasion visit = { 7, AT(9) };
    const struct app_occasion none = { 0, YM_USEC_NONE };
    struct app_occasion got;

    (void)state;
    assert_false(app_answer_occasion(&d, YM_PHASE_OPEN, none, &got));
    assert_true(app_answer_occasion(&d, YM_PHASE_FAILED, none, &got));
    assert_int_equal(got.visit, 0);
    assert_int_equal(got.at, AT(3));
    assert_true(app_answer_occasion(&d, YM_PHASE_OPEN, visit, &got));
    assert_int_equal(got.visit, 7);
}

static struct ym_month_fact answered(uint16_t answers)
{
    struct ym_month_fact f = {
        .type = YM_TYPE_NEIGHBOUR, .days = 4, .answers = answers, .answer_sum = 4U * answers
    };

    f.n[YM_FIGURE_SETTLED] = 1;
    return f;
}

static void few_answers_are_left_out(void **state)
{
    const struct ym_month_fact four = answered(LEAST - 1);
    const struct ym_month_fact five = answered(LEAST);
    struct app_assess_sums s = { .n = { 0 } };
    struct app_assess_sums t = { .n = { 0 } };

    (void)state;
    app_assess_add(&s, &four);
    app_assess_seal(&s, LEAST);
    assert_int_equal(s.n[APP_ASSESS_ANSWERS], 0);
    assert_int_equal(s.n[APP_ASSESS_ANSWER_SUM], 0);
    assert_int_equal(s.n[APP_ASSESS_ANSWERS_FEW], 1);
    app_assess_add(&t, &five);
    app_assess_seal(&t, LEAST);
    assert_int_equal(t.n[APP_ASSESS_ANSWERS], LEAST);
    assert_int_equal(t.n[APP_ASSESS_ANSWERS_FEW], 0);
    app_assess_join(&t, &s);
    assert_int_equal(t.n[APP_ASSESS_ANSWERS], LEAST);
    assert_int_equal(t.n[APP_ASSESS_DISPUTES], 2);
    assert_int_equal(t.outcome[YM_TYPE_NEIGHBOUR].good, 2);
}

static void what_is_in_time(void **state)
{
    struct ym_month_fact f = { .type = YM_TYPE_LABOUR, .days = -1, .is_late = true };
    struct app_assess_sums s = { .n = { 0 } };

    (void)state;
    app_assess_add(&s, &f); /* neither closed nor open: registered, say */
    assert_int_equal(s.in_time[YM_TYPE_LABOUR].cases, 0);
    f.n[YM_FIGURE_OPEN] = 1;
    app_assess_add(&s, &f); /* open behind its limit */
    assert_int_equal(s.in_time[YM_TYPE_LABOUR].cases, 1);
    assert_int_equal(s.n[APP_ASSESS_OVERDUE_OPEN], 1);
    f.is_late = false;
    app_assess_add(&s, &f); /* open within it: not due yet */
    assert_int_equal(s.in_time[YM_TYPE_LABOUR].cases, 1);
    f.days = 9;
    app_assess_add(&s, &f);
    f.is_late = true;
    app_assess_add(&s, &f);
    assert_int_equal(s.in_time[YM_TYPE_LABOUR].cases, 3);
    assert_int_equal(s.in_time[YM_TYPE_LABOUR].good, 1);
    assert_int_equal(s.n[APP_ASSESS_CLOSED_DAYS], 18);
}

static void sums_are_stored(void **state)
{
    unsigned char bytes[APP_ASSESS_SUMS_BYTES + 1];
    struct app_assess_sums s = { .n = { 0 } };
    struct app_assess_sums got;
    const struct ym_month_fact f = answered(6);

    (void)state;
    app_assess_add(&s, &f);
    app_assess_pack(&s, bytes);
    assert_true(app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES }, &got));
    assert_memory_equal(&s, &got, sizeof(s));
    s.n[APP_ASSESS_CLOSED_DAYS] = APP_ASSESS_SUM_MAX;
    app_assess_pack(&s, bytes);
    assert_true(app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES }, &got));
    s.n[APP_ASSESS_CLOSED_DAYS]++;
    app_assess_pack(&s, bytes);
    assert_false(app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES }, &got));
    s.n[APP_ASSESS_CLOSED_DAYS] = 0;
    app_assess_pack(&s, bytes);
    assert_false(
        app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES - 1 }, &got));
    assert_false(
        app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES + 1 }, &got));
    bytes[8] = 0x80; /* a count below 0 */
    assert_false(app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES }, &got));
    bytes[8] = 0;
    bytes[0]++;
    assert_false(app_assess_unpack((struct ym_span){ (char *)bytes, APP_ASSESS_SUMS_BYTES }, &got));
}

static void who_decides_about_points(void **state)
{
    const int64_t region = 330108003000;
    const struct app_caller manager = caller(YM_ROLE_BODY_MANAGER, 1, 10, region);
    const struct app_caller mediator = caller(YM_ROLE_MEDIATOR, 2, 10, region);
    const struct app_caller watch = caller(YM_ROLE_SUPERVISOR, 3, 99, 330108000000);
    const struct app_caller audit = caller(YM_ROLE_AUDITOR, 4, 98, 330108000000);

    (void)state;
    assert_true(app_points_may_decide(&manager, 2, 10, region));
    assert_false(app_points_may_decide(&manager, 1, 10, region)); /* what benefits oneself */
    assert_false(app_points_may_decide(&manager, 2, 11, region));
    assert_false(app_points_may_decide(&mediator, 5, 10, region));
    assert_true(app_points_may_decide(&watch, 1, 10, region));
    assert_false(app_points_may_decide(&watch, 1, 10, 330109000000));
    assert_true(app_points_sees(&audit, 1, 10, region));
    assert_false(app_points_may_decide(&audit, 1, 10, region));
    assert_true(app_points_sees(&mediator, 2, 77, 0));
    assert_false(app_points_sees(&mediator, 1, 10, region));
}

static void who_answers_objections(void **state)
{
    struct app_contest o = { .kind = APP_SUBJECT_MEDIATOR,
                             .subject = 2,
                             .body = 10,
                             .region = 330108003000,
                             .staff = 2,
                             .by = YM_SPAN("a:2") };
    struct app_caller manager = caller(YM_ROLE_BODY_MANAGER, 1, 10, 0);
    const struct app_caller same = caller(YM_ROLE_BODY_MANAGER, 2, 10, 0);
    const struct app_caller other = caller(YM_ROLE_BODY_MANAGER, 6, 11, 0);
    const struct app_caller watch = caller(YM_ROLE_SUPERVISOR, 3, 99, 330108000000);

    (void)state;
    assert_true(app_may_answer(&manager, &o));
    assert_false(app_may_answer(&same, &o));
    assert_false(app_may_answer(&other, &o));
    assert_true(app_may_answer(&watch, &o));
    o.by = YM_SPAN("t"); /* the same account raised it in another role */
    assert_false(app_may_answer(&watch, &o));
    o = (struct app_contest){ .kind = APP_SUBJECT_BODY,
                              .subject = 10,
                              .body = 10,
                              .region = 330108003000,
                              .staff = 1,
                              .by = YM_SPAN("a:1") };
    assert_false(app_may_answer(&manager, &o));
    assert_true(app_may_answer(&watch, &o));
    assert_true(app_may_object(&manager, APP_SUBJECT_BODY, 10));
    assert_false(app_may_object(&manager, APP_SUBJECT_BODY, 11));
    assert_false(app_may_object(&manager, APP_SUBJECT_MEDIATOR, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(how_long_an_answer_changes),
        cmocka_unit_test(an_answer_keeps_the_rule_of_its_day),
        cmocka_unit_test(who_may_answer),
        cmocka_unit_test(occasions),
        cmocka_unit_test(few_answers_are_left_out),
        cmocka_unit_test(what_is_in_time),
        cmocka_unit_test(sums_are_stored),
        cmocka_unit_test(who_decides_about_points),
        cmocka_unit_test(who_answers_objections),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
