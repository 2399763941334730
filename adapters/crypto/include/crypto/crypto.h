/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes and random bytes. crypto/bearer.h holds the tokens, crypto/keyring.h the sealed fields.
 *
 * This layer is the only user of libsodium. Call ym_crypto_init() once from the composition root
 * before anything else of it. Nothing in this header allocates, and only that call can fail. */
#ifndef YM_CRYPTO_H
#define YM_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "yima/span.h"

#define YM_SHA256_LEN            32  /* bytes */
#define YM_FINGERPRINT_LEN       16  /* bytes */
#define YM_LABEL_BYTES_MAX       128 /* a domain label: which use a hash or a sealed field is for */
#define YM_FINGERPRINT_PARTS_MAX 16

/* Prepare the random source and pick the fastest code for this processor. May be called again.
 * YM_E_UNAVAILABLE: the system gives no random bytes. */
__attribute__((warn_unused_result)) enum ym_err ym_crypto_init(struct ym_error *reterr);

/* Fill n bytes from the system's cryptographic random source. */
void ym_random(void *ret_bytes, size_t n);

/* SHA-256 (FIPS 180-4) of n bytes at `at`, which may be NULL when n == 0. */
void ym_sha256(const void *at, size_t n, unsigned char ret_hash[YM_SHA256_LEN]);

/* SHA-256 of a followed by b, without joining them: the link of a hash chain is
 * ym_sha256_2(previous, YM_SHA256_LEN, payload, n, hash). ret_hash may be the memory of a. */
void ym_sha256_2(const void *a, size_t an, const void *b, size_t bn,
                 unsigned char ret_hash[YM_SHA256_LEN]);

/* SHA-256 of what comes in parts, such as a file that is larger than memory should hold. */
struct ym_sha256 {
    uint64_t state[14]; /* libsodium's */
};
void ym_sha256_begin(struct ym_sha256 *s);
void ym_sha256_add(struct ym_sha256 *s, const void *at, size_t n); /* at may be NULL when n == 0 */
void ym_sha256_end(struct ym_sha256 *s, unsigned char ret_hash[YM_SHA256_LEN]);

/* Short fingerprint for idempotency keys and request bodies: BLAKE2b-128 (RFC 7693) over the
 * label, then each part, each behind its length, so that ("ab","c") and ("a","bc") differ and so
 * do the same parts under two labels. Not secret: anybody can compute it.
 * Pre: 0 < label.n <= YM_LABEL_BYTES_MAX, n_parts <= YM_FINGERPRINT_PARTS_MAX. */
void ym_fingerprint(struct ym_span label, const struct ym_span *parts, size_t n_parts,
                    unsigned char ret_print[YM_FINGERPRINT_LEN]);

/* Are n bytes equal? Takes the same time wherever they differ. */
__attribute__((warn_unused_result)) bool ym_crypto_same(const void *a, const void *b, size_t n);

/* Overwrite n bytes in a way that the compiler may not leave out. */
void ym_crypto_wipe(void *at, size_t n);

#endif
