/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes against published and independently computed values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "crypto/webhook.h"

static void assert_hex(const unsigned char *at, size_t n, const char *hex)
{
    char got[2 * YM_SHA256_LEN + 1];

    assert_true(n <= YM_SHA256_LEN);
    for (size_t i = 0; i < n; i++)
        (void)snprintf(got + 2 * i, 3, "%02x", at[i]);
    assert_string_equal(got, hex);
}

/* FIPS 180-4 examples. */
static void sha256_matches_the_standard(void **state)
{
    unsigned char hash[YM_SHA256_LEN];

    (void)state;
    ym_sha256(NULL, 0, hash);
    assert_hex(hash, sizeof(hash),
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ym_sha256("abc", 3, hash);
    assert_hex(hash, sizeof(hash),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ym_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, hash);
    assert_hex(hash, sizeof(hash),
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void two_spans_hash_as_one(void **state)
{
    static const char text[] =
        "the quick brown fox jumps over the lazy dog, then over it again once";
    unsigned char whole[YM_SHA256_LEN];
    unsigned char parts[YM_SHA256_LEN];

    (void)state;
    ym_sha256(text, sizeof(text), whole);
    for (size_t cut = 0; cut <= sizeof(text); cut++) {
        ym_sha256_2(text, cut, text + cut, sizeof(text) - cut, parts);
        assert_memory_equal(whole, parts, sizeof(whole));
    }
}

/* The link of a hash chain, written over the hash it extends. */
static void chain_extends_in_place(void **state)
{
    unsigned char head[YM_SHA256_LEN] = { 0 };

    (void)state;
    ym_sha256_2(head, sizeof(head), "payload", 7, head);
    assert_hex(head, sizeof(head),
               "a6f6778ec62aec9a6e3ae861e9666e9ff2d02b236a416a9219c5454c84a6abf9");
}

/* Value computed with Python's hashlib.blake2b. */
static void fingerprint_matches_another_program(void **state)
{
    const struct ym_span parts[] = { YM_SPAN("POST"), YM_SPAN("/api/v1/disputes"), { NULL, 0 } };
    unsigned char print[YM_FINGERPRINT_LEN];

    (void)state;
    ym_fingerprint(YM_SPAN("request"), parts, 3, print);
    assert_hex(print, sizeof(print), "ead7e929355a79cdf89444c3d52cc5ba");
}

static void fingerprint_tells_parts_and_labels_apart(void **state)
{
    const struct ym_span ab_c[] = { YM_SPAN("ab"), YM_SPAN("c") };
    const struct ym_span a_bc[] = { YM_SPAN("a"), YM_SPAN("bc") };
    const struct ym_span abc[] = { YM_SPAN("abc"), { NULL, 0 } };
    unsigned char p[5][YM_FINGERPRINT_LEN];

    (void)state;
    ym_fingerprint(YM_SPAN("x"), ab_c, 2, p[0]);
    ym_fingerprint(YM_SPAN("x"), a_bc, 2, p[1]);
    ym_fingerprint(YM_SPAN("x"), abc, 2, p[2]);
    ym_fingerprint(YM_SPAN("x"), abc, 1, p[3]);
    ym_fingerprint(YM_SPAN("y"), abc, 1, p[4]);
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = i + 1; j < 5; j++)
            assert_memory_not_equal(p[i], p[j], YM_FINGERPRINT_LEN);
    }
}

static void random_fills_and_wipe_clears(void **state)
{
    unsigned char a[64] = { 0 };
    unsigned char b[64] = { 0 };
    unsigned char zero[64] = { 0 };

    (void)state;
    ym_random(a, sizeof(a));
    ym_random(b, sizeof(b));
    ym_random(NULL, 0);
    assert_memory_not_equal(a, b, sizeof(a));
    assert_false(ym_crypto_same(a, b, sizeof(a)));
    assert_true(ym_crypto_same(a, a, sizeof(a)));
    assert_true(ym_crypto_same(NULL, NULL, 0));
    ym_crypto_wipe(a, sizeof(a));
    ym_crypto_wipe(NULL, 0);
    assert_memory_equal(a, zero, sizeof(a));
    for (size_t i = 0; i < sizeof(a); i++) {
        memcpy(a, b, sizeof(a));
        a[i] ^= 1;
        assert_false(ym_crypto_same(a, b, sizeof(a)));
    }
}

static int start(void **state)
{
    (void)state;
    return ym_crypto_init(NULL) == YM_E_OK ? 0 : -1;
}

/* Short and long texts go different ways, with one result. */
/* Base64 has one text: bytes above 127 are no letters, though libsodium 1.0.18 takes them for "/".
 */
static void base64_has_one_text(void **state)
{
    char text[YM_SIGN_PUBLIC_CHARS + 1], secret[YM_WEBHOOK_SECRET_MAX];
    char made[YM_WEBHOOK_SIGNATURE_LEN + 1];
    unsigned char key[YM_SIGN_PUBLIC_LEN];

    (void)state;
    memset(key, 0xFF, sizeof(key));
    ym_sign_print(key, sizeof(key), text);
    assert_true(ym_sign_parse(ym_span_of(text), key, sizeof(key)));
    ym_webhook_secret_make(secret);
    assert_true(
        ym_webhook_sign(ym_span_of(secret), YM_SPAN("id"), 1, YM_SPAN(""), made, sizeof(made)));
    for (int c = 0x80; c <= 0xFF; c++) {
        text[5] = secret[9] = (char)c;
        assert_false(ym_sign_parse(ym_span_of(text), key, sizeof(key)));
        assert_false(
            ym_webhook_sign(ym_span_of(secret), YM_SPAN("id"), 1, YM_SPAN(""), made, sizeof(made)));
    }
}

static void sha256_of_every_length(void **state)
{
    unsigned char text[1000];

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (unsigned char)(i * 31);
    for (size_t n = 0; n <= sizeof(text); n++) {
        unsigned char whole[YM_SHA256_LEN];
        unsigned char parts[YM_SHA256_LEN];
        struct ym_sha256 s;

        ym_sha256_begin(&s);
        ym_sha256_add(&s, text, n);
        ym_sha256_end(&s, parts);
        ym_sha256_2(text, n / 3, text + n / 3, n - n / 3, whole);
        assert_memory_equal(whole, parts, sizeof(whole));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_matches_the_standard),
        cmocka_unit_test(sha256_of_every_length),
        cmocka_unit_test(base64_has_one_text),
        cmocka_unit_test(two_spans_hash_as_one),
        cmocka_unit_test(chain_extends_in_place),
        cmocka_unit_test(fingerprint_matches_another_program),
        cmocka_unit_test(fingerprint_tells_parts_and_labels_apart),
        cmocka_unit_test(random_fills_and_wipe_clears),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
