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

static const struct {
    const char *text;
    const char *part;
} refusals[] = {
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

static void refuses_what_it_has_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
        refused(ym_span_of(refusals[i].text), YM_E_INVALID, refusals[i].part);
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
        at += (size_t)(is_object ? snprintf(text + at, 16, "\"m%zu\":1,", i)
                                 : snprintf(text + at, 16, "1,"));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_the_grammar_has),
        cmocka_unit_test(refuses_what_it_has_not),
        cmocka_unit_test(holds_the_depth),
        cmocka_unit_test(holds_the_width),
        cmocka_unit_test(holds_the_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
