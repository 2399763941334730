/* SPDX-License-Identifier: Apache-2.0 */
/* Keys, tokens and secrets as text, and what was sealed. The first byte says which. A key file
 * that is read holds together; so that more than its sum is tried, the right sum is put behind
 * whatever comes. Nothing opens that this program did not seal. */
#define _POSIX_C_SOURCE 200809L
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "crypto/bearer.h"
#include "crypto/crypto.h"
#include "crypto/password.h"
#include "crypto/signature.h"
#include "crypto/ticket.h"
#include "crypto/webhook.h"
#include "keyfile.h"

#define SUM_BYTES   16
#define ARENA_BYTES 65536
#define LABEL       YM_SPAN("party.identity/1")

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- The key file ---- */

static void check_keys(const struct ym_keys *k)
{
    assert(k->n >= 1 && k->n <= YM_KEYRING_KEYS_MAX);
    assert(k->nmatch <= YM_KEYRING_MATCHES_MAX && k->has_code == (k->nmatch > 0));
    for (unsigned i = 0; i < k->n; i++)
        assert(k->number[i] > (i == 0 ? 0 : k->number[i - 1]));
    assert(k->has_code || k->number[0] == 1);
    assert(k->under == 0 || k->number[ym_keyfile_place(k->under, k->number, k->n)] == k->under);
    assert(k->hash == 0 ||
           k->match_number[ym_keyfile_place(k->hash, k->match_number, k->nmatch)] == k->hash);
}

static bool read_keys(struct ym_span text)
{
    struct ym_keys *keys = ym_keyfile_new(NULL);
    enum ym_err err;

    assert(keys != NULL);
    err = ym_keyfile_parse(text, keys, NULL);
    assert(err == YM_E_OK || err == YM_E_INVALID || err == YM_E_TOO_LARGE);
    if (err == YM_E_OK) {
        check_keys(keys);
        if (!keys->has_code)
            ym_keyfile_derive(keys);
    }
    sodium_free(keys);
    return err == YM_E_OK;
}

static void keyfile(struct ym_span text)
{
    unsigned char sum[SUM_BYTES];
    char hex[2 * SUM_BYTES + 1];
    char *whole;
    size_t n = text.n;

    if (n > YM_KEYRING_FILE_BYTES_MAX)
        return;
    (void)read_keys(text);
    whole = malloc(n + sizeof("\nsum ") + sizeof(hex));
    assert(whole != NULL);
    if (n > 0)
        memcpy(whole, text.at, n);
    if (n > 0 && whole[n - 1] != '\n')
        whole[n++] = '\n';
    (void)crypto_generichash(sum, sizeof(sum), (const unsigned char *)whole, n, NULL, 0);
    (void)sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum));
    n += (size_t)snprintf(whole + n, sizeof("sum ") + sizeof(hex), "sum %s\n", hex);
    if (read_keys((struct ym_span){ whole, n }))
        assert(!read_keys((struct ym_span){ whole, n - 1 })); /* cut by one byte */
    free(whole);
}

/* ---- Tokens and secrets ---- */

static void bearer(struct ym_span text)
{
    struct ym_bearer claim;
    unsigned char hash[YM_TICKET_HASH_LEN];

    if (ym_bearer_parse(text, &claim)) {
        assert(text.n == YM_BEARER_LEN && strlen(claim.id) == YM_BEARER_ID_LEN);
        assert(!ym_bearer_verify(&claim, NULL));
    }
    if (ym_ticket_hash(YM_SPAN("fuzz"), text, hash))
        assert(text.n == YM_TICKET_LEN);
}

static void webhook(struct ym_span text)
{
    const size_t half = text.n / 2;
    const struct ym_span secret = { text.at, half }, body = { text.at + half, text.n - half };
    char signature[YM_WEBHOOK_SIGNATURE_LEN + 1] = "", again[YM_WEBHOOK_SIGNATURE_LEN + 1] = "";

    if (!ym_webhook_sign(text, YM_SPAN("id"), 1, body, signature, sizeof(signature)))
        assert(signature[0] == '\0');
    else
        assert(strlen(signature) == YM_WEBHOOK_SIGNATURE_LEN);
    if (ym_webhook_sign(secret, YM_SPAN("id"), 1, body, signature, sizeof(signature)))
        assert(ym_webhook_sign(secret, YM_SPAN("id"), 1, body, again, sizeof(again)) &&
               strcmp(signature, again) == 0);
    assert(!ym_webhook_sign(text, YM_SPAN("id"), 1, body, again, YM_WEBHOOK_SIGNATURE_LEN));
}

static void base64(struct ym_span text)
{
    static const size_t lengths[] = { YM_SIGN_PUBLIC_LEN, YM_SIGNATURE_LEN };
    unsigned char bytes[YM_SIGNATURE_LEN];
    char printed[YM_SIGNATURE_CHARS + 1];

    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
        if (ym_sign_parse(text, bytes, lengths[i])) {
            ym_sign_print(bytes, lengths[i], printed);
            assert(ym_span_is(text, ym_span_of(printed))); /* one form alone */
        }
}

static void signature(struct ym_span bytes)
{
    unsigned char open[YM_SIGN_PUBLIC_LEN], made[YM_SIGNATURE_LEN];

    if (bytes.n < sizeof(open) + sizeof(made))
        return;
    memcpy(open, bytes.at, sizeof(open));
    memcpy(made, bytes.at + sizeof(open), sizeof(made));
    assert(!ym_sign_verify(open, YM_SPAN("nobody signed this"), made));
}

/* ---- What is sealed ---- */

static struct ym_keyring *open_ring(void)
{
    char folder[] = "/tmp/yima-fuzz-XXXXXX";
    char path[64];
    struct ym_keyring *ring = NULL;
    const char *made = mkdtemp(folder);
    enum ym_err err;

    assert(made != NULL);
    (void)snprintf(path, sizeof(path), "%s/keys", folder);
    err = ym_keyring_open(path, true, &ring, NULL);
    assert(err == YM_E_OK);
    (void)unlink(path);
    (void)rmdir(folder);
    return ring;
}

static void sealed(struct ym_span bytes)
{
    static struct ym_keyring *ring; /* one for the whole program */
    struct ym_span plain, again;
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, ARENA_BYTES);
    enum ym_err err;

    assert(ok);
    if (ring == NULL)
        ring = open_ring();
    err = ym_unseal(ring, LABEL, bytes, &arena, &plain, NULL);
    assert(err != YM_E_OK && plain.n == 0); /* it has no key of this ring */
    err = ym_seal(ring, LABEL, bytes, &arena, &again, NULL);
    if (err == YM_E_OK) {
        err = ym_unseal(ring, LABEL, again, &arena, &plain, NULL);
        assert(err == YM_E_OK && ym_span_is(plain, bytes));
    }
    ym_arena_release(&arena);
}

/* Whatever stands in the place of a stored password, nothing crashes; what is not of the form is
 * no password's. Parameters are ours, so that no input costs a gigabyte. */
static void stored(struct ym_span text)
{
    char copy[YM_PASSWORD_STORED_MAX];

    if (text.n >= sizeof(copy))
        return;
    if (text.n > 0)
        memcpy(copy, text.at, text.n);
    copy[text.n] = '\0';
    (void)ym_password_is_old(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct ym_span) = { keyfile,   bearer, webhook, base64,
                                                       signature, sealed, stored };
    const enum ym_err err = ym_crypto_init(NULL);

    assert(err == YM_E_OK);
    if (size > 0)
        readers[data[0] % (sizeof(readers) / sizeof(readers[0]))](
            (struct ym_span){ (const char *)data + 1, size - 1 });
    return 0;
}
