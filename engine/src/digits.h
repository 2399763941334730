/* SPDX-License-Identifier: Apache-2.0 */
/* Fixed-width decimal numbers, as dates and official codes have them. Private to the engine. */
#ifndef YM_DIGITS_H
#define YM_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool ym_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Read exactly n ASCII digits, n <= 18. False, and *ret untouched, when one is no digit. */
static inline bool ym_digits_get(const char *at, size_t n, int64_t *ret)
{
    int64_t value = 0;

    for (size_t i = 0; i < n; i++) {
        if (!ym_digit(at[i]))
            return false;
        value = value * 10 + (at[i] - '0');
    }
    *ret = value;
    return true;
}

/* Write value as exactly n digits with leading zeros, without a NUL. Pre: 0 <= value < 10^n. */
static inline void ym_digits_put(char *out, size_t n, int64_t value)
{
    while (n > 0) {
        out[--n] = (char)('0' + value % 10);
        value /= 10;
    }
}

#endif
