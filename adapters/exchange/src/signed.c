/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/signed.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "crypto/crypto.h"

#define SCHEME       "v1a,"
#define SCHEME_LEN   4
#define SECONDS_MAX  20 /* characters of a timestamp */
#define LABEL_PREFIX "yima partner/"
#define LABEL_MAX    (sizeof(LABEL_PREFIX) + APP_PARTNER_CODE_MAX)

/* id "." seconds "." body */
static bool put_signed(struct ym_buf *out, struct ym_span id, struct ym_span seconds,
                       struct ym_span body)
{
    ym_buf_clear(out);
    ym_buf_add(out, id);
    ym_buf_putc(out, '.');
    ym_buf_add(out, seconds);
    ym_buf_putc(out, '.');
    ym_buf_add(out, body);
    return ym_buf_ok(out);
}

/* ---- Checking ---- */

static bool read_seconds(struct ym_span text, int64_t *ret)
{
    int64_t v = 0;

    if (text.n == 0 || text.n > SECONDS_MAX - 2 || (text.at[0] == '0' && text.n > 1))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        v = v * 10 + (text.at[i] - '0');
    }
    *ret = v;
    return true;
}

static bool counts(const struct app_partner_key *key, ym_usec now)
{
    return key->from <= now && (key->until == YM_USEC_NONE || now < key->until);
}

/* Is it by any of the partner's keys that count now? */
static bool is_theirs(const struct app_partner *p, ym_usec now, struct ym_span message,
                      struct ym_span one)
{
    unsigned char signature[YM_SIGNATURE_LEN];
    const struct ym_span text = { one.at + SCHEME_LEN, one.n - SCHEME_LEN };

    if (!ym_sign_parse(text, signature, sizeof(signature)))
        return false;
    for (size_t i = 0; i < p->nkeys; i++) {
        if (counts(&p->keys[i], now) && ym_sign_verify(p->keys[i].open, message, signature))
            return true;
    }
    return false;
}

/* Signatures of other schemes stand beside ours: they are passed over. */
static bool any_is_theirs(const struct exchange_signed *s, const struct app_partner *p, ym_usec now,
                          struct ym_span message)
{
    struct ym_span rest = s->signature;

    for (unsigned i = 0; i < EXCHANGE_SIGNATURES_MAX && rest.n > 0; i++) {
        const char *end = memchr(rest.at, ' ', rest.n);
        const size_t n = end != NULL ? (size_t)(end - rest.at) : rest.n;
        const struct ym_span one = { rest.at, n };

        if (n > SCHEME_LEN && memcmp(one.at, SCHEME, SCHEME_LEN) == 0 &&
            is_theirs(p, now, message, one))
            return true;
        rest = end != NULL ? (struct ym_span){ end + 1, rest.n - n - 1 } : (struct ym_span){ 0 };
    }
    return false;
}

static bool is_name(struct ym_span id)
{
    if (id.n == 0 || id.n > APP_MESSAGE_NAME_MAX)
        return false;
    for (size_t i = 0; i < id.n; i++) {
        if (id.at[i] <= ' ' || id.at[i] > '~')
            return false;
    }
    return true;
}

enum ym_err exchange_verify(const struct exchange_signed *s, const struct app_partner *partner,
                            ym_usec now, struct ym_error *reterr)
{
    const int64_t here = now / YM_USEC_PER_SECOND;
    struct ym_buf message;
    int64_t seconds;
    bool is_good;

    if (!is_name(s->id) || s->signature.n == 0 || s->signature.n > EXCHANGE_HEADER_MAX)
        return ym_fail(reterr, YM_E_UNAUTHORIZED,
                       "send webhook-id (at most %d visible characters), webhook-timestamp and "
                       "webhook-signature (v1a)",
                       APP_MESSAGE_NAME_MAX);
    if (!read_seconds(s->timestamp, &seconds) || seconds < here - EXCHANGE_SKEW_S ||
        seconds > here + EXCHANGE_SKEW_S)
        return ym_fail(reterr, YM_E_UNAUTHORIZED,
                       "webhook-timestamp is more than %d seconds off: set the clock, and sign "
                       "anew for each attempt",
                       EXCHANGE_SKEW_S);
    ym_buf_init(&message, s->id.n + s->timestamp.n + s->body.n + 2);
    is_good = put_signed(&message, s->id, s->timestamp, s->body) &&
              any_is_theirs(s, partner, now, ym_buf_span(&message));
    ym_buf_release(&message);
    if (is_good)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNAUTHORIZED,
                   "the signature is by no key of this partner that counts now: it covers "
                   "webhook-id, webhook-timestamp and the exact bytes of the body");
}

/* ---- Our own keys ---- */

/* The key for a partner is its own: what is signed for one proves nothing to another. */
static enum ym_err own_key(const struct ym_keyring *ring, struct ym_span code,
                           struct app_own_key key, struct ym_sign_key *ret, struct ym_error *reterr)
{
    char label[LABEL_MAX];

    assert(code.n <= APP_PARTNER_CODE_MAX);
    memcpy(label, LABEL_PREFIX, sizeof(LABEL_PREFIX) - 1);
    memcpy(label + sizeof(LABEL_PREFIX) - 1, code.at, code.n);
    return ym_sign_key_derive(ring, key.ring,
                              (struct ym_span){ label, sizeof(LABEL_PREFIX) - 1 + code.n },
                              key.number, ret, reterr);
}

enum ym_err exchange_own_public(const struct ym_keyring *ring, struct ym_span code,
                                struct app_own_key key, unsigned char ret[YM_SIGN_PUBLIC_LEN],
                                struct ym_error *reterr)
{
    struct ym_sign_key own;
    const enum ym_err err = own_key(ring, code, key, &own, reterr);

    if (err != YM_E_OK)
        return err;
    memcpy(ret, own.open, YM_SIGN_PUBLIC_LEN);
    ym_crypto_wipe(&own, sizeof(own));
    return YM_E_OK;
}

struct app_own_key exchange_own_next(const struct ym_keyring *ring, struct app_own_key key)
{
    return (struct app_own_key){ .ring = (uint16_t)ym_keyring_newest(ring),
                                 .number = key.number + 1 };
}

void exchange_sign_with(const struct ym_sign_key *key, struct ym_span id, int64_t seconds,
                        struct ym_span body, struct ym_buf *scratch,
                        char ret[EXCHANGE_SIGNATURE_LEN + 1])
{
    unsigned char signature[YM_SIGNATURE_LEN];
    char text[SECONDS_MAX + 4];
    const int n = snprintf(text, sizeof(text), "%" PRId64, seconds);

    ret[0] = '\0';
    if (!put_signed(scratch, id, (struct ym_span){ text, (size_t)n }, body))
        return;
    ym_sign(key, ym_buf_span(scratch), signature);
    memcpy(ret, SCHEME, SCHEME_LEN);
    ym_sign_print(signature, sizeof(signature), ret + SCHEME_LEN);
}

/* Append the signature by one key of ours to the header. */
static enum ym_err sign_by(const struct ym_keyring *ring, const struct exchange_outgoing *o,
                           struct app_own_key own, char *ret, struct ym_error *reterr)
{
    struct ym_sign_key key;
    struct ym_buf scratch;
    const enum ym_err err = own_key(ring, o->partner->code, own, &key, reterr);

    if (err != YM_E_OK)
        return err;
    ym_buf_init(&scratch, o->id.n + SECONDS_MAX + o->body.n + 2);
    exchange_sign_with(&key, o->id, o->seconds, o->body, &scratch, ret);
    ym_crypto_wipe(&key, sizeof(key));
    ym_buf_release(&scratch);
    if (ret[0] == '\0')
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to sign");
    return YM_E_OK;
}

enum ym_err exchange_sign(const struct ym_keyring *ring, const struct exchange_outgoing *o,
                          char ret[EXCHANGE_HEADER_MAX], struct ym_error *reterr)
{
    const struct app_partner *p = o->partner;
    const bool is_replacing = p->before.number != 0 && p->before_until != YM_USEC_NONE &&
                              p->before_until / YM_USEC_PER_SECOND > o->seconds;
    enum ym_err err = sign_by(ring, o, p->ours, ret, reterr);
    size_t n;

    if (err != YM_E_OK || !is_replacing)
        return err;
    n = strlen(ret);
    ret[n] = ' ';
    return sign_by(ring, o, p->before, ret + n + 1, reterr);
}
