/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/signature.h"

#include <sodium.h>
#include <string.h>

#include "base64.h"
#include "crypto/crypto.h"
#include "keyfile.h"
#include "ring.h"

#define BASE64 sodium_base64_VARIANT_ORIGINAL

_Static_assert(YM_SIGN_SEED_LEN == crypto_sign_ed25519_SEEDBYTES, "seed");
_Static_assert(YM_SIGN_PUBLIC_LEN == crypto_sign_ed25519_PUBLICKEYBYTES, "public key");
_Static_assert(YM_SIGNATURE_LEN == crypto_sign_ed25519_BYTES, "signature");
_Static_assert(YM_SIGN_PUBLIC_CHARS + 1 == sodium_base64_ENCODED_LEN(YM_SIGN_PUBLIC_LEN, BASE64),
               "text of a public key");
_Static_assert(YM_SIGNATURE_CHARS + 1 == sodium_base64_ENCODED_LEN(YM_SIGNATURE_LEN, BASE64),
               "text of a signature");

void ym_sign_key_of(const unsigned char seed[YM_SIGN_SEED_LEN], struct ym_sign_key *ret)
{
    unsigned char secret[crypto_sign_ed25519_SECRETKEYBYTES];

    memmove(ret->seed, seed, YM_SIGN_SEED_LEN);
    (void)crypto_sign_ed25519_seed_keypair(ret->open, secret, ret->seed);
    sodium_memzero(secret, sizeof(secret));
}

void ym_sign_key_make(struct ym_sign_key *ret)
{
    randombytes_buf(ret->seed, sizeof(ret->seed));
    ym_sign_key_of(ret->seed, ret);
}

/* The seed: BLAKE2b-256 under the ring's signing key of the length of the label, the label, and the
 * number, four bytes little end first. */
enum ym_err ym_sign_key_derive(const struct ym_keyring *ring, unsigned ring_number,
                               struct ym_span label, uint32_t number, struct ym_sign_key *ret,
                               struct ym_error *reterr)
{
    const unsigned char *from = ym_keyring_signing(ring, ring_number);
    const unsigned char length = (unsigned char)label.n;
    unsigned char count[4];
    crypto_generichash_state state;

    *ret = (struct ym_sign_key){ .seed = { 0 } };
    if (label.n == 0 || label.n > YM_LABEL_BYTES_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "the label of a signing key has 1 to %d bytes",
                       YM_LABEL_BYTES_MAX);
    if (from == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "a signing key derives from key %u, which the key file does not have: "
                       "restore the newer key file",
                       ring_number);
    for (unsigned i = 0; i < sizeof(count); i++)
        count[i] = (unsigned char)(number >> (8 * i) & 0xff);
    (void)crypto_generichash_init(&state, from, YM_KEY_LEN, YM_SIGN_SEED_LEN);
    (void)crypto_generichash_update(&state, &length, 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)label.at, label.n);
    (void)crypto_generichash_update(&state, count, sizeof(count));
    (void)crypto_generichash_final(&state, ret->seed, YM_SIGN_SEED_LEN);
    sodium_memzero(&state, sizeof(state));
    ym_sign_key_of(ret->seed, ret);
    return YM_E_OK;
}

void ym_sign(const struct ym_sign_key *key, struct ym_span message,
             unsigned char ret[YM_SIGNATURE_LEN])
{
    unsigned char secret[crypto_sign_ed25519_SECRETKEYBYTES];
    unsigned char open[YM_SIGN_PUBLIC_LEN];

    (void)crypto_sign_ed25519_seed_keypair(open, secret, key->seed);
    (void)crypto_sign_ed25519_detached(ret, NULL, (const unsigned char *)message.at, message.n,
                                       secret);
    sodium_memzero(secret, sizeof(secret));
}

bool ym_sign_verify(const unsigned char open[YM_SIGN_PUBLIC_LEN], struct ym_span message,
                    const unsigned char signature[YM_SIGNATURE_LEN])
{
    return crypto_sign_ed25519_verify_detached(signature, (const unsigned char *)message.at,
                                               message.n, open) == 0;
}

void ym_sign_print(const unsigned char *at, size_t n, char *ret)
{
    (void)sodium_bin2base64(ret, sodium_base64_encoded_len(n, BASE64), at, n, BASE64);
}

bool ym_sign_parse(struct ym_span text, unsigned char *ret, size_t n)
{
    size_t got = 0;
    const char *end = NULL;

    return text.n + 1 == sodium_base64_encoded_len(n, BASE64) && ym_base64_may_be(text) &&
           sodium_base642bin(ret, n, text.at, text.n, NULL, &got, &end, BASE64) == 0 && got == n &&
           end == text.at + text.n;
}
