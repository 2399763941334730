/* SPDX-License-Identifier: Apache-2.0 */
/* The check sign of numbers and codes that people type: Damm's scheme over GF(32), explained in
 * yima/number.h. Feed every character from the left, then 0: what comes out is the check sign. With
 * the sign fed as well it comes out at 0. */
#ifndef YM_ENGINE_SRC_DAMM_H
#define YM_ENGINE_SRC_DAMM_H

#include <stdint.h>

/* c := x*c + d in GF(2)[x]/(x^5 + x^2 + 1). */
static inline uint32_t damm(uint32_t c, uint32_t d)
{
    c <<= 1;
    if (c & 32U)
        c ^= 32U | 4U | 1U;
    return c ^ d;
}

#endif
