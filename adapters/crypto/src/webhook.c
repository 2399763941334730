/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/webhook.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base64.h"

#define PREFIX   "whsec_"
#define PREFIX_N (sizeof(PREFIX) - 1)

void ym_webhook_secret_make(char ret_text[YM_WEBHOOK_SECRET_MAX])
{
    unsigned char key[YM_WEBHOOK_KEY_LEN];

    randombytes_buf(key, sizeof(key));
    memcpy(ret_text, PREFIX, PREFIX_N);
    (void)sodium_bin2base64(ret_text + PREFIX_N, YM_WEBHOOK_SECRET_MAX - PREFIX_N, key, sizeof(key),
                            sodium_base64_VARIANT_ORIGINAL);
    sodium_memzero(key, sizeof(key));
}

static bool read_key(struct ym_span secret, unsigned char ret[YM_WEBHOOK_KEY_MAX], size_t *ret_n)
{
    if (secret.n <= PREFIX_N || memcmp(secret.at, PREFIX, PREFIX_N) != 0 ||
        !ym_base64_may_be(secret))
        return false;
    if (sodium_base642bin(ret, YM_WEBHOOK_KEY_MAX, secret.at + PREFIX_N, secret.n - PREFIX_N, NULL,
                          ret_n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    return *ret_n >= YM_WEBHOOK_KEY_MIN;
}

static void add(crypto_auth_hmacsha256_state *state, const void *at, size_t n)
{
    const int done = crypto_auth_hmacsha256_update(state, at, n);

    assert(done == 0);
}

bool ym_webhook_sign(struct ym_span secret, struct ym_span id, int64_t seconds, struct ym_span body,
                     char *ret, size_t size)
{
    unsigned char key[YM_WEBHOOK_KEY_MAX];
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    char stamp[32];
    size_t key_n = 0;
    int n;

    if (size <= YM_WEBHOOK_SIGNATURE_LEN || !read_key(secret, key, &key_n))
        return false;
    n = snprintf(stamp, sizeof(stamp), ".%" PRId64 ".", seconds);
    (void)crypto_auth_hmacsha256_init(&state, key, key_n);
    sodium_memzero(key, sizeof(key));
    add(&state, id.at, id.n);
    add(&state, stamp, (size_t)n);
    add(&state, body.at, body.n);
    (void)crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(&state, sizeof(state));
    memcpy(ret, "v1,", 3);
    (void)sodium_bin2base64(ret + 3, size - 3, mac, sizeof(mac), sodium_base64_VARIANT_ORIGINAL);
    return true;
}
