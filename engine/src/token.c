/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/token.h"

#include "yima/base32.h"
#include "yima/id.h"

#define BUCKET_CHARS 2

_Static_assert(YM_BUCKETS == 1 << (5 * BUCKET_CHARS), "two characters hold a bucket");
_Static_assert(YM_TOKEN_RANDOM_BYTES == ((YM_TOKEN_CHARS - BUCKET_CHARS) * 5 - 5) / 8 + 2,
               "the last five bits begin in the last byte but one");

void ym_token_make(uint32_t bucket, const uint8_t random[YM_TOKEN_RANDOM_BYTES],
                   struct ym_token *ret)
{
    size_t bit = 0;

    assert(bucket < YM_BUCKETS);
    ym_base32_encode(bucket, BUCKET_CHARS, ret->text);
    for (size_t i = BUCKET_CHARS; i < YM_TOKEN_CHARS; i++, bit += 5) {
        /* Five bits lie in one byte or straddle two. The last five end two bits into the last
         * byte, so that the second byte is always there. */
        const uint32_t pair = (uint32_t)random[bit / 8] << 8 | random[bit / 8 + 1];

        ret->text[i] = ym_base32_digit(pair >> (11 - bit % 8));
    }
    ret->text[YM_TOKEN_CHARS] = '\0';
}

bool ym_token_parse(struct ym_span text, struct ym_token *ret)
{
    struct ym_token token;

    if (text.n != YM_TOKEN_CHARS)
        return false;
    for (size_t i = 0; i < YM_TOKEN_CHARS; i++) {
        const int digit = ym_base32_value(text.at[i]);

        if (digit < 0)
            return false;
        token.text[i] = ym_base32_digit((uint32_t)digit);
    }
    token.text[YM_TOKEN_CHARS] = '\0';
    *ret = token;
    return true;
}

uint32_t ym_token_bucket(const struct ym_token *token)
{
    const int high = ym_base32_value(token->text[0]), low = ym_base32_value(token->text[1]);

    assert(high >= 0);
    assert(low >= 0);
    return (uint32_t)high << 5 | (uint32_t)low;
}
