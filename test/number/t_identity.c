/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/identity.h"

/* Citizen numbers here are made up or printed in the standard; none is meant to be a person's. */
static const struct {
    const char *text;
    enum ym_citizen_error error;
    const char *born;
    int sex;
    int32_t region;
    bool is_permit;
} citizens[] = {
    { "11010519491231002X", YM_CITIZEN_OK, "1949-12-31", YM_SEX_FEMALE, 110105, false },
    { "11010519491231002x", YM_CITIZEN_OK, "1949-12-31", YM_SEX_FEMALE, 110105, false },
    { "440524188001010014", YM_CITIZEN_OK, "1880-01-01", YM_SEX_MALE, 440524, false },
    { "", YM_CITIZEN_LENGTH, NULL, 0, 0, false },
    { "11010519491231002", YM_CITIZEN_LENGTH, NULL, 0, 0, false },
    { "11010519491231002X1", YM_CITIZEN_LENGTH, NULL, 0, 0, false },
    { "110105491231002", YM_CITIZEN_LENGTH, NULL, 0, 0, false }, /* the old 15 digits */
    { "1101O519491231002X", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "110105X9491231002X", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "1101051949X231002X", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "110105194912X1002X", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "11010519491231X02X", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "11010519491231002Y", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "11010519491231002 ", YM_CITIZEN_CHARACTER, NULL, 0, 0, false },
    { "10010519491231002X", YM_CITIZEN_REGION, NULL, 0, 0, false },
    { "91010519491231002X", YM_CITIZEN_REGION, NULL, 0, 0, false },
    { "11010519490229002X", YM_CITIZEN_DATE, NULL, 0, 0, false },
    { "11010519491331002X", YM_CITIZEN_DATE, NULL, 0, 0, false },
    { "11010517991231002X", YM_CITIZEN_DATE, NULL, 0, 0, false },
    { "110105194912310021", YM_CITIZEN_CHECK, NULL, 0, 0, false },
};

static void citizen_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(citizens) / sizeof(citizens[0]); i++) {
        struct ym_citizen c = { .text = "untouched" };
        char born[YM_DAY_TEXT_MAX];

        assert_int_equal(ym_citizen_parse(ym_span_of(citizens[i].text), &c), citizens[i].error);
        if (citizens[i].error != YM_CITIZEN_OK) {
            assert_string_equal(c.text, "untouched");
            continue;
        }
        ym_day_print(c.born, born);
        assert_string_equal(born, citizens[i].born);
        assert_int_equal(c.sex, citizens[i].sex);
        assert_int_equal(c.region, citizens[i].region);
        assert_int_equal(c.is_permit, citizens[i].is_permit);
        assert_int_equal(c.text[17], citizens[i].text[17] == 'x' ? 'X' : citizens[i].text[17]);
        assert_memory_equal(c.text, citizens[i].text, 17);
    }
}

/* With the right check character every number of this form is taken, and only with that one. */
static void citizen_check_is_unique(void **state)
{
    static const char *const stems[] = { "33010820000229001", "81000019900101002",
                                         "82000019900101003", "83000019900101004",
                                         "71000019900101005", "65010019000101006" };

    (void)state;
    for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
        int fits = 0;

        for (const char *check = "0123456789X"; *check != '\0'; check++) {
            char text[19];
            struct ym_citizen c;

            memcpy(text, stems[i], 17);
            text[17] = *check;
            text[18] = '\0';
            if (ym_citizen_parse(ym_span_of(text), &c) != YM_CITIZEN_OK)
                continue;
            fits++;
            assert_string_equal(c.text, text);
            assert_int_equal(c.is_permit, stems[i][0] == '8');
            assert_int_equal(c.sex, (stems[i][16] - '0') % 2 == 1 ? YM_SEX_MALE : YM_SEX_FEMALE);
        }
        assert_int_equal(fits, 1);
    }
}

/* Exactly the provinces of GB/T 2260 and the three kinds of residence permit. */
static void citizen_provinces(void **state)
{
    static const char known[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
                                "50 51 52 53 54 61 62 63 64 65 71 81 82 83";

    (void)state;
    for (int p = 0; p < 100; p++) {
        char text[] = "xx000019900101001?";
        struct ym_citizen c;

        text[0] = (char)('0' + p / 10);
        text[1] = (char)('0' + p % 10);
        text[17] = '0';

        const char code[] = { text[0], text[1], '\0' };

        assert_int_equal(ym_citizen_parse(ym_span_of(text), &c) != YM_CITIZEN_REGION,
                         strstr(known, code) != NULL);
    }
}

/* MOD 11-2 catches every wrong digit and every swap of two neighbours. */
static void citizen_single_errors(void **state)
{
    const char *right = "11010519491231002X";

    (void)state;
    for (size_t p = 0; p < 17; p++) {
        char text[19];
        struct ym_citizen c;

        for (char d = '0'; d <= '9'; d++) {
            memcpy(text, right, 19);
            text[p] = d;
            if (d != right[p])
                assert_int_not_equal(ym_citizen_parse(ym_span_of(text), &c), YM_CITIZEN_OK);
        }
        memcpy(text, right, 19);
        text[p] = right[p + 1];
        text[p + 1] = right[p];
        if (right[p] != right[p + 1])
            assert_int_not_equal(ym_citizen_parse(ym_span_of(text), &c), YM_CITIZEN_OK);
    }
}

static const struct {
    const char *text;
    enum ym_uscc_error error;
    int32_t region;
} usccs[] = {
    { "91350100M000100Y43", YM_USCC_OK, 350100 },   { "91350100m000100y43", YM_USCC_OK, 350100 },
    { "91350100M000100Y4A", YM_USCC_CHECK, 0 },     { "91330100799655058B", YM_USCC_OK, 330100 },
    { "91330100799655058C", YM_USCC_CHECK, 0 },     { "", YM_USCC_LENGTH, 0 },
    { "91330100799655058", YM_USCC_LENGTH, 0 },     { "91330100799655058BB", YM_USCC_LENGTH, 0 },
    { "9133010079965505IB", YM_USCC_CHARACTER, 0 }, { "9133010079965505OB", YM_USCC_CHARACTER, 0 },
    { "9133010079965505SB", YM_USCC_CHARACTER, 0 }, { "9133010079965505VB", YM_USCC_CHARACTER, 0 },
    { "9133010079965505ZB", YM_USCC_CHARACTER, 0 }, { "9133010079965505-B", YM_USCC_CHARACTER, 0 },
    { "9133010079965505{B", YM_USCC_CHARACTER, 0 }, { "91A30100799655058B", YM_USCC_CHARACTER, 0 },
};

static void uscc_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(usccs) / sizeof(usccs[0]); i++) {
        struct ym_uscc u = { .text = "untouched" };

        assert_int_equal(ym_uscc_parse(ym_span_of(usccs[i].text), &u), usccs[i].error);
        if (usccs[i].error == YM_USCC_OK) {
            assert_int_equal(u.region, usccs[i].region);
            assert_int_equal(u.text[0], '9');
            assert_true(u.text[8] == 'M' || u.text[8] == '7');
        } else {
            assert_string_equal(u.text, "untouched");
        }
    }
}

/* An independent statement of the standard, to make numbers with. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int outer_remainder(const char *text)
{
    static const int weights[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
    int sum = 0;

    for (int i = 0; i < 17; i++)
        sum += weights[i] * (int)(strchr(alphabet, text[i]) - alphabet);
    return sum % 31;
}

static char inner_check(const char *text)
{
    static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < 8; i++)
        sum += weights[i] * (text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10);

    const int check = 11 - sum % 11;

    return check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
}

/* Made numbers are taken; a sum that 31 divides gives the check 0 and nothing beyond the alphabet;
 * with the inner check spoilt and the outer one made to fit, the inner is named. */
static void uscc_made(void **state)
{
    struct seed s = seed_new("uscc");
    long remainder_0 = 0, inner_x = 0, inner_0 = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[19] = "91330108xxxxxxxxxx", lower[18];
        struct ym_uscc u;

        for (int k = 8; k < 16; k++)
            text[k] = alphabet[seed_below(&s, 31)];
        text[16] = inner_check(text + 8);
        inner_x += text[16] == 'X';
        inner_0 += text[16] == '0';
        remainder_0 += outer_remainder(text) == 0;
        text[17] = alphabet[(31 - outer_remainder(text)) % 31];
        assert_int_equal(ym_uscc_parse(ym_span_of(text), &u), YM_USCC_OK);
        assert_string_equal(u.text, text);
        for (int k = 0; k < 18; k++)
            lower[k] = (char)(text[k] >= 'A' ? text[k] - 'A' + 'a' : text[k]);
        assert_int_equal(ym_uscc_parse((struct ym_span){ lower, 18 }, &u), YM_USCC_OK);
        assert_string_equal(u.text, text);
        lower[seed_below(&s, 18)] = '\0';
        assert_int_equal(ym_uscc_parse((struct ym_span){ lower, 18 }, &u), YM_USCC_CHARACTER);
        text[17] = text[17] == '0' ? '1' : '0';
        assert_int_equal(ym_uscc_parse(ym_span_of(text), &u), YM_USCC_CHECK);
        text[16] = text[16] == '1' ? '2' : '1';
        text[17] = alphabet[(31 - outer_remainder(text)) % 31];
        assert_int_equal(ym_uscc_parse(ym_span_of(text), &u), YM_USCC_ORGANISATION);
    }
    assert_true(remainder_0 > 100);
    assert_true(inner_x > 100);
    assert_true(inner_0 > 100);
}

static void errors_have_texts(void **state)
{
    (void)state;
    for (unsigned e = 0; e < YM_CITIZEN_ERROR_COUNT; e++) {
        assert_true(strlen(ym_citizen_error_text((enum ym_citizen_error)e)) > 0);
        assert_true(strlen(ym_citizen_error_zh((enum ym_citizen_error)e)) > 0);
    }
    for (unsigned e = 0; e < YM_USCC_ERROR_COUNT; e++) {
        assert_true(strlen(ym_uscc_error_text((enum ym_uscc_error)e)) > 0);
        assert_true(strlen(ym_uscc_error_zh((enum ym_uscc_error)e)) > 0);
    }
    assert_string_equal(ym_citizen_error_text(YM_CITIZEN_OK), "ok");
    assert_string_equal(ym_uscc_error_zh(YM_USCC_OK), "正确");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(citizen_vectors),   cmocka_unit_test(citizen_check_is_unique),
        cmocka_unit_test(citizen_provinces), cmocka_unit_test(citizen_single_errors),
        cmocka_unit_test(uscc_vectors),      cmocka_unit_test(uscc_made),
        cmocka_unit_test(errors_have_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
