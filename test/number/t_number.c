/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/base32.h"
#include "yima/number.h"

static enum ym_number_error parse(const char *text, struct ym_id *ret)
{
    return ym_number_parse(ym_span_of(text), ret);
}

/* A random valid id whose number has these values at two positions, 0 to 12; the first character
 * holds three bits only. */
static struct ym_id id_with(struct seed *s, size_t p, uint64_t d, size_t q, uint64_t e)
{
    const uint64_t dp = UINT64_C(31) << (5 * (12 - p)), dq = UINT64_C(31) << (5 * (12 - q));
    uint64_t v = seed_next(s) & INT64_MAX;

    v |= UINT64_C(1) << 40 | UINT64_C(1) << 50; /* keep it valid whatever is cut out */
    v = (v & ~dp) | d << (5 * (12 - p));
    v = (v & ~dq) | e << (5 * (12 - q));
    return (struct ym_id){ (int64_t)v };
}

static uint64_t digit_max(size_t position)
{
    return position == 0 ? 7 : 31;
}

static void known_vectors(void **state)
{
    struct ym_id id = { 0 };
    char text[YM_NUMBER_TEXT_MAX], compact[YM_NUMBER_COMPACT_MAX];

    (void)state;
    /* x^6 as below, and x for the 1 at the right-most place: x^3 + x + x = x^3 = 8. */
    ym_number_compact((struct ym_id){ (1 << 25) + 1 }, compact);
    assert_string_equal(compact, "00000001000018");
    ym_number_compact((struct ym_id){ INT64_MAX }, compact);
    assert_memory_equal(compact, "7ZZZZZZZZZZZZ", 13);
    assert_int_equal(parse(compact, &id), YM_NUMBER_OK);
    assert_true(id.v == INT64_MAX);
    /* 2^25 is x^5 before its check: x^6 = x^5 * x = (x^2 + 1) * x = x^3 + x = 10 = A. */
    ym_number_print((struct ym_id){ 1 << 25 }, text);
    assert_string_equal(text, "00000-00100-000A");
    assert_int_equal(parse("00000-00100-000A", &id), YM_NUMBER_OK);
    assert_int_equal(id.v, 1 << 25);
}

static void forms(void **state)
{
    struct ym_id id = { 0 };

    (void)state;
    assert_int_equal(parse("0000000100000A", &id), YM_NUMBER_OK);
    assert_int_equal(parse("0000000100000a", &id), YM_NUMBER_OK);
    assert_int_equal(parse("oOOooOOiOOoooA", &id), YM_NUMBER_OK);
    assert_int_equal(parse("0000000L00000A", &id), YM_NUMBER_OK);
    assert_int_equal(parse("0000000l00000A", &id), YM_NUMBER_OK);
    assert_int_equal(parse("  00000 - 00100 - 000A  ", &id), YM_NUMBER_OK);
    assert_int_equal(parse("0-0-0-0-0-0-0-1-0-0-0-0-0-A", &id), YM_NUMBER_OK);
    assert_int_equal(id.v, 1 << 25);
}

static void refusals(void **state)
{
    char text[YM_NUMBER_INPUT_MAX + 2];
    struct ym_id id = { 42 };

    (void)state;
    assert_int_equal(parse("", &id), YM_NUMBER_LENGTH);
    assert_int_equal(parse("- -", &id), YM_NUMBER_LENGTH);
    assert_int_equal(parse("000000010000A", &id), YM_NUMBER_LENGTH);
    assert_int_equal(parse("00000001000000A", &id), YM_NUMBER_LENGTH);
    assert_int_equal(parse("0000000U00000A", &id), YM_NUMBER_CHARACTER);
    assert_int_equal(parse("0000000*00000A", &id), YM_NUMBER_CHARACTER);
    assert_int_equal(parse("00000–00100–000A", &id), YM_NUMBER_CHARACTER); /* en dashes */
    assert_int_equal(ym_number_parse((struct ym_span){ "\0", 1 }, &id), YM_NUMBER_CHARACTER);
    assert_int_equal(parse("0000000100000B", &id), YM_NUMBER_CHECK);
    assert_int_equal(parse("00000000000000", &id), YM_NUMBER_RANGE); /* fits, but no id */
    memset(text, ' ', sizeof(text));
    memcpy(text, "0000000100000A", 14);
    text[YM_NUMBER_INPUT_MAX + 1] = '\0';
    assert_int_equal(parse(text, &id), YM_NUMBER_LENGTH); /* one past the limit */
    assert_int_equal(id.v, 42);
    text[YM_NUMBER_INPUT_MAX] = '\0';
    assert_int_equal(parse(text, &id), YM_NUMBER_OK); /* at the limit */
}

/* Numbers whose check fits but whose value is none of ours: found by trying each check. */
static void out_of_range(void **state)
{
    static const char *const values[] = { "80000000000", "FZZZZZZZZZZ", "G0000000000",
                                          "ZZZZZZZZZZZ", "00000000000" };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        int fits = 0;

        for (uint32_t check = 0; check < 32; check++) {
            char text[15] = "xxxxxxxxxxx00x";
            struct ym_id id;

            memcpy(text, values[i], 11);
            text[13] = ym_base32_digit(check);

            const enum ym_number_error error = parse(text, &id);

            assert_true(error == YM_NUMBER_CHECK || error == YM_NUMBER_RANGE);
            fits += error == YM_NUMBER_RANGE;
        }
        assert_int_equal(fits, 1);
    }
}

static void round_trip(void **state)
{
    struct seed s = seed_new("number");

    (void)state;
    for (int i = 0; i < 50000; i++) {
        const struct ym_id id = { (int64_t)((seed_next(&s) & INT64_MAX) | 1 << 22) };
        char text[YM_NUMBER_TEXT_MAX], compact[YM_NUMBER_COMPACT_MAX];
        struct ym_id back;

        ym_number_print(id, text);
        ym_number_compact(id, compact);
        assert_int_equal(strlen(text), 16);
        assert_int_equal(strlen(compact), 14);
        assert_int_equal(text[5], '-');
        assert_int_equal(text[11], '-');
        assert_int_equal(parse(text, &back), YM_NUMBER_OK);
        assert_true(back.v == id.v);
        assert_int_equal(parse(compact, &back), YM_NUMBER_OK);
        assert_true(back.v == id.v);
    }
}

/* Every position, every character there, every wrong character in its place. */
static void every_single_error(void **state)
{
    struct seed s = seed_new("number single");
    bool checks[32] = { false };
    int distinct = 0;

    (void)state;
    for (size_t p = 0; p < YM_NUMBER_CHARS; p++) {
        const size_t place = p < YM_BASE32_WORD ? p : YM_BASE32_WORD - 1;

        for (uint64_t d = 0; d <= digit_max(place); d++) {
            char text[YM_NUMBER_COMPACT_MAX];
            struct ym_id id;

            ym_number_compact(id_with(&s, place, d, place, d), text);

            const char right = text[p];

            if (p == YM_BASE32_WORD)
                checks[ym_base32_value(right)] = true;
            else
                assert_int_equal(ym_base32_value(right), d);
            for (uint32_t wrong = 0; wrong < 32; wrong++) {
                text[p] = ym_base32_digit(wrong);
                assert_int_equal(parse(text, &id),
                                 text[p] == right ? YM_NUMBER_OK : YM_NUMBER_CHECK);
            }
        }
    }
    for (int i = 0; i < 32; i++)
        distinct += checks[i] ? 1 : 0;
    assert_true(distinct >= 4); /* it does vary: of 32 draws some 20 differ */
}

/* Every pair of neighbours, every two different characters in them, the check's place included. */
static void every_neighbour_swap(void **state)
{
    struct seed s = seed_new("number swap");
    long swaps = 0;

    (void)state;
    for (size_t p = 0; p + 1 < YM_NUMBER_CHARS; p++) {
        const size_t first = p + 1 < YM_BASE32_WORD ? p : p - 1; /* two places of the id */

        for (uint64_t d = 0; d <= digit_max(first); d++) {
            for (uint64_t e = 0; e < 32; e++) {
                char text[YM_NUMBER_COMPACT_MAX];
                struct ym_id id;

                ym_number_compact(id_with(&s, first, d, first + 1, e), text);
                if (text[p] == text[p + 1])
                    continue;

                const char kept = text[p];

                text[p] = text[p + 1];
                text[p + 1] = kept;
                assert_int_equal(parse(text, &id), YM_NUMBER_CHECK);
                swaps++;
            }
        }
    }
    assert_true(swaps > 11 * 31 * 32);
}

/* x has order 31 > 13, so that swaps over any distance are caught too. */
static void every_distant_swap(void **state)
{
    struct seed s = seed_new("number distant swap");

    (void)state;
    for (int i = 0; i < 200; i++) {
        char text[YM_NUMBER_COMPACT_MAX];

        ym_number_compact(id_with(&s, 3, 1, 4, 2), text);
        for (size_t p = 0; p < YM_NUMBER_CHARS; p++) {
            for (size_t q = p + 1; q < YM_NUMBER_CHARS; q++) {
                char swapped[YM_NUMBER_COMPACT_MAX];
                struct ym_id id;

                memcpy(swapped, text, sizeof(swapped));
                swapped[p] = text[q];
                swapped[q] = text[p];
                assert_int_equal(parse(swapped, &id),
                                 text[p] == text[q] ? YM_NUMBER_OK : YM_NUMBER_CHECK);
            }
        }
    }
}

static void errors_have_texts(void **state)
{
    (void)state;
    for (unsigned e = 0; e < YM_NUMBER_ERROR_COUNT; e++) {
        assert_true(strlen(ym_number_error_text((enum ym_number_error)e)) > 0);
        assert_true(strlen(ym_number_error_zh((enum ym_number_error)e)) > 0);
    }
    assert_string_equal(ym_number_error_text(YM_NUMBER_OK), "ok");
    assert_string_equal(ym_number_error_zh(YM_NUMBER_OK), "正确");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_vectors),
        cmocka_unit_test(forms),
        cmocka_unit_test(refusals),
        cmocka_unit_test(out_of_range),
        cmocka_unit_test(round_trip),
        cmocka_unit_test(every_single_error),
        cmocka_unit_test(every_neighbour_swap),
        cmocka_unit_test(every_distant_swap),
        cmocka_unit_test(errors_have_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
