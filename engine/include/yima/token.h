/* SPDX-License-Identifier: Apache-2.0 */
/* The token in a mediation code: what a scan presents.
 *
 * 28 characters of Crockford's Base32 in upper case, which keeps the whole address in the QR code's
 * alphanumeric mode: 2 for the bucket, so that the server finds the one shard to ask, and 26 for
 * 130 random bits. Nothing in it is derived from a person or from the dispute's number, so it can
 * be revoked and made anew. */
#ifndef YM_TOKEN_H
#define YM_TOKEN_H

#include <stdint.h>

#include "yima/span.h"

#define YM_TOKEN_CHARS        28
#define YM_TOKEN_RANDOM_BYTES 17 /* 136 bits, of which the first 130 are used */

struct ym_token {
    char text[YM_TOKEN_CHARS + 1]; /* upper case, NUL-terminated */
};

/* Make a token from bytes of a cryptographic random source. Pre: bucket < YM_BUCKETS. */
void ym_token_make(uint32_t bucket, const uint8_t random[YM_TOKEN_RANDOM_BYTES],
                   struct ym_token *ret);

/* Read exactly 28 characters in any case; I, L and O are read as 1, 1 and 0. *ret holds the one
 * normal form, so that it may be compared and hashed. False, and *ret untouched, for anything else.
 */
__attribute__((warn_unused_result)) bool ym_token_parse(struct ym_span text, struct ym_token *ret);

/* The bucket in the token, < YM_BUCKETS. Pre: made by one of the functions above. */
uint32_t ym_token_bucket(const struct ym_token *token);

#endif
