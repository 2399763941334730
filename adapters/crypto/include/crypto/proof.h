/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs of rows: what a program stored for itself and would believe when it reads it again, such
 * as what it made of a history once and for all. Who can write to the database and has no key file
 * cannot make one. Cheap: less than a microsecond for a row of some hundred bytes. */
#ifndef YM_CRYPTO_PROOF_H
#define YM_CRYPTO_PROOF_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/keyring.h"
#include "yima/span.h"

#define YM_PROOF_LEN       33 /* bytes: key number 1, keyed BLAKE2b-256 */
#define YM_PROOF_PARTS_MAX 16

/* Prove parts for a use (label), under the key that seals new fields: its number, then BLAKE2b-256
 * keyed with what derives from it, over the label and the parts, each behind its length. The same
 * parts give the same proof while that key seals.
 * Pre: 0 < label.n <= YM_LABEL_BYTES_MAX, n <= YM_PROOF_PARTS_MAX. */
void ym_proof_make(const struct ym_keyring *ring, struct ym_span label, const struct ym_span *parts,
                   size_t n, unsigned char ret[YM_PROOF_LEN]);

/* Is this their proof, under the key that it names? False, too, when the ring does not have that
 * key. The same preconditions. */
__attribute__((warn_unused_result)) bool ym_proof_holds(const struct ym_keyring *ring,
                                                        struct ym_span label,
                                                        const struct ym_span *parts, size_t n,
                                                        const unsigned char proof[YM_PROOF_LEN]);

#endif
