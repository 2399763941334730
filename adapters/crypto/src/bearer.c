/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/bearer.h"

#include <string.h>

#include <sodium.h>

#define SECRET_BYTES 32
#define PREFIX       "ym_"
#define PREFIX_LEN   (sizeof(PREFIX) - 1)
#define SECRET_AT    (PREFIX_LEN + YM_BEARER_ID_LEN + 1)
#define HASH_LABEL   "yima bearer token 1:"

_Static_assert(sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ==
                   YM_BEARER_SECRET_LEN + 1,
               "length of the secret");
_Static_assert(YM_BEARER_LEN == SECRET_AT + YM_BEARER_SECRET_LEN, "length of the token");

/* 32 characters, so that five random bits pick one without bias. */
static const char id_alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static const char secret_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Fill *ret from a token whose form was checked. */
static void digest(const char *token, struct ym_bearer *ret)
{
    crypto_generichash_state state;

    memcpy(ret->id, token + PREFIX_LEN, YM_BEARER_ID_LEN);
    ret->id[YM_BEARER_ID_LEN] = '\0';
    (void)crypto_generichash_init(&state, NULL, 0, YM_BEARER_HASH_LEN);
    (void)crypto_generichash_update(&state, (const unsigned char *)HASH_LABEL,
                                    sizeof(HASH_LABEL) - 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)token, YM_BEARER_LEN);
    (void)crypto_generichash_final(&state, ret->hash, YM_BEARER_HASH_LEN);
    sodium_memzero(&state, sizeof(state));
}

void ym_bearer_make(char ret_text[YM_BEARER_LEN + 1], struct ym_bearer *ret_bearer)
{
    unsigned char secret[SECRET_BYTES];
    unsigned char id[YM_BEARER_ID_LEN];

    randombytes_buf(id, sizeof(id));
    randombytes_buf(secret, sizeof(secret));
    memcpy(ret_text, PREFIX, PREFIX_LEN);
    for (size_t i = 0; i < YM_BEARER_ID_LEN; i++)
        ret_text[PREFIX_LEN + i] = id_alphabet[id[i] & 31];
    ret_text[SECRET_AT - 1] = '_';
    (void)sodium_bin2base64(ret_text + SECRET_AT, YM_BEARER_SECRET_LEN + 1, secret, sizeof(secret),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(secret, sizeof(secret));
    digest(ret_text, ret_bearer);
}

static bool id_is_well_formed(const char *id)
{
    for (size_t i = 0; i < YM_BEARER_ID_LEN; i++) {
        if (id[i] == '\0' || strchr(id_alphabet, id[i]) == NULL)
            return false;
    }
    return true;
}

/* Only the canonical base64url text of exactly 32 bytes. The alphabet is checked here, because
 * sodium_base642bin() of libsodium 1.0.18 takes bytes above 127 for letters. */
static bool secret_is_well_formed(const char *text)
{
    size_t last = 0;

    for (size_t i = 0; i < YM_BEARER_SECRET_LEN; i++) {
        const char *found = text[i] != '\0' ? strchr(secret_alphabet, text[i]) : NULL;

        if (found == NULL)
            return false;
        last = (size_t)(found - secret_alphabet);
    }
    /* 43 characters hold 258 bits; the two beyond 256 are zero. */
    return last % 4 == 0;
}

bool ym_bearer_parse(struct ym_span text, struct ym_bearer *ret_claim)
{
    memset(ret_claim, 0, sizeof(*ret_claim));
    if (text.n != YM_BEARER_LEN || memcmp(text.at, PREFIX, PREFIX_LEN) != 0 ||
        text.at[SECRET_AT - 1] != '_' || !id_is_well_formed(text.at + PREFIX_LEN) ||
        !secret_is_well_formed(text.at + SECRET_AT))
        return false;
    digest(text.at, ret_claim);
    return true;
}

bool ym_bearer_verify(const struct ym_bearer *claim, const struct ym_bearer *stored)
{
    static const struct ym_bearer nobody = { .id = "" };
    const struct ym_bearer *other = stored != NULL ? stored : &nobody;
    int id_differs = sodium_memcmp(claim->id, other->id, YM_BEARER_ID_LEN);
    int hash_differs = sodium_memcmp(claim->hash, other->hash, YM_BEARER_HASH_LEN);

    return stored != NULL && (id_differs | hash_differs) == 0;
}
