/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses into segments and parameters, without a server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "uri.h"

/* "seg,seg?name=value&name=value", or "!" and the fault. */
static void spell(struct ym_span raw, struct ym_buf *ret)
{
    struct ym_arena a;
    struct uri uri;
    const char *fault;

    ym_buf_clear(ret);
    assert_true(ym_arena_init(&a, 65536));
    fault = http_uri_parse(raw, &a, &uri);
    if (fault != NULL) {
        ym_buf_printf(ret, "!%s", fault);
        ym_arena_release(&a);
        return;
    }
    for (size_t i = 0; i < uri.segment_n; i++) {
        if (i > 0)
            ym_buf_putc(ret, ',');
        ym_buf_add(ret, uri.segment[i]);
    }
    if (uri.is_deep)
        ym_buf_puts(ret, "...");
    for (size_t i = 0; i < uri.query_n; i++) {
        ym_buf_putc(ret, i == 0 ? '?' : '&');
        ym_buf_add(ret, uri.query[i].name);
        ym_buf_putc(ret, '=');
        ym_buf_add(ret, uri.query[i].value);
    }
    ym_arena_release(&a);
}

static const char *const rows[][2] = {
    { "/", "" },
    { "/a", "a" },
    { "/a/b", "a,b" },
    { "/a//b/", "a,,b," },
    { "/a?", "a" },
    { "/a?b", "a?b=" },
    { "/a?b=", "a?b=" },
    { "/a?=b", "a?=b" },
    { "/a?b=c=d&&e", "a?b=c=d&e=" },
    { "/a?b=c?d", "a?b=c?d" },
    { "/a+b?c+d=e+%2b", "a+b?c d=e +" },
    { "/%41%e4%B8%80", "A一" },
    { "/a?%41=%26%3D", "a?A=&=" },
    { "http://h", "" },
    { "http://h/a?b=c", "a?b=c" },
    { "https://h:1?b=c", "?b=c" },
    { "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16" },
    { "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16..." },
    { "", "!the address does not begin with a slash" },
    { "a", "!the address does not begin with a slash" },
    { "?a", "!the address does not begin with a slash" },
    { "*", "!the address does not begin with a slash" },
    { "http:/a", "!the address does not begin with a slash" },
    { "/a#b", "!the address holds a fragment" },
    { "/%", "!the address holds a '%' that is not followed by two hexadecimal digits" },
    { "/%1", "!the address holds a '%' that is not followed by two hexadecimal digits" },
    { "/%1g", "!the address holds a '%' that is not followed by two hexadecimal digits" },
    { "/?%g1", "!the address holds a '%' that is not followed by two hexadecimal digits" },
    { "/%00", "!the address holds a control character" },
    { "/?a=%1F", "!the address holds a control character" },
    { "/%7f", "!the address holds a control character" },
    { "/a\tb", "!the address holds a control character" },
    { "/%80", "!the address is not valid UTF-8" },
    { "/%C0%80", "!the address is not valid UTF-8" },
    { "/%E4%B8/%80", "!the address is not valid UTF-8" },
    { "/?a=%F4%90%80%80", "!the address is not valid UTF-8" },
    { "/a%2fb", "!the path holds an escaped slash" },
    { "/./a", "!the path holds a dot segment" },
    { "/a/..", "!the path holds a dot segment" },
    { "/%2E%2e/a", "!the path holds a dot segment" },
    { "/.../a", "...,a" },
};

static void test_rows(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 65536);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        spell(ym_span_of(rows[i][0]), &b);
        assert_string_equal(b.at == NULL ? "" : b.at, rows[i][1]);
    }
    ym_buf_release(&b);
}

static void test_pairs_at_the_limit(void **state)
{
    struct ym_buf raw;
    struct ym_buf b;

    (void)state;
    ym_buf_init(&raw, 65536);
    ym_buf_init(&b, 65536);
    ym_buf_puts(&raw, "/?a=1");
    for (size_t i = 1; i < YM_HTTP_QUERY_PARAMS_MAX; i++)
        ym_buf_puts(&raw, "&a=1");
    spell(ym_buf_span(&raw), &b);
    assert_int_equal(b.at[0], '?');
    ym_buf_puts(&raw, "&");
    spell(ym_buf_span(&raw), &b);
    assert_int_equal(b.at[0], '?');
    ym_buf_puts(&raw, "a");
    spell(ym_buf_span(&raw), &b);
    assert_string_equal(b.at, "!the query holds too many parameters");
    ym_buf_release(&raw);
    ym_buf_release(&b);
}

/* With too little memory the arena says so; nothing is written past it. */
static void test_too_little_memory(void **state)
{
    const struct ym_span raw = YM_SPAN("/aaaaaaaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbbbbbbb?c=ddddddddd");
    bool is_enough = false;

    (void)state;
    for (size_t cap = 1; !is_enough; cap++) {
        struct ym_arena a;
        struct uri uri;
        const char *fault;

        assert_true(ym_arena_init(&a, cap));
        fault = http_uri_parse(raw, &a, &uri);
        is_enough = ym_arena_ok(&a);
        assert_int_equal(is_enough, fault == NULL);
        ym_arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_pairs_at_the_limit),
        cmocka_unit_test(test_too_little_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
