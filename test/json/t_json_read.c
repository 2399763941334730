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

static void refused(struct ym_span text, enum ym_err code, const char *part)
{
    struct json_doc *doc = NULL;
    struct ym_error error = { 0 };

    assert_int_equal(json_parse(text, BYTES_MAX, &doc, &error), code);
    assert_null(doc);
    assert_error(&error, code, part);
}

static void accepts_what_the_grammar_has(void **state)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "-1.5e+10",
        "1E2",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " \t\r\n[ ] \n",
        "[1,2,[3,{\"a\":[]}]]",
        "{\"a\":{\"b\":null},\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e2d\"}",
        "\"\\ud83d\\ude00\"",
        "\"\\uD83D\\uDE00\"",
        "\"\x7f\"",
        "\"中😀\"",
        "{\"\":1}",
        "12345678901234567890123456789012",
        "[\"\\u0001\"]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        json_free(parsed(texts[i]));
}

static void refuses_what_it_has_not(void **state)
{
    static const struct {
        const char *text;
        const char *part;
    } cases[] = {
        { "", "the JSON is empty" },
        { " ", "byte 1: a value must be" },
        { "{", "byte 1: a name in quotes" },
        { "[", "byte 1: a value must be" },
        { "[1", "byte 2: a comma or ]" },
        { "{\"a\":1", "byte 6: a comma or }" },
        { "[1,]", "byte 3: a value must be" },
        { "[,1]", "byte 1: a value must be" },
        { "{\"a\":1,}", "byte 7: a name in quotes" },
        { "{a:1}", "byte 1: a name in quotes" },
        { "{1:1}", "byte 1: a name in quotes" },
        { "{\"a\" 1}", "byte 5: a colon" },
        { "{\"a\":}", "byte 5: a value must be" },
        { "{\"a\":1 \"b\":2}", "byte 7: a comma or }" },
        { "[1}", "byte 2: a comma or ]" },
        { "{\"a\":1]", "byte 6: a comma or }" },
        { "1 2", "byte 2: nothing may follow" },
        { "{}x", "byte 2: nothing may follow" },
        { "[]]", "byte 2: nothing may follow" },
        { "\xEF\xBB\xBF{}", "byte 0: a value must be" },
        { "01", "needless 0" },
        { "-01", "needless 0" },
        { "+1", "a value must be" },
        { "1.", "needs a digit" },
        { ".5", "a value must be" },
        { "1e", "needs a digit" },
        { "-", "needs a digit" },
        { "0x10", "nothing may follow" },
        { "NaN", "a value must be" },
        { "Infinity", "a value must be" },
        { "True", "a value must be" },
        { "tru", "a value must be" },
        { "'a'", "a value must be" },
        { "\"a", "not closed" },
        { "\"a\\", "a backslash must" },
        { "\"\\x41\"", "a backslash must" },
        { "\"\\'\"", "a backslash must" },
        { "\"\\u12\"", "four hexadecimal" },
        { "\"\\u12g4\"", "four hexadecimal" },
        { "\"\\u0000\"", "\\u0000 is not allowed" },
        { "{\"a\\u0000b\":1}", "\\u0000 is not allowed" },
        { "\"\\ud83d\"", "surrogates" },
        { "\"\\ude00\"", "surrogates" },
        { "\"\\ud83d\\u0041\"", "surrogates" },
        { "\"\\ud83dx\"", "surrogates" },
        { "\"a\nb\"", "must be escaped" },
        { "\"\x1f\"", "must be escaped" },
        { "[1,\x0b"
          "2]",
          "a value must be" },
        { "[1]\xC2\xA0", "nothing may follow" },
        { "\"\xC3\"", "not UTF-8" },
        { "\"\xED\xA0\x80\"", "not UTF-8" },
        { "\"\xC0\x80\"", "not UTF-8" },
        { "\"\xF4\x90\x80\x80\"", "not UTF-8" },
        { "123456789012345678901234567890123", "a number is too long" },
        { "{\"a\":1,\"b\":2,\"a\":3}", "/a: this member stands here twice" },
        { "[{},[{\"x\":{\"k\":1,\"\\u006b\":2}}]]", "/1/0/x/k: this member" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        refused(ym_span_of(cases[i].text), YM_E_INVALID, cases[i].part);
    refused(YM_SPAN("[1]\0"), YM_E_INVALID, "nothing may follow");
    refused(YM_SPAN("\"a\0b\""), YM_E_INVALID, "must be escaped");
    refused(YM_SPAN("\0"), YM_E_INVALID, "a value must be");
}

/* `open` as often as depth, then `close` as often. */
static char *nested(const char *open, const char *close, size_t depth)
{
    char *const left = repeated(open, depth);
    char *const right = repeated(close, depth);
    const size_t bytes = strlen(left) + strlen(right) + 2;
    char *const text = malloc(bytes);

    assert_non_null(text);
    (void)snprintf(text, bytes, "%s%s%s", left, strcmp(close, "}") == 0 ? "1" : "", right);
    free(left);
    free(right);
    return text;
}

static void holds_the_depth(void **state)
{
    static const struct {
        const char *open, *close;
    } shapes[] = { { "[", "]" }, { "{\"a\":", "}" } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *const most = nested(shapes[i].open, shapes[i].close, JSON_DEPTH_MAX);
        char *const more = nested(shapes[i].open, shapes[i].close, JSON_DEPTH_MAX + 1);

        json_free(parsed(most));
        refused(ym_span_of(more), YM_E_TOO_LARGE, "inside each other");
        free(most);
        free(more);
    }
}

/* An array of n ones, or an object of n members. */
static char *wide(size_t n, bool is_object)
{
    char *const text = malloc(n * 16 + 3);
    size_t at = 1;

    assert_non_null(text);
    text[0] = is_object ? '{' : '[';
    for (size_t i = 0; i < n; i++)
        at += (size_t)(is_object ? sprintf(text + at, "\"m%zu\":1,", i) : sprintf(text + at, "1,"));
    text[at - 1] = is_object ? '}' : ']';
    text[at] = '\0';
    return text;
}

static void holds_the_width(void **state)
{
    char *const most = wide(JSON_MEMBERS_MAX, true);
    char *const more = wide(JSON_MEMBERS_MAX + 1, true);
    char *const all = wide(JSON_NODES_MAX - 1, false);
    char *const over = wide(JSON_NODES_MAX, false);
    struct json_doc *doc;

    (void)state;
    json_free(parsed(most));
    refused(ym_span_of(more), YM_E_TOO_LARGE, "at most 64 members");
    doc = parsed(all);
    assert_int_equal(json_nodes(doc), JSON_NODES_MAX);
    json_free(doc);
    refused(ym_span_of(over), YM_E_TOO_LARGE, "too many values");
    free(most);
    free(more);
    free(all);
    free(over);
}

static void holds_the_bytes(void **state)
{
    struct json_doc *doc = NULL;
    struct ym_error error;

    (void)state;
    assert_int_equal(json_parse(YM_SPAN("[1,2]"), 5, &doc, &error), YM_E_OK);
    json_free(doc);
    assert_int_equal(json_parse(YM_SPAN("[1,2] "), 5, &doc, &error), YM_E_TOO_LARGE);
    assert_string_equal(error.text, "the JSON has 6 bytes; at most 5 are allowed");
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
          "/v: unknown command \"acept\"; allowed: register, accept, refuse");
    value("\"acept\"", read_command, YM_E_UNPROCESSABLE, ", ...");
    value("[\"stage\",\"court\"]", read_topics, YM_E_OK, "");
    value("[]", read_topics, YM_E_UNPROCESSABLE, "/v: must be an array of 1 to 64");
    value("[\"stage\",\"stage\"]", read_topics, YM_E_UNPROCESSABLE, "/v/1: this word stands");
    value("[\"stage\",\"x\"]", read_topics, YM_E_UNPROCESSABLE, "/v/1: unknown topic \"x\"");
    value("{}", read_topics, YM_E_INVALID, "/v: must be an array");
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
        cmocka_unit_test(accepts_what_the_grammar_has),
        cmocka_unit_test(refuses_what_it_has_not),
        cmocka_unit_test(holds_the_depth),
        cmocka_unit_test(holds_the_width),
        cmocka_unit_test(holds_the_bytes),
        cmocka_unit_test(integers),
        cmocka_unit_test(integers_as_text),
        cmocka_unit_test(texts),
        cmocka_unit_test(the_other_values),
        cmocka_unit_test(takes_every_member),
        cmocka_unit_test(keeps_the_first_error),
        cmocka_unit_test(shortens_a_long_way),
        cmocka_unit_test(says_what_is_missing),
        cmocka_unit_test(wants_an_object),
        cmocka_unit_test(holds_an_array),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
