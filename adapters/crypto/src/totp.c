/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/totp.h"

#include <assert.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#define SHA1_LEN 20
#define MODULUS  1000000u /* six digits */

/* RFC 4226, 5.3: four bytes from where the last nibble points to, without the sign. */
unsigned ym_totp_code(const unsigned char secret[YM_TOTP_SECRET_LEN], int64_t step)
{
    unsigned char counter[8];
    unsigned char mac[SHA1_LEN];
    unsigned n = 0;
    const unsigned char *done;
    const unsigned char *at;
    uint32_t value;

    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    done = HMAC(EVP_sha1(), secret, YM_TOTP_SECRET_LEN, counter, sizeof(counter), mac, &n);
    assert(done != NULL);
    assert(n == SHA1_LEN);
    at = mac + (mac[SHA1_LEN - 1] & 15);
    value = (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    sodium_memzero(mac, sizeof(mac));
    return value % MODULUS;
}
