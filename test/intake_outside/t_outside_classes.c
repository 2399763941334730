/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the classes that partners use. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "json/order.h"
#include "yima/vocab.h"

static const char table[] =
    "{\"partner\":\"hz-12345\",\"name\":\"热线分类\",\"version\":\"2026-11\","
    "\"channel\":\"hotline_12345\",\"body\":\"1007\",\"example\":true,\"source\":\"某标准\","
    "\"days\":14,\"causes\":\"2026-01-01\",\"classes\":["
    "{\"code\":\"01\",\"name\":\"噪声\",\"type\":\"neighbour\",\"cause\":\"55.6\","
    "\"from\":\"2026-01-01\",\"until\":\"2026-06-30\"},"
    "{\"code\":\"01\",\"name\":\"噪声扰民\",\"type\":\"environment\",\"from\":\"2026-07-01\"},"
    "{\"code\":\"02\",\"name\":\"欠薪\",\"type\":\"labour\",\"from\":\"2026-01-01\"}]}";

static void reads_a_table(void **state)
{
    struct json_classes *c;
    struct ym_error error;

    (void)state;
    assert_int_equal(json_classes_parse(ym_span_of(table), &c, &error), YM_E_OK);
    assert_span(c->partner, "hz-12345");
    assert_int_equal(c->channel, YM_CHANNEL_HOTLINE_12345);
    assert_true(c->body == 1007);
    assert_true(c->is_example);
    assert_int_equal(c->days, 14);
    assert_span(c->causes, "2026-01-01");
    assert_int_equal(c->n, 3);
    assert_span(c->at[0].cause, "55.6");
    assert_int_equal(c->at[1].type, YM_TYPE_ENVIRONMENT);
    assert_int_equal(c->at[1].until, YM_DAY_NONE);
    assert_int_equal(c->at[2].cause.n, 0);
    json_classes_free(c);
    json_classes_free(NULL);
}

static void refused(const char *find, const char *put, const char *part)
{
    char *text = edited(table, find, put);
    struct json_classes *c = NULL;
    struct ym_error error = { .code = YM_E_OK };

    assert_int_not_equal(json_classes_parse(ym_span_of(text), &c, &error), YM_E_OK);
    free(text);
    if (strstr(error.text, part) == NULL)
        fail_msg("expected \"%s\", got \"%s\"", part, error.text);
}

static void refuses_what_is_no_table(void **state)
{
    (void)state;
    refused("hotline_12345", "hotline", "/channel");
    refused("\"neighbour\"", "\"noise\"", "/classes/0/type");
    refused("\"days\":14", "\"days\":0", "/days");
    refused("\"days\":14", "\"days\":366", "/days");
    refused("\"causes\":\"2026-01-01\",", "", "/classes/0");
    refused("2026-06-30", "2025-06-30", "/classes/0/until");
    refused("2026-06-30", "2026-07-01", "/classes/1");           /* days of one code overlap */
    refused("\"code\":\"02\"", "\"code\":\"00\"", "/classes/2"); /* not in their order */
    refused("\"code\":\"02\"", "\"code\":\"01\"", "/classes/2"); /* behind one without an end */
    refused("\"source\":\"某标准\",", "", "/source");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_table),
        cmocka_unit_test(refuses_what_is_no_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
