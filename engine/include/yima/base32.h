/* SPDX-License-Identifier: Apache-2.0 */
/* Crockford's Base32: ten digits and the letters without I, L, O and U.
 *
 * Upper case on the way out. On the way in either case, and I and L count as 1, O as 0, since that
 * is how people copy them. The alphabet is within the alphanumeric mode of QR codes. */
#ifndef YM_BASE32_H
#define YM_BASE32_H

#include <stdint.h>

#include "yima/span.h"

#define YM_BASE32_WORD 13 /* characters that hold any 64-bit value */

/* The character for the low five bits of value. */
char ym_base32_digit(uint32_t value);

/* The value 0 to 31 of a character, or -1 when it has none. */
int ym_base32_value(char c);

/* Write the low 5 * n bits of value as n characters, most significant first; no NUL. Characters
 * beyond YM_BASE32_WORD are leading zeros. */
void ym_base32_encode(uint64_t value, size_t n, char *out);

/* Read 1 to YM_BASE32_WORD characters. False, and *ret untouched, for another length, a character
 * outside the alphabet or a value over 64 bits. */
__attribute__((warn_unused_result)) bool ym_base32_decode(struct ym_span text, uint64_t *ret);

#endif
