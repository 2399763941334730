/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet holds one to four labels, each of its own size, and nothing of a text escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "qr/sheet.h"

static struct ym_qr_label label(const char *number)
{
    return (struct ym_qr_label){ .url = YM_SPAN(
                                     "HTTPS://YIMA.EXAMPLE.GOV.CN/M/0123456789ABCDEFGHJKMNPQRSTV"),
                                 .number = ym_span_of(number),
                                 .colour = YM_COLOUR_YELLOW,
                                 .stage_zh = YM_SPAN("首次受理调解"),
                                 .stage_en = YM_SPAN("first"),
                                 .heading_zh = YM_SPAN("<长河&街道>") };
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        n++;
    return n;
}

static void sheets(void **state)
{
    const struct ym_qr_label labels[] = { label("AAAAA"), label("BBBBB"), label("CCCCC"),
                                          label("DDDDD") };

    (void)state;
    for (size_t n = 1; n <= YM_QR_SHEET_MAX; n++) {
        struct ym_buf buf;
        struct ym_error e;

        ym_buf_init(&buf, YM_QR_SHEET_BYTES_MAX);
        assert_int_equal(ym_qr_sheet(labels, n, &buf, &e), YM_E_OK);
        ym_buf_putc(&buf, '\0');
        assert_int_equal(count(buf.at, "<svg "), 1);
        assert_int_equal(count(buf.at, "<g transform"), n);
        assert_int_equal(count(buf.at, "&lt;长河&amp;街道&gt;"), n);
        assert_non_null(strstr(buf.at, "width=\"210mm\" height=\"297mm\""));
        assert_int_equal(strstr(buf.at, "translate(10500 14800)") != NULL, n == 4);
        ym_buf_release(&buf);
    }
}

static void refused(void **state)
{
    struct ym_qr_label labels[] = { label("AAAAA"), label("") };
    struct ym_buf buf;
    struct ym_error e;

    (void)state;
    ym_buf_init(&buf, YM_QR_SHEET_BYTES_MAX);
    assert_int_equal(ym_qr_sheet(labels, 2, &buf, &e), YM_E_UNPROCESSABLE);
    ym_buf_release(&buf);
    ym_buf_init(&buf, 1000);
    assert_int_equal(ym_qr_sheet(labels, 1, &buf, &e), YM_E_TOO_LARGE);
    ym_buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sheets), cmocka_unit_test(refused) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
