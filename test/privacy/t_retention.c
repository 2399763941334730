/* SPDX-License-Identifier: Apache-2.0 */
/* Retention: which row takes a dispute, and on which day its words may go. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "json/retention.h"
#include "yima/vocab.h"

#define HEAD                                                                                       \
    "{\"id\":\"t\",\"version\":\"1\",\"valid_from\":\"2026-01-01\",\"is_example\":false,"          \
    "\"source\":\"s\",\"orders_days\":90,\"rules\":["
#define ROW(name, types, years)                                                                    \
    "{\"rule\":\"" name "\",\"types\":[" types "],\"years\":" years                                \
    ",\"zh\":\"z\",\"en\":\"e\",\"source\":\"s\"}"

static enum ym_err read(const char *text, struct ym_retention **ret)
{
    *ret = NULL;
    return json_retention_parse(ym_span_of(text), ret, NULL);
}

static void the_first_row_that_takes_a_type(void **state)
{
    struct ym_retention *t;

    (void)state;
    assert_int_equal(read(HEAD ROW("a", "\"marriage\"", "20") "," ROW(
                              "b", "\"marriage\",\"labour\"", "8") "," ROW("c", "", "6") "]}",
                          &t),
                     YM_E_OK);
    assert_int_equal(ym_retention_find(t, YM_TYPE_MARRIAGE)->years, 20);
    assert_int_equal(ym_retention_find(t, YM_TYPE_LABOUR)->years, 8);
    assert_int_equal(ym_retention_find(t, YM_TYPE_OTHER)->years, 6);
    assert_int_equal(t->orders_days, 90);
    json_retention_free(t);
}

static void the_day_after_the_last(void **state)
{
    const struct ym_retention_rule rule = { .years = 6 };
    const ym_day ended = ym_day_make(2024, 2, 29);

    (void)state;
    assert_int_equal(ym_retention_last(&rule, ended), ym_day_make(2030, 2, 28));
    assert_false(ym_retention_is_over(&rule, ended, ym_day_make(2030, 2, 28)));
    assert_true(ym_retention_is_over(&rule, ended, ym_day_make(2030, 3, 1)));
    assert_false(ym_retention_is_over(&rule, YM_DAY_NONE, ym_day_make(2030, 3, 1)));
    assert_false(ym_retention_is_over(&rule, ended, YM_DAY_NONE));
}

static void tables_that_are_refused(void **state)
{
    static const char *const wrong[] = {
        HEAD "]}",                                         /* no row */
        HEAD ROW("a", "\"labour\"", "6") "]}",             /* none for the others */
        HEAD ROW("a", "", "6") "," ROW("b", "", "6") "]}", /* the second can take nothing */
        HEAD ROW("a", "", "0") "]}",                       /* at once */
        HEAD ROW("a", "", "101") "]}",                     /* for ever */
        HEAD ROW("a", "\"nonsense\"", "6") "," ROW("b", "", "6") "]}", /* no such type */
    };
    struct ym_retention *t;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_not_equal(read(wrong[i], &t), YM_E_OK);
        assert_null(t);
    }
    assert_int_equal(read(HEAD ROW("a", "", "100") "]}", &t), YM_E_OK);
    json_retention_free(t);
}

#define ORDERS(days, more)                                                                         \
    "{\"id\":\"t\",\"version\":\"1\",\"valid_from\":\"2026-01-01\",\"is_example\":false,"          \
    "\"source\":\"s\"," more "\"orders_days\":" days ",\"rules\":[" ROW("a", "", "6") "]}"

/* An office may set more than a byte holds; ten years are the most. */
static void days_of_orders(void **state)
{
    struct ym_retention *t;

    (void)state;
    assert_int_equal(read(ORDERS("256", ""), &t), YM_E_OK);
    assert_int_equal(t->orders_days, 256);
    json_retention_free(t);
    assert_int_equal(read(ORDERS("730", ""), &t), YM_E_OK);
    assert_int_equal(t->orders_days, 730);
    json_retention_free(t);
    assert_int_equal(read(ORDERS("3650", ""), &t), YM_E_OK);
    assert_int_equal(t->orders_days, 3650);
    json_retention_free(t);
    assert_int_equal(read(ORDERS("3651", ""), &t), YM_E_UNPROCESSABLE);
    assert_int_equal(read(ORDERS("0", ""), &t), YM_E_UNPROCESSABLE);
}

/* How long looks are kept is a rule of the office: a table of old says where it went. */
static void looks_have_another_home(void **state)
{
    struct ym_retention *t = NULL;
    struct ym_error why;

    (void)state;
    assert_int_equal(
        json_retention_parse(ym_span_of(ORDERS("180", "\"reads_years\":10,")), &t, &why),
        YM_E_UNPROCESSABLE);
    assert_non_null(strstr(why.text, "looks_keep"));
}

static void as_many_rows_as_may_be(void **state)
{
    char text[16384];
    struct ym_retention *t;

    (void)state;
    for (int rows = YM_RETENTION_RULES_MAX; rows <= YM_RETENTION_RULES_MAX + 1; rows++) {
        size_t n = (size_t)snprintf(text, sizeof(text), "%s", HEAD);

        for (int i = 1; i < rows; i++)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%s,", ROW("a", "\"labour\"", "6"));
        (void)snprintf(text + n, sizeof(text) - n, "%s]}", ROW("z", "", "6"));
        assert_int_equal(read(text, &t) == YM_E_OK, rows == YM_RETENTION_RULES_MAX);
        json_retention_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_row_that_takes_a_type), cmocka_unit_test(the_day_after_the_last),
        cmocka_unit_test(tables_that_are_refused),         cmocka_unit_test(days_of_orders),
        cmocka_unit_test(looks_have_another_home),         cmocka_unit_test(as_many_rows_as_may_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
