/* SPDX-License-Identifier: Apache-2.0 */
/* Digests in hexadecimal digits. */
#ifndef YM_HEX_H
#define YM_HEX_H

#include <stddef.h>

#define YM_HEX_32 65 /* the digits of 32 bytes and their NUL */

/* Write n bytes as 2 * n lower-case digits and a NUL. */
static inline void ym_hex(const unsigned char *at, size_t n, char *ret)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        ret[2 * i] = digits[at[i] >> 4];
        ret[2 * i + 1] = digits[at[i] & 15];
    }
    ret[2 * n] = '\0';
}

#endif
