/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/ticket.h"

#include <string.h>

#include <sodium.h>

#include "crypto/crypto.h"

#define SECRET_BYTES 32

_Static_assert(sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ==
                   YM_TICKET_LEN + 1,
               "length of a ticket");

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void digest(struct ym_span use, const char *text, unsigned char ret[YM_TICKET_HASH_LEN])
{
    crypto_generichash_state state;
    const unsigned char n = (unsigned char)use.n; /* apart from the text, whatever its length */

    (void)crypto_generichash_init(&state, NULL, 0, YM_TICKET_HASH_LEN);
    (void)crypto_generichash_update(&state, &n, 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)use.at, use.n);
    (void)crypto_generichash_update(&state, (const unsigned char *)text, YM_TICKET_LEN);
    (void)crypto_generichash_final(&state, ret, YM_TICKET_HASH_LEN);
    sodium_memzero(&state, sizeof(state));
}

void ym_ticket_make(struct ym_span use, char ret_text[YM_TICKET_LEN + 1],
                    unsigned char ret_hash[YM_TICKET_HASH_LEN])
{
    unsigned char secret[SECRET_BYTES];

    randombytes_buf(secret, sizeof(secret));
    (void)sodium_bin2base64(ret_text, YM_TICKET_LEN + 1, secret, sizeof(secret),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(secret, sizeof(secret));
    digest(use, ret_text, ret_hash);
}

/* Only the canonical text: 43 characters hold 258 bits, and the two beyond 256 are zero. */
static bool is_well_formed(struct ym_span text)
{
    size_t last = 0;

    if (text.n != YM_TICKET_LEN)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const char *found = text.at[i] != '\0' ? strchr(alphabet, text.at[i]) : NULL;

        if (found == NULL)
            return false;
        last = (size_t)(found - alphabet);
    }
    return last % 4 == 0;
}

bool ym_ticket_hash(struct ym_span use, struct ym_span text,
                    unsigned char ret_hash[YM_TICKET_HASH_LEN])
{
    memset(ret_hash, 0, YM_TICKET_HASH_LEN);
    if (!is_well_formed(text))
        return false;
    digest(use, text.at, ret_hash);
    return true;
}
