/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed fields and matching hashes: tampering, labels, keys, rotation, limits. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "place.h"

/* Rotate until the ring is full; everything sealed on the way still opens. */
static void rotation_keeps_old_fields_and_matches(void **state)
{
    struct place *p = *state;
    unsigned char first[YM_KEYED_HASH_LEN];
    unsigned char later[YM_KEYED_HASH_LEN];
    struct ym_span sealed[YM_KEYRING_KEYS_MAX];
    struct ym_span plain;
    struct ym_keyring *ring = place_ring(p->path, true);
    struct stat st;

    ym_keyed_hash(ring, YM_SPAN("id"), YM_SPAN("110105"), first);
    for (unsigned i = 0; i < YM_KEYRING_KEYS_MAX; i++) {
        assert_int_equal(ym_keyring_newest(ring), i + 1);
        assert_int_equal(ym_seal(ring, YM_SPAN("l"), YM_SPAN("text"), &p->arena, &sealed[i], NULL),
                         YM_E_OK);
        assert_int_equal((unsigned char)sealed[i].at[0], i + 1);
        for (unsigned j = 0; j <= i; j++) {
            assert_int_equal(ym_unseal(ring, YM_SPAN("l"), sealed[j], &p->arena, &plain, NULL),
                             YM_E_OK);
            assert_true(ym_span_is(plain, YM_SPAN("text")));
        }
        ym_keyed_hash(ring, YM_SPAN("id"), YM_SPAN("110105"), later);
        assert_memory_equal(first, later, sizeof(first));
        if (i + 1 == YM_KEYRING_KEYS_MAX)
            break;
        assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
        /* The ring that is open does not know the new key yet; a new one does. */
        assert_int_equal(ym_keyring_newest(ring), i + 1);
        ym_keyring_close(ring);
        ring = place_ring(p->path, false);
    }
    ym_keyring_close(ring);
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_TOO_LARGE);
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(place_entries(p, false), 1);
}

/* Written by Python: BLAKE2b from hashlib, ChaCha20-Poly1305 from OpenSSL, HChaCha20 by hand. */
static void sealed_form_matches_another_program(void **state)
{
    static const unsigned char sealed[] = {
        0x01, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a,
        0x4b, 0x4c, 0x4d, 0x4e, 0x4f, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56,
        0x57, 0x84, 0x99, 0x8e, 0xa1, 0x6a, 0xd6, 0xda, 0x65, 0xbb, 0x80, 0xbf,
        0x81, 0x6a, 0x8c, 0x09, 0xb6, 0xdd, 0xd7, 0xf2, 0x3f, 0xfc, 0x2e,
    };
    static const unsigned char match[YM_KEYED_HASH_LEN] = {
        0x00, 0xa2, 0x50, 0x25, 0x58, 0x14, 0x63, 0x08, 0x3a, 0xb6, 0xd2,
        0xfb, 0x65, 0x19, 0xab, 0x15, 0xcb, 0x4d, 0x35, 0xaf, 0xc9, 0xd8,
        0xfd, 0x28, 0x29, 0xdf, 0x2c, 0x17, 0xf5, 0xd9, 0x1b, 0xb7,
    };
    struct place *p = *state;
    unsigned char hash[YM_KEYED_HASH_LEN];
    struct ym_span plain;
    struct ym_keyring *ring;

    place_put(p->path, KEY_1 SUM_1, sizeof(KEY_1 SUM_1) - 1, 0600);
    ring = place_ring(p->path, false);
    assert_int_equal(ym_unseal(ring, YM_SPAN("party.name/1"),
                               (struct ym_span){ (const char *)sealed, sizeof(sealed) }, &p->arena,
                               &plain, NULL),
                     YM_E_OK);
    assert_true(ym_span_is(plain, YM_SPAN("张三")));
    ym_keyed_hash(ring, YM_SPAN("party.id_number"), YM_SPAN("11010519491231002X"), hash);
    assert_memory_equal(hash, match, sizeof(match));
    ym_keyring_close(ring);
}

static void keyed_hash_depends_on_key_label_and_text(void **state)
{
    struct place *p = *state;
    unsigned char h[4][YM_KEYED_HASH_LEN];
    struct ym_keyring *ring = place_ring(p->path, true);

    ym_keyed_hash(ring, YM_SPAN("ab"), YM_SPAN("c"), h[0]);
    ym_keyed_hash(ring, YM_SPAN("a"), YM_SPAN("bc"), h[1]);
    ym_keyed_hash(ring, YM_SPAN("ab"), (struct ym_span){ NULL, 0 }, h[2]);
    ym_keyring_close(ring);
    assert_int_equal(unlink(p->path), 0);
    ring = place_ring(p->path, true);
    ym_keyed_hash(ring, YM_SPAN("ab"), YM_SPAN("c"), h[3]);
    ym_keyring_close(ring);
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = i + 1; j < 4; j++)
            assert_memory_not_equal(h[i], h[j], YM_KEYED_HASH_LEN);
    }
}

static enum ym_err open_sealed(struct place *p, const struct ym_keyring *ring, const char *label,
                               struct ym_span sealed)
{
    struct ym_span plain = YM_SPAN("not yet");
    struct ym_error error = { .text = "" };
    enum ym_err err = ym_unseal(ring, ym_span_of(label), sealed, &p->arena, &plain, &error);

    if (err != YM_E_OK) {
        assert_int_equal(plain.n, 0);
        assert_int_equal(error.code, err);
    }
    return err;
}

static void tampering_is_found_at_every_byte(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = place_ring(p->path, true);
    struct ym_span sealed;
    char bad[64];

    assert_int_equal(
        ym_seal(ring, YM_SPAN("party.phone/7"), YM_SPAN("13800000000"), &p->arena, &sealed, NULL),
        YM_E_OK);
    assert_int_equal(sealed.n, 11 + YM_SEAL_OVERHEAD);
    assert_int_equal(open_sealed(p, ring, "party.phone/7", sealed), YM_E_OK);
    for (size_t i = 0; i < sealed.n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(bad, sealed.at, sealed.n);
            bad[i] = (char)(bad[i] ^ (1 << bit));
            assert_int_equal(
                open_sealed(p, ring, "party.phone/7", (struct ym_span){ bad, sealed.n }),
                i == 0 ? YM_E_UNAVAILABLE : YM_E_INTERNAL);
        }
        assert_int_equal(open_sealed(p, ring, "party.phone/7", (struct ym_span){ sealed.at, i }),
                         YM_E_INTERNAL);
    }
    memcpy(bad, sealed.at, sealed.n);
    bad[sealed.n] = 0;
    assert_int_equal(open_sealed(p, ring, "party.phone/7", (struct ym_span){ bad, sealed.n + 1 }),
                     YM_E_INTERNAL);
    ym_keyring_close(ring);
}

static void wrong_label_or_key_does_not_open(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = place_ring(p->path, true);
    struct ym_span sealed;
    struct ym_span again;

    assert_int_equal(ym_seal(ring, YM_SPAN("a/1"), YM_SPAN("x"), &p->arena, &sealed, NULL),
                     YM_E_OK);
    assert_int_equal(ym_seal(ring, YM_SPAN("a/1"), YM_SPAN("x"), &p->arena, &again, NULL), YM_E_OK);
    assert_false(ym_span_is(sealed, again));
    assert_int_equal(open_sealed(p, ring, "a/2", sealed), YM_E_INTERNAL);
    assert_int_equal(open_sealed(p, ring, "a/", sealed), YM_E_INTERNAL);
    assert_int_equal(open_sealed(p, ring, "a/11", sealed), YM_E_INTERNAL);
    ym_keyring_close(ring);
    assert_int_equal(unlink(p->path), 0);
    ring = place_ring(p->path, true);
    assert_int_equal(open_sealed(p, ring, "a/1", sealed), YM_E_INTERNAL);
    ym_keyring_close(ring);
}

static void seal_limits(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = place_ring(p->path, true);
    char *big = calloc(1, YM_SEAL_PLAIN_BYTES_MAX + 1);
    char label[YM_LABEL_BYTES_MAX + 2];
    struct ym_arena small;
    struct ym_span sealed;
    struct ym_span plain;

    assert_non_null(big);
    memset(label, 'l', sizeof(label));
    label[YM_LABEL_BYTES_MAX] = '\0';
    assert_int_equal(ym_seal(ring, ym_span_of(label),
                             (struct ym_span){ big, YM_SEAL_PLAIN_BYTES_MAX }, &p->arena, &sealed,
                             NULL),
                     YM_E_OK);
    assert_int_equal(ym_unseal(ring, ym_span_of(label), sealed, &p->arena, &plain, NULL), YM_E_OK);
    assert_int_equal(plain.n, YM_SEAL_PLAIN_BYTES_MAX);
    assert_memory_equal(plain.at, big, plain.n);
    assert_int_equal(ym_seal(ring, ym_span_of(label),
                             (struct ym_span){ big, YM_SEAL_PLAIN_BYTES_MAX + 1 }, &p->arena,
                             &sealed, NULL),
                     YM_E_TOO_LARGE);
    assert_int_equal(ym_seal(ring, (struct ym_span){ label, YM_LABEL_BYTES_MAX + 1 }, YM_SPAN("x"),
                             &p->arena, &sealed, NULL),
                     YM_E_UNPROCESSABLE);
    assert_int_equal(ym_seal(ring, YM_SPAN(""), YM_SPAN("x"), &p->arena, &sealed, NULL),
                     YM_E_UNPROCESSABLE);
    assert_int_equal(open_sealed(p, ring, "", sealed), YM_E_UNPROCESSABLE);
    assert_int_equal(
        ym_seal(ring, YM_SPAN("l"), (struct ym_span){ NULL, 0 }, &p->arena, &sealed, NULL),
        YM_E_OK);
    assert_int_equal(sealed.n, YM_SEAL_OVERHEAD);
    assert_int_equal(ym_unseal(ring, YM_SPAN("l"), sealed, &p->arena, &plain, NULL), YM_E_OK);
    assert_int_equal(plain.n, 0);
    assert_true(ym_arena_init(&small, YM_SEAL_OVERHEAD));
    assert_int_equal(ym_seal(ring, YM_SPAN("l"), YM_SPAN("x"), &small, &sealed, NULL),
                     YM_E_TOO_LARGE);
    ym_arena_release(&small);
    free(big);
    ym_keyring_close(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(rotation_keeps_old_fields_and_matches),
        PLACE_TEST(sealed_form_matches_another_program),
        PLACE_TEST(keyed_hash_depends_on_key_label_and_text),
        PLACE_TEST(tampering_is_found_at_every_byte),
        PLACE_TEST(wrong_label_or_key_does_not_open),
        PLACE_TEST(seal_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
