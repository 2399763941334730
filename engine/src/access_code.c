/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/access_code.h"

#include "damm.h"
#include "yima/base32.h"

#define GROUP   4
#define PAYLOAD (YM_ACCESS_CODE_CHARS - 1) /* characters before the check sign */

/* What is wrong with a code, in two languages. */
static const struct {
    const char *text;
    const char *zh;
} errors[YM_ACCESS_CODE_ERROR_COUNT] = {
#define X(name, text, zh) { text, zh },
    YM_ACCESS_CODE_ERRORS(X)
#undef X
};

void ym_access_code_make(uint8_t seat, uint32_t random, struct ym_access_code *ret)
{
    const uint64_t mask = (UINT64_C(1) << YM_ACCESS_CODE_RANDOM) - 1;
    uint32_t c = 0;

    assert(seat < YM_SEATS_MAX);
    ym_base32_encode((uint64_t)seat << YM_ACCESS_CODE_RANDOM | (random & mask), PAYLOAD, ret->text);
    for (size_t i = 0; i < PAYLOAD; i++)
        c = damm(c, (uint32_t)ym_base32_value(ret->text[i]));
    ret->text[PAYLOAD] = ym_base32_digit(damm(c, 0));
    ret->text[YM_ACCESS_CODE_CHARS] = '\0';
}

void ym_access_code_print(const struct ym_access_code *code, char out[YM_ACCESS_CODE_TEXT_MAX])
{
    memcpy(out, code->text, GROUP);
    out[GROUP] = '-';
    memcpy(out + GROUP + 1, code->text + GROUP, YM_ACCESS_CODE_CHARS - GROUP + 1);
}

enum ym_access_code_error ym_access_code_parse(struct ym_span text, struct ym_access_code *ret)
{
    struct ym_access_code code;
    uint32_t c = 0;
    size_t n = 0;

    if (text.n > YM_ACCESS_CODE_INPUT_MAX)
        return YM_ACCESS_CODE_LENGTH;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == ' ' || text.at[i] == '-')
            continue;

        const int digit = ym_base32_value(text.at[i]);

        if (digit < 0)
            return YM_ACCESS_CODE_CHARACTER;
        if (n == YM_ACCESS_CODE_CHARS)
            return YM_ACCESS_CODE_LENGTH;
        c = damm(c, (uint32_t)digit);
        code.text[n++] = ym_base32_digit((uint32_t)digit);
    }
    if (n != YM_ACCESS_CODE_CHARS)
        return YM_ACCESS_CODE_LENGTH;
    if (c != 0)
        return YM_ACCESS_CODE_CHECK;
    code.text[n] = '\0';
    *ret = code;
    return YM_ACCESS_CODE_OK;
}

uint8_t ym_access_code_seat(const struct ym_access_code *code)
{
    return (uint8_t)ym_base32_value(code->text[0]);
}

const char *ym_access_code_error_text(enum ym_access_code_error error)
{
    return errors[error].text;
}

const char *ym_access_code_error_zh(enum ym_access_code_error error)
{
    return errors[error].zh;
}
