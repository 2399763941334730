/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yima/utf8.h"

/* A span as a constant initializer. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static const struct {
    struct ym_span text;
    size_t chars; /* when valid */
    bool is_valid;
    bool is_plain;
} vectors[] = {
    { { NULL, 0 }, 0, true, true },
    { TEXT("a"), 1, true, true },
    { TEXT("滨江区\t一码\n"), 7, true, true },
    { TEXT("\x00"), 1, true, false },
    { TEXT("\x08"), 1, true, false },
    { TEXT("a\r\n"), 3, true, false },
    { TEXT("\x1F"), 1, true, false },
    { TEXT(" "), 1, true, true },
    { TEXT("~"), 1, true, true },
    { TEXT("\x7F"), 1, true, false },
    { TEXT("\xC2\x80"), 1, true, false }, /* C1 */
    { TEXT("\xC2\x9F"), 1, true, false },
    { TEXT("\xC2\xA0"), 1, true, true },
    { TEXT("\xDF\xBF"), 1, true, true },         /* U+07FF */
    { TEXT("\xE0\xA0\x80"), 1, true, true },     /* U+0800 */
    { TEXT("\xED\x9F\xBF"), 1, true, true },     /* U+D7FF */
    { TEXT("\xEE\x80\x80"), 1, true, true },     /* U+E000 */
    { TEXT("\xEF\xBF\xBD"), 1, true, true },     /* U+FFFD */
    { TEXT("\xEF\xBF\xBF"), 1, true, false },    /* U+FFFF */
    { TEXT("\xE2\x80\xAE"), 1, true, false },    /* U+202E right-to-left override */
    { TEXT("\xE2\x81\xA9"), 1, true, false },    /* U+2069 pop directional isolate */
    { TEXT("\xF0\x90\x80\x80"), 1, true, true }, /* U+10000 */
    { TEXT("\xF4\x8F\xBF\xBF"), 1, true, true }, /* U+10FFFF */
    { TEXT("\x80"), 0, false, false },           /* stray continuation */
    { TEXT("\xBF"), 0, false, false },
    { TEXT("\xC0\x80"), 0, false, false }, /* overlong NUL */
    { TEXT("\xC1\xBF"), 0, false, false },
    { TEXT("\xC2"), 0, false, false }, /* cut */
    { TEXT("\xC2\x7F"), 0, false, false },
    { TEXT("\xC2\xC0"), 0, false, false },
    { TEXT("\xE0\x9F\xBF"), 0, false, false }, /* overlong */
    { TEXT("\xE6\xBB"), 0, false, false },     /* cut */
    { TEXT("\xE6\xBB\x7F"), 0, false, false },
    { TEXT("\xED\xA0\x80"), 0, false, false }, /* surrogates */
    { TEXT("\xED\xBF\xBF"), 0, false, false },
    { TEXT("\xF0\x8F\xBF\xBF"), 0, false, false }, /* overlong */
    { TEXT("\xF0\x90\x80"), 0, false, false },     /* cut */
    { TEXT("\xF4\x90\x80\x80"), 0, false, false }, /* U+110000 */
    { TEXT("\xF5\x80\x80\x80"), 0, false, false },
    { TEXT("\xFF"), 0, false, false },
};

static void vectors_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        assert_int_equal(ym_utf8_valid(vectors[i].text), vectors[i].is_valid);
        assert_int_equal(ym_utf8_plain(vectors[i].text), vectors[i].is_plain);
        if (vectors[i].is_valid)
            assert_int_equal(ym_utf8_chars(vectors[i].text), vectors[i].chars);
    }
}

/* The bytes behind a span are not part of it, however well they would fit. */
static void ends_where_it_ends(void **state)
{
    const struct ym_span whole = YM_SPAN("a滨江");

    (void)state;
    for (size_t n = 0; n <= whole.n; n++)
        assert_int_equal(ym_utf8_valid((struct ym_span){ whole.at, n }), n % 3 == 1 || n == 0);
}

/* Character by character, over what is none. */
static void walks_over_the_bad(void **state)
{
    static const struct ym_span text = TEXT("a滨\xE6\xBB~");
    static const size_t steps[] = { 1, 3, 0, 0, 1 };
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const size_t n = ym_utf8_first((struct ym_span){ text.at + at, text.n - at });

        assert_int_equal(n, steps[i]);
        at += n > 0 ? n : 1;
    }
    assert_int_equal(at, text.n);
}

static size_t encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static bool is_plain(uint32_t c)
{
    const bool is_control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    const bool is_deceptive = (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);

    return !is_control && !is_deceptive && c != 0xFFFE && c != 0xFFFF;
}

/* Every code point that four bytes can hold, the valid ones and the others. */
static void every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x200000; c++) {
        char bytes[4];
        const struct ym_span text = { bytes, encode(c, bytes) };
        const bool is_valid = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);

        assert_int_equal(ym_utf8_valid(text), is_valid);
        assert_int_equal(ym_utf8_plain(text), is_valid && is_plain(c));
        assert_int_equal(ym_utf8_chars(text), 1);
        assert_int_equal(ym_utf8_first(text), is_valid ? text.n : 0);
        assert_false(text.n > 1 && ym_utf8_valid((struct ym_span){ bytes, text.n - 1 }));
    }
}

/* Of all byte strings of three, as many are valid as the standard's table allows. */
static void every_three_bytes(void **state)
{
    const long one = 128, two = 30 * 64, three = (0x10000 - 0x800 - 0x800);
    long valid = 0;

    (void)state;
    for (uint32_t v = 0; v < 1U << 24; v++) {
        const char bytes[3] = { (char)(v >> 16), (char)(v >> 8), (char)v };

        valid += ym_utf8_valid((struct ym_span){ bytes, 3 });
    }
    assert_int_equal(valid, one * one * one + 2 * one * two + three);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_hold),       cmocka_unit_test(ends_where_it_ends),
        cmocka_unit_test(walks_over_the_bad), cmocka_unit_test(every_code_point),
        cmocka_unit_test(every_three_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
