/* SPDX-License-Identifier: Apache-2.0 */
#include "app/seal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "yima/number.h"
#include "base/hex.h"

#define HEX_MAX 65 /* 64 digits and their NUL */

static const struct {
    const char *text;
    const char *zh;
} flaws[APP_SEAL_FLAW_COUNT] = {
#define X(name, text, zh) { text, zh },
    APP_SEAL_FLAWS(X)
#undef X
};

const char *app_seal_flaw_text(enum app_seal_flaw flaw)
{
    return flaws[flaw].text;
}

const char *app_seal_flaw_zh(enum app_seal_flaw flaw)
{
    return flaws[flaw].zh;
}

void app_seal_code(const struct app_secrets *secrets, struct ym_id dispute,
                   struct ym_seal_code *ret)
{
    uint8_t random[YM_SEAL_CODE_RANDOM_BYTES];

    secrets->random(random, sizeof(random));
    ym_seal_code_make(ym_id_bucket(dispute), random, ret);
}

/* Whose it is, without saying it to who does not know. */
static void commit(const struct app_seal *s, const struct ym_hash_ops *hash, char ret[HEX_MAX])
{
    char text[YM_SEAL_CODE_CHARS + 1 + YM_NUMBER_COMPACT_MAX];
    unsigned char digest[32];
    char number[YM_NUMBER_COMPACT_MAX];
    int n;

    ym_number_compact(s->dispute, number);
    n = snprintf(text, sizeof(text), "%s:%s", s->code.text, number);
    assert(n > 0 && (size_t)n < sizeof(text));
    hash->sha256_2(text, (size_t)n, NULL, 0, digest);
    ym_hex(digest, 32, ret);
}

size_t app_seal_statement(const struct app_seal *s, const struct ym_hash_ops *hash,
                          char ret[APP_SEAL_STATEMENT_MAX])
{
    char whose[HEX_MAX];
    char bytes[HEX_MAX];
    char terms[HEX_MAX];
    char at[YM_USEC_TEXT_MAX];
    int n;

    commit(s, hash, whose);
    ym_hex(s->sha256, 32, bytes);
    ym_hex(s->terms_sha256, 32, terms);
    ym_usec_print(s->made_at, at);
    n = snprintf(ret, APP_SEAL_STATEMENT_MAX,
                 "{\"code\":\"%s\",\"dispute_sha256\":\"%s\",\"document\":\"%s\",\"key\":%" PRIu32
                 ",\"made_at\":\"%s\",\"sha256\":\"%s\"%s%s%s%s%s%s,\"v\":1,\"version\":%" PRIu32
                 "}",
                 s->code.text, whose, ym_word(YM_VOCAB_DOCUMENT, s->document)->code, s->key, at,
                 bytes, s->subject[0] != '\0' ? ",\"subject\":\"" : "", s->subject,
                 s->subject[0] != '\0' ? "\"" : "", s->has_terms ? ",\"terms_sha256\":\"" : "",
                 s->has_terms ? terms : "", s->has_terms ? "\"" : "", s->version);
    assert(n > 0 && n < APP_SEAL_STATEMENT_MAX);
    return (size_t)n;
}

static const struct app_seal_key *key_of(const struct app_seal *s, const struct app_seal_key *keys,
                                         size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].number == s->key)
            return &keys[i];
    }
    return NULL;
}

enum app_seal_flaw app_seal_check(const struct app_seal *s, const struct app_seal_key *keys,
                                  size_t n, const struct app_secrets *secrets,
                                  const struct ym_hash_ops *hash)
{
    const struct app_seal_key *key = key_of(s, keys, n);
    const ym_usec skew = APP_SEAL_SKEW_S * YM_USEC_PER_SECOND;
    char statement[APP_SEAL_STATEMENT_MAX];
    size_t length;

    if (key == NULL)
        return APP_SEAL_NO_KEY;
    length = app_seal_statement(s, hash, statement);
    if (!secrets->verify(key->open, (struct ym_span){ statement, length }, s->signature))
        return APP_SEAL_SIGNATURE;
    if (s->made_at < key->from - skew ||
        (key->until != YM_USEC_NONE && s->made_at >= key->until + skew))
        return APP_SEAL_EXPIRED;
    return APP_SEAL_NONE;
}

struct ym_span app_seal_part_label(const struct ym_seal_code *code, unsigned part,
                                   char room[APP_SEAL_LABEL_MAX])
{
    const int n = snprintf(room, APP_SEAL_LABEL_MAX, "sealed_part.body/%s/%u", code->text, part);

    assert(n > 0 && n < APP_SEAL_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

static unsigned upper(char c)
{
    return c == 'x' ? 'X' : (unsigned char)c;
}

/* Every character is looked at, whichever differs. */
bool app_proof_compare(struct ym_span identity, struct ym_span digits)
{
    volatile unsigned differs = 0;

    if (identity.n < APP_PROOF_CHARS || digits.n != APP_PROOF_CHARS)
        return false;
    for (size_t i = 0; i < APP_PROOF_CHARS; i++)
        differs =
            differs | (upper(identity.at[identity.n - APP_PROOF_CHARS + i]) ^ upper(digits.at[i]));
    return differs == 0;
}
