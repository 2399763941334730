/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/keyring.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "crypto/crypto.h"
#include "keyfile.h"
#include "ring.h"

#define NONCE_LEN crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define AAD_MAX   (1 + YM_LABEL_BYTES_MAX)

/* One key of the file serves three purposes, so neither uses it directly: each has a derived key,
 * told apart by the context (libsodium's KDF, BLAKE2b). */
#define SEAL_CONTEXT  "ym seal "
#define MATCH_CONTEXT "ym match"
#define SIGN_CONTEXT  "ym sign "

_Static_assert(YM_SEAL_OVERHEAD == 1 + NONCE_LEN + TAG_LEN, "overhead of a sealed field");
_Static_assert(sizeof(SEAL_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");
_Static_assert(sizeof(MATCH_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");
_Static_assert(sizeof(SIGN_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");
_Static_assert(YM_KEY_LEN == crypto_kdf_KEYBYTES, "key");
_Static_assert(YM_KEY_LEN == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

/* Lives in one sodium_malloc(), read-only once opened. */
struct ym_keyring {
    unsigned n;                                          /* keys, 1..YM_KEYRING_KEYS_MAX */
    unsigned char number[YM_KEYRING_KEYS_MAX];           /* ascending */
    unsigned char seal[YM_KEYRING_KEYS_MAX][YM_KEY_LEN]; /* derived from each */
    unsigned char sign[YM_KEYRING_KEYS_MAX][YM_KEY_LEN]; /* likewise: seeds derive from it */
    unsigned char match[YM_KEY_LEN];                     /* derived from key 1 */
};

static struct ym_keyring *derive(const struct ym_keys *keys)
{
    struct ym_keyring *ring = sodium_malloc(sizeof(*ring));

    if (ring == NULL)
        return NULL;
    memset(ring, 0, sizeof(*ring));
    ring->n = keys->n;
    for (unsigned i = 0; i < keys->n; i++) {
        ring->number[i] = keys->number[i];
        (void)crypto_kdf_derive_from_key(ring->seal[i], YM_KEY_LEN, 1, SEAL_CONTEXT, keys->key[i]);
        (void)crypto_kdf_derive_from_key(ring->sign[i], YM_KEY_LEN, 1, SIGN_CONTEXT, keys->key[i]);
    }
    (void)crypto_kdf_derive_from_key(ring->match, YM_KEY_LEN, 1, MATCH_CONTEXT, keys->key[0]);
    (void)sodium_mprotect_readonly(ring);
    return ring;
}

static enum ym_err check_path(const char *path, struct ym_error *reterr)
{
    if (path[0] == '\0')
        return ym_fail(reterr, YM_E_INVALID, "the name of the key file is empty");
    if (strlen(path) > YM_KEYRING_PATH_BYTES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the name of the key file is longer than %d bytes",
                       YM_KEYRING_PATH_BYTES_MAX);
    return YM_E_OK;
}

/* Zeroed keys in guarded memory, or NULL with *reterr filled. */
static struct ym_keys *new_keys(struct ym_error *reterr)
{
    struct ym_keys *keys = sodium_malloc(sizeof(*keys));

    if (keys == NULL)
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the keys");
    else
        memset(keys, 0, sizeof(*keys));
    return keys;
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

enum ym_err ym_keyring_open(const char *path, bool create, struct ym_keyring **ret_ring,
                            struct ym_error *reterr)
{
    struct ym_keys *keys;
    enum ym_err err = check_path(path, reterr);

    *ret_ring = NULL;
    if (err != YM_E_OK)
        return err;
    keys = new_keys(reterr);
    if (keys == NULL)
        return YM_E_UNAVAILABLE;
    err = ym_keyfile_read(path, keys, reterr);
    if (err == YM_E_NOT_FOUND && create)
        err = create_then_read(path, keys, reterr);
    if (err == YM_E_OK) {
        *ret_ring = derive(keys);
        if (*ret_ring == NULL)
            err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the keys");
    }
    sodium_free(keys);
    return err;
}

void ym_keyring_close(struct ym_keyring *ring)
{
    sodium_free(ring);
}

enum ym_err ym_keyring_rotate(const char *path, struct ym_error *reterr)
{
    struct ym_keys *keys;
    enum ym_err err = check_path(path, reterr);

    if (err != YM_E_OK)
        return err;
    keys = new_keys(reterr);
    if (keys == NULL)
        return YM_E_UNAVAILABLE;
    err = ym_keyfile_read(path, keys, reterr);
    if (err == YM_E_OK && (keys->n == YM_KEYRING_KEYS_MAX || keys->number[keys->n - 1] == 255))
        err = ym_fail(reterr, YM_E_TOO_LARGE,
                      "the key file is full: seal the fields anew and remove old keys but key 1");
    if (err == YM_E_OK) {
        keys->number[keys->n] = (unsigned char)(keys->number[keys->n - 1] + 1);
        randombytes_buf(keys->key[keys->n], YM_KEY_LEN);
        keys->n++;
        err = ym_keyfile_write(path, keys, false, reterr);
    }
    sodium_free(keys);
    return err;
}

unsigned ym_keyring_newest(const struct ym_keyring *ring)
{
    return ring->number[ring->n - 1];
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
    const unsigned last = ring->n - 1;
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
    out[0] = ring->number[last];
    randombytes_buf(out + 1, NONCE_LEN);
    aad_n = associate(out[0], label, aad);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE_LEN, &n,
                                                     (const unsigned char *)plain.at, plain.n, aad,
                                                     aad_n, NULL, out + 1, ring->seal[last]);
    assert(n == plain.n + TAG_LEN);
    *ret_sealed = (struct ym_span){ (const char *)out, plain.n + YM_SEAL_OVERHEAD };
    return YM_E_OK;
}

/* The place of the key with this number, or -1. */
static int place_of(const struct ym_keyring *ring, unsigned number)
{
    for (unsigned i = 0; i < ring->n; i++) {
        if (ring->number[i] == number)
            return (int)i;
    }
    return -1;
}

const unsigned char *ym_keyring_signing(const struct ym_keyring *ring, unsigned number)
{
    const int i = place_of(ring, number);

    return i >= 0 ? ring->sign[i] : NULL;
}

enum ym_err ym_unseal(const struct ym_keyring *ring, struct ym_span label, struct ym_span sealed,
                      struct ym_arena *arena, struct ym_span *ret_plain, struct ym_error *reterr)
{
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
    key = place_of(ring, in[0]);
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
            associate(in[0], label, aad), in + 1, ring->seal[key]) != 0)
        return ym_fail(reterr, YM_E_INTERNAL,
                       "a sealed field was altered, moved, or sealed under another key file: "
                       "compare key file and backup");
    out[n] = '\0';
    *ret_plain = (struct ym_span){ (const char *)out, (size_t)n };
    return YM_E_OK;
}

void ym_keyed_hash(const struct ym_keyring *ring, struct ym_span label, struct ym_span text,
                   unsigned char ret_hash[YM_KEYED_HASH_LEN])
{
    crypto_generichash_state state;
    const unsigned char label_n = (unsigned char)label.n;

    assert(label.n > 0);
    assert(label.n <= YM_LABEL_BYTES_MAX);
    (void)crypto_generichash_init(&state, ring->match, YM_KEY_LEN, YM_KEYED_HASH_LEN);
    (void)crypto_generichash_update(&state, &label_n, 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)label.at, label.n);
    if (text.n > 0)
        (void)crypto_generichash_update(&state, (const unsigned char *)text.at, text.n);
    (void)crypto_generichash_final(&state, ret_hash, YM_KEYED_HASH_LEN);
    sodium_memzero(&state, sizeof(state));
}
