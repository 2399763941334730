/* SPDX-License-Identifier: Apache-2.0 */
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define BYTES_MAX 4194304

static struct json_doc *parsed(const char *text)
{
    struct json_doc *doc = NULL;
    struct ym_error error = { 0 };

    if (json_parse(ym_span_of(text), BYTES_MAX, &doc, &error) != YM_E_OK)
        fail_msg("%s: %s", text, error.text);
    return doc;
}

/* ---- Values ---- */

/* Reads the member v of an object; what it says in the end. */
typedef void read_fn(const struct json_at *at);

static void value(const char *json, read_fn *read, enum ym_err code, const char *part)
{
    char text[4096];
    struct json_doc *doc;
    struct json_at root;
    struct json_at at;
    struct ym_error error = { 0 };

    (void)snprintf(text, sizeof(text), "{\"v\":%s}", json);
    doc = parsed(text);
    root = json_root(doc);
    at = json_member(&root, "v");
    read(&at);
    if (json_result(doc, &error) != code)
        fail_msg("%s: %s", json, error.text);
    if (code != YM_E_OK)
        assert_error(&error, code, part);
    json_free(doc);
}

static void read_small(const struct json_at *at)
{
    const int64_t n = json_get_int(at, -2, 31);

    assert_true(n >= -2 && n <= 31);
}

static void read_large(const struct json_at *at)
{
    (void)json_get_int(at, -9007199254740991, 9007199254740991);
}

static void integers(void **state)
{
    static const char *const good[] = { "0", "-0", "-2", "31", "31.0", "3.1e1", "310e-1" };
    static const char *const bad[] = { "-3", "32", "1.5", "1e300", "-1e300", "0.9999999", "1e-5" };
    static const char *const other[] = { "\"1\"", "true", "null", "[]", "{}" };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        value(good[i], read_small, YM_E_OK, "");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        value(bad[i], read_small, YM_E_UNPROCESSABLE, "/v: must be a whole number from -2 to 31");
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        value(other[i], read_small, YM_E_INVALID, "/v: must be a whole number from -2 to 31");
    value("9007199254740991", read_large, YM_E_OK, "");
    value("-9007199254740991", read_large, YM_E_OK, "");
    value("9007199254740992", read_large, YM_E_UNPROCESSABLE, "whole number");
    value("9007199254740993", read_large, YM_E_UNPROCESSABLE, "whole number");
    value("-9007199254740992", read_large, YM_E_UNPROCESSABLE, "whole number");
}

static void read_id(const struct json_at *at)
{
    assert_true(json_get_int64(at, 1, INT64_MAX) >= 1);
}

static void integers_as_text(void **state)
{
    static const char *const bad[] = { "\"0\"",   "\"\"",
                                       "\"01\"",  "\"+1\"",
                                       "\"-1\"",  "\" 1\"",
                                       "\"1.0\"", "\"9223372036854775808\"",
                                       "\"1x\"",  "\"99999999999999999999999\"" };

    (void)state;
    value("\"1\"", read_id, YM_E_OK, "");
    value("\"9223372036854775807\"", read_id, YM_E_OK, "");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        value(bad[i], read_id, YM_E_UNPROCESSABLE, "/v: must be a text of digits, from \"1\"");
    value("1", read_id, YM_E_INVALID, "/v: must be a text");
}

static void read_text(const struct json_at *at)
{
    (void)json_get_text(at, 1, 3);
}

static void read_line(const struct json_at *at)
{
    (void)json_get_line(at, 1, 3);
}

static void texts(void **state)
{
    (void)state;
    value("\"中中中\"", read_text, YM_E_OK, "");
    value("\"😀😀😀\"", read_text, YM_E_OK, "");
    value("\"a\\n\\t\"", read_text, YM_E_OK, "");
    value("\"\"", read_text, YM_E_UNPROCESSABLE, "/v: must have 1 to 3 characters");
    value("\"中中中中\"", read_text, YM_E_UNPROCESSABLE, "/v: must have 1 to 3 characters");
    value("\"\\u0001\"", read_text, YM_E_UNPROCESSABLE, "/v: must hold no control characters");
    value("\"\\u007f\"", read_text, YM_E_UNPROCESSABLE, "/v: must hold no control characters");
    value("\"\\r\\n\"", read_text, YM_E_UNPROCESSABLE, "/v: must hold no control characters");
    value("\"\\u0085\"", read_text, YM_E_UNPROCESSABLE, "/v: must hold no control characters");
    value("1", read_text, YM_E_INVALID, "/v: must be a text");
    value("\"a b\"", read_line, YM_E_OK, "");
    value("\"a\\nb\"", read_line, YM_E_UNPROCESSABLE, "/v: must be one line");
    value("\"a\\tb\"", read_line, YM_E_UNPROCESSABLE, "/v: must be one line");
    value("\" a\"", read_line, YM_E_UNPROCESSABLE, "/v: must not begin or end");
    value("\"a \"", read_line, YM_E_UNPROCESSABLE, "/v: must not begin or end");
}

static void read_bool(const struct json_at *at)
{
    (void)json_get_bool(at);
}

static void read_day(const struct json_at *at)
{
    (void)json_get_day(at);
}

static void read_instant(const struct json_at *at)
{
    (void)json_get_instant(at);
}

static void read_colour(const struct json_at *at)
{
    (void)json_get_code(at, YM_VOCAB_COLOUR);
}

static void read_command(const struct json_at *at)
{
    (void)json_get_code(at, YM_VOCAB_COMMAND);
}

static void read_topics(const struct json_at *at)
{
    (void)json_get_codes(at, YM_VOCAB_TOPIC, 1);
}

static void the_other_values(void **state)
{
    (void)state;
    value("true", read_bool, YM_E_OK, "");
    value("0", read_bool, YM_E_INVALID, "/v: must be true or false");
    value("\"2026-12-01\"", read_day, YM_E_OK, "");
    value("\"2026-02-29\"", read_day, YM_E_UNPROCESSABLE, "/v: must be a date");
    value("\"2026-2-9\"", read_day, YM_E_UNPROCESSABLE, "/v: must be a date");
    value("20261201", read_day, YM_E_INVALID, "/v: must be a text");
    value("\"2026-11-22T11:23:45+08:00\"", read_instant, YM_E_OK, "");
    value("\"2026-11-22\"", read_instant, YM_E_UNPROCESSABLE, "RFC 3339");
    value("\"red\"", read_colour, YM_E_OK, "");
    value("\"rot\"", read_colour, YM_E_UNPROCESSABLE,
          "/v: unknown colour \"rot\"; allowed: none, yellow, orange, blue, red, green");
    value("\"张三\"", read_colour, YM_E_UNPROCESSABLE, "/v: unknown colour; allowed: none");
    value("\"abcdefghijklmnopqrstuvwxyz0123456\"", read_colour, YM_E_UNPROCESSABLE,
          "/v: unknown colour; allowed: none");
    value("\"acept\"", read_command, YM_E_UNPROCESSABLE,
          "/v: unknown command \"acept\"; allowed: the words of \"command\" in /openapi.json");
    value("[\"stage\",\"court\"]", read_topics, YM_E_OK, "");
    value("[]", read_topics, YM_E_UNPROCESSABLE, "/v: must be an array of 1 to 64");
    value("[\"stage\",\"stage\"]", read_topics, YM_E_UNPROCESSABLE, "/v/1: this word stands");
    value("[\"stage\",\"x\"]", read_topics, YM_E_UNPROCESSABLE, "/v/1: unknown topic \"x\"");
    value("{}", read_topics, YM_E_INVALID, "/v: must be an array");
}

static void lists_the_words_and_no_more(void **state)
{
    struct json_doc *const doc = parsed("[\"rot\"]");
    struct json_at root = json_root(doc);
    struct json_at at = { 0 };
    struct ym_error error;

    (void)state;
    assert_true(json_next(&root, &at));
    assert_int_equal(json_get_code(&at, YM_VOCAB_UNIT), 0);
    assert_int_equal(json_result(doc, &error), YM_E_UNPROCESSABLE);
    assert_string_equal(error.text, "/0: unknown unit \"rot\"; allowed: day, workday, month, year");
    json_free(doc);
}

/* ---- Places ---- */

static void takes_every_member(void **state)
{
    struct json_doc *const doc = parsed("{\"a\":1,\"b\":null,\"c\":[],\"A\":2}");
    struct json_at root = json_root(doc);
    struct json_at at = json_member(&root, "a");
    struct ym_error error;

    (void)state;
    assert_int_equal(json_get_int(&at, 0, 9), 1);
    at = json_optional(&root, "b");
    assert_true(json_given(&at));
    assert_true(json_is_null(&at));
    at = json_optional(&root, "d");
    assert_false(json_given(&at));
    at = json_member(&root, "c");
    assert_int_equal(json_array(&at, 0, 0), 0);
    assert_true(json_ok(doc));
    json_done(&root);
    assert_int_equal(json_result(doc, &error), YM_E_INVALID);
    assert_error(&error, YM_E_INVALID, "/A: unknown member");
    json_free(doc);
}

static void keeps_the_first_error(void **state)
{
    struct json_doc *const doc = parsed("{\"a~/b c中d\":[[true]],\"n\":3}");
    struct json_at root = json_root(doc);
    struct json_at list = json_member(&root, "a~/b c中d");
    struct json_at inner = { 0 };
    struct json_at leaf = { 0 };
    struct ym_error error;

    (void)state;
    assert_true(json_next(&list, &inner));
    assert_true(json_next(&inner, &leaf));
    assert_int_equal(json_get_int(&leaf, 0, 1), 0);
    leaf = json_member(&root, "missing");
    assert_false(json_given(&leaf));
    assert_span(json_get_text(&leaf, 1, 2), "");
    assert_false(json_get_bool(&leaf));
    assert_int_equal(json_get_day(&leaf), YM_DAY_NONE);
    assert_int_equal(json_get_code(&leaf, YM_VOCAB_COLOUR), 0);
    assert_int_equal(json_array(&leaf, 1, 2), 0);
    assert_int_equal(json_object(&leaf), 0);
    inner = (struct json_at){ 0 };
    assert_false(json_next(&list, &inner));
    assert_int_equal(json_result(doc, &error), YM_E_INVALID);
    assert_string_equal(error.text, "/a~0~1b?c?\?\?d/0/0: must be a whole number from 0 to 1");
    json_free(doc);
}

static void shortens_a_long_way(void **state)
{
    char *const key = repeated("k", 1000);
    char *const text = edited("{\"KEY\":1}", "KEY", key);
    struct json_doc *const doc = parsed(text);
    struct json_at root = json_root(doc);
    struct ym_error error;

    (void)state;
    json_done(&root);
    assert_int_equal(json_result(doc, &error), YM_E_INVALID);
    assert_error(&error, YM_E_INVALID, "kkk: unknown member");
    json_free(doc);
    free(text);
    free(key);
}

static void says_what_is_missing(void **state)
{
    struct json_doc *const doc = parsed("[{}]");
    struct json_at root = json_root(doc);
    struct json_at first = { 0 };
    struct ym_error error;

    (void)state;
    assert_true(json_next(&root, &first));
    (void)json_member(&first, "on");
    assert_int_equal(json_result(doc, &error), YM_E_INVALID);
    assert_string_equal(error.text, "/0/on: missing; it must be given");
    json_free(doc);
}

static void wants_an_object(void **state)
{
    struct json_doc *const doc = parsed("[1]");
    struct json_at root = json_root(doc);
    struct ym_error error;

    (void)state;
    (void)json_optional(&root, "on");
    assert_int_equal(json_result(doc, &error), YM_E_INVALID);
    assert_string_equal(error.text, "/: must be an object");
    json_free(doc);
}

static void holds_an_array(void **state)
{
    struct json_doc *const doc = parsed("[1,2,3]");
    struct json_at root = json_root(doc);
    struct json_at it = { 0 };
    struct ym_error error;
    int sum = 0;

    (void)state;
    assert_int_equal(json_array(&root, 3, 3), 3);
    while (json_next(&root, &it))
        sum += (int)json_get_int(&it, 1, 3) * (int)(it.index + 1);
    assert_int_equal(sum, 14);
    assert_int_equal(json_array(&root, 0, 2), 0);
    assert_int_equal(json_result(doc, &error), YM_E_UNPROCESSABLE);
    assert_string_equal(error.text, "/: must be an array of 0 to 2");
    json_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers),
        cmocka_unit_test(integers_as_text),
        cmocka_unit_test(texts),
        cmocka_unit_test(the_other_values),
        cmocka_unit_test(lists_the_words_and_no_more),
        cmocka_unit_test(takes_every_member),
        cmocka_unit_test(keeps_the_first_error),
        cmocka_unit_test(shortens_a_long_way),
        cmocka_unit_test(says_what_is_missing),
        cmocka_unit_test(wants_an_object),
        cmocka_unit_test(holds_an_array),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
