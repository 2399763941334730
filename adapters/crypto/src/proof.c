/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/proof.h"

#include <assert.h>
#include <stdint.h>

#include <sodium.h>

#include "crypto/crypto.h"
#include "keyfile.h"
#include "ring.h"

#define HASH_LEN (YM_PROOF_LEN - 1)

/* The length, eight bytes little end first, then the text: no two lists of parts give the same
 * bytes. */
static void feed(crypto_generichash_state *state, struct ym_span part)
{
    unsigned char length[8];

    for (size_t i = 0; i < sizeof(length); i++)
        length[i] = (unsigned char)((uint64_t)part.n >> (8 * i) & 0xff);
    (void)crypto_generichash_update(state, length, sizeof(length));
    if (part.n > 0)
        (void)crypto_generichash_update(state, (const unsigned char *)part.at, part.n);
}

static void hash_under(const unsigned char key[YM_KEY_LEN], struct ym_span label,
                       const struct ym_span *parts, size_t n, unsigned char ret[HASH_LEN])
{
    crypto_generichash_state state;

    assert(label.n > 0 && label.n <= YM_LABEL_BYTES_MAX);
    assert(n <= YM_PROOF_PARTS_MAX);
    (void)crypto_generichash_init(&state, key, YM_KEY_LEN, HASH_LEN);
    feed(&state, label);
    for (size_t i = 0; i < n; i++)
        feed(&state, parts[i]);
    (void)crypto_generichash_final(&state, ret, HASH_LEN);
    sodium_memzero(&state, sizeof(state));
}

void ym_proof_make(const struct ym_keyring *ring, struct ym_span label, const struct ym_span *parts,
                   size_t n, unsigned char ret[YM_PROOF_LEN])
{
    const unsigned number = ym_keyring_newest(ring);

    ret[0] = (unsigned char)number;
    hash_under(ym_keyring_proving(ring, number), label, parts, n, ret + 1);
}

bool ym_proof_holds(const struct ym_keyring *ring, struct ym_span label,
                    const struct ym_span *parts, size_t n, const unsigned char proof[YM_PROOF_LEN])
{
    const unsigned char *key = ym_keyring_proving(ring, proof[0]);
    unsigned char hash[HASH_LEN];

    if (key == NULL)
        return false;
    hash_under(key, label, parts, n, hash);
    return ym_crypto_same(hash, proof + 1, sizeof(hash));
}
