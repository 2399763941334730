/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures of webhooks: Standard Webhooks 1.0.0, section "Signature scheme", symmetric (v1).
 *
 * A secret travels as "whsec_" and base64 of 24 to 64 random bytes. What is signed is
 * id "." seconds "." body; the signature is "v1," and base64 of its HMAC-SHA-256 (RFC 2104). */
#ifndef YM_CRYPTO_WEBHOOK_H
#define YM_CRYPTO_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/span.h"

#define YM_WEBHOOK_KEY_MIN       24 /* bytes of a secret's key */
#define YM_WEBHOOK_KEY_MAX       64
#define YM_WEBHOOK_KEY_LEN       32 /* of those that we make */
#define YM_WEBHOOK_SECRET_MAX    96 /* the text of the longest secret with its NUL */
#define YM_WEBHOOK_SIGNATURE_LEN 47 /* "v1," and 44 characters */

/* Make a secret. ret_text gets it with its NUL: show it once, then wipe it. */
void ym_webhook_secret_make(char ret_text[YM_WEBHOOK_SECRET_MAX]);

/* Sign, with a NUL behind the signature. False, and nothing written, when secret is not of the
 * form above or size is not above YM_WEBHOOK_SIGNATURE_LEN. */
__attribute__((warn_unused_result)) bool ym_webhook_sign(struct ym_span secret, struct ym_span id,
                                                         int64_t seconds, struct ym_span body,
                                                         char *ret, size_t size);

#endif
