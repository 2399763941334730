/* SPDX-License-Identifier: Apache-2.0 */
/* The code on paper: its form, and what its check sign tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/access_code.h"
#include "yima/base32.h"

static enum ym_access_code_error parse(const char *text, struct ym_access_code *ret)
{
    return ym_access_code_parse(ym_span_of(text), ret);
}

static void known_vectors(void **state)
{
    struct ym_access_code code, back;
    char text[YM_ACCESS_CODE_TEXT_MAX];

    (void)state;
    /* One at the right-most place is x once the check place is added: x = 2. */
    ym_access_code_make(0, 1, &code);
    assert_string_equal(code.text, "00000012");
    ym_access_code_make(31, (UINT32_C(1) << YM_ACCESS_CODE_RANDOM) - 1, &code);
    assert_memory_equal(code.text, "ZZZZZZZ", 7);
    ym_access_code_print(&code, text);
    assert_memory_equal(text, "ZZZZ-ZZZ", 8);
    assert_int_equal(parse(text, &back), YM_ACCESS_CODE_OK);
    assert_string_equal(back.text, code.text);
}

/* More bits than are used change nothing, least of all the seat. */
static void keeps_the_seat(void **state)
{
    struct ym_access_code a, b;

    (void)state;
    for (uint8_t seat = 0; seat < YM_SEATS_MAX; seat++) {
        ym_access_code_make(seat, 0x2badcafe, &a);
        ym_access_code_make(seat, UINT32_C(0x2badcafe) | UINT32_C(3) << 30, &b);
        assert_int_equal(ym_access_code_seat(&a), seat);
        assert_string_equal(a.text, b.text);
    }
}

static void forms(void **state)
{
    struct ym_access_code code;

    (void)state;
    assert_int_equal(parse("0000-0012", &code), YM_ACCESS_CODE_OK);
    assert_int_equal(parse(" oooo - oO i 2 ", &code), YM_ACCESS_CODE_OK);
    assert_string_equal(code.text, "00000012");
}

static void refuses(void **state)
{
    static const struct {
        const char *text;
        enum ym_access_code_error want;
    } cases[] = {
        { "", YM_ACCESS_CODE_LENGTH },
        { "0000001", YM_ACCESS_CODE_LENGTH },
        { "000000122", YM_ACCESS_CODE_LENGTH },
        { "0000001U", YM_ACCESS_CODE_CHARACTER },
        { "0000001*", YM_ACCESS_CODE_CHARACTER },
        { "00000013", YM_ACCESS_CODE_CHECK },
    };
    char long_text[YM_ACCESS_CODE_INPUT_MAX + 2];
    struct ym_access_code code = { "kept" };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(parse(cases[i].text, &code), cases[i].want);
        assert_string_equal(code.text, "kept");
        assert_true(strlen(ym_access_code_error_text(cases[i].want)) > 10);
        assert_true(strlen(ym_access_code_error_zh(cases[i].want)) > 10);
    }
    memset(long_text, ' ', sizeof(long_text));
    memcpy(long_text, "00000012", 8);
    long_text[YM_ACCESS_CODE_INPUT_MAX] = '\0';
    assert_int_equal(parse(long_text, &code), YM_ACCESS_CODE_OK);
    long_text[YM_ACCESS_CODE_INPUT_MAX] = ' ';
    long_text[YM_ACCESS_CODE_INPUT_MAX + 1] = '\0';
    assert_int_equal(parse(long_text, &code), YM_ACCESS_CODE_LENGTH);
}

/* Every wrong character at every place, and every two neighbours swapped, of random codes. */
static void tells_mistakes(void **state)
{
    struct seed seed = seed_new("t_access_code");
    struct ym_access_code code, back;

    (void)state;
    for (int round = 0; round < 200; round++) {
        const uint64_t random = seed_next(&seed);

        ym_access_code_make((uint8_t)(random >> 40 & 31), (uint32_t)random, &code);
        for (size_t i = 0; i < YM_ACCESS_CODE_CHARS; i++) {
            char typed[YM_ACCESS_CODE_CHARS + 1];

            for (uint32_t d = 0; d < 32; d++) {
                memcpy(typed, code.text, sizeof(typed));
                typed[i] = ym_base32_digit(d);
                assert_int_equal(parse(typed, &back), typed[i] == code.text[i]
                                                          ? YM_ACCESS_CODE_OK
                                                          : YM_ACCESS_CODE_CHECK);
            }
            if (i + 1 == YM_ACCESS_CODE_CHARS || code.text[i] == code.text[i + 1])
                continue;
            memcpy(typed, code.text, sizeof(typed));
            typed[i] = code.text[i + 1];
            typed[i + 1] = code.text[i];
            assert_int_equal(parse(typed, &back), YM_ACCESS_CODE_CHECK);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_vectors), cmocka_unit_test(keeps_the_seat), cmocka_unit_test(forms),
        cmocka_unit_test(refuses),       cmocka_unit_test(tells_mistakes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
