/* SPDX-License-Identifier: Apache-2.0 */
/* Which file answers, and whether it may be sent packed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web_answer.h"

static const struct ym_embedded table[] = {
    { "a-1.js", (const unsigned char *)"a", 1 },
    { "a-1.js.gz", (const unsigned char *)"b", 1 },
    { "b-2.css", (const unsigned char *)"c", 1 },
    { "shell-3.html", (const unsigned char *)"d", 1 },
};
static const struct web_files files = { table, sizeof(table) / sizeof(table[0]) };

static void test_files_are_found_by_their_whole_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < files.n; i++)
        assert_ptr_equal(web_file(&files, ym_span_of(table[i].name)), &table[i]);
    for (const char *const *name = (const char *const[]){ "", "a", "a-1.j", "a-1.jsx", "zz", NULL };
         *name != NULL; name++)
        assert_null(web_file(&files, ym_span_of(*name)));
    assert_null(web_file(&(struct web_files){ NULL, 0 }, YM_SPAN("a-1.js")));
}

static void test_a_file_is_found_by_beginning_and_end(void **state)
{
    (void)state;
    assert_ptr_equal(web_file_like(&files, "shell-", ".html"), &table[3]);
    assert_ptr_equal(web_file_like(&files, "a-", ".js"), &table[0]);
    assert_null(web_file_like(&files, "a-", ".css"));
    assert_null(web_file_like(&files, "shell-3.html", "shell-3.htmlx"));
}

static void test_the_packed_form_lies_beside(void **state)
{
    static const char longest[] =
        "0123456789012345678901234567890123456789012345678901234567890123"
        "0123456789012345678901234567890123456789012345678901234567890123";

    (void)state;
    assert_ptr_equal(web_packed(&files, &table[0]), &table[1]);
    assert_null(web_packed(&files, &table[2]));
    assert_null(web_packed(&files, &(struct ym_embedded){ longest, NULL, 0 }));
}

static void test_media_types(void **state)
{
    (void)state;
    assert_string_equal(web_media("a.js"), "text/javascript; charset=utf-8");
    assert_string_equal(web_media("a.css"), "text/css; charset=utf-8");
    assert_string_equal(web_media("a.svg"), "image/svg+xml");
    assert_string_equal(web_media("a.html"), "text/html; charset=utf-8");
    assert_string_equal(web_media("a.webmanifest"), "application/manifest+json");
    assert_null(web_media("a.js.gz"));
    assert_null(web_media("js"));
}

struct row {
    const char *header;
    bool want;
};

static void test_who_takes_gzip(void **state)
{
    static const struct row rows[] = {
        { "", false },
        { "gzip", true },
        { "GZIP", true },
        { "x-gzip", true },
        { "gzip, deflate, br", true },
        { "br;q=1.0, gzip;q=0.8, *;q=0.1", true },
        { "deflate,gzip ; q=0.001", true },
        { "gzip;q=0", false },
        { "gzip; q=0.000", false },
        { "gzip;q=0, *", false },
        { "*", true },
        { "*;q=0", false },
        { "identity", false },
        { "deflate, br", false },
        { "gzippy", false },
        { " , ,gzip", true },
        { ",", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (web_takes_gzip(ym_span_of(rows[i].header)) != rows[i].want)
            fail_msg("Accept-Encoding: %s", rows[i].header);
    }
    assert_false(web_takes_gzip((struct ym_span){ NULL, 0 }));
}

static void test_what_is_known(void **state)
{
    static const struct row rows[] = {
        { "\"a-1.js\"", true },
        { "W/\"a-1.js\"", true },
        { "\"x\", \"a-1.js\"", true },
        { "*", true },
        { "", false },
        { "a-1.js", false },
        { "\"a-1.js", false },
        { "\"a-1.j\"", false },
        { "\"a-1.js.gz\"", false },
        { "W/", false },
        { "\"\"", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (web_is_known(ym_span_of(rows[i].header), "a-1.js") != rows[i].want)
            fail_msg("If-None-Match: %s", rows[i].header);
    }
    assert_false(web_is_known((struct ym_span){ NULL, 0 }, "a-1.js"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_are_found_by_their_whole_name),
        cmocka_unit_test(test_a_file_is_found_by_beginning_and_end),
        cmocka_unit_test(test_the_packed_form_lies_beside),
        cmocka_unit_test(test_media_types),
        cmocka_unit_test(test_who_takes_gzip),
        cmocka_unit_test(test_what_is_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
