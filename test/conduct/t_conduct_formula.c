/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped formula as it is read, and what is refused of one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/credit.h"

#define TEXT_MAX (JSON_CREDIT_BYTES_MAX + 2)

static char shipped[TEXT_MAX];

static int read_shipped(void **state)
{
    FILE *f = fopen(YM_ENGINE_DIR "/credit/yima.json", "rb");

    (void)state;
    if (f == NULL)
        return -1;
    shipped[fread(shipped, 1, JSON_CREDIT_BYTES_MAX, f)] = '\0';
    return fclose(f);
}

static enum ym_err parse(const char *text, struct json_credit **ret, struct ym_error *err)
{
    *ret = NULL;
    return json_credit_parse(ym_span_of(text), ret, err);
}

static void test_shipped(void **state)
{
    struct json_credit *c;
    struct ym_error err = { .text = "" };

    (void)state;
    assert_int_equal(parse(shipped, &c, &err), YM_E_OK);
    assert_string_equal(c->formula.id, "yima");
    assert_string_equal(c->formula.version, "1.0");
    assert_int_equal(c->formula.valid_from, ym_day_make(2020, 6, 1));
    assert_int_equal(c->formula.valid_until, YM_DAY_NONE);
    assert_int_equal(c->formula.expiry_days, YM_CREDIT_EXPIRY_DAYS_MAX);
    assert_int_equal(c->formula.points[YM_CREDIT_ON_TIME], 1000);
    assert_int_equal(c->formula.points[YM_CREDIT_REPLIED], -1);
    assert_int_equal(c->formula.points[YM_CREDIT_PARTY], -1);
    assert_string_equal(c->formula.why[YM_CREDIT_PARTY], "");
    for (int i = 0; i < YM_CREDIT_KIND_COUNT; i++) {
        if (ym_credit_kind_part((enum ym_credit_kind)i) != YM_CREDIT_PART_HABITS)
            assert_true(strlen(c->formula.why[i]) > 0); /* each number has its source */
    }
    assert_null(ym_credit_formula_flaw(&c->formula));
    json_credit_free(c);
    json_credit_free(NULL);
}

/* A later version has other words for the same numbers; the first one stays as it was drawn by. */
static void test_later_version(void **state)
{
    static char text[TEXT_MAX];
    FILE *f = fopen(YM_ENGINE_DIR "/credit/yima-1.1.json", "rb");
    struct json_credit *first, *later;
    struct ym_error err = { .text = "" };

    (void)state;
    assert_non_null(f);
    text[fread(text, 1, JSON_CREDIT_BYTES_MAX, f)] = '\0';
    assert_int_equal(fclose(f), 0);
    assert_int_equal(parse(shipped, &first, &err), YM_E_OK);
    assert_int_equal(parse(text, &later, &err), YM_E_OK);
    assert_string_equal(later->formula.version, "1.1");
    assert_true(later->formula.valid_from > first->formula.valid_from);
    assert_memory_equal(later->formula.points, first->formula.points,
                        sizeof(first->formula.points));
    assert_memory_equal(later->formula.minimum, first->formula.minimum,
                        sizeof(first->formula.minimum));
    assert_string_not_equal(later->formula.why[YM_CREDIT_ABSENT],
                            first->formula.why[YM_CREDIT_ABSENT]);
    json_credit_free(first);
    json_credit_free(later);
}

/* With this word put in the place of that one it is refused, and says where. */
static void refused(const char *from, const char *to, enum ym_err code, const char *says)
{
    char text[TEXT_MAX];
    const char *at = strstr(shipped, from);
    struct json_credit *c;
    struct ym_error err = { .text = "" };

    assert_non_null(at);
    assert_true(snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - shipped), shipped, to,
                         at + strlen(from)) > 0);
    assert_int_equal(parse(text, &c, &err), code);
    assert_null(c);
    if (strstr(err.text, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.text, says);
}

static void test_refused(void **state)
{
    (void)state;
    refused("\"attended\"", "\"came\"", YM_E_UNPROCESSABLE, "kind of participation");
    refused("\"attended\"", "\"party\"", YM_E_UNPROCESSABLE, "kind of participation");
    refused("\"attended\"", "\"absent\"", YM_E_UNPROCESSABLE, "stands once");
    refused("\"points\": 1000", "\"points\": 1001", YM_E_UNPROCESSABLE, "1000");
    refused("\"points\": 1000", "\"points\": -1", YM_E_UNPROCESSABLE, "points");
    refused("\"points\": 1000", "\"points\": \"1000\"", YM_E_INVALID, "points");
    refused("\"points\": null", "\"points\": 10", YM_E_UNPROCESSABLE, "a right");
    refused("\"expiry_days\": 1826", "\"expiry_days\": 1827", YM_E_UNPROCESSABLE, "1826");
    refused("\"expiry_days\": 1826", "\"expiry_days\": 0", YM_E_UNPROCESSABLE, "expiry_days");
    refused("\"zero_days\": 1826", "\"zero_days\": 365", YM_E_UNPROCESSABLE, "weighs");
    refused("\"zero_days\": 1826", "\"zero_days\": 65536", YM_E_UNPROCESSABLE, "zero_days");
    refused("\"performance\": 3", "\"performance\": 2", YM_E_UNPROCESSABLE, "performance");
    refused("\"participation\": 3", "\"participation\": 101", YM_E_UNPROCESSABLE, "participation");
    refused("\"valid_until\": null", "\"valid_until\": \"2020-01-01\"", YM_E_UNPROCESSABLE,
            "validity");
    refused("\"reply_days\": 7", "\"reply_day\": 7", YM_E_INVALID, "reply_days");
    refused("\"reply_days\": 7", "\"reply_days\": 7, \"secret\": 1", YM_E_INVALID, "secret");
    refused("\"reply_days\"", "reply_days", YM_E_INVALID, "");
}

/* One kind fewer: the whole row of the last one goes. */
static void test_missing_kind(void **state)
{
    char text[TEXT_MAX];
    struct json_credit *c;
    struct ym_error err = { .text = "" };
    char *row;

    (void)state;
    memcpy(text, shipped, sizeof(text));
    row = strstr(text, ",\n  {\"kind\": \"replaced\"");
    assert_non_null(row);
    assert_true(snprintf(row, 8, "\n]\n}\n") > 0);
    assert_int_equal(parse(text, &c, &err), YM_E_UNPROCESSABLE);
    assert_non_null(strstr(err.text, "every kind"));
}

static void test_largest(void **state)
{
    static char text[TEXT_MAX];
    struct json_credit *c;
    struct ym_error err = { .text = "" };

    (void)state;
    memset(text, ' ', JSON_CREDIT_BYTES_MAX + 1);
    memcpy(text, shipped, strlen(shipped));
    assert_int_equal(parse(text, &c, &err), YM_E_TOO_LARGE);
    text[JSON_CREDIT_BYTES_MAX] = '\0';
    assert_int_equal(parse(text, &c, &err), YM_E_OK);
    json_credit_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped), cmocka_unit_test(test_later_version),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_missing_kind),
        cmocka_unit_test(test_largest),
    };

    return cmocka_run_group_tests(tests, read_shipped, NULL);
}
