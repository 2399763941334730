/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/crypto.h"

#include <assert.h>
#include <stdint.h>

#include <openssl/evp.h>
#include <sodium.h>

#define FAST_MIN 192 /* bytes from which libcrypto is worth its call */

_Static_assert(YM_SHA256_LEN == crypto_hash_sha256_BYTES, "SHA-256");
_Static_assert(YM_FINGERPRINT_LEN >= crypto_generichash_BYTES_MIN, "BLAKE2b");

enum ym_err ym_crypto_init(struct ym_error *reterr)
{
    if (sodium_init() < 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "the system gives no random bytes: check that /dev/urandom is there");
    return YM_E_OK;
}

void ym_random(void *ret_bytes, size_t n)
{
    if (n > 0)
        randombytes_buf(ret_bytes, n);
}

void ym_sha256(const void *at, size_t n, unsigned char ret_hash[YM_SHA256_LEN])
{
    ym_sha256_2(at, n, NULL, 0, ret_hash);
}

/* By the processor's own instructions, which libsodium does not use: a third of the time on an
 * event of usual size. False: it cannot now (no memory, or a libcrypto that was told to do
 * without). */
static bool hash_fast(const void *a, size_t an, const void *b, size_t bn,
                      unsigned char ret_hash[YM_SHA256_LEN])
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    const bool is_done = c != NULL && EVP_DigestInit_ex(c, EVP_sha256(), NULL) == 1 &&
                         EVP_DigestUpdate(c, a, an) == 1 && EVP_DigestUpdate(c, b, bn) == 1 &&
                         EVP_DigestFinal_ex(c, ret_hash, NULL) == 1;

    EVP_MD_CTX_free(c);
    return is_done;
}

void ym_sha256_2(const void *a, size_t an, const void *b, size_t bn,
                 unsigned char ret_hash[YM_SHA256_LEN])
{
    crypto_hash_sha256_state state;

    assert(a != NULL || an == 0);
    assert(b != NULL || bn == 0);
    if (an + bn >= FAST_MIN && hash_fast(a, an, b, bn, ret_hash))
        return;
    (void)crypto_hash_sha256_init(&state);
    if (an > 0)
        (void)crypto_hash_sha256_update(&state, a, an);
    if (bn > 0)
        (void)crypto_hash_sha256_update(&state, b, bn);
    (void)crypto_hash_sha256_final(&state, ret_hash);
}

_Static_assert(sizeof(struct ym_sha256) >= sizeof(crypto_hash_sha256_state), "room for the state");
_Static_assert(_Alignof(struct ym_sha256) >= _Alignof(crypto_hash_sha256_state), "its alignment");

void ym_sha256_begin(struct ym_sha256 *s)
{
    (void)crypto_hash_sha256_init((crypto_hash_sha256_state *)(void *)s->state);
}

void ym_sha256_add(struct ym_sha256 *s, const void *at, size_t n)
{
    if (n > 0)
        (void)crypto_hash_sha256_update((crypto_hash_sha256_state *)(void *)s->state, at, n);
}

void ym_sha256_end(struct ym_sha256 *s, unsigned char ret_hash[YM_SHA256_LEN])
{
    (void)crypto_hash_sha256_final((crypto_hash_sha256_state *)(void *)s->state, ret_hash);
}

/* Feed the length, eight bytes little end first, then the text: no two lists of parts give the
 * same bytes. */
static void feed(crypto_generichash_state *state, struct ym_span part)
{
    unsigned char length[8];
    uint64_t n = part.n;

    for (size_t i = 0; i < sizeof(length); i++) {
        length[i] = (unsigned char)(n & 0xff);
        n >>= 8;
    }
    (void)crypto_generichash_update(state, length, sizeof(length));
    if (part.n > 0)
        (void)crypto_generichash_update(state, (const unsigned char *)part.at, part.n);
}

void ym_fingerprint(struct ym_span label, const struct ym_span *parts, size_t n_parts,
                    unsigned char ret_print[YM_FINGERPRINT_LEN])
{
    crypto_generichash_state state;

    assert(label.n > 0);
    assert(label.n <= YM_LABEL_BYTES_MAX);
    assert(n_parts <= YM_FINGERPRINT_PARTS_MAX);
    (void)crypto_generichash_init(&state, NULL, 0, YM_FINGERPRINT_LEN);
    feed(&state, label);
    for (size_t i = 0; i < n_parts; i++)
        feed(&state, parts[i]);
    (void)crypto_generichash_final(&state, ret_print, YM_FINGERPRINT_LEN);
}

bool ym_crypto_same(const void *a, const void *b, size_t n)
{
    return n == 0 || sodium_memcmp(a, b, n) == 0;
}

void ym_crypto_wipe(void *at, size_t n)
{
    if (n > 0)
        sodium_memzero(at, n);
}
