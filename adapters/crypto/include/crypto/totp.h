/* SPDX-License-Identifier: Apache-2.0 */
/* One-time passwords by time: RFC 6238 with HMAC-SHA-1, six digits, steps of 30 seconds.
 *
 * SHA-1 and six digits, since that is what every authenticator app takes: several ignore what an
 * otpauth address says of algorithm and digits and then show codes that never match. HMAC-SHA-1 is
 * not touched by the collisions of SHA-1 (RFC 6194, 3.3). libsodium has no SHA-1; it is OpenSSL's,
 * which libpq and libcurl bring into the process anyway. */
#ifndef YM_CRYPTO_TOTP_H
#define YM_CRYPTO_TOTP_H

#include <stdint.h>

#define YM_TOTP_SECRET_LEN 20 /* bytes: as long as the hash (RFC 4226, 4, R6) */

/* The code of a step, 0 to 999999. */
unsigned ym_totp_code(const unsigned char secret[YM_TOTP_SECRET_LEN], int64_t step);

#endif
