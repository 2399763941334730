/* SPDX-License-Identifier: Apache-2.0 */
/* Run by ctest with a font configuration that holds no fonts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "qr/code.h"

static void missing_font_names_the_package(void **state)
{
    const struct ym_qr_label label = {
        .url = YM_SPAN("HTTPS://YIMA.EXAMPLE/M/7QK2"),
        .number = YM_SPAN("2026-1"),
        .colour = YM_COLOUR_GREEN,
    };
    struct ym_error error = { .text = "" };
    struct ym_buf buf;

    (void)state;
    ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
    assert_int_equal(ym_qr_png(&label, 100, &buf, &error), YM_E_UNAVAILABLE);
    assert_non_null(strstr(error.text, "fonts-noto-cjk"));
    assert_int_equal(buf.n, 0);
    /* The form that the message advises works without fonts. */
    assert_int_equal(ym_qr_svg(&label, &buf, &error), YM_E_OK);
    ym_buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(missing_font_names_the_package) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
