/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/seal_code.h"

#include "damm.h"
#include "yima/base32.h"
#include "yima/id.h"

#define GROUP        5
#define BUCKET_CHARS 2
#define PAYLOAD      (YM_SEAL_CODE_CHARS - 1) /* characters before the check sign */

_Static_assert(YM_BUCKETS == 1 << (5 * BUCKET_CHARS), "two characters hold a bucket");
_Static_assert(BUCKET_CHARS + YM_SEAL_CODE_RANDOM_BYTES == PAYLOAD, "a byte for each character");
_Static_assert(YM_SEAL_CODE_TEXT_MAX == YM_SEAL_CODE_CHARS + YM_SEAL_CODE_CHARS / GROUP,
               "a dash between groups, and a NUL");

void ym_seal_code_make(uint32_t bucket, const uint8_t random[YM_SEAL_CODE_RANDOM_BYTES],
                       struct ym_seal_code *ret)
{
    uint32_t c = 0;

    assert(bucket < YM_BUCKETS);
    ym_base32_encode(bucket, BUCKET_CHARS, ret->text);
    for (size_t i = 0; i < YM_SEAL_CODE_RANDOM_BYTES; i++)
        ret->text[BUCKET_CHARS + i] = ym_base32_digit(random[i]);
    for (size_t i = 0; i < PAYLOAD; i++)
        c = damm(c, (uint32_t)ym_base32_value(ret->text[i]));
    ret->text[PAYLOAD] = ym_base32_digit(damm(c, 0));
    ret->text[YM_SEAL_CODE_CHARS] = '\0';
}

void ym_seal_code_print(const struct ym_seal_code *code, char out[YM_SEAL_CODE_TEXT_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < YM_SEAL_CODE_CHARS; i++) {
        if (i > 0 && i % GROUP == 0)
            out[n++] = '-';
        out[n++] = code->text[i];
    }
    out[n] = '\0';
}

bool ym_seal_code_parse(struct ym_span text, struct ym_seal_code *ret)
{
    struct ym_seal_code code;
    uint32_t c = 0;
    size_t n = 0;

    if (text.n > YM_SEAL_CODE_INPUT_MAX)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == ' ' || text.at[i] == '-')
            continue;

        const int digit = ym_base32_value(text.at[i]);

        if (digit < 0 || n == YM_SEAL_CODE_CHARS)
            return false;
        c = damm(c, (uint32_t)digit);
        code.text[n++] = ym_base32_digit((uint32_t)digit);
    }
    if (n != YM_SEAL_CODE_CHARS || c != 0)
        return false;
    code.text[n] = '\0';
    *ret = code;
    return true;
}

uint32_t ym_seal_code_bucket(const struct ym_seal_code *code)
{
    return (uint32_t)ym_base32_value(code->text[0]) << 5 | (uint32_t)ym_base32_value(code->text[1]);
}
