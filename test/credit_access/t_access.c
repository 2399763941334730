/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of looks, objections and protection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app/credit_access.h"
#include "app/rights.h"
#include "yima/credit.h"

#define BIT(kind) (UINT32_C(1) << APP_PROTECTION_##kind)

static struct app_caller caller_of(enum ym_role role, int64_t staff)
{
    struct app_caller c = { .name = "t" };

    c.actor.role = (uint8_t)role;
    c.actor.staff = staff;
    return c;
}

static struct ym_dispute dispute_of(int64_t mediator)
{
    return (struct ym_dispute){ .id = { 77 }, .mediator = mediator, .version = 1 };
}

static void the_mediator_of_an_open_dispute_looks_for_a_purpose(void **state)
{
    const struct app_caller me = caller_of(YM_ROLE_MEDIATOR, 5);
    const struct ym_dispute mine = dispute_of(5), other = dispute_of(6), none = dispute_of(0);

    (void)state;
    assert_int_equal(app_look_judge(&me, &mine, true, 0, true), APP_LOOK_ANSWERED);
    assert_int_equal(app_look_judge(&me, &mine, true, 0, false), APP_LOOK_NO_PURPOSE);
    assert_int_equal(app_look_judge(&me, &mine, false, 0, true), APP_LOOK_CLOSED);
    assert_int_equal(app_look_judge(&me, &mine, true, BIT(OTHER), true), APP_LOOK_PROTECTED);
    assert_int_equal(app_look_judge(&me, &other, true, 0, true), APP_LOOK_NOT_HERE);
    assert_int_equal(app_look_judge(&me, &none, true, 0, true), APP_LOOK_NOT_HERE);
}

static void a_purpose_is_something_that_can_be_read(void **state)
{
    static const char *const nothing[] = { "",
                                           "abc",
                                           "    ",
                                           "a b c",
                                           "\t\n\t\n",
                                           "\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b",
                                           "\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80",
                                           ("\xef\xbb\xbf"
                                            "abc"),
                                           "\xe2\x80\xae\xe5\x88\x86\xe6\x9c\x9f\xe6\xa1\x88",
                                           "abc\xf3\xa0\x80\xa1" };
    static const char *const words[] = { "abcd", " a b c d ",
                                         "\xe5\x88\x86\xe6\x9c\x9f\xe6\x96\xb9\xe6\xa1\x88",
                                         ("\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
                                          "x") };

    (void)state;
    for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
        assert_false(app_purpose_says(ym_span_of(nothing[i])));
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        assert_true(app_purpose_says(ym_span_of(words[i])));
}

/* Not even a token of a mediator that is bound to nobody, for a dispute that nobody mediates. */
static void a_mediator_without_a_person_sees_nothing(void **state)
{
    const struct app_caller nobody = caller_of(YM_ROLE_MEDIATOR, 0);
    const struct ym_dispute none = dispute_of(0);

    (void)state;
    assert_int_equal(app_look_judge(&nobody, &none, true, 0, true), APP_LOOK_NOT_HERE);
}

static void one_bound_to_another_dispute_sees_nothing(void **state)
{
    struct app_caller me = caller_of(YM_ROLE_MEDIATOR, 5);
    const struct ym_dispute mine = dispute_of(5);

    (void)state;
    me.dispute.v = 78;
    assert_int_equal(app_look_judge(&me, &mine, true, 0, true), APP_LOOK_NOT_HERE);
}

static void no_other_role_looks(void **state)
{
    const struct ym_dispute mine = dispute_of(5);

    (void)state;
    for (int role = 0; role < YM_ROLE_COUNT; role++) {
        const struct app_caller c = caller_of((enum ym_role)role, 5);

        if (role != YM_ROLE_MEDIATOR)
            assert_int_equal(app_look_judge(&c, &mine, true, 0, true), APP_LOOK_NO_RIGHT);
        assert_int_equal(app_role_may((unsigned)role, APP_RIGHT_CREDIT_CASE),
                         role == YM_ROLE_MEDIATOR);
        assert_int_equal(app_role_may((unsigned)role, APP_RIGHT_CREDIT_OWN),
                         role == YM_ROLE_PARTY || role == YM_ROLE_AGENT);
    }
}

static void no_court_has_a_right_on_credit(void **state)
{
    static const enum app_right rights[] = { APP_RIGHT_CREDIT_OWN, APP_RIGHT_CREDIT_CASE,
                                             APP_RIGHT_CREDIT_PROTECT, APP_RIGHT_CREDIT_REVIEW,
                                             APP_RIGHT_CREDIT_APPROVE };

    (void)state;
    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
        assert_int_equal(app_right_row(rights[i])->roles & APP_ROLES_COURT, 0);
}

/* ---- Deadlines ---- */

static ym_day day(int year, int month, int d)
{
    const ym_day made = ym_day_make(year, month, d);

    assert_int_not_equal(made, YM_DAY_NONE);
    return made;
}

/* An office that gives 7 working days and 8 days from 2026-12-01 on. */
static const struct ym_office_row rules[] = {
    { YM_OFFICE_OBJECTION_ANSWER, 17532, 5, { "条例 30", 9 } },        /* 2018-01-01 */
    { YM_OFFICE_OBJECTION_ANSWER, 20788, 7, { "local: 办公会", 16 } }, /* 2026-12-01 */
    { YM_OFFICE_OBJECTION_LATEST, 17532, 20, { "条例 31", 9 } },
    { YM_OFFICE_OBJECTION_LATEST, 20788, 8, { "local: 办公会", 16 } },
};
static const struct ym_office office = { rules, 4 };

static void an_objection_is_due_by_the_rule_of_its_day(void **state)
{
    struct app_objection_due due = app_objection_due(NULL, &office, day(2026, 11, 30));

    (void)state;
    assert_int_equal(rules[1].from, day(2026, 12, 1));
    assert_int_equal(due.due, day(2026, 12, 7)); /* a Monday, and five more working days */
    assert_int_equal(due.latest, day(2026, 12, 20));
    due = app_objection_due(NULL, &office, day(2026, 12, 1));
    assert_int_equal(due.due, day(2026, 12, 10));
    assert_int_equal(due.latest, due.due); /* eight days would end before the seven working days */
}

static void an_objection_is_due_in_working_days(void **state)
{
    /* A week off, with the Saturday before it worked. */
    const struct ym_calendar_day days[] = {
        { day(2025, 9, 27), true },  { day(2025, 10, 1), false }, { day(2025, 10, 2), false },
        { day(2025, 10, 3), false }, { day(2025, 10, 6), false }, { day(2025, 10, 7), false },
        { day(2025, 10, 8), false },
    };
    const struct ym_calendar calendar = { days, 7, day(2025, 1, 1), day(2025, 12, 31) };
    struct app_objection_due due = app_objection_due(NULL, &office, day(2025, 4, 7)); /* a Monday */

    (void)state;
    assert_true(ym_calendar_valid(&calendar));
    assert_int_equal(due.due, day(2025, 4, 14));
    assert_int_equal(due.latest, day(2025, 4, 27));
    due = app_objection_due(&calendar, &office,
                            day(2025, 9, 26)); /* a Friday: 27, 28, 29, 30, then 9 */
    assert_int_equal(due.due, day(2025, 10, 10));
    assert_int_equal(due.latest, day(2025, 10, 16));
    due = app_objection_due(NULL, &office,
                            day(1990, 1, 1)); /* before any term began: the first one */
    assert_int_equal(due.due, day(1990, 1, 8));
}

static void an_extension_reaches_the_last_day(void **state)
{
    struct app_objection o = { .due = 10, .latest = 20, .extended_at = YM_USEC_NONE };

    (void)state;
    assert_int_equal(app_objection_due_on(&o), 10);
    o.extended_at = 1;
    assert_int_equal(app_objection_due_on(&o), 20);
}

/* ---- Protection ---- */

static struct app_protection row(enum app_protection_kind kind, bool is_set, bool lifts)
{
    return (
        struct app_protection){ .kind = (uint8_t)kind, .is_set = is_set, .lifts_report = lifts };
}

static void the_last_row_of_a_kind_counts(void **state)
{
    const struct app_protection rows[] = { row(APP_PROTECTION_MINOR, true, false),
                                           row(APP_PROTECTION_OTHER, true, false),
                                           row(APP_PROTECTION_MINOR, false, false) };

    (void)state;
    assert_int_equal(app_protection_of(false, rows, 0), 0);
    assert_int_equal(app_protection_of(false, rows, 1), BIT(MINOR));
    assert_int_equal(app_protection_of(false, rows, 2), BIT(MINOR) | BIT(OTHER));
    assert_int_equal(app_protection_of(false, rows, 3), BIT(OTHER));
}

static void a_report_protects_a_family_until_it_is_lifted(void **state)
{
    const struct app_protection blind[] = { row(APP_PROTECTION_FAMILY_VIOLENCE, true, false),
                                            row(APP_PROTECTION_FAMILY_VIOLENCE, false, false) };
    const struct app_protection known[] = { row(APP_PROTECTION_FAMILY_VIOLENCE, false, true),
                                            row(APP_PROTECTION_FAMILY_VIOLENCE, true, false) };

    (void)state;
    assert_int_equal(app_protection_of(true, NULL, 0), BIT(FAMILY_VIOLENCE));
    assert_int_equal(app_protection_of(false, NULL, 0), 0);
    /* What was lifted before the report does not lift the report. */
    assert_int_equal(app_protection_of(true, blind, 2), BIT(FAMILY_VIOLENCE));
    assert_int_equal(app_protection_of(true, known, 1), 0);
    assert_int_equal(app_protection_of(true, known, 2), BIT(FAMILY_VIOLENCE));
}

/* ---- Names ---- */

static void an_item_has_one_name(void **state)
{
    const struct app_item item = { { INT64_C(0x123456789abcdef) }, 17, YM_CREDIT_ON_TIME, 2 };
    char name[APP_ITEM_NAME_MAX];
    struct app_item again;

    (void)state;
    app_item_print(&item, name);
    assert_true(app_item_parse(ym_span_of(name), &again));
    assert_true(again.dispute.v == item.dispute.v && again.seq == 17 &&
                again.kind == YM_CREDIT_ON_TIME && again.obligation == 2);
}

static void other_spellings_are_no_names(void **state)
{
    const struct app_item item = { { INT64_C(0x123456789abcdef) }, 17, YM_CREDIT_ON_TIME, 255 };
    char name[APP_ITEM_NAME_MAX], wrong[APP_ITEM_NAME_MAX + 8], number[APP_ITEM_NAME_MAX];
    static const char *const ends[] = { "",
                                        ".",
                                        ".17",
                                        ".17.on_time",
                                        ".0.on_time.0",
                                        ".017.on_time.0",
                                        ".17.on_time.00",
                                        ".17.nothing.0",
                                        ".17.on_time.256",
                                        ".17.on_time.0.0",
                                        ".2147483648.on_time.0",
                                        ".17.on_time.-1",
                                        ".17.ON_TIME.0" };
    struct app_item ret;

    (void)state;
    app_item_print(&item, name);
    assert_true(app_item_parse(ym_span_of(name), &ret)); /* at the limit: 255 */
    memcpy(number, name, sizeof(number));
    *strchr(number, '.') = '\0';
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        (void)snprintf(wrong, sizeof(wrong), "%s%s", number, ends[i]);
        assert_false(app_item_parse(ym_span_of(wrong), &ret));
    }
    (void)snprintf(wrong, sizeof(wrong), " %s", name);
    assert_false(app_item_parse(ym_span_of(wrong), &ret));
    assert_false(app_item_parse(YM_SPAN(""), &ret));
    assert_false(app_item_parse(YM_SPAN("....................................................."
                                        "....................."),
                                &ret));
}

static void a_party_without_a_number_is_not_known(void **state)
{
    unsigned char party[APP_CREDIT_PARTY_LEN] = { 0 };

    (void)state;
    assert_false(app_party_is_known(party));
    party[31] = 1;
    assert_true(app_party_is_known(party));
}

static void every_word_is_whole(void **state)
{
    (void)state;
    for (unsigned i = 0; i < APP_LOOK_SIGHT_COUNT; i++)
        assert_true(app_look_sight_word(i)->zh[0] != '\0');
    for (unsigned i = 0; i < APP_LOOK_VERDICT_COUNT; i++)
        assert_true(app_look_verdict_word(i)->en[0] != '\0');
    for (unsigned i = 0; i < APP_CREDIT_NONE_COUNT; i++)
        assert_true(app_credit_none_word(i)->code[0] != '\0');
    for (unsigned i = 0; i < APP_OBJECTION_STATE_COUNT; i++)
        assert_int_equal(app_objection_find(ym_span_of(app_objection_word(i)->code)), i);
    for (unsigned i = 0; i < APP_PROTECTION_COUNT; i++)
        assert_int_equal(app_protection_find(ym_span_of(app_protection_word(i)->code)), i);
    assert_int_equal(app_protection_find(YM_SPAN("none")), -1);
}

static void labels_name_what_they_seal(void **state)
{
    unsigned char a[APP_CREDIT_PARTY_LEN] = { 1 }, b[APP_CREDIT_PARTY_LEN] = { 2 };
    char one[APP_ACCESS_LABEL_MAX], two[APP_ACCESS_LABEL_MAX];

    (void)state;
    assert_false(ym_span_is(app_statement_label(a, one), app_statement_label(b, two)));
    assert_false(ym_span_is(app_objection_label(INT64_MAX, "reason", one),
                            app_objection_label(INT64_MAX, "answer", two)));
    assert_false(ym_span_is(app_look_label(INT64_MAX, one), app_look_label(1, two)));
    assert_false(ym_span_is(app_protection_label((struct ym_id){ INT64_MAX }, INT64_MAX, one),
                            app_protection_label((struct ym_id){ 1 }, INT64_MAX, two)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mediator_of_an_open_dispute_looks_for_a_purpose),
        cmocka_unit_test(a_purpose_is_something_that_can_be_read),
        cmocka_unit_test(a_mediator_without_a_person_sees_nothing),
        cmocka_unit_test(one_bound_to_another_dispute_sees_nothing),
        cmocka_unit_test(no_other_role_looks),
        cmocka_unit_test(no_court_has_a_right_on_credit),
        cmocka_unit_test(an_objection_is_due_in_working_days),
        cmocka_unit_test(an_objection_is_due_by_the_rule_of_its_day),
        cmocka_unit_test(an_extension_reaches_the_last_day),
        cmocka_unit_test(the_last_row_of_a_kind_counts),
        cmocka_unit_test(a_report_protects_a_family_until_it_is_lifted),
        cmocka_unit_test(an_item_has_one_name),
        cmocka_unit_test(other_spellings_are_no_names),
        cmocka_unit_test(a_party_without_a_number_is_not_known),
        cmocka_unit_test(every_word_is_whole),
        cmocka_unit_test(labels_name_what_they_seal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
