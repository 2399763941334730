/* SPDX-License-Identifier: Apache-2.0 */
/* The error table: each row whole, types unique and fit for a URL, statuses that mean what the
 * retry column says, and texts that are cut at their limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"

/* "too-large": lower-case words joined by hyphens. */
static bool is_slug(const char *text)
{
    return text[0] != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz-") == strlen(text) &&
           text[0] != '-' && text[strlen(text) - 1] != '-';
}

static void each_row_is_whole(void **state)
{
    (void)state;
    for (int code = YM_E_OK; code < YM_E_COUNT; code++) {
        const enum ym_err err = (enum ym_err)code;
        const int http = ym_err_http(err);

        assert_true(http == 200 || (http >= 400 && http <= 599));
        assert_int_equal(http == 200, err == YM_E_OK);
        assert_true(is_slug(ym_err_type(err)));
        assert_true(strlen(ym_err_title(err)) > 0);
    }
}

static void types_are_unique(void **state)
{
    (void)state;
    for (int a = YM_E_OK; a < YM_E_COUNT; a++)
        for (int b = a + 1; b < YM_E_COUNT; b++)
            assert_string_not_equal(ym_err_type((enum ym_err)a), ym_err_type((enum ym_err)b));
}

/* The contract of the HTTP interface: these may not drift. */
static void statuses_of_the_contract(void **state)
{
    static const struct {
        enum ym_err code;
        int http;
        bool retry;
    } rows[] = {
        { YM_E_INVALID, 400, false },       { YM_E_UNAUTHORIZED, 401, false },
        { YM_E_FORBIDDEN, 403, false },     { YM_E_NOT_FOUND, 404, false },
        { YM_E_METHOD, 405, false },        { YM_E_CONFLICT, 409, true },
        { YM_E_REFUSED, 409, false },       { YM_E_STALE, 412, false },
        { YM_E_TOO_LARGE, 413, false },     { YM_E_URI_TOO_LONG, 414, false },
        { YM_E_MEDIA, 415, false },         { YM_E_HEADERS_TOO_LARGE, 431, false },
        { YM_E_UNPROCESSABLE, 422, false }, { YM_E_KEY_REUSED, 422, false },
        { YM_E_THROTTLED, 429, true },      { YM_E_INTERNAL, 500, false },
        { YM_E_UNAVAILABLE, 503, true },    { YM_E_BUSY, 503, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(ym_err_http(rows[i].code), rows[i].http);
        assert_int_equal(ym_err_may_retry(rows[i].code), rows[i].retry);
    }
}

static void fail_fills_and_returns(void **state)
{
    struct ym_error err;

    (void)state;
    assert_int_equal(ym_fail(&err, YM_E_CONFLICT, "dispute at %d, %s", 7, "read it again"),
                     YM_E_CONFLICT);
    assert_int_equal(err.code, YM_E_CONFLICT);
    assert_string_equal(err.text, "dispute at 7, read it again");
}

static void fail_takes_no_error_to_fill(void **state)
{
    (void)state;
    assert_int_equal(ym_fail(NULL, YM_E_BUSY, "%s", "unread"), YM_E_BUSY);
}

static void text_is_cut_at_its_limit(void **state)
{
    const int max = (int)sizeof(((struct ym_error *)NULL)->text) - 1;
    struct ym_error err;

    (void)state;
    (void)ym_fail(&err, YM_E_INTERNAL, "%0*d", max, 1);
    assert_int_equal(strlen(err.text), max);
    assert_int_equal(err.text[max - 1], '1');
    (void)ym_fail(&err, YM_E_INTERNAL, "%0*d", max + 1, 1);
    assert_int_equal(strlen(err.text), max);
    assert_int_equal(err.text[max - 1], '0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_whole),           cmocka_unit_test(types_are_unique),
        cmocka_unit_test(statuses_of_the_contract),    cmocka_unit_test(fail_fills_and_returns),
        cmocka_unit_test(fail_takes_no_error_to_fill), cmocka_unit_test(text_is_cut_at_its_limit),
    };

    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
