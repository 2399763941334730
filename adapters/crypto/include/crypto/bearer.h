/* SPDX-License-Identifier: Apache-2.0 */
/* Bearer tokens: what a program sends in `Authorization: Bearer`.
 *
 *   ym_ 7k2m9x4hq0tc _ Jm3…43 characters…
 *       public id      secret: base64url, without padding, of 32 random bytes
 *
 * The id finds the row and may be logged. The secret is shown once and never stored: the row keeps
 * a BLAKE2b-256 hash of id and secret, which is enough for 256 random bits (a slow password hash
 * would add nothing). */
#ifndef YM_BEARER_H
#define YM_BEARER_H

#include <stdbool.h>

#include "yima/span.h"

#define YM_BEARER_ID_LEN     12 /* characters of 0-9 a-z without i l o u: 60 random bits */
#define YM_BEARER_SECRET_LEN 43 /* characters of A-Z a-z 0-9 - _ */
#define YM_BEARER_LEN        (3 + YM_BEARER_ID_LEN + 1 + YM_BEARER_SECRET_LEN)
#define YM_BEARER_HASH_LEN   32 /* bytes */

/* What is stored, or what a request claims. */
struct ym_bearer {
    char id[YM_BEARER_ID_LEN + 1];          /* public id, NUL-terminated */
    unsigned char hash[YM_BEARER_HASH_LEN]; /* BLAKE2b-256 of label, id and secret */
};

/* Make a token. ret_text gets the whole token with its NUL: show it once, then wipe it with
 * ym_crypto_wipe(). ret_bearer gets what to store. */
void ym_bearer_make(char ret_text[YM_BEARER_LEN + 1], struct ym_bearer *ret_bearer);

/* Read the text of a token, strictly: exact length, prefix and alphabets. False, with *ret_claim
 * zeroed, when it is not of that form; that says nothing about whether the token exists. */
__attribute__((warn_unused_result)) bool ym_bearer_parse(struct ym_span text,
                                                         struct ym_bearer *ret_claim);

/* Is the claim the token whose row is stored? Constant time. stored may be NULL (no such id):
 * then the answer is false after the same work, so that time does not tell which ids exist. */
__attribute__((warn_unused_result)) bool ym_bearer_verify(const struct ym_bearer *claim,
                                                          const struct ym_bearer *stored);

#endif
