/* SPDX-License-Identifier: Apache-2.0 */
/* The code of a sealed document: what is printed on it, and by which anybody can have it checked.
 *
 * 20 characters of Crockford's Base32 in upper case, shown as "0ZK7Q-M2D4X-8PVNA-3HT6C": 2 for the
 * bucket, so that the server finds the one shard to ask, 17 for 85 random bits, and a check sign by
 * the scheme of yima/number.h, which tells every single wrong character and every two neighbours
 * that were swapped. Nothing in it is derived from a person or a dispute's number. */
#ifndef YM_SEAL_CODE_H
#define YM_SEAL_CODE_H

#include <stdint.h>

#include "yima/span.h"

#define YM_SEAL_CODE_CHARS        20 /* the check sign included */
#define YM_SEAL_CODE_TEXT_MAX     24 /* as shown, with its NUL */
#define YM_SEAL_CODE_INPUT_MAX    64 /* bytes that a typed code may have, with its separators */
#define YM_SEAL_CODE_RANDOM_BYTES 17 /* five bits of each are used */

/* One code in its normal form: upper case, no separator. */
struct ym_seal_code {
    char text[YM_SEAL_CODE_CHARS + 1];
};

/* Make a code from bytes of a cryptographic random source. Pre: bucket < YM_BUCKETS. */
void ym_seal_code_make(uint32_t bucket, const uint8_t random[YM_SEAL_CODE_RANDOM_BYTES],
                       struct ym_seal_code *ret);

/* As printed and shown, in four groups of five. */
void ym_seal_code_print(const struct ym_seal_code *code, char out[YM_SEAL_CODE_TEXT_MAX]);

/* Read what somebody typed, in any case, with spaces and dashes anywhere; I, L and O are read as
 * what they look like. False, and *ret untouched, for another length, a foreign character or a
 * check sign that does not fit. */
__attribute__((warn_unused_result)) bool ym_seal_code_parse(struct ym_span text,
                                                            struct ym_seal_code *ret);

/* The bucket in the code, < YM_BUCKETS. Pre: made by one of the functions above. */
uint32_t ym_seal_code_bucket(const struct ym_seal_code *code);

#endif
