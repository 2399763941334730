/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/base32.h"

static void alphabet(void **state)
{
    const char *digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    int known = 0;

    (void)state;
    for (uint32_t v = 0; v < 32; v++) {
        assert_int_equal(ym_base32_digit(v), digits[v]);
        assert_int_equal(ym_base32_digit(v + 32), digits[v]);
        assert_int_equal(ym_base32_value(digits[v]), v);
    }
    assert_int_equal(ym_base32_value('a'), 10);
    assert_int_equal(ym_base32_value('z'), 31);
    assert_int_equal(ym_base32_value('i'), 1);
    assert_int_equal(ym_base32_value('I'), 1);
    assert_int_equal(ym_base32_value('l'), 1);
    assert_int_equal(ym_base32_value('L'), 1);
    assert_int_equal(ym_base32_value('o'), 0);
    assert_int_equal(ym_base32_value('O'), 0);
    assert_int_equal(ym_base32_value('u'), -1);
    assert_int_equal(ym_base32_value('U'), -1);
    assert_int_equal(ym_base32_value('\0'), -1);
    for (int c = -128; c < 128; c++)
        known += ym_base32_value((char)c) >= 0;
    assert_int_equal(known, 10 + 25 + 25); /* the digits, and all letters but U in both cases */
}

static void decodes(void **state)
{
    uint64_t v = 7;

    (void)state;
    assert_false(ym_base32_decode(YM_SPAN(""), &v));
    assert_false(ym_base32_decode(YM_SPAN("00000000000000"), &v)); /* one past the limit */
    assert_false(ym_base32_decode(YM_SPAN("G000000000000"), &v));  /* 2^64 */
    assert_false(ym_base32_decode(YM_SPAN("ZZZZZZZZZZZZZ"), &v));
    assert_false(ym_base32_decode(YM_SPAN("12U"), &v));
    assert_false(ym_base32_decode(YM_SPAN("1-2"), &v));
    assert_int_equal(v, 7);
    assert_true(ym_base32_decode(YM_SPAN("FZZZZZZZZZZZZ"), &v));
    assert_true(v == UINT64_MAX);
    assert_true(ym_base32_decode(YM_SPAN("0"), &v));
    assert_true(v == 0);
    assert_true(ym_base32_decode(YM_SPAN("iLo"), &v));
    assert_true(v == (1 << 10 | 1 << 5));
}

static void encodes(void **state)
{
    char out[20] = "";

    (void)state;
    ym_base32_encode(0, 0, out);
    assert_int_equal(out[0], '\0');
    ym_base32_encode(UINT64_MAX, 13, out);
    assert_memory_equal(out, "FZZZZZZZZZZZZ", 14);
    ym_base32_encode(33, 2, out);
    assert_memory_equal(out, "11", 2);
    ym_base32_encode(33 + 1024, 2, out); /* only the low ten bits */
    assert_memory_equal(out, "11", 2);
    ym_base32_encode(UINT64_MAX, 15, out);
    assert_memory_equal(out, "00FZZZZZZZZZZZZ", 15);
}

static void round_trip(void **state)
{
    struct seed s = seed_new("base32");

    (void)state;
    for (int i = 0; i < 100000; i++) {
        const uint64_t v = seed_next(&s) >> seed_below(&s, 64);
        char out[YM_BASE32_WORD];
        uint64_t back;

        ym_base32_encode(v, YM_BASE32_WORD, out);
        assert_true(ym_base32_decode((struct ym_span){ out, YM_BASE32_WORD }, &back));
        assert_true(back == v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alphabet),
        cmocka_unit_test(decodes),
        cmocka_unit_test(encodes),
        cmocka_unit_test(round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
