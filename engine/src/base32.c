/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/base32.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char ym_base32_digit(uint32_t value)
{
    return alphabet[value & 31U];
}

int ym_base32_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'I' || c == 'L')
        c = '1';
    if (c == 'O')
        c = '0';

    const char *at = memchr(alphabet, c, sizeof(alphabet) - 1);

    return at == NULL ? -1 : (int)(at - alphabet);
}

void ym_base32_encode(uint64_t value, size_t n, char *out)
{
    while (n > 0) {
        out[--n] = ym_base32_digit((uint32_t)(value & 31U));
        value >>= 5;
    }
}

bool ym_base32_decode(struct ym_span text, uint64_t *ret)
{
    uint64_t value = 0;

    if (text.n == 0 || text.n > YM_BASE32_WORD)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const int digit = ym_base32_value(text.at[i]);

        if (digit < 0 || value >> 59 != 0)
            return false;
        value = value << 5 | (uint64_t)digit;
    }
    *ret = value;
    return true;
}
