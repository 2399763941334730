/* SPDX-License-Identifier: Apache-2.0 */
#include "app/privacy.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "yima/number.h"
#include "base/hex.h"

#define HEX_MAX 65 /* 64 digits and their NUL */

size_t app_anonymised_statement(const struct app_anonymised *a, char ret[APP_PRIVACY_STATEMENT_MAX])
{
    char head[HEX_MAX];
    char digest[HEX_MAX];
    char at[YM_USEC_TEXT_MAX];
    char number[YM_NUMBER_TEXT_MAX];
    int n;

    ym_hex(a->head, 32, head);
    ym_hex(a->digest, 32, digest);
    ym_usec_print(a->at, at);
    ym_number_print(a->dispute, number);
    n = snprintf(ret, APP_PRIVACY_STATEMENT_MAX,
                 "yima anonymised 1\n"
                 "dispute %s\n"
                 "round %u\n"
                 "events %" PRIu32 " to %" PRIu32 ", every original verified against its hash\n"
                 "head %s\n"
                 "redacted %" PRIu32 "\n"
                 "digest %s\n"
                 "removed %s\n"
                 "rule %s\n"
                 "by %s\n"
                 "at %s\n"
                 "key %" PRIu32 "\n",
                 number, a->round, a->from + 1, a->version, head, a->redacted, digest, a->removed,
                 a->rule, a->login, at, a->key);
    assert(n > 0 && n < APP_PRIVACY_STATEMENT_MAX);
    return (size_t)n;
}

enum ym_err app_anonymised_sign(struct app_anonymised *a, const struct app_secrets *secrets,
                                const struct app_seal_key *keys, size_t n, struct ym_error *reterr)
{
    char statement[APP_PRIVACY_STATEMENT_MAX];
    struct app_sign_key key;

    if (n == 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "there is no key that signs yet: make the first one with `yima seal-key "
                       "rotate`");
    key = (struct app_sign_key){ .from = keys[n - 1].ring,
                                 .label = APP_LABEL_SEAL,
                                 .number = keys[n - 1].number };
    a->key = key.number;
    return secrets->sign(secrets->ring, &key,
                         (struct ym_span){ statement, app_anonymised_statement(a, statement) },
                         a->signature, reterr);
}

static const struct app_seal_key *key_of(uint32_t number, const struct app_seal_key *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].number == number)
            return &keys[i];
    }
    return NULL;
}

enum app_seal_flaw app_anonymised_check(const struct app_anonymised *a,
                                        const struct app_secrets *secrets,
                                        const struct app_seal_key *keys, size_t n)
{
    const struct app_seal_key *key = key_of(a->key, keys, n);
    const ym_usec skew = APP_SEAL_SKEW_S * YM_USEC_PER_SECOND;
    char statement[APP_PRIVACY_STATEMENT_MAX];
    size_t length;

    if (key == NULL)
        return APP_SEAL_NO_KEY;
    length = app_anonymised_statement(a, statement);
    if (!secrets->verify(key->open, (struct ym_span){ statement, length }, a->signature))
        return APP_SEAL_SIGNATURE;
    if (a->at < key->from - skew || (key->until != YM_USEC_NONE && a->at >= key->until + skew))
        return APP_SEAL_EXPIRED;
    return APP_SEAL_NONE;
}

/* ---- The digest ---- */

void app_redaction_begin(struct app_redaction *r, const struct app_secrets *secrets)
{
    r->n = 0;
    secrets->digest_begin(&r->digest);
}

void app_redaction_add(struct app_redaction *r, const struct app_secrets *secrets, uint32_t seq,
                       const unsigned char hash[32], struct ym_span payload)
{
    const unsigned char number[4] = { (unsigned char)(seq >> 24), (unsigned char)(seq >> 16),
                                      (unsigned char)(seq >> 8), (unsigned char)seq };
    struct app_digest one;
    unsigned char sum[32];

    secrets->digest_begin(&one);
    secrets->digest_add(&one, payload);
    secrets->digest_end(&one, sum);
    secrets->digest_add(&r->digest, (struct ym_span){ (const char *)number, sizeof(number) });
    secrets->digest_add(&r->digest, (struct ym_span){ (const char *)hash, 32 });
    secrets->digest_add(&r->digest, (struct ym_span){ (const char *)sum, sizeof(sum) });
    r->n++;
}

void app_redaction_end(struct app_redaction *r, const struct app_secrets *secrets,
                       unsigned char ret[32])
{
    secrets->digest_end(&r->digest, ret);
}
