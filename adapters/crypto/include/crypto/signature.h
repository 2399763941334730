/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures that anybody can check with a public key: Ed25519 (RFC 8032, 5.1), by libsodium.
 *
 * Our own keys are derived from the key ring, so there is no second file to keep, to copy and to
 * lose. Whoever restores ring and database signs as before; and who has lost the ring still checks
 * every old signature, since the public keys are kept beside what they signed. */
#ifndef YM_CRYPTO_SIGNATURE_H
#define YM_CRYPTO_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "crypto/keyring.h"
#include "yima/span.h"

#define YM_SIGN_SEED_LEN   32 /* bytes: the secret part of a key */
#define YM_SIGN_PUBLIC_LEN 32 /* bytes */
#define YM_SIGNATURE_LEN   64 /* bytes */

/* Characters as base64 with padding, RFC 4648, 4: what stands in JSON and in headers. */
#define YM_SIGN_PUBLIC_CHARS 44
#define YM_SIGNATURE_CHARS   88

/* A key that can sign. Wipe it with ym_crypto_wipe() when done. */
struct ym_sign_key {
    unsigned char seed[YM_SIGN_SEED_LEN];   /* secret */
    unsigned char open[YM_SIGN_PUBLIC_LEN]; /* the public key */
};

/* A fresh random key. */
void ym_sign_key_make(struct ym_sign_key *ret);

/* The key with this seed. */
void ym_sign_key_of(const unsigned char seed[YM_SIGN_SEED_LEN], struct ym_sign_key *ret);

/* The key with this number for a use (label), derived from key ring_number of the ring: the same
 * again for the same four. Numbers count up for each use; a new number makes a new key, also under
 * an old ring key. Name the use in the label, e.g. "yima seal" or "yima partner/hz-court".
 * Errors: UNAVAILABLE (that key is not in this ring), UNPROCESSABLE (empty or too long label). */
__attribute__((warn_unused_result)) enum ym_err
ym_sign_key_derive(const struct ym_keyring *ring, unsigned ring_number, struct ym_span label,
                   uint32_t number, struct ym_sign_key *ret, struct ym_error *reterr);

/* Sign. The same key and message give the same signature (RFC 8032 has no random part). */
void ym_sign(const struct ym_sign_key *key, struct ym_span message,
             unsigned char ret[YM_SIGNATURE_LEN]);

/* Is this the signature of message by the owner of this public key? False, too, for keys of small
 * order and for signatures that are not in their one canonical form. */
__attribute__((warn_unused_result)) bool
ym_sign_verify(const unsigned char open[YM_SIGN_PUBLIC_LEN], struct ym_span message,
               const unsigned char signature[YM_SIGNATURE_LEN]);

/* n bytes as base64 with padding and a NUL: ret has room for 4 * ((n + 2) / 3) + 1. */
void ym_sign_print(const unsigned char *at, size_t n, char *ret);

/* Read exactly n bytes of base64 back, strictly: padding, length and unused bits. */
__attribute__((warn_unused_result)) bool ym_sign_parse(struct ym_span text, unsigned char *ret,
                                                       size_t n);

#endif
