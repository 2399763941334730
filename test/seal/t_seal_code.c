/* SPDX-License-Identifier: Apache-2.0 */
/* Codes of sealed documents: form, typing errors, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "yima/base32.h"
#include "yima/id.h"
#include "yima/seal_code.h"

static const uint8_t some[YM_SEAL_CODE_RANDOM_BYTES] = { 7,  22, 201, 3, 99, 250, 0, 31, 32,
                                                         64, 1,  2,   8, 16, 17,  5, 255 };

static void a_code_is_read_as_it_was_printed(void **state)
{
    struct ym_seal_code code, back;
    char text[YM_SEAL_CODE_TEXT_MAX];

    (void)state;
    for (uint32_t bucket = 0; bucket < YM_BUCKETS; bucket += 31) {
        ym_seal_code_make(bucket, some, &code);
        assert_int_equal(strlen(code.text), YM_SEAL_CODE_CHARS);
        assert_int_equal(ym_seal_code_bucket(&code), bucket);
        ym_seal_code_print(&code, text);
        assert_int_equal(strlen(text), YM_SEAL_CODE_TEXT_MAX - 1);
        assert_int_equal(text[5], '-');
        assert_true(ym_seal_code_parse(ym_span_of(text), &back));
        assert_string_equal(code.text, back.text);
    }
}

static void people_type_as_they_like(void **state)
{
    struct ym_seal_code code, back;
    char typed[YM_SEAL_CODE_CHARS + 3];
    size_t n = 0;

    (void)state;
    ym_seal_code_make(0, some, &code);
    for (size_t i = 0; i < YM_SEAL_CODE_CHARS; i++) {
        const char c = code.text[i];

        typed[n++] = (char)(c == '0' ? 'o' : c == '1' ? 'l' : c >= 'A' ? c - 'A' + 'a' : c);
        if (i == 3 || i == 11)
            typed[n++] = ' ';
    }
    assert_true(ym_seal_code_parse((struct ym_span){ typed, n }, &back));
    assert_string_equal(code.text, back.text);
}

/* Every single wrong character, and every two neighbours that differ and change places. */
static void the_check_sign_tells_errors(void **state)
{
    struct ym_seal_code code, wrong, back;

    (void)state;
    ym_seal_code_make(517, some, &code);
    for (size_t i = 0; i < YM_SEAL_CODE_CHARS; i++) {
        for (uint32_t v = 0; v < 32; v++) {
            wrong = code;
            wrong.text[i] = ym_base32_digit(v);
            assert_int_equal(ym_seal_code_parse(ym_span_of(wrong.text), &back),
                             wrong.text[i] == code.text[i]);
        }
        if (i + 1 < YM_SEAL_CODE_CHARS) {
            wrong = code;
            wrong.text[i] = code.text[i + 1];
            wrong.text[i + 1] = code.text[i];
            assert_int_equal(ym_seal_code_parse(ym_span_of(wrong.text), &back),
                             code.text[i] == code.text[i + 1]);
        }
    }
}

static void limits(void **state)
{
    char typed[YM_SEAL_CODE_INPUT_MAX + 1];
    struct ym_seal_code code, back = { "untouched" };

    (void)state;
    ym_seal_code_make(1023, some, &code);
    memset(typed, ' ', sizeof(typed));
    memcpy(typed, code.text, YM_SEAL_CODE_CHARS);
    assert_false(ym_seal_code_parse((struct ym_span){ typed, sizeof(typed) }, &back));
    assert_false(ym_seal_code_parse((struct ym_span){ typed, YM_SEAL_CODE_CHARS - 1 }, &back));
    typed[YM_SEAL_CODE_CHARS] = '0';
    assert_false(ym_seal_code_parse((struct ym_span){ typed, YM_SEAL_CODE_CHARS + 1 }, &back));
    typed[YM_SEAL_CODE_CHARS] = '*';
    assert_false(ym_seal_code_parse((struct ym_span){ typed, YM_SEAL_CODE_CHARS + 1 }, &back));
    assert_false(ym_seal_code_parse(YM_SPAN(""), &back));
    assert_string_equal(back.text, "untouched");
    typed[YM_SEAL_CODE_CHARS] = ' ';
    assert_true(ym_seal_code_parse((struct ym_span){ typed, YM_SEAL_CODE_INPUT_MAX }, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_read_as_it_was_printed),
        cmocka_unit_test(people_type_as_they_like),
        cmocka_unit_test(the_check_sign_tells_errors),
        cmocka_unit_test(limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
