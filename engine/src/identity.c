/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/identity.h"

#include "digits.h"

#define LAST (YM_IDENTITY_CHARS - 1) /* index of the check character */

/* An error in two languages. */
struct texts {
    const char *text;
    const char *zh;
};

static const struct texts citizen_errors[YM_CITIZEN_ERROR_COUNT] = {
#define X(name, text, zh) { text, zh },
    YM_CITIZEN_ERRORS(X)
#undef X
};

static const struct texts uscc_errors[YM_USCC_ERROR_COUNT] = {
#define X(name, text, zh) { text, zh },
    YM_USCC_ERRORS(X)
#undef X
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Source: GB/T 2260, first two digits; 81 to 83 also mark residence permits. */
static bool is_province(int64_t code)
{
    static const uint8_t codes[] = { 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                     35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                     53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83 };

    return memchr(codes, (int)code, sizeof(codes)) != NULL;
}

/* Source: GB 11643-1999 annex, ISO 7064 MOD 11-2. Pre: 17 digits. */
static char citizen_check(const char *text)
{
    static const int8_t weights[LAST] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < LAST; i++)
        sum += weights[i] * (text[i] - '0');
    return "10X98765432"[sum % 11];
}

enum ym_citizen_error ym_citizen_parse(struct ym_span text, struct ym_citizen *ret)
{
    int64_t region, year, month, day, sequence;

    if (text.n != YM_IDENTITY_CHARS)
        return YM_CITIZEN_LENGTH;

    const char *at = text.at;
    const char last = upper(at[LAST]);

    if (!ym_digits_get(at, 6, &region) || !ym_digits_get(at + 6, 4, &year) ||
        !ym_digits_get(at + 10, 2, &month) || !ym_digits_get(at + 12, 2, &day) ||
        !ym_digits_get(at + 14, 3, &sequence) || (!ym_digit(last) && last != 'X'))
        return YM_CITIZEN_CHARACTER;
    if (!is_province(region / 10000))
        return YM_CITIZEN_REGION;

    const ym_day born = ym_day_make((int)year, (int)month, (int)day);

    if (born == YM_DAY_NONE)
        return YM_CITIZEN_DATE;
    if (last != citizen_check(at))
        return YM_CITIZEN_CHECK;
    *ret = (struct ym_citizen){
        .region = (int32_t)region,
        .born = born,
        .sex = sequence % 2 == 1 ? YM_SEX_MALE : YM_SEX_FEMALE,
        .is_permit = region / 10000 > 80,
    };
    memcpy(ret->text, at, LAST);
    ret->text[LAST] = last;
    return YM_CITIZEN_OK;
}

const char *ym_citizen_error_text(enum ym_citizen_error error)
{
    assert(error < YM_CITIZEN_ERROR_COUNT);
    return citizen_errors[error].text;
}

const char *ym_citizen_error_zh(enum ym_citizen_error error)
{
    assert(error < YM_CITIZEN_ERROR_COUNT);
    return citizen_errors[error].zh;
}

/* The 31 characters of GB 32100 in the order of their values. */
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* The value of a character; -1 when it is not in the alphabet. */
static int uscc_value(char c)
{
    const char *at = memchr(uscc_alphabet, c, sizeof(uscc_alphabet) - 1);

    return at == NULL ? -1 : (int)(at - uscc_alphabet);
}

/* Source: GB 32100-2015. The weights are 3^i mod 31. The outer remainder is the one that code is
 * known to forget: without it a sum that 31 divides gives index 31, one past the alphabet. */
static char uscc_check(const char *text)
{
    int sum = 0, weight = 1;

    for (int i = 0; i < LAST; i++) {
        sum += weight * uscc_value(text[i]);
        weight = weight * 3 % 31;
    }
    return uscc_alphabet[(31 - sum % 31) % 31];
}

/* Source: GB 11714-1997, the organisation code of 8 characters and a check. Its letters count from
 * A = 10 without a gap, unlike those of the code around it. */
static char organisation_check(const char *text)
{
    static const int8_t weights[8] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (int i = 0; i < 8; i++)
        sum += weights[i] * (ym_digit(text[i]) ? text[i] - '0' : text[i] - 'A' + 10);
    return "0123456789X"[(11 - sum % 11) % 11];
}

enum ym_uscc_error ym_uscc_parse(struct ym_span text, struct ym_uscc *ret)
{
    struct ym_uscc uscc = { 0 };
    int64_t region;

    if (text.n != YM_IDENTITY_CHARS)
        return YM_USCC_LENGTH;
    for (int i = 0; i < YM_IDENTITY_CHARS; i++) {
        uscc.text[i] = upper(text.at[i]);
        if (uscc_value(uscc.text[i]) < 0)
            return YM_USCC_CHARACTER;
    }
    if (!ym_digits_get(uscc.text + 2, 6, &region))
        return YM_USCC_CHARACTER;
    if (uscc.text[LAST] != uscc_check(uscc.text))
        return YM_USCC_CHECK;
    if (uscc.text[LAST - 1] != organisation_check(uscc.text + 8))
        return YM_USCC_ORGANISATION;
    uscc.region = (int32_t)region;
    *ret = uscc;
    return YM_USCC_OK;
}

const char *ym_uscc_error_text(enum ym_uscc_error error)
{
    assert(error < YM_USCC_ERROR_COUNT);
    return uscc_errors[error].text;
}

const char *ym_uscc_error_zh(enum ym_uscc_error error)
{
    assert(error < YM_USCC_ERROR_COUNT);
    return uscc_errors[error].zh;
}
