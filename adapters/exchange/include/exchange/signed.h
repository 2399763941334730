/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures between partners: Standard Webhooks 1.0.0, section "Signature scheme", asymmetric.
 *
 * What is signed is id "." seconds "." body. The header webhook-signature holds one or more
 * signatures with spaces between, each "v1a," and base64 of an Ed25519 signature; one of them must
 * be by one of the partner's keys that count at that moment. While a key is replaced, the sender
 * signs with both, or the receiver knows both: either is enough. The clock may differ by
 * EXCHANGE_SKEW_S either way. */
#ifndef YM_EXCHANGE_SIGNED_H
#define YM_EXCHANGE_SIGNED_H

#include "app/exchange.h"
#include "base/error.h"
#include "crypto/keyring.h"
#include "crypto/signature.h"

#define EXCHANGE_SKEW_S         300                      /* five minutes */
#define EXCHANGE_SIGNATURES_MAX 8                        /* of one message that are looked at */
#define EXCHANGE_HEADER_MAX     1024                     /* bytes of webhook-signature */
#define EXCHANGE_SIGNATURE_LEN  (4 + YM_SIGNATURE_CHARS) /* "v1a," and base64 */

/* The three headers and the bytes, as they came. */
struct exchange_signed {
    struct ym_span id, timestamp, signature;
    struct ym_span body;
};

/* Is it from this partner, and of this minute? OK, or UNAUTHORIZED with what to look at: the text
 * tells a forger nothing that he did not know. */
__attribute__((warn_unused_result)) enum ym_err exchange_verify(const struct exchange_signed *s,
                                                                const struct app_partner *partner,
                                                                ym_usec now,
                                                                struct ym_error *reterr);

/* Our key for a partner: its public part, to be given to them. */
__attribute__((warn_unused_result)) enum ym_err
exchange_own_public(const struct ym_keyring *ring, struct ym_span code, struct app_own_key key,
                    unsigned char ret[YM_SIGN_PUBLIC_LEN], struct ym_error *reterr);

/* The next key after this one (number 0: the first), under the ring's key that seals now. */
struct app_own_key exchange_own_next(const struct ym_keyring *ring, struct app_own_key key);

/* What goes to a partner, to be signed. */
struct exchange_outgoing {
    const struct app_partner *partner;
    struct ym_span id;
    int64_t seconds; /* since 1970 */
    struct ym_span body;
};

/* Sign with our key for the partner, and with the one before while it is being replaced. */
__attribute__((warn_unused_result)) enum ym_err exchange_sign(const struct ym_keyring *ring,
                                                              const struct exchange_outgoing *o,
                                                              char ret[EXCHANGE_HEADER_MAX],
                                                              struct ym_error *reterr);

/* One signature by this key, with its NUL: for tests and for who plays a partner. */
void exchange_sign_with(const struct ym_sign_key *key, struct ym_span id, int64_t seconds,
                        struct ym_span body, struct ym_buf *scratch,
                        char ret[EXCHANGE_SIGNATURE_LEN + 1]);

#endif
