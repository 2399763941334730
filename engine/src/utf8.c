/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/utf8.h"

#include <stdint.h>
#include <string.h>

/* Decode the character at the start of at[0..n), n > 0. The answer is its length in bytes, 0 when
 * the bytes are not one. Overlong forms, surrogates and what lies above U+10FFFF are told apart by
 * the second byte alone (Unicode, table 3-7), so that only its range differs from row to row. */
static size_t decode(const unsigned char *at, size_t n, uint32_t *ret)
{
    static const struct {
        unsigned char first, last; /* of the lead byte */
        unsigned char lo, hi;      /* of the second byte */
        unsigned char length;
        unsigned char mask; /* payload bits of the lead byte */
    } rows[] = {
        { 0xC2, 0xDF, 0x80, 0xBF, 2, 0x1F }, { 0xE0, 0xE0, 0xA0, 0xBF, 3, 0x0F },
        { 0xE1, 0xEC, 0x80, 0xBF, 3, 0x0F }, { 0xED, 0xED, 0x80, 0x9F, 3, 0x0F },
        { 0xEE, 0xEF, 0x80, 0xBF, 3, 0x0F }, { 0xF0, 0xF0, 0x90, 0xBF, 4, 0x07 },
        { 0xF1, 0xF3, 0x80, 0xBF, 4, 0x07 }, { 0xF4, 0xF4, 0x80, 0x8F, 4, 0x07 },
    };
    const size_t count = sizeof(rows) / sizeof(rows[0]);
    size_t row = 0;

    if (at[0] < 0x80) {
        *ret = at[0];
        return 1;
    }

    while (row < count && at[0] > rows[row].last)
        row++;
    if (row == count || at[0] < rows[row].first || rows[row].length > n)
        return 0;

    uint32_t c = at[0] & rows[row].mask;

    for (size_t i = 1; i < rows[row].length; i++) {
        const unsigned char lo = i == 1 ? rows[row].lo : 0x80;
        const unsigned char hi = i == 1 ? rows[row].hi : 0xBF;

        if (at[i] < lo || at[i] > hi)
            return 0;
        c = c << 6 | (at[i] & 0x3FU);
    }
    *ret = c;
    return rows[row].length;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 ? c != '\n' && c != '\t' : c >= 0x7F && c < 0xA0;
}

/* Marks that end a line, or turn the direction of what follows without being seen: "支付 0003 元"
 * could be made to read as another sum on paper that people sign. And two that XML 1.0 cannot hold.
 */
static bool is_deceptive(uint32_t c)
{
    return (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFFFE ||
           c == 0xFFFF;
}

/* How many of the bytes at the start of text are ASCII, told eight at a time. */
static size_t ascii_run(struct ym_span text)
{
    size_t n = 0;
    uint64_t word;

    while (text.n - n >= sizeof(word)) {
        memcpy(&word, text.at + n, sizeof(word));
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
        n += sizeof(word);
    }
    return n;
}

/* The three bytes of most Chinese characters: U+1000 to U+CFFF. */
static bool is_common(const unsigned char *at)
{
    return at[0] >= 0xE1 && at[0] <= 0xEC && (at[1] & 0xC0U) == 0x80 && (at[2] & 0xC0U) == 0x80;
}

bool ym_utf8_valid(struct ym_span text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    size_t i = ascii_run(text);

    while (i < text.n) {
        const size_t left = text.n - i;
        uint32_t c = 0;
        const size_t length = left >= 3 && is_common(at + i) ? 3 : decode(at + i, left, &c);

        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

size_t ym_utf8_first(struct ym_span text)
{
    uint32_t c = 0;

    return decode((const unsigned char *)text.at, text.n, &c);
}

size_t ym_utf8_chars(struct ym_span text)
{
    size_t chars = 0;

    for (size_t i = 0; i < text.n; i++)
        chars += ((unsigned char)text.at[i] & 0xC0U) != 0x80U;
    return chars;
}

bool ym_utf8_plain(struct ym_span text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    size_t i = 0;

    while (i < text.n) {
        uint32_t c = 0;
        const size_t length = decode(at + i, text.n - i, &c);

        if (length == 0 || is_control(c) || is_deceptive(c))
            return false;
        i += length;
    }
    return true;
}
