/* SPDX-License-Identifier: Apache-2.0 */
/* Header lint, without a server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lint.h"

#define LINES_MAX 4

struct row {
    const char *line[LINES_MAX]; /* "Name: value" */
    bool is_http10;
    bool is_fault;
};

static const struct row rows[] = {
    { { "Host: a" }, false, false },
    { { NULL }, true, false },
    { { NULL }, false, true },
    { { "Host: a", "host: a" }, false, true },
    { { "Host: a", "Content-Length: 0" }, false, false },
    { { "Host: a", "Content-Length: 999999999999999999" }, false, false },
    { { "Host: a", "Content-Length: 1000000000000000000" }, false, true },
    { { "Host: a", "Content-Length: 0x1" }, false, true },
    { { "Host: a", "Content-Length: " }, false, true },
    { { "Host: a", "Content-Length: 1", "content-length: 1" }, false, true },
    { { "Host: a", "Transfer-Encoding: Chunked" }, false, false },
    { { "Host: a", "Transfer-Encoding: chunked" }, true, true },
    { { "Host: a", "Transfer-Encoding: identity" }, false, true },
    { { "Host: a", "Transfer-Encoding: chunked", "transfer-encoding: chunked" }, false, true },
    { { "Host: a", "Transfer-Encoding: chunked", "Content-Length: 1" }, false, true },
    { { "Host: a", "!#$%&'*+-.^_`|~09AZaz: x" }, false, false },
    { { "Host: a", "A(: x" }, false, true },
    { { "Host: a", "A : x" }, false, true },
    { { "Host: a", ": x" }, false, true },
    { { "Host: a", "\xE4: x" }, false, true },
    { { "Host: a", "A: \t \x80\xFF~" }, false, false },
    { { "Host: a", "A: \r" }, false, true },
    { { "Host: a", "A: \n" }, false, true },
    { { "Host: a", "A: \x01" }, false, true },
    { { "Host: a", "A: \x7F" }, false, true },
    { { "Host: a", "If-Match: 1", "If-Match: 1" }, false, true },
    { { "Host: a", "Origin: 1", "Origin: 1" }, false, true },
    { { "Host: a", "Content-Type: 1", "Content-Type: 1" }, false, true },
    { { "Host: a", "Accept: 1", "Accept: 2" }, false, false },
    { { "Host: a", "Cookie: 1", "Cookie: 2" }, false, false },
};

static void take(struct lint *l, const char *line)
{
    const char *colon = strchr(line, ':');
    const char *value = colon + 1 + (colon[1] == ' ' ? 1 : 0);

    http_lint_line(l, (struct ym_span){ line, (size_t)(colon - line) }, ym_span_of(value));
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lint l = { 0 };

        for (size_t j = 0; j < LINES_MAX && rows[i].line[j] != NULL; j++)
            take(&l, rows[i].line[j]);
        http_lint_end(&l, rows[i].is_http10);
        if ((l.fault != NULL) != rows[i].is_fault)
            fail_msg("row %zu: %s", i, l.fault == NULL ? "no fault" : l.fault);
        assert_false(l.is_too_large);
    }
}

static void test_a_nul_is_a_control_character(void **state)
{
    struct lint l = { 0 };

    (void)state;
    http_lint_line(&l, YM_SPAN("A"), YM_SPAN("b\0c"));
    assert_non_null(l.fault);
    l = (struct lint){ 0 };
    http_lint_line(&l, YM_SPAN("A\0"), YM_SPAN("b"));
    assert_non_null(l.fault);
}

static void test_what_is_kept(void **state)
{
    struct lint l = { 0 };

    (void)state;
    take(&l, "accept: first");
    take(&l, "Accept: second");
    take(&l, "host: yima.example:8080");
    take(&l, "Content-Length: 12");
    take(&l, "expect: 100-continue");
    assert_true(ym_span_is(l.header[YM_HTTP_H_HOST], YM_SPAN("yima.example:8080")));
    assert_true(ym_span_is(l.header[YM_HTTP_H_ACCEPT], YM_SPAN("first")));
    assert_true(l.header[YM_HTTP_H_COOKIE].at == NULL);
    assert_int_equal(l.length, 12);
    assert_true(l.expects_continue);
}

static void test_lines_and_bytes_at_the_limit(void **state)
{
    struct lint l = { 0 };
    static char value[YM_HTTP_HEADER_BYTES_MAX];

    (void)state;
    for (size_t i = 0; i < YM_HTTP_HEADERS_MAX; i++)
        take(&l, "A: b");
    assert_false(l.is_too_large);
    take(&l, "A: b");
    assert_true(l.is_too_large);
    memset(value, 'x', sizeof(value));
    l = (struct lint){ 0 };
    http_lint_line(&l, YM_SPAN("A"), (struct ym_span){ value, sizeof(value) - 5 });
    assert_false(l.is_too_large);
    l = (struct lint){ 0 };
    http_lint_line(&l, YM_SPAN("A"), (struct ym_span){ value, sizeof(value) - 4 });
    assert_true(l.is_too_large);
}

static void test_keys_and_ids(void **state)
{
    char text[300];

    (void)state;
    memset(text, 'a', sizeof(text));
    assert_true(http_key_is_valid((struct ym_span){ text, YM_HTTP_KEY_BYTES_MAX }));
    assert_false(http_key_is_valid((struct ym_span){ text, YM_HTTP_KEY_BYTES_MAX + 1 }));
    assert_false(http_key_is_valid((struct ym_span){ text, 0 }));
    assert_true(http_key_is_valid(YM_SPAN("!~")));
    assert_false(http_key_is_valid(YM_SPAN("a b")));
    assert_false(http_key_is_valid(YM_SPAN("\x7F")));
    assert_false(http_key_is_valid(YM_SPAN("\xE4")));
    assert_true(http_request_id_is_valid((struct ym_span){ text, YM_HTTP_REQUEST_ID_MAX }));
    assert_false(http_request_id_is_valid((struct ym_span){ text, YM_HTTP_REQUEST_ID_MAX + 1 }));
    assert_false(http_request_id_is_valid((struct ym_span){ NULL, 0 }));
    assert_true(http_request_id_is_valid(YM_SPAN("aZ0._-")));
    assert_false(http_request_id_is_valid(YM_SPAN("a\"")));
}

static void test_media(void **state)
{
    static const char *const good[] = { "application/json",
                                        "Application/JSON",
                                        " application/json ",
                                        "application/json;charset=UTF-8",
                                        "application/json ; charset=\"utf-8\"",
                                        "application/json;" };
    static const char *const bad[] = { "",
                                       "application/jsonp",
                                       "text/json",
                                       "application/json,x",
                                       "application/json; charset=gbk",
                                       "application/json; x=y" };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(http_media_is_json(ym_span_of(good[i])));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(http_media_is_json(ym_span_of(bad[i])));
}

static void test_trace_ids(void **state)
{
#define ID   "0af7651916cd43dd8448eb211c80319c"
#define SPAN "b7ad6b7169203331"
    static const char *const good[] = { "00-" ID "-" SPAN "-01", "00-" ID "-" SPAN "-00",
                                        "01-" ID "-" SPAN "-01-more", "cc-" ID "-" SPAN "-01" };
    static const char *const bad[] = { "",
                                       "00",
                                       "00-" ID "-" SPAN "-0",
                                       "00-" ID "-" SPAN "-01-more",
                                       "01-" ID "-" SPAN "-01more",
                                       "ff-" ID "-" SPAN "-01",
                                       "00-" ID "-" SPAN "-0g",
                                       "00-0AF7651916CD43DD8448EB211C80319C-" SPAN "-01",
                                       "00-00000000000000000000000000000000-" SPAN "-01",
                                       "00-" ID "-0000000000000000-01",
                                       "00_" ID "-" SPAN "-01" };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(ym_span_is(http_trace_id(ym_span_of(good[i])), YM_SPAN(ID)));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(http_trace_id(ym_span_of(bad[i])).n, 0);
#undef ID
#undef SPAN
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),         cmocka_unit_test(test_a_nul_is_a_control_character),
        cmocka_unit_test(test_what_is_kept), cmocka_unit_test(test_lines_and_bytes_at_the_limit),
        cmocka_unit_test(test_keys_and_ids), cmocka_unit_test(test_media),
        cmocka_unit_test(test_trace_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
