/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/keyring.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/crypto.h"
#include "keyfile.h"
#include "ring.h"

#define NONCE_LEN crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define AAD_MAX   (1 + YM_LABEL_BYTES_MAX)

/* One key of the file serves several purposes, so none uses it directly: each has a derived key,
 * told apart by the context (libsodium's KDF, BLAKE2b). */
#define SEAL_CONTEXT  "ym seal "
#define SIGN_CONTEXT  "ym sign "
#define PROOF_CONTEXT "ym proof"

_Static_assert(YM_SEAL_OVERHEAD == 1 + NONCE_LEN + TAG_LEN, "overhead of a sealed field");
_Static_assert(sizeof(SEAL_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");
_Static_assert(sizeof(SIGN_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");
_Static_assert(sizeof(PROOF_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");
_Static_assert(YM_KEY_LEN == crypto_kdf_KEYBYTES, "key");
_Static_assert(YM_KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

/* One content of the file. Lives in one sodium_malloc(), read-only once made. */
struct content {
    unsigned n;                                           /* keys, 1..YM_KEYRING_KEYS_MAX */
    unsigned at;                                          /* place of the one that seals */
    unsigned char number[YM_KEYRING_KEYS_MAX];            /* ascending */
    unsigned char seal[YM_KEYRING_KEYS_MAX][YM_KEY_LEN];  /* derived from each */
    unsigned char sign[YM_KEYRING_KEYS_MAX][YM_KEY_LEN];  /* likewise: seeds derive from it */
    unsigned char proof[YM_KEYRING_KEYS_MAX][YM_KEY_LEN]; /* likewise: rows are proved by it */
    unsigned char code[YM_KEY_LEN];
    unsigned nmatch, match_at; /* generations; place of the one that is written */
    unsigned char match_number[YM_KEYRING_MATCHES_MAX];
    unsigned char match[YM_KEYRING_MATCHES_MAX][YM_KEY_LEN];
};

/* Contents that were read stay until the ring is closed: somebody may be at work with one. */
struct ym_keyring {
    _Atomic(const struct content *) now;
    struct content *all[YM_KEYRING_REFRESH_MAX]; /* n of them */
    unsigned n;
    char path[YM_KEYRING_PATH_BYTES_MAX + 1];
};

/* Pre: keys were read. Derives the code in them as well. */
static struct content *derive(struct ym_keys *keys)
{
    struct content *c = sodium_malloc(sizeof(*c));

    if (c == NULL)
        return NULL;
    memset(c, 0, sizeof(*c));
    c->n = keys->n;
    c->at = ym_keyfile_place(keys->under, keys->number, keys->n);
    for (unsigned i = 0; i < keys->n; i++) {
        c->number[i] = keys->number[i];
        (void)crypto_kdf_derive_from_key(c->seal[i], YM_KEY_LEN, 1, SEAL_CONTEXT, keys->key[i]);
        (void)crypto_kdf_derive_from_key(c->sign[i], YM_KEY_LEN, 1, SIGN_CONTEXT, keys->key[i]);
        (void)crypto_kdf_derive_from_key(c->proof[i], YM_KEY_LEN, 1, PROOF_CONTEXT, keys->key[i]);
    }
    ym_keyfile_derive(keys);
    memcpy(c->code, keys->code, YM_KEY_LEN);
    c->nmatch = keys->nmatch;
    c->match_at = ym_keyfile_place(keys->hash, keys->match_number, keys->nmatch);
    memcpy(c->match_number, keys->match_number, sizeof(c->match_number));
    memcpy(c->match, keys->match, sizeof(c->match));
    (void)sodium_mprotect_readonly(c);
    return c;
}

static const struct content *content_of(const struct ym_keyring *ring)
{
    return atomic_load_explicit(&ring->now, memory_order_acquire);
}

/* Write a first key file, then read whichever file is there: ours, or that of another program
 * which was faster. */
static enum ym_err create_then_read(const char *path, struct ym_keys *keys, struct ym_error *reterr)
{
    enum ym_err err;

    keys->n = 1;
    keys->number[0] = 1;
    randombytes_buf(keys->key[0], YM_KEY_LEN);
    err = ym_keyfile_write(path, keys, true, reterr);
    sodium_memzero(keys, sizeof(*keys));
    if (err != YM_E_OK && err != YM_E_CONFLICT)
        return err;
    return ym_keyfile_read(path, keys, reterr);
}

/* Read the file and make it the content of the ring, unless it is that already. */
static enum ym_err take_content(struct ym_keyring *ring, bool create, struct ym_error *reterr)
{
    struct ym_keys *keys = ym_keyfile_new(reterr);
    struct content *made = NULL;
    enum ym_err err;

    if (keys == NULL)
        return YM_E_UNAVAILABLE;
    err = ym_keyfile_read(ring->path, keys, reterr);
    if (err == YM_E_NOT_FOUND && create)
        err = create_then_read(ring->path, keys, reterr);
    if (err == YM_E_OK) {
        made = derive(keys);
        if (made == NULL)
            err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the keys");
    }
    sodium_free(keys);
    if (err == YM_E_OK && ring->n > 0 &&
        sodium_memcmp(made, content_of(ring), sizeof(*made)) == 0) {
        sodium_free(made);
        return YM_E_OK;
    }
    if (err == YM_E_OK && ring->n == YM_KEYRING_REFRESH_MAX) {
        sodium_free(made);
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "the keys changed more often than one program can follow: start it anew");
    }
    if (err == YM_E_OK) {
        ring->all[ring->n++] = made;
        atomic_store_explicit(&ring->now, made, memory_order_release);
    }
    return err;
}

enum ym_err ym_keyring_open(const char *path, bool create, struct ym_keyring **ret_ring,
                            struct ym_error *reterr)
{
    struct ym_keyring *ring;
    enum ym_err err = ym_keyfile_check_path(path, reterr);

    *ret_ring = NULL;
    if (err != YM_E_OK)
        return err;
    ring = calloc(1, sizeof(*ring));
    if (ring == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the keys");
    memcpy(ring->path, path, strlen(path));
    err = take_content(ring, create, reterr);
    if (err == YM_E_OK)
        *ret_ring = ring;
    else
        free(ring);
    return err;
}

enum ym_err ym_keyring_refresh(struct ym_keyring *ring, struct ym_error *reterr)
{
    return take_content(ring, false, reterr);
}

void ym_keyring_close(struct ym_keyring *ring)
{
    if (ring == NULL)
        return;
    for (unsigned i = 0; i < ring->n; i++)
        sodium_free(ring->all[i]);
    free(ring);
}

void ym_keyring_describe(const struct ym_keyring *ring, char ret[YM_KEYRING_TEXT_MAX])
{
    const struct content *c = content_of(ring);
    const size_t cap = YM_KEYRING_TEXT_MAX;
    size_t n = (size_t)snprintf(ret, cap, "seal %u of", (unsigned)c->number[c->at]);

    for (unsigned i = 0; i < c->n; i++)
        n += (size_t)snprintf(ret + n, cap - n, " %u", (unsigned)c->number[i]);
    n +=
        (size_t)snprintf(ret + n, cap - n, "; match %u of", (unsigned)c->match_number[c->match_at]);
    for (unsigned i = 0; i < c->nmatch; i++)
        n += (size_t)snprintf(ret + n, cap - n, " %u", (unsigned)c->match_number[i]);
    assert(n < cap);
}

unsigned ym_keyring_newest(const struct ym_keyring *ring)
{
    const struct content *c = content_of(ring);

    return c->number[c->at];
}

static enum ym_err check_label(struct ym_span label, struct ym_error *reterr)
{
    if (label.n == 0 || label.n > YM_LABEL_BYTES_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "the label of a sealed field has 1 to %d bytes",
                       YM_LABEL_BYTES_MAX);
    return YM_E_OK;
}

/* The associated data: key number, label. Returns its length. */
static size_t associate(unsigned char number, struct ym_span label, unsigned char ret[AAD_MAX])
{
    ret[0] = number;
    memcpy(ret + 1, label.at, label.n);
    return 1 + label.n;
}

enum ym_err ym_seal(const struct ym_keyring *ring, struct ym_span label, struct ym_span plain,
                    struct ym_arena *arena, struct ym_span *ret_sealed, struct ym_error *reterr)
{
    unsigned char aad[AAD_MAX];
    unsigned char *out;
    size_t aad_n;
    unsigned long long n = 0;
    const struct content *const c = content_of(ring);
    enum ym_err err = check_label(label, reterr);

    *ret_sealed = (struct ym_span){ NULL, 0 };
    if (err != YM_E_OK)
        return err;
    if (plain.n > YM_SEAL_PLAIN_BYTES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "a sealed field holds at most %d bytes",
                       YM_SEAL_PLAIN_BYTES_MAX);
    out = ym_arena_alloc(arena, plain.n + YM_SEAL_OVERHEAD, 1);
    if (out == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the operation needs more memory than it may use");
    out[0] = c->number[c->at];
    randombytes_buf(out + 1, NONCE_LEN);
    aad_n = associate(out[0], label, aad);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE_LEN, &n,
                                                     (const unsigned char *)plain.at, plain.n, aad,
                                                     aad_n, NULL, out + 1, c->seal[c->at]);
    assert(n == plain.n + TAG_LEN);
    *ret_sealed = (struct ym_span){ (const char *)out, plain.n + YM_SEAL_OVERHEAD };
    return YM_E_OK;
}

/* The place of the key with this number, or -1. */
static int place_of(const struct content *c, unsigned number)
{
    for (unsigned i = 0; i < c->n; i++) {
        if (c->number[i] == number)
            return (int)i;
    }
    return -1;
}

const unsigned char *ym_keyring_signing(const struct ym_keyring *ring, unsigned number)
{
    const struct content *const c = content_of(ring);
    const int i = place_of(c, number);

    return i >= 0 ? c->sign[i] : NULL;
}

const unsigned char *ym_keyring_proving(const struct ym_keyring *ring, unsigned number)
{
    const struct content *const c = content_of(ring);
    const int i = place_of(c, number);

    return i >= 0 ? c->proof[i] : NULL;
}

void ym_keyring_set(const struct ym_keyring *ring, unsigned char ret[YM_KEYRING_SET_LEN])
{
    const struct content *const c = content_of(ring);

    memset(ret, 0, YM_KEYRING_SET_LEN);
    for (unsigned i = 0; i < c->n; i++)
        ret[c->number[i] / 8] |= (unsigned char)(1U << (c->number[i] % 8));
}

enum ym_err ym_unseal(const struct ym_keyring *ring, struct ym_span label, struct ym_span sealed,
                      struct ym_arena *arena, struct ym_span *ret_plain, struct ym_error *reterr)
{
    const struct content *const c = content_of(ring);
    const unsigned char *in = (const unsigned char *)sealed.at;
    unsigned char aad[AAD_MAX];
    unsigned char *out;
    unsigned long long n = 0;
    int key;
    enum ym_err err = check_label(label, reterr);

    *ret_plain = (struct ym_span){ NULL, 0 };
    if (err != YM_E_OK)
        return err;
    if (sealed.n < YM_SEAL_OVERHEAD)
        return ym_fail(reterr, YM_E_INTERNAL, "a sealed field is cut: restore it from a backup");
    if (sealed.n > YM_SEAL_PLAIN_BYTES_MAX + YM_SEAL_OVERHEAD)
        return ym_fail(reterr, YM_E_TOO_LARGE, "a sealed field holds at most %d bytes",
                       YM_SEAL_PLAIN_BYTES_MAX);
    key = place_of(c, in[0]);
    if (key < 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "a field is sealed under key %u, which the key file does not have: restore "
                       "the newer key file",
                       (unsigned)in[0]);
    out = ym_arena_alloc(arena, sealed.n - YM_SEAL_OVERHEAD + 1, 1);
    if (out == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the operation needs more memory than it may use");
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            out, &n, NULL, in + 1 + NONCE_LEN, sealed.n - 1 - NONCE_LEN, aad,
            associate(in[0], label, aad), in + 1, c->seal[key]) != 0)
        return ym_fail(reterr, YM_E_INTERNAL,
                       "a sealed field was altered, moved, or sealed under another key file: "
                       "compare key file and backup");
    out[n] = '\0';
    *ret_plain = (struct ym_span){ (const char *)out, (size_t)n };
    return YM_E_OK;
}

static void hash_under(const unsigned char key[YM_KEY_LEN], struct ym_span label,
                       struct ym_span text, unsigned char ret_hash[YM_KEYED_HASH_LEN])
{
    crypto_generichash_state state;
    const unsigned char label_n = (unsigned char)label.n;

    assert(label.n > 0);
    assert(label.n <= YM_LABEL_BYTES_MAX);
    (void)crypto_generichash_init(&state, key, YM_KEY_LEN, YM_KEYED_HASH_LEN);
    (void)crypto_generichash_update(&state, &label_n, 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)label.at, label.n);
    if (text.n > 0)
        (void)crypto_generichash_update(&state, (const unsigned char *)text.at, text.n);
    (void)crypto_generichash_final(&state, ret_hash, YM_KEYED_HASH_LEN);
    sodium_memzero(&state, sizeof(state));
}

void ym_keyed_hash(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                   unsigned char ret_hash[YM_KEYED_HASH_LEN])
{
    hash_under(content_of(ring)->code, label, text, ret_hash);
}

void ym_match_hash(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                   unsigned char ret_hash[YM_KEYED_HASH_LEN])
{
    const struct content *c = content_of(ring);

    hash_under(c->match[c->match_at], label, text, ret_hash);
}

bool ym_match_hash_other(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                         unsigned char ret_hash[YM_KEYED_HASH_LEN])
{
    const struct content *c = content_of(ring);

    if (c->nmatch < 2)
        return false;
    hash_under(c->match[1 - c->match_at], label, text, ret_hash);
    return true;
}
