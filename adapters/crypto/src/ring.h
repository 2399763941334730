/* SPDX-License-Identifier: Apache-2.0 */
/* What the rest of this layer takes from a key ring. Private to the layer. */
#ifndef YM_CRYPTO_SRC_RING_H
#define YM_CRYPTO_SRC_RING_H

#include "crypto/keyring.h"

/* The 32 bytes that signing keys derive from under the key with this number, or NULL when the ring
 * has no such key. They live as long as the ring. */
const unsigned char *ym_keyring_signing(const struct ym_keyring *ring, unsigned number);

/* The same for the proofs of rows. */
const unsigned char *ym_keyring_proving(const struct ym_keyring *ring, unsigned number);

#endif
