/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/base32.h"
#include "yima/id.h"
#include "yima/token.h"

static void layout(void **state)
{
    uint8_t random[YM_TOKEN_RANDOM_BYTES] = { 0 };
    struct ym_token token;

    (void)state;
    ym_token_make(0, random, &token);
    assert_string_equal(token.text, "0000000000000000000000000000");
    memset(random, 0xFF, sizeof(random));
    ym_token_make(1023, random, &token);
    assert_string_equal(token.text, "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZ");
    memset(random, 0, sizeof(random));
    random[0] = 0x08; /* 00001 000 */
    random[1] = 0x42; /* 00001 000 01 -> second character 1, third 1 */
    ym_token_make(33, random, &token);
    assert_string_equal(token.text, "1111100000000000000000000000");
}

/* Each of the 130 bits that count changes exactly one character; the six after them change none. */
static void every_bit_counts(void **state)
{
    const uint8_t zeros[YM_TOKEN_RANDOM_BYTES] = { 0 };
    struct ym_token base;

    (void)state;
    ym_token_make(0, zeros, &base);
    for (size_t bit = 0; bit < 8 * YM_TOKEN_RANDOM_BYTES; bit++) {
        uint8_t random[YM_TOKEN_RANDOM_BYTES] = { 0 };
        struct ym_token token;

        random[bit / 8] = (uint8_t)(0x80 >> bit % 8);
        ym_token_make(0, random, &token);
        for (size_t i = 0; i < YM_TOKEN_CHARS; i++) {
            const int want = bit < 130 && i == 2 + bit / 5 ? 16 >> bit % 5 : 0;

            assert_int_equal(ym_base32_value(token.text[i]), want);
        }
    }
}

static void buckets(void **state)
{
    struct seed s = seed_new("token");

    (void)state;
    for (uint32_t bucket = 0; bucket < YM_BUCKETS; bucket++) {
        uint8_t random[YM_TOKEN_RANDOM_BYTES];
        struct ym_token token, back;

        for (size_t i = 0; i < sizeof(random); i++)
            random[i] = (uint8_t)seed_next(&s);
        ym_token_make(bucket, random, &token);
        assert_int_equal(strlen(token.text), YM_TOKEN_CHARS);
        assert_int_equal(ym_token_bucket(&token), bucket);
        assert_true(ym_token_parse(ym_span_of(token.text), &back));
        assert_string_equal(back.text, token.text);
    }
}

static void parses_what_people_type(void **state)
{
    struct ym_token token = { "untouched" };

    (void)state;
    assert_false(ym_token_parse(YM_SPAN(""), &token));
    assert_false(ym_token_parse(YM_SPAN("0123456789ABCDEFGHJKMNPQRST"), &token));   /* 27 */
    assert_false(ym_token_parse(YM_SPAN("0123456789ABCDEFGHJKMNPQRSTVW"), &token)); /* 29 */
    assert_false(ym_token_parse(YM_SPAN("0123456789ABCDEFGHJKMNPQRSTU"), &token));
    assert_false(ym_token_parse(YM_SPAN("0123456789ABCDEFGHJKMNPQRS V"), &token));
    assert_string_equal(token.text, "untouched");
    assert_true(ym_token_parse(YM_SPAN("oi23456789abcdefghjkmnpqrstv"), &token));
    assert_string_equal(token.text, "0123456789ABCDEFGHJKMNPQRSTV");
    assert_int_equal(ym_token_bucket(&token), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(buckets),
        cmocka_unit_test(parses_what_people_type),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
