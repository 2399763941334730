/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/password.h"

#include <sodium.h>

_Static_assert(YM_PASSWORD_STORED_MAX >= crypto_pwhash_STRBYTES, "the encoded form fits");

bool ym_password_store(struct ym_span password, char ret[YM_PASSWORD_STORED_MAX])
{
    return crypto_pwhash_str_alg(ret, password.at, password.n, YM_PASSWORD_PASSES,
                                 YM_PASSWORD_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool ym_password_verify(const char *stored, struct ym_span password)
{
    return crypto_pwhash_str_verify(stored, password.at, password.n) == 0;
}

bool ym_password_is_old(const char *stored)
{
    return crypto_pwhash_str_needs_rehash(stored, YM_PASSWORD_PASSES, YM_PASSWORD_BYTES) != 0;
}

/* The hash is all zeros: to find a password for it is to find a preimage. */
const char *ym_password_dummy(void)
{
    _Static_assert(YM_PASSWORD_BYTES == 19456u * 1024 && YM_PASSWORD_PASSES == 2,
                   "the text below says it too");
    return "$argon2id$v=19$m=19456,t=2,p=1$c29kaXVtaXNub3RzYWx0eQ"
           "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
}
